"""What is searched for sentences: the text of a record of raw/, of a table's rows, and of what is kept."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pyarrow as pa

from wirelake.errors import FormatError, ParseError
from wirelake.excision import readable
from wirelake.lake.files import parse_parquet
from wirelake.lake.kept import ENTRIES
from wirelake.payloads.codings import pieces
from wirelake.warc import Record


def record_text(record: Record) -> str:
    """Headers and payload, without its content coding."""
    headers = "\n".join(value for _, value in (*record.headers, *record.http_headers))
    coding = next((value for name, value in record.http_headers if name.lower() == "content-encoding"), None)
    try:
        body = b"".join(pieces(record.body, coding))
    except ParseError:
        body = record.body
    return f"{headers}\n{readable(body)}"


def rows_of(table: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows, not all of them in memory at once."""
    for part in table.to_batches(max_chunksize=500):
        yield from part.to_pylist()


def is_kept(table: pa.Table) -> bool:
    """The table holds entries of ``lake.kept``."""
    return list(table.schema.names) == list(ENTRIES.names)


def kept_in(data: bytes) -> Iterator[Any]:
    """What an object of ``lake.kept`` says, entry by entry; what is none says what it can."""
    try:
        with pa.ipc.open_file(pa.BufferReader(data)) as reader:
            table = reader.read_all()
    except (pa.ArrowException, OSError, ValueError):
        yield readable(data)
        return
    yield from entries_of(table)


def entries_of(table: pa.Table) -> Iterator[Any]:
    """What the entries of such a table say."""
    for row in rows_of(table):
        data = row.get("data")
        yield from _said(data) if isinstance(data, bytes) else [row]


def _said(data: bytes) -> Iterator[Any]:
    with suppress(FormatError):
        yield from rows_of(parse_parquet(data, "kept"))
        return
    with suppress(ValueError):
        yield json.loads(data)
        return
    yield readable(data)


def refs_in(told: Any) -> set[str]:
    """The records that an entry says it was read from."""
    if not isinstance(told, dict):
        return set()
    read = [*(told.get("articles") or ()), *(told.get("rejections") or ())]
    return {one["raw_ref"] for one in read if isinstance(one, dict) and one.get("raw_ref")}


def strings(value: Any) -> str:
    """Every string in a row, nested ones too, a line each."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(filter(None, map(strings, value.values())))
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, map(strings, value)))
    return ""
