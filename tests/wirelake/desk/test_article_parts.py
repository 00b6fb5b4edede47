"""Parts of the page of an article that need no lake: offsets that do not fit, long texts, words compared."""

import re
from pathlib import Path
from typing import Any

import pytest

from wirelake.desk.article import rules, text, versions
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


def test_no_rule_has_a_bar_in_its_words() -> None:
    """A cell with one would end there."""
    assert all(len(re.split(r" \| ", line)) == rules.CELLS for line in _rows())


def _rows() -> list[str]:
    return [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
