"""Each rule where it acts and where it must leave the text alone: ``<rule>.yaml`` beside this file."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from wirelake.config import LearnedFurniture, SourceConfig, load_source, source_files
from wirelake.records import Article, Author, Candidate, Cut, Span
from wirelake.rules import RULES
from wirelake.rules.wording import Wording

HERE = Path(__file__).parent
MENAFN: SourceConfig = load_source(source_files()["menafn"])
TEXTS = (
    "The port of Marsa Nour reopened its northern basin to grain ships on Wednesday, after nine days.",
    "Pilots brought in two carriers before noon, and eleven more were waiting at anchor off the bar.",
    "The crane came down in a storm on 23 February. It was raised last week; a board looks into it.",
    "Two thousand tonnes of barley were unloaded by the evening, more than on any day of the winter.",
    "The harbour office expects the queue to be gone within a week, if the wind does not turn north.",
)
Rule = Callable[..., Iterator[Cut]]


def cases(what: str, *rules: Rule) -> list[Any]:
    found = []
    for rule in rules or RULES:
        for number, case in enumerate(yaml.safe_load((HERE / f"{rule.__name__}.yaml").read_text())[what]):
            found.append(pytest.param(rule, case, id=f"{rule.__name__}-{number}"))
    return found


def wording_of(rule: Rule) -> list[str]:
    """The languages of the rule's phrases."""
    module = vars(import_module(rule.__module__))
    return [language for one in module.values() if isinstance(one, Wording) for language in one.by_language]


def cuts(rule: Rule, case: dict[str, Any]) -> tuple[str, list[Cut]]:
    """The text and what the rule cuts out of it.

    A line is its text, or a mapping with text, role, linked and within. TEXT stands for a paragraph.
    """
    lines = [{"text": line} if isinstance(line, str) else line for line in case["lines"]]
    spans, start = [], 0
    for number, line in enumerate(lines):
        said = TEXTS[number % len(TEXTS)] if line["text"] == "TEXT" else line["text"]
        spans.append(Span(start=start, end=start + len(said), **{**line, "text": said}))
        start += len(said) + 1
    text = "\n".join(span.text for span in spans)
    article = Article(
        source="menafn",
        raw_ref="menafn/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
        raw_sha256="",
        source_format=case.get("source_format", "text"),
        first_seen_at=datetime(2026, 3, 5, tzinfo=UTC),
        headline=case.get("headline", ""),
        language=case.get("language"),
        authors=tuple(Author(name=name) for name in case.get("authors", ())),
        provider=case.get("provider"),
        candidates=tuple(
            Candidate(field="headline", value=one, origin="og_title") for one in case.get("titles", ())
        ),
        dateline_text=case.get("dateline_text"),
        extracted_text=text,
    )
    return text, list(
        rule(spans, article, MENAFN.model_copy(update={"learned": learned(case), **case.get("source", {})}))
    )


def learned(case: dict[str, Any]) -> tuple[LearnedFurniture, ...]:
    """The shapes that the case's source has learned, and those that a person refused."""
    return tuple(
        LearnedFurniture(shape=shape, refused=name == "refused")
        for name in ("learned", "refused")
        for shape in case.get(name, ())
    )


def test_every_rule_has_its_cases() -> None:
    assert {rule.__name__ for rule in RULES} == {path.stem for path in HERE.glob("*.yaml")}
    for rule in RULES:
        assert rule.__module__ == f"wirelake.rules.{rule.__name__}"
        assert len(cases("acts", rule)) >= 4, rule.__name__
        assert len(cases("leaves", rule)) >= 5, rule.__name__


def test_the_page_of_rules_has_them_in_their_order() -> None:
    page = (HERE.parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE) == [rule.__name__ for rule in RULES]


@pytest.mark.parametrize("rule", [rule for rule in RULES if wording_of(rule)], ids=lambda rule: rule.__name__)
def test_phrases_are_tried_in_three_languages(rule: Rule) -> None:
    """Of those that the rule speaks."""
    acting = [case.values[1] for case in cases("acts", rule)]
    assert len({case.get("language") for case in acting} & set(wording_of(rule))) >= 3


@pytest.mark.parametrize(("rule", "case"), cases("acts"))
def test_it_acts(rule: Rule, case: dict[str, Any]) -> None:
    text, found = cuts(rule, case)
    assert [text[cut.start : cut.end] for cut in found] == case["removed"]
    if "fields" in case:
        said = dict(field for cut in found for field in cut.fields)
        assert {name: said.get(name) for name in case["fields"]} == case["fields"]
    if "contacts" in case:
        assert [value for cut in found for name, value in cut.fields if name == "contacts"] == case[
            "contacts"
        ]


@pytest.mark.parametrize(("rule", "case"), cases("leaves"))
def test_it_leaves_alone(rule: Rule, case: dict[str, Any]) -> None:
    assert cuts(rule, case)[1] == []
