"""The rules on lines that real wires sent: a check beside the cases, where the collection is at hand."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from wirelake.clean import clean
from wirelake.config import SourceConfig, load_source, source_files
from wirelake.records import Article

LINES = Path(__file__).parents[4] / "shared" / "wire" / "boilerplate.jsonl"
MENAFN: SourceConfig = load_source(source_files()["menafn"])
BEFORE = "The port of Marsa Nour reopened its northern basin to grain ships on Wednesday, after nine days."
SENTENCE = "the basin was open, and pilots brought in two carriers before noon, the harbour office said."
# What stands at the head of a text; all other lines stand at its end.
FIRST = {"dateline", "field_dateline", "byline", "ednote", "correction"}
STAYS = {"negative_example", "about", "forward_looking"}
# The least share of a type's lines of which a rule takes something; a line that names a page is no contact.
HITS = {
    "dateline": 0.95,
    "source_line": 0.75,
    "reporting_editing": 0.75,
    "byline": 0.95,
    "end_mark": 0.95,
    "contact": 0.4,
    "field_copyright_notice": 0.75,
    "ednote": 0.75,
    "correction": 1.0,
}

pytestmark = pytest.mark.skipif(
    not LINES.is_file(), reason="the collection of wires' lines is not beside this checkout"
)


def hits(kind: str, line: str) -> tuple[str, ...]:
    """The rules that act on the line where it stands in an article."""
    line = " ".join(line.split())
    if kind == "dateline" and line.endswith(("-", "_", "—")):
        line = f"{line} {SENTENCE}"
    below = ["press@quay.example"] if kind == "contact" and line.endswith(":") else []
    around = [line, BEFORE, BEFORE] if kind in FIRST else [BEFORE, BEFORE, line, *below]
    article = Article(
        source="menafn",
        raw_ref="menafn/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
        raw_sha256="",
        source_format="text",
        first_seen_at=datetime(2026, 3, 5, tzinfo=UTC),
        extracted_text="\n".join(around),
    )
    return clean(article, MENAFN).rule_hits


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    return [json.loads(line) for line in LINES.read_text(encoding="utf-8").splitlines()]


def test_what_is_text_stays(lines: list[dict[str, Any]]) -> None:
    found = [one for one in lines if one["type"] in STAYS]
    assert len(found) > 20
    assert {one["text"][:80]: hit for one in found if (hit := hits(one["type"], one["text"]))} == {}


def test_what_a_wire_adds_is_found(lines: list[dict[str, Any]]) -> None:
    every, hit = Counter[str](), Counter[str]()
    missed = []
    for one in lines:
        kind = one["type"]
        if kind in HITS:
            every[kind] += 1
            hit[kind] += bool(hits(kind, one["text"]))
            missed += [(kind, one["text"][:80])] * (not hits(kind, one["text"]))
    assert every.keys() == HITS.keys()
    shares = {kind: hit[kind] / every[kind] for kind in HITS}
    assert {kind for kind, share in shares.items() if share < HITS[kind]} == set(), (shares, missed)
