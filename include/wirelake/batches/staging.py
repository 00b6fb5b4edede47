"""What one task leaves for the next, below staging/, under the name of their run: tables, and its facts.

Each run has its own place, so several may be at one batch at the same time. A run that ends deletes all but
its facts; what a dead one left is swept away once it is old.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache, partial
from itertools import groupby
from typing import Any

import pyarrow as pa
from pydantic import TypeAdapter

from wirelake.config import MODES, Batch, Run
from wirelake.errors import DamagedError, FormatError, MissingError
from wirelake.lake import layout
from wirelake.lake.aside import move_aside, unless_damaged
from wirelake.lake.files import conformed
from wirelake.lake.schema import HISTORY, REJECTED
from wirelake.records import Article, Rejection
from wirelake.storage import Store, Stored

CHUNK = 500
TABLES = {"extracted": HISTORY, "unread": REJECTED, "passed": HISTORY, "rejected": REJECTED}
FACTS, ENDED = "run.json", "ended.json"
KEPT = timedelta(days=7)  # no task is tried again later than that
Facts = dict[str, Any]


def articles_table(articles: list[Article]) -> pa.Table:
    """Articles as the rows of history/."""
    return _table(articles, Article, HISTORY)


def rejections_table(rejections: list[Rejection]) -> pa.Table:
    """Rejections as the rows of rejected/."""
    return _table(rejections, Rejection, REJECTED)


def put(store: Store, run: Run, name: str, table: pa.Table) -> None:
    """Leave a table for the next task; a retry overwrites it."""
    store.write(_path(run, name), packed(table))


def packed(table: pa.Table) -> bytes:
    """The table as an Arrow file."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(table)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def unpacked(data: bytes, path: str, schema: pa.Schema | None = None) -> pa.Table:
    """The table of an Arrow file, with the columns of ``schema`` where one is given.

    Raises:
        DamagedError: it is none.
        FormatError: it lacks a column that is never null.
    """
    try:
        with pa.ipc.open_file(pa.BufferReader(data)) as reader:
            rows = reader.read_all()
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DamagedError(path, f"it is no Arrow file: {error}") from error
    try:
        return conformed(rows, schema) if schema else rows
    except (pa.ArrowException, KeyError) as error:
        raise FormatError(f"{path}: not a table that this version can read: {error}") from error


def get(store: Store, run: Run, name: str) -> pa.Table:
    """The table that the task before left.

    Raises:
        MissingError: it left none.
        DamagedError: what it left cannot be read; building the batch again replaces it.
    """
    answer = store.read(_path(run, name))
    if answer is None:
        raise MissingError(f"{run}: the task before left no {name}; clear the run from its first task")
    return unpacked(answer[0], _path(run, name), TABLES[name])


def tables(store: Store, source: str) -> list[tuple[Run, str]]:
    """Run and name of every table that tasks of the source have left."""
    placed = (_placed(one) for one in store.objects(layout.staging_of(source)))
    named = ((run, *file.rpartition(".")) for run, file in filter(None, placed))
    return [(run, name) for run, name, _, suffix in named if suffix == "arrow" and name in TABLES]


def left(store: Store, source: str) -> Iterator[tuple[Run, str, pa.Table]]:
    """Those tables with their rows, but for what a writer has cleared away meanwhile.

    A damaged one is moved aside: no task can read it, and building the batch again makes it anew.
    """
    for run, name in tables(store, source):
        try:
            table = get(store, run, name)
        except DamagedError as error:
            move_aside(store, error)
        except MissingError:
            continue
        else:
            yield run, name, table


def note(store: Store, run: Run, facts: Facts, *, if_etag: str | None = None) -> None:
    """Keep the run's facts for its tasks to come.

    Raises:
        ConflictError: they are others by now than those of ``if_etag``.
    """
    store.write(layout.staging(run, FACTS), _encoded(facts), if_etag=if_etag)


def facts_of(store: Store, run: Run) -> Facts | None:
    """The facts of a run that was begun, also where it is over; damaged ones are moved aside."""
    for name in (FACTS, ENDED):
        if facts := unless_damaged(store, layout.staging(run, name), _parsed):
            return facts
    return None


def open_runs(store: Store, batch: Batch) -> Iterator[tuple[Run, Facts, str]]:
    """The batch's runs that are not over, living or dead, with their facts and the ETag of these."""
    for one in store.objects(layout.staging_at(batch)):
        placed = _placed(one)
        if placed is None or placed[1] != FACTS:
            continue
        try:
            if answer := store.read(one.path):
                yield placed[0], _parsed(answer[0], one.path), answer[1]
        except DamagedError as error:
            move_aside(store, error)


def end(store: Store, run: Run, facts: Facts) -> None:
    """Keep a run's facts as those of one that is over, for a retry that comes too late; delete its tables.

    The tables go last: who finds the run's own facts finds them too.
    """
    store.write(layout.staging(run, ENDED), _encoded(facts))
    for name in (FACTS, *(f"{table}.arrow" for table in TABLES)):
        store.delete(layout.staging(run, name))


def sweep(store: Store, source: str, now: datetime) -> int:
    """Delete what the source's runs left a week ago or before; returns how many runs that were.

    Runs of younger days are not looked at: they cannot be so old.
    """
    placed = [
        (*found, one.path) for one in store.objects(layout.staging_of(source)) if (found := _placed(one))
    ]
    swept = 0
    for run, group in groupby(placed, key=lambda found: found[0]):
        if run.batch.day > (now - KEPT).date() or not _is_old(facts_of(store, run), now):
            continue
        for _, _, path in sorted(group, key=lambda found: found[1] in (FACTS, ENDED)):  # the facts last
            store.delete(path)
        swept += 1
    return swept


def _is_old(facts: Facts | None, now: datetime) -> bool:
    return facts is None or now - datetime.fromisoformat(facts["tried_at"]) > KEPT


def _placed(one: Stored) -> tuple[Run, str] | None:
    """Run and file name of an object; of an older version's runs, which shared a place, without key."""
    parts = one.path.split("/")
    if len(parts) == 5:
        source, day = (part.partition("=")[2] for part in parts[1:3])
        name, _, key = parts[3].partition("-")
        for mode in MODES:
            if name == mode:
                return Run(Batch(source, date.fromisoformat(day)), mode, key), parts[4]
    return None


def _path(run: Run, name: str) -> str:
    return layout.staging(run, f"{name}.arrow")


def _parsed(data: bytes, path: str) -> Facts:
    try:
        facts = json.loads(data)
    except ValueError as error:
        raise DamagedError(path, f"it is no journal: {error}") from error
    if not isinstance(facts, dict):
        raise DamagedError(path, "it is no journal")
    return facts


def _encoded(facts: Facts) -> bytes:
    return json.dumps(facts, sort_keys=True).encode()


def _table(records: list[Any], kind: type, schema: pa.Schema) -> pa.Table:
    # pydantic's walk through a record takes a tenth of the time of dataclasses.asdict.
    as_row = partial(_codec(kind).dump_python, warnings="none")
    # In chunks: a day of 10,000 articles as Python dictionaries at once is a gigabyte.
    batches = [
        pa.RecordBatch.from_pylist([*map(as_row, records[at : at + CHUNK])], schema=schema)
        for at in range(0, len(records), CHUNK)
    ]
    return pa.Table.from_batches(batches, schema=schema)


@cache
def _codec(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
