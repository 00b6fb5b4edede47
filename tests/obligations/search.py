"""A search for sentences in all that a lake holds, by nothing of wirelake's."""

import gzip
import html
import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

GZIP, PARQUET, ARROW, WARC = b"\x1f\x8b", b"PAR1", b"ARROW1", b"WARC/"
END = b"\r\n\r\n"
WORD = re.compile(r"[^\W_]+")


def found(root: Path, sentences: Iterable[str]) -> dict[str, set[str]]:
    """Sentence → the folders below the root in which some object says it, decoded as deep as it goes."""
    wanted = {sentence: plain(sentence) for sentence in sentences}
    places: dict[str, set[str]] = {sentence: set() for sentence in wanted}
    for path in sorted(one for one in root.rglob("*") if one.is_file()):
        folder = path.relative_to(root).parts[0]
        for text in texts(path.read_bytes()):
            said = plain(text)
            for sentence in (one for one, key in wanted.items() if key in said):
                places[sentence].add(folder)
    return places


def texts(data: bytes) -> Iterator[str]:
    """All that these bytes say, whatever they are packed in."""
    if data.startswith(GZIP):
        yield from texts(gzip.decompress(data))  # of all members
    elif data.startswith(WARC):
        yield from _of_records(data)
    elif data.startswith(PARQUET):
        yield from _of_cells(pq.read_table(io.BytesIO(data), partitioning=None).to_pylist())
    elif data.startswith(ARROW):
        yield from _of_cells(pa.ipc.open_file(data).read_all().to_pylist())
    else:
        yield _decoded(data)


def plain(text: str) -> str:
    """Words alone, in small letters: however it was escaped, tagged, wrapped or set."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), text)
    bare = re.sub(r"<[^<>]{1,200}>", " ", html.unescape(text))
    return f" {' '.join(WORD.findall(bare.casefold()))} "


def _of_records(data: bytes) -> Iterator[str]:
    while data.strip():
        head, parted, rest = data.lstrip().partition(END)
        length = re.search(rb"(?i)\ncontent-length:\s*(\d+)", head)
        assert parted and length, head[:300]
        yield _decoded(head)
        yield from _of_block(rest[: int(length[1])])
        data = rest[int(length[1]) :]


def _of_block(block: bytes) -> Iterator[str]:
    """A resource, or an HTTP answer with its head and its content coding."""
    if block.startswith(b"HTTP/"):
        head, _, block = block.partition(END)
        yield _decoded(head)
        coding = re.search(rb"(?i)\ncontent-encoding:\s*(\S+)", head)
        assert coding is None or coding[1] in (b"gzip", b"identity"), coding
    yield from texts(block)


def _of_cells(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list | tuple):
        for one in value:
            yield from _of_cells(one)
    elif isinstance(value, bytes):
        yield from texts(value)
    elif value is not None:
        yield str(value)


def _decoded(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
