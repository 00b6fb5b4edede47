"""What is searched for sentences: the text of a record of raw/, and that of a table's rows."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from wirelake.errors import ParseError
from wirelake.excision import readable
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


def strings(value: Any) -> str:
    """Every string in a row, nested ones too, a line each."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "\n".join(filter(None, map(strings, value.values())))
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, map(strings, value)))
    return ""
