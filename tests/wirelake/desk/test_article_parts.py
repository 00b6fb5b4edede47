"""Parts of the page of an article that need no lake: offsets that do not fit, long texts, words compared."""

import re
from pathlib import Path
from typing import Any

import pytest

from wirelake.desk.article import rules, text, versions
from wirelake.desk.article.fields import Field, fields_of
from wirelake.lake.schema import HISTORY
from wirelake.rules import RULES

DOCS = Path(__file__).parents[3] / "docs" / "rules.md"


def row(extracted: str, *removed: dict[str, Any]) -> dict[str, Any]:
    return {"extracted_text": extracted, "removed": removed, "paragraphs": None, "body_text": "Rest.\nMore."}


def cut(start: int, end: int, said: str, rule: str = "furniture") -> dict[str, Any]:
    return {"kind": "strip", "start": start, "end": end, "text": said, "rule": rule}


def test_the_words_are_those_of_the_docs() -> None:
    """``grep '^|' docs/rules.md > include/wirelake/desk/article/rules.md`` brings them up to date."""
    table = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    shipped = Path(rules.__file__).with_name(rules.TABLE).read_text(encoding="utf-8").splitlines()
    assert shipped == table


def test_every_rule_has_its_words_in_the_order_in_which_they_act() -> None:
    assert [*rules.words()] == [rule.__name__ for rule in RULES]
    assert all(one.takes_out and one.leaves_alone for one in rules.words().values())


@pytest.mark.parametrize(
    "wrong",
    [cut(2, 99, "cde"), cut(2, 5, "xyz"), cut(5, 2, ""), cut(-3, 1, "a"), cut(1, 4, "bcd")],
)
def test_a_passage_whose_place_does_not_fit_moves_nothing(wrong: dict[str, Any]) -> None:
    found = text.text_of(row("abcdef", cut(0, 2, "ab"), wrong))
    assert "".join(one.text for one in found.pieces) == "abcdef"
    assert [one.removed.rule for one in found.pieces if one.removed] == ["furniture"]
    assert len(found.unplaced) == 1
    assert len(found.removed) == 2


def test_long_texts_are_cut_and_how_much_is_said() -> None:
    size = text.MOST_LETTERS
    found = text.text_of(row("a" * (size + 10), cut(size - 1, size + 5, "a" * 6)))
    assert sum(len(one.text) for one in found.pieces) == size
    assert found.left_out == 10
    long = {**row(""), "body_text": "b" * (size + 7)}
    assert text.text_of(long).left_out == 7


def test_paragraphs_that_did_not_change_are_counted() -> None:
    was = "One.\nTwo says six.\nThree.\nFour."
    now = "One.\nTwo says nine.\nThree.\nFour.\nFive."
    found = versions.lines_changed(was, now)
    assert [one.skipped for one in found] == [1, 0, 2, 0]
    told = [(one.kind, one.text) for one in found[1].changes]
    assert ("gone", "six") in told
    assert ("new", "nine") in told
    assert versions.lines_changed(was, was) == ()


def test_words_that_would_take_too_long_are_shown_whole() -> None:
    was, now = "a b " * versions.MOST_WORDS, "b a " * versions.MOST_WORDS
    assert [one.kind for one in versions.words_changed(was, now)] == ["gone", "new"]


def field(name: str, *candidates: tuple[str, str, float, str | None], **values: Any) -> Field:
    """The field of a row with these candidates: value, origin, weight, refused."""
    given: dict[str, Any] = dict.fromkeys(HISTORY.names) | {
        "authors": [],
        "headline": "",
        "source_format": "html",
    }
    rows = [
        {"field": name, "value": value, "origin": origin, "weight": weight, "refused": refused}
        for value, origin, weight, refused in candidates
    ]
    (found,) = [one for one in fields_of(given | values | {"candidates": rows}) if one.name == name]
    return found


def test_a_language_is_chosen_as_it_was_stated() -> None:
    stated = [
        ("en", "text", 1.0, None),
        ("en-GB", "html_lang", 0.8, None),
        ("fr", "source", 0.0, "contradicts_text"),
    ]
    found = field("language", *stated, language="en-GB")
    told = [(one.origin, one.outcome) for one in found.candidates]
    assert told == [("html_lang", "chosen"), ("source", "refused"), ("text", "agrees")]
    assert found.candidates[1].why == "refused (contradicts_text): the text is in another language"


def test_all_who_are_named_are_chosen() -> None:
    people = [{"name": "Nora Quayside", "role": None}, {"name": "Ada Pier", "role": None}]
    stated = [
        ("Nora Quayside", "byline", 0.9, None),
        ("Ada Pier", "byline", 0.9, None),
        ("Quaywire", "json_ld", 0.5, "organisation"),
        ("Tom Mole", "meta", 0.4, None),
    ]
    found = field("authors", *stated, authors=people)
    assert [one.outcome for one in found.candidates] == ["chosen", "chosen", "refused", "lost"]
    assert found.candidates[3].why == "a weightier place names people"
    assert found.value == "Nora Quayside, Ada Pier"


def test_a_headline_that_no_place_states_alone_is_said_to_be_put_together() -> None:
    found = field("headline", ("Another thing", "h1", 1.6, None), headline="Crane turns green")
    assert found.why.startswith("no candidate alone says it so")
    assert [one.outcome for one in found.candidates] == ["lost"]


def test_no_rule_has_a_bar_in_its_words() -> None:
    """A cell with one would end there."""
    assert all(len(re.split(r" \| ", line)) == rules.CELLS for line in _rows())


def _rows() -> list[str]:
    return [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
