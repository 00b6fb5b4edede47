"""Phrases and names of elements: what they are held against, and what they refuse to read."""

from typing import Any

import pytest

from wirelake.records import Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import closing, heads, is_text, opening, prose
from wirelake.rules.wording import LIMIT, Wording, any_of, at_start, every

SHAPE = Wording(
    longest=60,
    en=("read on…", f"see {any_of('map', 'chart')}", "don't miss…tide", every("boats?", "now")),
    de=("lesen…",),
    zh=("更多…",),
)
NAMES = Names("card…", "share")
TEXT = "The port of Marsa Nour reopened its northern basin to grain ships on Wednesday, after nine days."


def spans(*within: str, text: str = TEXT) -> list[Span]:
    return [Span(start=0, end=len(text), text=text, within=one) for one in within]


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("» READ ON: the tide", "en", True),
        ("(See chart.)", "en", True),
        ("Don’t miss tomorrow's tide!", "en", True),  # either apostrophe
        ("Now take a boat", "en", True),
        ("Read onwards", "en", False),  # a gap begins between words
        ("Don't miss the ebbtide", "en", False),
        ("See charts", "en", False),
        ("Boating now", "en", False),
        ("“Now take a boat,” he said", "en", False),  # someone's words
        ("“Read on,” he said", "en", False),
        ("更多新闻", "zh-Hant", True),  # no blanks, no ends of words
        ("Read on", "zh", True),  # English is read everywhere
        ("Read on", "xx", True),
        ("Lesen Sie", "en", False),
        ("Lesen Sie", "DE_at", True),
        ("Lesen Sie", None, True),  # of no language: all of them
        ("", "en", False),
    ],
)
def test_a_paragraph_is_held_against_its_language(text: str, language: str | None, said: bool) -> None:
    assert SHAPE.says(text, language) is said


def test_an_opening_has_a_length() -> None:
    assert SHAPE.opens("see map of the bay", "en") == len("see map ")
    assert SHAPE.opens("the map of the bay", "en") == 0
    assert SHAPE.opens("see map " + "x" * 60, "en") == 0


def test_longer_texts_are_not_read() -> None:
    assert SHAPE.says("read on " + "x" * 52, "en")
    assert not SHAPE.says("read on " + "x" * 53, "en")
    with pytest.raises(ValueError, match="longest"):
        Wording(longest=LIMIT + 1, en=("read",))


@pytest.mark.parametrize("within", ["p < div card-body", "div share-buttons", "p < section the-share"])
def test_names_are_words(within: str) -> None:
    assert NAMES.of(spans(within, "p", "p", "p")) == {0}


@pytest.mark.parametrize("within", ["", "p < div shares", "p < div discard", "div postcard"])
def test_parts_of_words_are_no_names(within: str) -> None:
    assert NAMES.of(spans(within, "p", "p", "p")) == frozenset()


def test_an_element_that_holds_much_of_the_text_is_no_sign() -> None:
    """More than 30 %: ``<div class="card article-with-share">`` around the whole body."""
    assert NAMES.of(spans(*["p < div card"] * 3, *["p"] * 7)) == {0, 1, 2}
    assert NAMES.of(spans(*["p < div card"] * 4, *["p"] * 6)) == frozenset()
    assert NAMES.of(spans(*["p < div card"] * 10)) == frozenset()
    short = spans("p < div card", text="One")
    assert NAMES.of(short * 9 + spans("p")) == set(range(9))  # by letters, not by paragraphs


def test_what_a_heading_gave_its_name_to_is_no_sign() -> None:
    """``<section id="card-games-in-the-harbour-office">`` below a heading of these words."""
    heading = Span(start=0, end=1, text="Card games in the harbour office", role="h", within="h2")
    given = spans("p < section card-games-in-the-harbour-office-3", "p", "p", "p")
    assert NAMES.of(given) == {0}
    assert NAMES.of([heading, *given]) == frozenset()
    label = Span(start=0, end=1, text="Cards", role="h", within="h2")
    assert NAMES.of([label, *spans("p < section cards-2", "p", "p", "p")]) == {1}
    assert NAMES.of([label, *spans("p < section cards", "p", "p", "p")]) == frozenset()
    itself = Span(start=0, end=1, text="Card", role="h", within="h2 card")
    assert NAMES.of([itself, *spans("p", "p")]) == frozenset()


def test_a_weak_name_is_no_sign_where_it_holds_text_and_few_links() -> None:
    """``<div class="popular-vote">`` in an article about one, as opposed to a box of popular articles."""
    names = Names("share", weak=("popular…",))
    told = spans("p < div popular-vote", *["p"] * 5)
    assert names.of(told) == frozenset()
    assert names.of([*spans("h2 < div popular-vote", text="The vote"), *told]) == frozenset()
    assert names.of(spans("p < div popular-vote share", *["p"] * 5)) == {0}
    assert names.of([*spans("li < div popular", text="Ferries"), *spans(*["p"] * 5)]) == {0}
    link = Span(start=0, end=1, text="Ferries run again", linked=1.0, within="h3 < div popular-vote")
    assert names.of([link, *told]) == {0, 1}


def test_a_sub_heading_heads_text() -> None:
    label, text = Span(start=0, end=1, text="Topics", role="h"), sentence(TEXT)
    assert heads([label, text], 0)
    assert not heads([label], 0)
    assert not heads([label, label], 0)
    assert not heads([label, sentence(TEXT, linked=0.2)], 0)
    assert not heads([text, text], 0)


def sentence(text: str, **known: Any) -> Span:
    return Span(start=0, end=len(text), text=text, **known)


def test_sentences_of_the_text_are_no_furniture() -> None:
    told = "Residents can now register for flood alerts."
    within = {"within": "p"}
    page = [sentence(TEXT, **within), sentence(told, **within), sentence(TEXT, **within)]
    assert prose(page) == {1}
    assert prose(page[1:]) == prose(page[:2]) == frozenset()  # below the text and above it
    for other in (
        sentence("Register for alerts."),  # too short
        sentence(told.rstrip("."), **within),  # no sentence
        sentence(told, linked=0.2, **within),
        sentence(told, within="p < div box"),
        sentence(told, role="h", **within),
    ):
        assert prose([page[0], other, page[2]]) == frozenset()
    reports = "Anybody may download the app, the ministry said."
    assert prose([sentence(reports, within="p < div box")]) == {0}
    assert prose([sentence(reports.replace("said", "wrote"), **within)]) == frozenset()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Sign up now", True),
        ("» Sign up", True),
        ("Storms ahead? Sign up", True),
        ("They may sign up", False),
        ("Today, sign up", False),
        ('He wrote: "Sign up"', False),
    ],
)
def test_an_order_stands_at_a_sentence_s_start(text: str, said: bool) -> None:
    assert Wording(en=(every(at_start("sign up")),)).says(text, "en") is said


def test_the_text_is_between_its_first_and_last_paragraph() -> None:
    few = spans("", text="A label")
    page = few + few + spans("") + few + spans("") + few
    assert (opening(page), closing(page)) == (2, 5)
    assert opening(few) == 1
    assert closing([]) == 0
    assert not is_text(Span(start=0, end=len(TEXT), text=TEXT, linked=0.5))
    assert not is_text(Span(start=0, end=len(TEXT), text=TEXT, role="h"))
