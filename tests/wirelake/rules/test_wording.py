"""Phrases and names of elements: what they are held against, and what they refuse to read."""

import pytest

from wirelake.records import Span
from wirelake.rules.wording import LIMIT, Names, Wording, any_of, closing, every, is_text, opening

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
    assert NAMES.of([label, *spans("p < section cards", "p", "p", "p")]) == {1}


def test_the_text_is_between_its_first_and_last_paragraph() -> None:
    few = spans("", text="A label")
    page = few + few + spans("") + few + spans("") + few
    assert (opening(page), closing(page)) == (2, 5)
    assert opening(few) == 1
    assert closing([]) == 0
    assert not is_text(Span(start=0, end=len(TEXT), text=TEXT, linked=0.5))
    assert not is_text(Span(start=0, end=len(TEXT), text=TEXT, role="h"))
