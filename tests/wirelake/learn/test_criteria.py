"""Every criterion where it speaks against a paragraph that all the others would let pass."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.wirelake.learn.papers import FIRST, paper, papers

from wirelake.learn import Judged, learn
from wirelake.learn.criteria import CRITERIA
from wirelake.shapes import shape

SHARE = "Share this story by mail"
Plant = Callable[[int], dict[str, Any] | None]


def verdict(plant: Plant, text: str = SHARE, count: int = 60, **options: Any) -> Judged:
    """What learning says of that paragraph."""
    found = learn(lambda: papers(count, plant), min_articles=options.pop("min_articles", 8), **options)
    (one,) = [one for one in (*found.proposals, *found.near) if one.evidence.shape == shape(text)]
    return one


def against(plant: Plant, text: str = SHARE, count: int = 60, **options: Any) -> set[str]:
    """The criteria that speak against it."""
    return {name for name, _ in verdict(plant, text, count, **options).against}


def every(step: int, **fields: Any) -> Plant:
    return lambda number: fields if number % step == 0 else None


def test_a_prompt_on_articles_of_all_kinds_is_furniture() -> None:
    one = verdict(every(4, after=[SHARE]))
    assert one.against == ()
    assert (one.evidence.articles, one.place) == (15, "tail")
    assert one.share == 15 / 54  # of the articles of the nine days from its first to its last
    assert {example.text for example in one.evidence.examples} == {SHARE}


def test_few_articles() -> None:
    assert against(every(4, after=[SHARE]), min_articles=16) == {"few_articles", "same_story"}
    assert against(every(4, after=[SHARE]), min_articles=15) == set()


def test_few_days() -> None:
    two_days = {"published": FIRST}, {"published": FIRST + timedelta(days=1)}
    assert against(lambda n: {"after": [SHARE], **two_days[n % 2]}) == {"few_days"}


def test_versions_of_one_article_count_once() -> None:
    def plant(number: int) -> dict[str, Any]:
        return {"article_id": f"quay:{number % 5}", "after": [SHARE]}

    found = learn(lambda: papers(60, plant), min_articles=8)
    assert found.articles == 5
    assert not found.proposals


def test_same_story_of_near_copies() -> None:
    told = paper(0)

    def plant(number: int) -> dict[str, Any] | None:
        added = f"Told by the keeper of tower {number}, who saw it."
        return {"paragraphs": (*told.paragraphs, added, SHARE)} if number % 4 == 0 else None

    assert against(plant) == {"same_story"}


def test_same_story_of_one_headline_with_another_date_each_day() -> None:
    def plant(number: int) -> dict[str, Any] | None:
        headline = f"News in brief, {1 + number % 28} March 2026"
        return {"headline": headline, "after": [SHARE]} if number % 4 == 0 else None

    assert against(plant) == {"same_story"}


def test_one_voice_of_a_provider_and_of_an_author() -> None:
    def passed_on(number: int) -> dict[str, Any]:
        pier = number % 4 == 0
        return {"provider": "Pier Review" if pier else "QUAY", "after": [SHARE] if pier else []}

    assert against(passed_on) == {"one_voice"}
    assert against(every(3, after=[SHARE])) == {"one_voice"}  # every third is of the Coast Desk


def test_the_only_voice_of_a_source_says_nothing() -> None:
    assert against(lambda n: {"author": "", "after": [SHARE] if n % 4 == 0 else []}) == set()


def test_one_subject() -> None:
    about = "Quennol Cables makes, lays and mends wires below water; sign up for its newsletter."

    def released(number: int) -> dict[str, Any] | None:
        headline = f"Quennol Cables: {paper(number).headline}"
        return {"headline": headline, "after": [about]} if number % 4 == 0 else None

    assert against(released, about) == {"one_subject"}
    assert against(every(4, after=[about]), about) == set()


def test_many_hosts() -> None:
    def contact(number: int, host: str) -> dict[str, Any] | None:
        line = f"For the press: mail{number}@{host}, https://www.{host}/press?from={number}"
        return {"after": [line]} if number % 4 == 0 else None

    text = "For the press: a@b.example, https://b.example"
    towns = [f"{word}.example" for word in ("lock", "mill", "bell", "lamp")]
    assert against(lambda n: contact(n, towns[n // 4 % 4]), text) == {"many_hosts"}
    assert against(lambda n: contact(n, "quay.example"), text) == set()


def test_safe_harbour() -> None:
    text = "This text holds forward-looking statements, and what comes to pass may be another thing."
    assert against(every(2, after=[text]), text) == {"safe_harbour"}
    plain = text.replace("forward-looking statements", "statements by the sea")
    assert against(every(2, after=[plain]), plain) == set()


def test_few_fixed_words_of_rows_and_scores() -> None:
    # On all articles, as in a wire of markets alone: there the place of a line says nothing.
    for row in ("Barley of the second class 71.20", "Tarrow Rovers 3-2 Merrow United", "Strait 4 5 6"):
        assert against(every(1, after=[row]), row) == {"few_fixed_words"}
    assert against(every(1, after=["Page 1 of 3"]), "Page 1 of 3") == set()
    assert against(every(1, after=["Source: https://a.example"]), "Source: https://b.example") == {
        "few_fixed_words"
    }
    listed = "Page 1 of 3: 4, 5, 6 7"
    assert against(every(1, after=[listed]), listed) >= {"few_fixed_words"}


def test_a_text_that_comes_back_every_year_is_no_furniture() -> None:
    told = [f"On this day the {what} was opened in Tarrowmouth." for what in ("lock", "mill", "school")]

    def plant(number: int) -> dict[str, Any] | None:
        new = paper(number).paragraphs[0]
        texts = (*told, new, "Sign up for our calendar")
        return {"headline": f"{number} March in history", "paragraphs": texts} if number % 5 == 0 else None

    found = learn(lambda: papers(60, plant), min_articles=8)
    assert {one.evidence.articles for one in found.near} >= {12}
    assert not found.proposals


@pytest.mark.parametrize(
    ("text", "before", "step"),
    [
        ("He added:", False, 3),
        ("At sea", True, 2),
        ("Read the full statement below", False, 4),
        ("MERROWHAVEN, March (SNS) --", True, 1),
        ("The strait carries a fifth of all the grain that is eaten on both of its shores.", False, 13),
    ],
)
def test_standing_text(text: str, before: bool, step: int) -> None:
    where = "before" if before else "after"
    assert "standing_text" in against(every(step, **{where: [text]}), text, count=200)


def test_a_sentence_at_the_end_of_many_articles_needs_no_prompt() -> None:
    text, line = "Strait Herald is printed on paper of reed.", "Strait Herald is printed on paper."
    assert against(every(4, after=[text]), text) == set()
    assert against(every(4, after=[line]), line) == {"standing_text"}
    assert verdict(every(4, before=[text]), text).place == "head"
    assert against(every(4, before=[text]), text) == {"standing_text"}


def test_a_box_in_the_middle_needs_a_prompt() -> None:
    def plant(text: str) -> Plant:
        def planted(number: int) -> dict[str, Any] | None:
            told = paper(number).paragraphs
            return {"paragraphs": (*told[:2], text, *told[2:])} if number % 4 == 0 else None

        return planted

    letter, head = "Sign up for Low Water, one letter a day.", "Low Water, one letter a day."
    assert verdict(plant(letter), letter).place == "middle"
    assert against(plant(letter), letter) == set()
    assert against(plant(head), head) == {"standing_text"}


def test_the_language_of_the_source_says_what_a_prompt_is() -> None:
    text = "Jetzt teilen"
    assert against(every(4, after=[text]), text, language="de") == set()
    assert against(every(4, after=[text]), text, language="de-AT") == set()
    assert against(every(4, after=[text]), text) == set()  # no language: of any
    assert against(every(4, after=[text]), text, language="fr") == {"standing_text"}


def test_a_criterion_is_named_by_its_function() -> None:
    assert len({criterion.__name__ for criterion in CRITERIA}) == len(CRITERIA)
