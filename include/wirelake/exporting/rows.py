"""The exported rows, streamed from history/ into files of a bounded number of rows."""

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wirelake.errors import StorageError
from wirelake.exporting.choosing import Choice
from wirelake.lake.freezes import saying
from wirelake.lake.schema.columns import INSTANT, Column, column
from wirelake.lake.schema.tables import arrow
from wirelake.storage import Store

Row = dict[str, Any]
OF_A_FILE = 100_000  # rows
AT_ONCE = 1_000  # rows in memory: a row group, or lines that are written together
EXPORT_COLUMNS: tuple[Column, ...] = (
    column("article_id", pa.string(), "source, a colon, and the wire's id", "!"),
    column("row_id", pa.string(), "the row of the lake that it is", "!"),
    column("source", pa.string(), "the wire service that it came from", "!"),
    column("source_title", pa.string(), "the wire service's name"),
    column("url", pa.string(), "where it was fetched"),
    column("published_date", pa.date32(), "UTC date, or the day that the wire states"),
    column("published_at", INSTANT, "instant; null where only a day is known"),
    column("language", pa.string(), "BCP 47 tag"),
    column("headline", pa.string(), "the headline", "!"),
    column("description", pa.string(), "standfirst or summary"),
    column("text", pa.string(), "the article, a line a paragraph", "!"),
    column("byline", pa.string(), "the byline as it stood"),
    column("licence", pa.string(), "what may be done with the source, in a sentence"),
    column("terms_url", pa.string(), "where the source's terms stand"),
    column("usage_terms", pa.string(), "what the wire allows of this article"),
    column("copyright_notice", pa.string(), "copyright line as it stood"),
    column("rights_status", pa.string(), "open, reserved or unknown: text and data mining"),
)
SCHEMA = arrow(EXPORT_COLUMNS)
OF_HISTORY = {
    *("article_id", "row_id", "source", "url", "published_date", "published_at", "language", "headline"),
    *("description", "body_text", "byline", "usage_terms", "copyright_notice", "rights_status"),
}


def write_rows(store: Store, choice: Choice, folder: Path, form: str) -> list[Path]:
    """Write the chosen rows below ``folder/data``; the files.

    Raises:
        StorageError: a row left the lake meanwhile.
    """
    rows = _rows(store, choice)
    data = folder / "data"
    data.mkdir()
    count = max(1, -(-len(choice.rows) // OF_A_FILE))
    files = [data / f"train-{number:05}-of-{count:05}.{form}" for number in range(count)]
    written = 0
    for file in files:
        with _Writer(file) if form == "parquet" else _Lines(file) as writer:
            of_file = islice(rows, OF_A_FILE)
            while some := list(islice(of_file, AT_ONCE)):
                writer.write(some)
                written += len(some)
    if written != len(choice.rows) or next(rows, None):
        raise StorageError("export: rows were replaced in the lake meanwhile: ask again")
    return files


def _rows(store: Store, choice: Choice) -> Iterator[Row]:
    for row in saying.rows_of(store, "history", "row_id", choice.rows.keys(), OF_HISTORY):
        source = choice.sources.get(row["source"], {})
        told = {"source_title": source.get("title"), "text": row.pop("body_text")}
        told |= {name: source.get(name) for name in ("licence", "terms_url")}
        yield {name: (row | told)[name] for name in SCHEMA.names}


class _Writer(AbstractContextManager["_Writer"]):
    def __init__(self, file: Path) -> None:
        self._writer = pq.ParquetWriter(file, SCHEMA, compression="zstd")

    def write(self, rows: list[Row]) -> None:
        self._writer.write_table(pa.Table.from_pylist(rows, schema=SCHEMA))

    def __exit__(self, *_: object) -> None:
        self._writer.close()


class _Lines(AbstractContextManager["_Lines"]):
    def __init__(self, file: Path) -> None:
        self._file = file.open("w", encoding="utf-8", newline="\n")

    def write(self, rows: list[Row]) -> None:
        for row in rows:
            told = {name: _plain(value) for name, value in row.items()}
            self._file.write(json.dumps(told, ensure_ascii=False) + "\n")

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
