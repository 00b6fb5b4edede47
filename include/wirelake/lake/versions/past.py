"""What was known at an instant: the versions of articles, and articles/ as it would have stood.

By ``first_seen_at`` alone: a backfill made later does not leak into the past. What a takedown took is gone
from the past too. Versions are computed of a few columns; then the chosen rows are read, day by day.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TypeVar

import pyarrow as pa

from wirelake.errors import ConflictError
from wirelake.lake.decisions.events import Events, read_events
from wirelake.lake.files import DAY_COLUMN, files_of, in_path, ours
from wirelake.lake.versions import shown
from wirelake.lake.versions.found import Touches, articles_of
from wirelake.lake.versions.picks import Picks
from wirelake.lake.versions.sights import Sight
from wirelake.storage import Store, Stored

T = TypeVar("T")
TRIES = 5  # of a source of which days are replaced while their versions are computed
Take = Callable[[list[Stored], Events, Iterable[list[Sight]]], T]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An instant, and of which source, and which days of the table, both included."""

    as_of: datetime
    source: str | None = None
    start: date | None = None
    end: date | None = None

    def touches(self, table: str) -> Touches | None:
        """Which rows make their article asked for; None where all do."""
        if self.start is None and self.end is None:
            return None
        return lambda rows: pa.array(map(self.holds, rows[DAY_COLUMN[table]].to_pylist()), pa.bool_())

    def holds(self, day: date | None) -> bool:
        """The day is one of those."""
        if self.start is None and self.end is None:
            return True
        return day is not None and (self.start or day) <= day <= (self.end or day)


def articles_at(store: Store, wanted: pa.Schema, asked: Asked) -> Iterator[pa.RecordBatch]:
    """The rows of articles/, with published_date, as they would have stood: by source and capture day.

    Raises:
        ConflictError: rows were replaced while they were read.
    """

    def take(objects: list[Stored], events: Events, articles: Iterable[list[Sight]]) -> Picks:
        picks = Picks(objects)
        for sights in articles:
            one = shown(sights, asked.as_of, events)
            if one and one.row["record_kind"] == "article" and asked.holds(one.row["published_date"]):
                picks.add(one)
        return picks

    for _, picks in each_source(store, asked, take, asked.touches("articles")):
        for rows in picks.rows(store, wanted):
            yield from rows.to_batches()


def versions_at(store: Store, wanted: pa.Schema, asked: Asked) -> Iterator[pa.RecordBatch]:
    """Every version that was known, once: by source and the capture day that showed it first.

    Raises:
        ConflictError: rows were replaced while they were read.
    """

    def take(objects: list[Stored], events: Events, articles: Iterable[list[Sight]]) -> Picks:
        picks = Picks(objects)
        for sights in articles:
            one = shown(sights, asked.as_of, events)
            for sight in sights:
                if asked.holds(sight.row["capture_date"]):
                    picks.add(sight, is_current=sight is one)
        return picks

    for _, picks in each_source(store, asked, take, asked.touches("versions")):
        for rows in picks.rows(store, wanted):
            yield from rows.to_batches()


def each_source(
    store: Store, asked: Asked, take: Take[T], touches: Touches | None = None
) -> Iterator[tuple[str, T]]:
    """By source, in the order of their names, what ``take`` makes of its objects, decisions and versions.

    Raises:
        ConflictError: a source's days were replaced again and again meanwhile.
    """
    by_source = groupby(sorted(_objects(store, asked.source), key=_source_of), key=_source_of)
    for source, listed in [(name, list(mine)) for name, mine in by_source]:
        yield source, _taken(store, source, listed, asked, take, touches)


def _taken(
    store: Store, source: str, objects: list[Stored], asked: Asked, take: Take[T], touches: Touches | None
) -> T:
    for left in reversed(range(TRIES)):
        try:
            events = read_events(store, source).until(asked.as_of)
            return take(objects, events, articles_of(store, objects, events, asked.as_of, touches))
        except ConflictError:
            if not left:
                raise
            objects = _objects(store, source)
    raise AssertionError("unreachable")


def _objects(store: Store, source: str | None) -> list[Stored]:
    """The objects of history/, by path."""
    listed = {one.path: one for one in files_of(store, "history", source=source)}
    return [listed[path] for path in ours(store, "history", list(listed))]


def _source_of(stored: Stored) -> str:
    name: str = in_path(stored.path)["source"].as_py()
    return name
