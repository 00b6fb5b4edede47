"""Rows of any columns: as a table to look at, or as CSV, JSON or Parquet for whoever reads on."""

import csv
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq
from rich.markup import escape
from rich.table import Table

from wirelake.console.terminal import out, plain
from wirelake.legible import in_json, legible

SHOWN = 200  # rows of a table
WIDE = 80  # characters of a cell


def show_tables(tables: Mapping[str, Any]) -> None:
    """The names that a query may ask, and what a row of each is."""
    for name, one in tables.items():
        out.print(f"[bold]{name:10}[/bold] {escape(one.row)}")
    out.print(
        'wirelake sql "DESCRIBE articles" tells a table\'s columns; docs/schema.md says what they mean.'
    )


def write(answer: pa.RecordBatchReader, form: str, output: Path | None) -> int:
    """Write the answer, to the terminal where no output is named; how many rows it has.

    A file is there when it is whole. What a terminal would obey is not printed to one.
    """
    if output and form == "parquet":
        with _whole(output) as part, pq.ParquetWriter(part, answer.schema, compression="zstd") as writer:
            return _each(answer, writer.write_batch)
    if form == "table":
        return _show(answer)
    of = {"csv": _csv, "json": _json}[form]
    if output is None:
        return of(answer, sys.stdout, is_seen=out.is_terminal)
    with _whole(output) as part, part.open("w", encoding="utf-8", newline="") as file:
        return of(answer, file, is_seen=False)


@contextmanager
def _whole(output: Path) -> Iterator[Path]:
    part = output.with_name(f".{output.name}.part{os.getpid()}")
    try:
        yield part
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def _each(answer: pa.RecordBatchReader, take: Callable[[pa.RecordBatch], object]) -> int:
    count = 0
    for batch in answer:
        take(batch)
        count += len(batch)
    return count


def _show(answer: pa.RecordBatchReader) -> int:
    table = Table(*(escape(name) for name in answer.schema.names))

    def take(batch: pa.RecordBatch) -> None:
        for row in batch.slice(0, SHOWN - table.row_count).to_pylist():
            table.add_row(*(escape(_cell(value)) for value in row.values()))

    count = _each(answer, take)
    out.print(table)
    if count > SHOWN:
        out.print(f"the first {SHOWN}; --format csv or json gives all")
    return count


def _cell(value: Any) -> str:
    text = " ".join(_text(value).split())
    return text if len(text) <= WIDE else f"{text[: WIDE - 1]}…"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=plain)
    return plain(value)


def _csv(answer: pa.RecordBatchReader, file: TextIO, *, is_seen: bool) -> int:
    def put(rows: list[list[str]]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        file.write(legible(text.getvalue()) if is_seen else text.getvalue())

    put([answer.schema.names])
    return _each(answer, lambda batch: put([[*map(_text, row.values())] for row in batch.to_pylist()]))


def _json(answer: pa.RecordBatchReader, file: TextIO, *, is_seen: bool) -> int:
    def take(batch: pa.RecordBatch) -> None:
        for row in batch.to_pylist():
            text = json.dumps(row, ensure_ascii=False, default=plain)
            file.write(f"{in_json(text) if is_seen else text}\n")

    return _each(answer, take)
