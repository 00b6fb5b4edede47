"""What the demo prints of a lake."""

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rich.console import Console

from wirelake.config import Batch
from wirelake.lake import layout, schema
from wirelake_demo import report

DAY = date(2026, 3, 2)
BATCH = Batch("demo_gulf", DAY)
STAMPED = "Rain fell. [12:30]\nSTAMP-1"


def console(capsys: pytest.CaptureFixture[str]) -> Console:
    capsys.readouterr()
    return Console(width=100, force_terminal=False)


def put(lake: Path, path: str, columns: pa.Schema, rows: list[dict[str, Any]]) -> None:
    (lake / path).parent.mkdir(parents=True, exist_ok=True)
    partial = pa.schema([column.with_nullable(True) for column in columns])  # the report needs a few of them
    pq.write_table(pa.Table.from_pylist(rows, schema=partial), lake / path)


def test_counts_reasons_and_one_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = [
        {"article_id": f"{source}:{n}", "source": source} for source, n in (("demo_gulf", 1), ("other", 2))
    ]
    put(tmp_path, layout.articles(DAY), schema.ARTICLES, articles)
    rejected = {"reason": "body_missing", "detail": "no text in [main]"}
    put(tmp_path, layout.rejected(BATCH), schema.REJECTED, [rejected, rejected])
    stamp = {"kind": "strip", "text": "STAMP-1", "start": 19, "end": 26, "rule": "wire_stamp"}
    cleaned = {
        "headline": "Rain",
        "extracted_text": STAMPED,
        "removed": [stamp],
        "body_text": "Rain fell. [12:30]",
    }
    put(tmp_path, layout.history(BATCH), schema.HISTORY, [cleaned])

    report.show(tmp_path, ["demo_gulf", "demo_nile"], console(capsys))

    lines = [" ".join(line.replace("│", " ").split()) for line in capsys.readouterr().out.splitlines()]
    assert "2026-03-02 1 0 1" in lines  # 'other' is not the demo's
    assert "demo_gulf body_missing 2 no text in [main]" in lines
    assert lines.count("Rain fell. [12:30]") == 2  # before and after, brackets and all
    assert "wire_stamp noise STAMP-1" in lines
    assert lines.count("STAMP-1") == 1


def test_lake_without_a_table_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report.show(tmp_path, ["demo_gulf"], console(capsys))
    assert capsys.readouterr().out == ""
