"""What two texts are to each other: copies, excerpts, rewrites, templates, scripts without blanks."""

import random

import pytest
from tests.wirelake.stories.planted import rewritten, text

from wirelake.stories.relations import Kind, Relation, relation
from wirelake.stories.shingles import LEAST_WORDS, shingles

RATES = (
    "The harbour exchange fixed the crown at {} to the mark on {}, against {} the day before. Gold closed at "
    "{} an ounce and silver at {}. Brent for delivery in {} stood at {} a barrel, {} cents above the last "
    "fixing. The bank said that trade was thin and that it expected no change before the end of the month."
)
HAN = (
    "港口管理局星期三表示新的起重机将在春天投入使用届时装卸速度会明显提高"
    "附近居民担心噪音并要求设立隔音墙市长答应与工程师会面讨论方案"
)


def between(one: str, other: str, template: float = 0.0) -> Relation | None:
    return relation(shingles(one), shingles(other), template)


def rates(seed: int, day: str, month: str) -> str:
    chance = random.Random(seed)  # noqa: S311
    numbers = [f"{chance.uniform(1, 90):.2f}" for _ in range(6)]
    return RATES.format(numbers[0], day, *numbers[1:4], month, *numbers[4:])


def test_a_copy_is_the_same_whatever_its_case_and_punctuation() -> None:
    said = text("a")
    found = between(said.upper().replace(" ", ", "), said)
    assert found == Relation(Kind.SAME, 1.0, 1.0)


@pytest.mark.parametrize("part", [0.05, 0.15])
def test_an_edited_copy_is_the_same(part: float) -> None:
    said = text("a", 300)
    found = between(rewritten(said, "edit", part), said)
    assert found is not None
    assert found.kind is Kind.SAME
    assert found.share < 1


def test_what_was_written_anew_is_another_text() -> None:
    said = text("a", 300)
    assert between(rewritten(said, "anew", 0.8), said) is None
    assert between(text("b", 300), said) is None


@pytest.mark.parametrize("around", [2, 5, 9])
def test_a_text_within_a_longer_one_is_contained(around: int) -> None:
    said = text("a", 100)
    longer = f"{text('before', 50 * around)} {said} {text('behind', 50 * around)}"
    found = between(longer, said)
    assert found is not None
    assert (found.kind, found.is_reversed) == (Kind.CONTAINS, False)
    assert found.share == pytest.approx(1.0)
    assert found.share_back == pytest.approx(1 / (around + 1), rel=0.2)
    turned = between(said, longer)
    assert turned is not None
    assert turned == Relation(Kind.CONTAINS, found.share, found.share_back, is_reversed=True)


def test_texts_that_differ_in_numbers_and_dates_are_a_template() -> None:
    assert between(rates(1, "Monday", "April"), rates(2, "Tuesday", "May")) is None


def test_a_template_that_is_printed_again_is_the_same() -> None:
    assert between(rates(1, "Monday", "April"), rates(1, "Monday", "April")) is not None


def test_a_copy_in_which_one_of_many_numbers_was_corrected_is_the_same() -> None:
    first = rates(1, "Monday", "April")
    found = between(first.replace("Gold closed at", "Gold closed at 7"), first)
    assert found is not None
    assert found.kind is Kind.SAME


def test_what_a_source_prints_day_by_day_tells_nothing() -> None:
    said = text("a")
    assert between(rewritten(said, "x", 0.2), said) is not None
    assert between(rewritten(said, "x", 0.2), said, template=0.8) is None


def test_scripts_without_blanks_are_compared_by_their_characters() -> None:
    assert shingles(HAN).words == len(HAN)
    found = between(HAN[:50] + "周五" + HAN[50:], HAN)
    assert found is not None
    assert found.kind is Kind.SAME
    assert between(HAN[::-1], HAN) is None


def test_a_text_without_words_says_nothing() -> None:
    assert between("", text("a")) is None
    assert shingles("one two three").plain.size == 0
    assert LEAST_WORDS > 5
