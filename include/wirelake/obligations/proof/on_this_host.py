"""What lies beside the lake on this host: temporary files, and captures that raw/ does not hold yet.

A process that was killed leaves copies of objects and half-written ones; a capture that was killed leaves its
spool until the next one salvages it. Those of other hosts are out of reach from here.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from wirelake.archive import spooled
from wirelake.errors import FormatError
from wirelake.excision import readable
from wirelake.lake.files import parse_parquet
from wirelake.obligations.proof.decoded import entries_of, is_kept, record_text, rows_of, strings
from wirelake.storage import Store, TemporaryFile, temporary_files
from wirelake.warc import records

OTHER_HOSTS = "temporary files and spools of other hosts were not searched: verify there too"
PARQUET, ARROW, GZIP = b"PAR1", b"ARROW1", b"\x1f\x8b"


def searched(store: Store) -> Iterator[tuple[str, str, str]]:
    """Every such file that can be read: kind, where, text."""
    for kind, file in files(store):
        for text in _texts(file.path):
            yield kind, told(file), text


def unreached(store: Store) -> list[str]:
    """What was searched in vain, or not at all: what a living process still writes, and other hosts."""
    alive = [told(file) for _, file in files(store) if file.alive]
    return [*(f"{one}: it may hold the text later, so verify again" for one in alive), OTHER_HOSTS]


def files(store: Store) -> list[tuple[str, TemporaryFile]]:
    """The temporary files, and what captures have spooled."""
    return [
        *(("temporary files", one) for one in temporary_files(store)),
        *(("spooled captures", one) for one in spooled(store)),
    ]


def told(file: TemporaryFile) -> str:
    """The file in words, with what becomes of it."""
    if file.alive:
        return f"{file.path}, of {file.owner}, which is at work"
    return f"{file.path}, of {file.owner}, which died"


def _texts(path: Path) -> Iterator[str]:
    """What the file says, by its first bytes; nothing where it is gone. Half a file says what it can."""
    try:
        head = path.open("rb").read(len(ARROW))
        if head.startswith((GZIP, b"WARC")):
            with path.open("rb") as file:
                for record in records(file):
                    yield record_text(record)
            return
        data = path.read_bytes()
    except OSError:
        return
    try:
        if head.startswith(PARQUET):
            yield from map(strings, rows_of(parse_parquet(data, str(path))))
            return
        if head.startswith(ARROW):
            with pa.ipc.open_file(pa.BufferReader(data)) as reader:
                table = reader.read_all()
            yield from map(strings, entries_of(table) if is_kept(table) else rows_of(table))
            return
    except (FormatError, pa.ArrowException):  # half written
        pass
    yield from map(_line, data.splitlines() if path.suffix == ".jsonl" else [data])


def _line(data: bytes) -> str:
    """A capture's journal holds a row of the index a line."""
    try:
        return strings(json.loads(data))
    except ValueError:
        return readable(data)
