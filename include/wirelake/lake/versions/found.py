"""The versions of a source's articles, computed day by day, with a few small columns in memory.

A first pass over history/ tells on which day each article stands last. The second one reads what versions are
computed from: an article that stands on one day alone is done with that day, any other with its last one. Of
texts only a hash is kept, to tell whether they changed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import compress
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.lake.decisions.events import Events
from wirelake.lake.files import PATH_FIELDS
from wirelake.lake.schema import HISTORY
from wirelake.lake.streams.objects import Part, Wish, parts
from wirelake.lake.versions import versions
from wirelake.lake.versions.sights import NEEDED, Sight
from wirelake.storage import Store, Stored

Row = dict[str, Any]
Touches = Callable[[pa.Table], pa.Array]  # of rows with KEYS those whose articles are asked for
TEXT = "body_text"
KEYS = pa.schema(
    [
        PATH_FIELDS["capture_date"],
        *(HISTORY.field(name) for name in ("article_id", "published_date", "first_seen_at")),
    ]
)
LIGHT = pa.schema(
    [PATH_FIELDS["capture_date"], *(one for one in HISTORY if one.name in NEEDED and one.name != TEXT)]
)
WITH_TEXT = pa.schema([*LIGHT, HISTORY.field(TEXT)])


def articles_of(
    store: Store, objects: list[Stored], events: Events, as_of: datetime, touches: Touches | None = None
) -> Iterator[list[Sight]]:
    """The versions known at ``as_of`` of each article that one of its rows ``touches``, in any order.

    ``objects`` are all of one source's history/. Each row of a sight has its ``place``: the number of its
    object, and its own within that.

    Raises:
        ConflictError: an object is not the listed one any more.
    """
    known = _known(store, objects, as_of, touches)
    numbers = {one.path: number for number, one in enumerate(objects)}
    waiting: dict[int, list[Row]] = {}
    wishes = (
        Wish(one, WITH_TEXT if number in known.repeated else LIGHT) for number, one in enumerate(objects)
    )
    done: list[Row] = []
    before = 0
    for part in parts(store, "history", wishes, by_ranges=True):
        number = numbers[part.of.path]
        if number != before:
            yield from versions(done, events)
            done, before = [], number
        for key, row in _rows(part, number, as_of, known):
            last = known.last.get(key, number)
            waiting.setdefault(key, []).append(row) if last > number else done.append(row)
            if last == number and key in waiting:
                done += waiting.pop(key)
    yield from versions(done, events)


@dataclass(slots=True)
class _Known:
    """By the hash of an id in how many objects it stands last, of those that stand in several rows; the
    objects that hold one of these; and whose articles are asked for, None for all."""

    last: dict[int, int] = field(default_factory=dict)
    repeated: set[int] = field(default_factory=set)
    touched: set[int] | None = None


def _known(store: Store, objects: list[Stored], as_of: datetime, touches: Touches | None) -> _Known:
    numbers = {one.path: number for number, one in enumerate(objects)}
    touched: set[int] = set()
    keys, places = [pa.array([], pa.int64())], [pa.array([], pa.int32())]
    for part in parts(store, "history", (Wish(one, KEYS) for one in objects), by_ranges=True):
        rows = _until(part.rows, as_of)
        keys.append(pa.array(_hashes(rows), pa.int64()))
        places.append(pa.repeat(pa.scalar(numbers[part.of.path], pa.int32()), len(rows)))
        if touches:
            touched |= {*compress(keys[-1].to_pylist(), touches(rows).to_pylist())}
    seen = pa.table({"key": pa.chunked_array(keys), "object": pa.chunked_array(places)})
    told = seen.group_by("key").aggregate([("object", "count"), ("object", "max")])
    several = told.filter(pc.greater(told["object_count"], 1))
    last = dict(zip(several["key"].to_pylist(), several["object_max"].to_pylist(), strict=True))
    held = seen.filter(pc.is_in(seen["key"], value_set=several["key"].combine_chunks()))
    return _Known(last, {*held["object"].unique().to_pylist()}, touched if touches else None)


def _rows(part: Part, number: int, as_of: datetime, known: _Known) -> Iterator[tuple[int, Row]]:
    """The rows whose articles are asked for, with their place and the hash of their id."""
    count = len(part.rows)
    rows = part.rows.append_column("place", pa.array(range(part.first, part.first + count), pa.int64()))
    rows = _until(rows, as_of)
    keys = _hashes(rows)
    if known.touched is not None:
        asked = [key in known.touched for key in keys]
        keys, rows = list(compress(keys, asked)), rows.filter(pa.array(asked, pa.bool_()))
    texts = rows[TEXT].to_pylist() if TEXT in rows.column_names else [""] * len(rows)
    light = rows.select([*LIGHT.names, "place"]).to_pylist()
    for key, row, text in zip(keys, light, texts, strict=True):
        row["place"], row[TEXT] = (number, row["place"]), hash(text)
        yield key, row


def _until(rows: pa.Table, as_of: datetime) -> pa.Table:
    return rows.filter(pc.less_equal(rows["first_seen_at"], pa.scalar(as_of)))


def _hashes(rows: pa.Table) -> list[int]:
    """Two ids of one hash wait for each other, which changes nothing of either."""
    return [hash(one) for one in rows["article_id"].to_pylist()]
