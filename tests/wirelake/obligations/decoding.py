"""All that a lake holds, decoded without wirelake's readers: the search that a takedown stands up to."""

import gzip
import html
import io
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from warcio.archiveiterator import ArchiveIterator

from wirelake.storage import Store

CODINGS = {"gzip": zlib.MAX_WBITS | 16, "deflate": zlib.MAX_WBITS}


def texts(store: Store, *folders: Path) -> Iterator[tuple[str, str]]:
    """Where and what: each record, cell and other object of the lake, and each file of these folders."""
    for stored in store.objects(""):
        answer = store.read(stored.path)
        assert answer is not None, stored.path
        yield from _of_object(stored.path, answer[0])
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file():
                yield str(file), _plain(file.read_bytes())


def holding(store: Store, *phrases: str, folders: tuple[Path, ...] = ()) -> list[str]:
    """Where any of these words stand, whatever blanks, markup and escapes part them."""
    sought = [_bare(one) for one in phrases]
    return [where for where, text in texts(store, *folders) if any(one in _bare(text) for one in sought)]


def _of_object(path: str, data: bytes) -> Iterator[tuple[str, str]]:
    if path.endswith(".warc.gz"):
        yield from _of_warc(path, data)
    elif path.endswith(".parquet"):
        # One by one: a row group or a page that is left beside the rows would be no cell.
        yield from _of_table(path, pq.read_table(io.BytesIO(data), partitioning=None))
    elif path.endswith(".arrow"):
        with pa.ipc.open_file(pa.BufferReader(data)) as reader:
            yield from _of_table(path, reader.read_all())
    else:
        yield path, _plain(data)


def _of_warc(path: str, data: bytes) -> Iterator[tuple[str, str]]:
    for record in ArchiveIterator(io.BytesIO(data)):
        headers = [*record.rec_headers.headers]
        coding = ""
        if record.http_headers:
            headers += record.http_headers.headers
            coding = (record.http_headers.get_header("content-encoding") or "").lower()
        body = record.raw_stream.read()
        if coding in CODINGS and body:
            body = zlib.decompress(body, CODINGS[coding])
        kind = record.rec_type
        told = "\n".join(f"{name}: {value}" for name, value in headers)
        yield f"{path}#{kind} {record.rec_headers.get_header('WARC-Target-URI')}", f"{told}\n{_plain(body)}"


def _of_table(path: str, table: pa.Table) -> Iterator[tuple[str, str]]:
    for row in table.to_pylist():
        for column, cell in row.items():
            yield f"{path}: {column} of {row.get('article_id') or row.get('url')}", str(cell)


def _plain(data: bytes) -> str:
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    text = data.decode("utf-8", "replace")
    try:
        return f"{text}\n{_cells(json.loads(text))}"
    except ValueError:
        return text


def _cells(value: Any) -> str:
    if isinstance(value, dict):
        return "\n".join(map(_cells, value.values()))
    return "\n".join(map(_cells, value)) if isinstance(value, list) else str(value)


def _bare(text: str) -> str:
    for _ in range(3):
        text = html.unescape(text)
    return " ".join(re.sub(r"<[^<>]*>", " ", text).replace("\\n", " ").split()).casefold()
