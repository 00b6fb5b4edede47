"""What changed since a cursor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from wirelake.config import NAME, lake_uri
from wirelake.errors import ConfigError, DamagedError, ResyncError
from wirelake.lake.changes import cursors, feed
from wirelake.lake.changes.cursors import Cursor
from wirelake.lake.marker import open_lake
from wirelake.lake.schema.changes import CHANGES
from wirelake.storage import Store

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed, in each source's order, as a table of the columns ``CHANGES``; and the cursor to go on
    from, once it is taken in."""

    changes: pa.Table
    cursor: str


def changes(since: str | None = None, *, source: str | None = None, lake: str | None = None) -> Changed:
    """What changed in articles/ since that cursor, of one source or of all.

    Args:
        since: the cursor of an earlier answer; None: from the beginning of each feed.
        lake: a folder or ``s3://bucket/prefix``; ``WIRELAKE_LAKE`` by default.

    A change may come twice, and never is one left out. Its order within a source is that of the writes.

    Raises:
        ResyncError: what changed since then is not known any more: ``cursor`` is the one to go on from, once
            the articles of its ``sources`` have been read anew.
        ConfigError: no lake stands there; it is no cursor.
    """
    store = open_lake(lake or lake_uri())
    return since_cursor(store, cursors.parse(since or ""), source)


def since_cursor(store: Store, cursor: Cursor, source: str | None = None) -> Changed:
    """As ``changes``, of an open lake."""
    if source is not None and not NAME.fullmatch(source):
        raise ConfigError(f"source {source!r}: write a source's name")
    asked = [source] if source else sorted({*feed.begun(store), *cursor})
    reached, lost = dict(cursor), {}
    rows: list[Row] = []
    for one in asked:
        try:
            found, reached[one] = _since(store, one, cursor.get(one, 0))
            rows += found
        except _GapError as gap:
            lost[one] = str(gap)
            reached[one] = feed.newest(store, one)
    reached = {one: number for one, number in reached.items() if number}
    if lost:
        raise ResyncError(cursors.stated(reached), lost)
    return Changed(table_of(rows), cursors.stated(reached))


def kept(store: Store) -> pa.Table:
    """Every change that the lake keeps, by source and in their order; of a damaged entry none."""
    return table_of(row for source in feed.begun(store) for row in _kept(store, source))


def table_of(rows: Iterator[Row] | list[Row]) -> pa.Table:
    """The changes as a table."""
    return pa.Table.from_pylist([_typed(row) for row in rows], schema=CHANGES)


def _typed(row: Row) -> Row:
    day, at, previous = row["published_date"], row["updated_at"], row["previous_date"]
    return {
        **row,
        "published_date": day and date.fromisoformat(day),
        "updated_at": at and datetime.fromisoformat(at),
        "previous_date": previous and date.fromisoformat(previous),
    }


class _GapError(Exception):
    """What changed is not known."""


def _since(store: Store, source: str, last: int) -> tuple[list[Row], int]:
    """The changes after that entry, and the number of the last one."""
    numbers = feed.numbers(store, source, last - 1 if last else 0)
    if not numbers:
        if last:
            raise _GapError("the cursor is of another feed than the one that stands")
        return [], 0
    stands, new = last in numbers, [number for number in numbers if number > last]
    if last and not new and not stands:
        raise _GapError("the cursor is of another feed than the one that stands")
    expected = last + 1 if last else new[0]
    rows: list[Row] = []
    for place, number in enumerate(new):
        if number != expected + place:
            raise _GapError("entries between the cursor and now are gone")
        rows += _of_entry(store, source, number, is_first=not last and number == new[0])
    return rows, new[-1] if new else last


def _of_entry(
    store: Store, source: str, number: int, *, is_first: bool = False, is_kept: bool = False
) -> list[Row]:
    try:
        found = feed.entry(store, source, number)
    except DamagedError as error:
        raise _GapError(f"{error.path} is damaged") from error
    if found is None:
        raise _GapError("entries between the cursor and now are gone")
    if found.is_anew and not is_kept:
        raise _GapError("articles/ was made anew since (damage, a migration), or an entry was damaged")
    if is_first and not found.is_whole:
        raise _GapError("the source had articles before its first entry that is kept")
    return [{**one, "source": source, "number": number, "changed_at": found.at} for one in found.changes]


def _kept(store: Store, source: str) -> Iterator[Row]:
    for number in feed.numbers(store, source):
        try:
            yield from _of_entry(store, source, number, is_kept=True)
        except _GapError:
            continue
