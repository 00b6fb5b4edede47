"""Which rows of history/ are wanted, with what was computed of them: some sixty bytes a row, no text."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.errors import ConflictError
from wirelake.lake.files import PATH_FIELDS
from wirelake.lake.schema import HISTORY
from wirelake.lake.streams.objects import Part, Wish, parts
from wirelake.lake.versions import COMPARED
from wirelake.lake.versions.sights import REUSED, Sight
from wirelake.storage import Store, Stored

Row = Mapping[str, Any]
EPOCH, TICK = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
NONE = -(2**63)  # no instant
CHANGES = [what for what, _ in COMPARED]
RECLEANED, AGAIN, CURRENT = (1 << place for place in range(len(CHANGES), len(CHANGES) + 3))
NUMBERS = ("row", "print", "flags", "version_seq", "valid_from", "valid_to", "updated_at")
INSTANTS = ("valid_from", "valid_to", "updated_at")
BITS = {"recleaned": RECLEANED, "is_current": CURRENT}
# By which a row is the same row in an object that was written again meanwhile.
PRINTED = (
    *("article_id", "version", "raw_ref", "first_seen_at", "pub_status", "content_sha256", "published_date"),
)
COMPUTED = {*NUMBERS, *BITS, "changed", "published_day"}
FLAGS = "quality_flags"  # stands in the row, and gains one


class Picks:
    """Rows by their object, each with its numbers."""

    def __init__(self, objects: Sequence[Stored]) -> None:
        self._objects = objects
        self._of: dict[int, array[int]] = {}

    def __len__(self) -> int:
        return sum(map(len, self._of.values())) // len(NUMBERS)

    def add(self, sight: Sight, *, is_current: bool = False) -> None:
        number, row = sight.row["place"]
        flags = sum(1 << CHANGES.index(what) for what in sight.changed)
        flags |= RECLEANED * sight.is_recleaned | AGAIN * sight.is_reused | CURRENT * is_current
        updated = sight.valid_from or sight.free_at or sight.seen_at
        instants = [NONE if at is None else (at - EPOCH) // TICK for at in (sight.valid_from, sight.valid_to)]
        told = (row, _print(sight.row), flags, sight.seq, *instants, (updated - EPOCH) // TICK)
        self._of.setdefault(number, array("q")).extend(told)

    def rows(self, store: Store, wanted: pa.Schema) -> Iterator[pa.Table]:
        """The rows by object and place, with these columns of history/, of its path and of COMPUTED.

        Raises:
            ConflictError: one of the rows does not stand any more.
        """
        stored = {one.name: _stored(one) for one in wanted if one.name not in COMPUTED}
        columns = pa.schema((stored | {name: HISTORY.field(name) for name in PRINTED}).values())
        numbers = {self._objects[number].path: number for number in sorted(self._of)}
        found = parts(store, "history", (self._wish(one, columns) for one in numbers.values()))
        told = 0
        for path, of_object in groupby(found, lambda part: part.of.path):
            mine = self._table(numbers[path])
            for part in of_object:
                chosen, places = _chosen(part, mine)
                told += len(chosen)
                yield _computed(part.rows.take(places), chosen, wanted)
        if told != len(self):
            raise ConflictError("history/: rows were replaced while they were read: ask again")

    def _wish(self, number: int, columns: pa.Schema) -> Wish:
        rows = self._of[number][:: len(NUMBERS)]
        return Wish(self._objects[number], columns, partial(_meets, min(rows), max(rows)))

    def _table(self, number: int) -> pa.Table:
        numbers, width = self._of[number], len(NUMBERS)
        columns = {name: pa.array(numbers[place::width], pa.int64()) for place, name in enumerate(NUMBERS)}
        return pa.table(columns).sort_by("row")


def _stored(wanted: pa.Field) -> pa.Field:
    """As history/ or its path has it: where articles/ has no null, it may."""
    in_path = wanted.name in PATH_FIELDS and wanted.name not in HISTORY.names
    return PATH_FIELDS[wanted.name] if in_path else HISTORY.field(wanted.name)


def _meets(first: int, last: int, at: int, rows: int) -> bool:
    return at <= last and first < at + rows


def _chosen(part: Part, mine: pa.Table) -> tuple[pa.Table, pa.Array]:
    """Which of an object's picks stand in this part, and where."""
    if part.etag == part.of.etag:
        places = pc.subtract(mine["row"], part.first)
        inside = pc.and_(pc.greater_equal(places, 0), pc.less(places, len(part.rows)))
        return mine.filter(inside), places.filter(inside).combine_chunks()
    prints = pa.array([_print(row) for row in part.rows.select(PRINTED).to_pylist()], pa.int64())
    places = pc.index_in(prints, value_set=mine["print"].combine_chunks())
    stands = places.is_valid()
    where = pa.array([place for place, one in enumerate(stands.to_pylist()) if one], pa.int64())
    return mine.take(places.filter(stands)), where


def _print(row: Row) -> int:
    return hash(tuple(row[name] for name in PRINTED))


def _computed(rows: pa.Table, chosen: pa.Table, wanted: pa.Schema) -> pa.Table:
    flags = chosen["flags"].to_pylist()
    for one in wanted:
        if one.name in INSTANTS:
            stated = pc.if_else(pc.equal(chosen[one.name], NONE), None, chosen[one.name])
            values = stated.cast(one.type)
        elif one.name == "version_seq":
            values = chosen[one.name].cast(one.type)
        elif one.name == "changed":
            values = pa.array([_changes(told) for told in flags], one.type)
        elif one.name in BITS:
            values = pa.array([bool(told & BITS[one.name]) for told in flags], one.type)
        elif one.name == FLAGS:
            values = _flags(rows[FLAGS], flags)
        elif one.name == "published_day":
            values = rows["published_date"]
        else:
            continue
        place = rows.schema.get_field_index(one.name)
        rows = rows.append_column(one, values) if place < 0 else rows.set_column(place, one, values)
    return rows.select(wanted.names).cast(wanted)


def _changes(flags: int) -> list[str]:
    return [what for place, what in enumerate(CHANGES) if flags >> place & 1]


def _flags(stated: pa.ChunkedArray, flags: list[int]) -> pa.Array:
    """The row's, and that its version's number was used before."""
    rows = zip(stated.to_pylist(), flags, strict=True)
    told = ([*(mine or ()), *([REUSED] if flag & AGAIN else ())] for mine, flag in rows)
    return pa.array([list(dict.fromkeys(one)) for one in told], stated.type)
