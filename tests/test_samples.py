"""What the wires send, and the records that must come of it: one case a folder, without further code.

``samples/<source>/<case>/raw.*`` holds the bytes as received, ``exchange.json`` (optional) how they came:
url, origin, published, title, headers. ``article.json`` holds the expected part of the record, as
``wirelake.pipeline.preview`` gives it: an object, or a list where the bytes hold several articles. Objects
may leave fields out, lists may not leave members out.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from wirelake.config import load_source, source_files
from wirelake.pipeline import preview
from wirelake.records import Kind, Link, RawArticle

SAMPLES = Path(__file__).parent / "samples"
CASES = sorted(path.parent for path in SAMPLES.glob("*/*/article.json"))
RECEIVED = datetime(2026, 3, 5, 12, tzinfo=UTC)
RECORD_ID = "<urn:uuid:00000000-0000-4000-8000-000000000001>"


def received(case: Path) -> RawArticle:
    """The exchange of a case; without ``exchange.json`` a file of the drop folder."""
    source, name = case.parent.name, case.name
    (file,) = case.glob("raw.*")
    about = case / "exchange.json"
    facts = json.loads(about.read_text(encoding="utf-8")) if about.exists() else {}
    headers = tuple(facts.pop("headers", {}).items())
    link = Link(url=f"drop:{source}/2026-03-05/{name}", origin="drop_folder")
    return RawArticle(
        link=replace(link, **facts),
        kind=Kind.ARTICLE,
        fetched_at=RECEIVED,
        body=file.read_bytes(),
        headers=headers,
        status=200 if facts else None,
        raw_ref=f"{source}/2026-03-05#{RECORD_ID}",
    )


def plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def expected_of(record: Any, expected: Any) -> Any:
    """The part of the record that is expected to have a certain value."""
    if isinstance(expected, dict) and isinstance(record, dict):
        return {key: expected_of(record.get(key), one) for key, one in expected.items()}
    if isinstance(expected, list) and isinstance(record, list) and len(expected) == len(record):
        return [expected_of(one, other) for one, other in zip(record, expected, strict=True)]
    return record


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_sample(case: Path) -> None:
    files = {**source_files(), **source_files((SAMPLES / "sources",))}
    records = plain(preview(load_source(files[case.parent.name]), received(case)))
    expected = json.loads((case / "article.json").read_text(encoding="utf-8"))
    expected = expected if isinstance(expected, list) else [expected]
    assert expected_of(records, expected) == expected


def test_there_are_cases_of_several_wires() -> None:
    assert len({case.parent.name for case in CASES}) >= 4
    assert len(CASES) >= 50
