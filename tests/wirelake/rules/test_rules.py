"""Each rule where it acts and where it must leave the text alone: ``<rule>.yaml`` beside this file."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from wirelake.config import LearnedFurniture, SourceConfig, load_source, source_files
from wirelake.records import Article, Cut, Span
from wirelake.rules import RULES

HERE = Path(__file__).parent
MENAFN: SourceConfig = load_source(source_files()["menafn"])
Rule = Callable[..., Iterator[Cut]]


def cases(what: str) -> list[Any]:
    found = []
    for rule in RULES:
        for number, case in enumerate(yaml.safe_load((HERE / f"{rule.__name__}.yaml").read_text())[what]):
            found.append(pytest.param(rule, case, id=f"{rule.__name__}-{number}"))
    return found


def cuts(rule: Rule, case: dict[str, Any]) -> tuple[str, list[Cut]]:
    """The text and what the rule cuts out of it."""
    text = "\n".join(case["lines"])
    spans, start = [], 0
    for line in case["lines"]:
        spans.append(Span(start=start, end=start + len(line), text=line))
        start += len(line) + 1
    article = Article(
        source="menafn",
        raw_ref="menafn/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
        raw_sha256="",
        source_format="text",
        first_seen_at=datetime(2026, 3, 5, tzinfo=UTC),
        headline=case.get("headline", ""),
        dateline_text=case.get("dateline_text"),
        extracted_text=text,
    )
    return text, list(rule(spans, article, MENAFN.model_copy(update={"learned": learned(case)})))


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


@pytest.mark.parametrize(("rule", "case"), cases("acts"))
def test_it_acts(rule: Rule, case: dict[str, Any]) -> None:
    text, found = cuts(rule, case)
    assert [text[cut.start : cut.end] for cut in found] == case["removed"]
    if "fields" in case:
        said = dict(field for cut in found for field in cut.fields)
        assert {name: said.get(name) for name in case["fields"]} == case["fields"]


@pytest.mark.parametrize(("rule", "case"), cases("leaves"))
def test_it_leaves_alone(rule: Rule, case: dict[str, Any]) -> None:
    assert cuts(rule, case)[1] == []
