"""The texts: distinct, whole sentences, and quick at any size."""

import re
from itertools import combinations
from time import process_time

import pytest

from wirelake_demo.grammar import DAYS, MAX_ARTICLES, Vocabulary, vocabulary

NAMES = ("harbour", "gulf", "nile")
# A slot left over, a choice not made, 3th, a stop too many, a lower-case start of a sentence
BROKEN = re.compile(r"[<>|]|\b(?:\d*[02-9])?[123]th\b|\.\.|[.?] [a-z]|  ")


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[start : start + 4]) for start in range(len(words) - 3)}


@pytest.mark.parametrize("name", NAMES)
def test_a_long_week_repeats_no_headline_and_no_paragraph(name: str) -> None:
    stories = [vocabulary(name).story(day, number) for day in DAYS for number in range(1, 801)]
    paragraphs = [text for story in stories for text in story.paragraphs]
    assert len({story.headline for story in stories}) == len(stories)
    assert len(set(paragraphs)) == len(paragraphs)
    assert {len(story.paragraphs) for story in stories} <= set(range(4, 10))
    assert [text for text in paragraphs if BROKEN.search(text)] == []
    assert [story.headline for story in stories if BROKEN.search(story.headline)] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_two_articles_of_the_week_read_alike(name: str) -> None:
    texts = [
        shingles(" ".join(vocabulary(name).story(day, n).paragraphs)) for day in DAYS for n in range(1, 21)
    ]
    closest = max(len(one & other) / len(one | other) for one, other in combinations(texts, 2))
    assert closest < 0.5


@pytest.mark.parametrize("name", NAMES)
def test_the_opening_is_the_story_s_start(name: str) -> None:
    for number in (1, 7, 4_000):
        opening, story = (
            vocabulary(name).opening(DAYS[3], number),
            vocabulary(name).story(DAYS[3], number),
        )
        assert (opening.headline, opening.paragraphs) == (story.headline, story.paragraphs[:1])


@pytest.mark.parametrize("name", NAMES)
def test_texts_depend_on_name_day_and_number_alone(name: str) -> None:
    assert Vocabulary(name).story(DAYS[2], 11) == Vocabulary(name).story(DAYS[2], 11)
    assert vocabulary(name).story(DAYS[2], 11) != vocabulary(name).story(DAYS[3], 11)


@pytest.mark.parametrize("name", NAMES)
def test_composing_takes_less_than_a_millisecond(name: str) -> None:
    words = vocabulary(name)
    before = process_time()
    for number in range(MAX_ARTICLES - 500, MAX_ARTICLES):
        words.story(DAYS[0], number)
    assert process_time() - before < 0.5
