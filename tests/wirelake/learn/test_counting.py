"""Counting stays within its bounds, and within them it is exact."""

from collections import Counter
from typing import Any

import pytest
from tests.wirelake.learn.papers import paper, papers

from wirelake.learn import Document, counting
from wirelake.learn.counting import count, survey
from wirelake.learn.sketches import CountMin, key_of, resemble, rest_of

SHARE, PRINT, LONG = "Share this story by mail", "Print", "Sign up. " * 500


def plant(number: int) -> dict[str, Any]:
    """Print on every second article, and twice on it; Share on every fourth; one of no shape on all."""
    lines = [PRINT, PRINT] * (number % 2 == 0) + [SHARE] * (number % 4 == 0) + ["403", LONG]
    return {"after": lines}


def test_a_sketch_never_counts_too_few() -> None:
    sketch, true = CountMin(), Counter(key_of(str(number % 700)) for number in range(5_000))
    for key in true.elements():
        sketch.add(key)
    assert all(sketch.estimate(key) >= times for key, times in true.items())
    assert sum(sketch.estimate(key) == times for key, times in true.items()) > 690
    assert sketch.estimate(key_of("never")) <= 1


def test_a_shape_counts_once_an_article() -> None:
    articles = papers(40, plant)
    candidates = survey(articles, floor=10)
    assert candidates.shapes == {"print": 20, "share this story by mail": 10}
    assert candidates.common == {"print"}
    found, totals = count(articles, candidates, enough=8)
    assert {one.shape: one.articles for one in found.values()} == candidates.shapes
    assert (totals.articles, found["print"].different) == (40, 8)


def test_too_many_shapes_raise_the_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MAX_CANDIDATES", 30)
    lines = [f"Sign up for the {word}" for word in ("tide", "lamp", "reed", "bell")]
    articles = papers(60, lambda n: {"after": [lines[n % 4], *lines[: n % 3]]})
    candidates = survey(articles, floor=1)  # every paragraph is a candidate
    assert candidates.floor > 1
    assert len(candidates.shapes) <= 30
    assert set(map(str.casefold, lines)) <= candidates.shapes.keys()


def test_voices_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MAX_VOICES", 5)
    articles = papers(40, lambda n: {"author": f"Keeper {n}", "after": [PRINT]})
    found, totals = count(articles, survey(articles, floor=10), enough=8)
    assert len(totals.authors) == len(found["print"].authors) == 6
    assert totals.authors.total() == 40


def test_places_are_told_by_what_stands_around() -> None:
    def lines(text: str, number: int) -> tuple[str, ...]:
        told = paper(number).paragraphs
        return {
            "head": (text, "Print", *told),
            "middle": (*told[:2], text, *told[2:]),
            "tail": (*told, text, "Print"),
            "stray": (*told, text, f"Told by {told[0]}"),
        }[text]

    articles: list[Document] = []
    for name in ("head", "middle", "tail", "stray"):
        articles += [
            paper(number, article_id=f"quay:{name}{number}", paragraphs=lines(name, number))
            for number in range(10)
        ]
    found, _ = count(articles, survey(articles, floor=9), enough=8)
    for name in ("head", "middle", "tail"):
        assert found[name].places == {name: 10}
    assert found["stray"].places == {"tail": 10}


def test_examples_are_the_shapes_own_words_and_differ() -> None:
    articles = papers(30, lambda n: {"after": [f"Page 1 of {n}"]})
    found, _ = count(articles, survey(articles, floor=9), enough=8)
    examples = found["page <n> of <n>"].examples
    assert len({example.text for example in examples}) == len(examples) == counting.MAX_EXAMPLES
    assert all(example.text.startswith("Page 1 of ") for example in examples)
    by_ref = {article.raw_ref: article for article in articles}
    assert all(example.text in by_ref[example.raw_ref].paragraphs for example in examples)


def test_a_copy_with_another_end_resembles_and_another_story_does_not() -> None:
    told = paper(0).paragraphs
    assert resemble(rest_of(told), rest_of((*told, "The keeper saw it from his tower.")))
    assert not resemble(rest_of(told), rest_of(paper(1).paragraphs))
    assert rest_of(()) == frozenset()
