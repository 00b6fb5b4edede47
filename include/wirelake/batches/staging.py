"""What one task leaves for the next: Arrow files under staging/, overwritten by a retry."""

import dataclasses
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from wirelake.config import Batch
from wirelake.errors import DamagedError, MissingError
from wirelake.lake import layout
from wirelake.lake.aside import move_aside
from wirelake.lake.schema import HISTORY, REJECTED
from wirelake.records import Article, Rejection
from wirelake.storage import Store

CHUNK = 500
TABLES = ("extracted", "unread", "passed", "rejected")


def articles_table(articles: list[Article]) -> pa.Table:
    """Articles as the rows of history/."""
    return _table(articles, HISTORY)


def rejections_table(rejections: list[Rejection]) -> pa.Table:
    """Rejections as the rows of rejected/."""
    return _table(rejections, REJECTED)


def put(store: Store, batch: Batch, mode: str, name: str, table: pa.Table) -> None:
    """Leave a table for the next task."""
    store.write(_path(batch, mode, name), packed(table))


def packed(table: pa.Table) -> bytes:
    """The table as an Arrow file."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def unpacked(data: bytes, path: str) -> pa.Table:
    """The table of an Arrow file.

    Raises:
        DamagedError: it is none.
    """
    try:
        with pa.ipc.open_file(pa.BufferReader(data)) as reader:
            return reader.read_all()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DamagedError(path, f"it is no Arrow file: {error}") from error


def get(store: Store, batch: Batch, mode: str, name: str) -> pa.Table:
    """The table that the task before left.

    Raises:
        MissingError: it left none.
        DamagedError: what it left cannot be read; building the batch again replaces it.
    """
    answer = store.read(_path(batch, mode, name))
    if answer is None:
        raise MissingError(f"{batch}: the task before left no {name}; clear the run from its first task")
    return unpacked(answer[0], _path(batch, mode, name))


def tables(store: Store, source: str) -> list[tuple[Batch, str, str]]:
    """Batch, mode and name of every table that tasks of the source have left."""
    found = []
    for one in store.objects(layout.staging_of(source)):
        *_, capture, mode, file = one.path.split("/")
        name, _, suffix = file.rpartition(".")
        if suffix == "arrow" and name in TABLES:
            found.append((Batch(source, date.fromisoformat(capture.partition("=")[2])), mode, name))
    return found


def left(store: Store, source: str) -> Iterator[tuple[Batch, str, str, pa.Table]]:
    """Those tables with their rows, but for what a writer has cleared away meanwhile.

    A damaged one is moved aside: no task can read it, and building the batch again makes it anew.
    """
    for batch, mode, name in tables(store, source):
        try:
            table = get(store, batch, mode, name)
        except DamagedError as error:
            move_aside(store, error)
        except MissingError:
            continue
        else:
            yield batch, mode, name, table


def clear(store: Store, batch: Batch, mode: str) -> None:
    """Delete the tables of a run that is over."""
    for name in TABLES:
        store.delete(_path(batch, mode, name))


def _path(batch: Batch, mode: str, name: str) -> str:
    return layout.staging(batch, mode, f"{name}.arrow")


def _table(records: list[Any], schema: pa.Schema) -> pa.Table:
    # In chunks: a day of 10,000 articles as Python dictionaries at once is a gigabyte.
    batches = [
        pa.RecordBatch.from_pylist(
            [dataclasses.asdict(one) for one in records[at : at + CHUNK]], schema=schema
        )
        for at in range(0, len(records), CHUNK)
    ]
    return pa.Table.from_batches(batches, schema=schema)
