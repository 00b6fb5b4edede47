"""Text written to make regular expressions go astray costs a bounded time, whatever the rule.

CPU seconds are counted, so that a busy machine fails nothing. These cost minutes to hours: a name of 75 kB
searched for ``[a-z-]*-share`` from each of its letters, a line of blanks for a mark that blanks may precede.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from time import process_time

import pytest

from wirelake.config import load_source, source_files
from wirelake.records import Article, Cut, Span
from wirelake.rules import RULES
from wirelake.rules.element_names import NAME_LENGTH, Names

MENAFN = load_source(source_files()["menafn"])
UNITS = (
    " ",
    "(",
    "a-",
    "By ",
    "7",
    "7 ",
    "— ",
    "«»",
    "A. ",
    "a@a.",
    "© ",
    "copyright ",
    "Photo: (",
    "newsletter you ",
    "see more: ",
)
PAGE, LINE, PART, NAME = 5_000_000, 640, 90, 75_000  # characters
MOST = 4.0  # CPU seconds for a rule and a page; they take below 0.3
Rule = Callable[..., Iterator[Cut]]


def long(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def seconds(rule: Rule, lines: list[str], within: str = "") -> float:
    spans, start = [], 0
    for line in lines:
        spans.append(Span(start=start, end=start + len(line), text=line, linked=0.5, within=within))
        start += len(line) + 1
    article = Article(
        source="menafn",
        raw_ref="menafn/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
        raw_sha256="",
        source_format="text",
        first_seen_at=datetime(2026, 3, 5, tzinfo=UTC),
        headline="Port reopens",
    )
    began = process_time()
    list(rule(spans, article, MENAFN))
    return process_time() - began


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_page_of_one_line(rule: Rule) -> None:
    for unit in UNITS:
        assert seconds(rule, [long(unit, PAGE)]) < MOST, unit


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_lines_as_long_as_a_phrase_may_be(rule: Rule) -> None:
    """Of no known language, so that the phrases of all languages are tried."""
    for unit in UNITS:
        lines = [long(unit, LINE), long(unit, PART)] * 60
        assert seconds(rule, lines) < MOST, unit


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_elements_of_endless_names(rule: Rule) -> None:
    for unit in ("a-", "share-a-", "div < ", "caption-", "img", "a" * NAME_LENGTH + " "):
        assert seconds(rule, ["The basin was open."] * 300, long(unit, NAME)) < MOST, unit


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_a_page_of_many_lines(rule: Rule) -> None:
    lines = [f"The basin was open on day {number} of the winter, the warden said" for number in range(8_000)]
    assert seconds(rule, lines) < MOST


def test_the_names_would_have_gone_astray() -> None:
    """Ten times the name costs a search a hundred times as long, and Names no more."""
    search = re.compile(r"(?<![a-z])(?:[a-z-]*-share[a-z-]*)(?![a-z])").search
    began = process_time()
    search("a-" * 1_000)
    short = process_time() - began
    began = process_time()
    search("a-" * 10_000)
    assert process_time() - began > 30 * short
    began = process_time()
    assert Names("…-share…").of([Span(start=0, end=1, text="x", within="a-" * 40_000)]) == frozenset()
    assert process_time() - began < 1
