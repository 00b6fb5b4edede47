"""The objects of articles/ in which touched articles stand or will: as they stand, and as they are put."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.errors import ConflictError
from wirelake.lake import whereabouts
from wirelake.lake.buckets import Buckets, day_in, number_in
from wirelake.lake.pending import Touched
from wirelake.lake.schema import ARTICLES
from wirelake.storage import Store
from wirelake.write.days import (
    ORDER,
    begin_anew,
    flat,
    from_history,
    history_rows,
    ids_on,
    rebuild_day,
    sources_at,
)
from wirelake.write.objects import put, successor
from wirelake.write.standing import Standing, standing

Row = dict[str, Any]


def gathered(
    store: Store,
    source: str,
    state: whereabouts.State,
    touched: Touched,
    buckets: Buckets,
    now: datetime,
) -> tuple[list[Row], dict[str, Standing]]:
    """The touched articles' rows of history/, and what stands at all their places; both go into ``touched``.

    Of a day whose object does not stand in articles/, as it is new or was lost, all of the source's articles
    are touched: a few would pass for the whole.

    Raises:
        ConflictError: an object was damaged, and is whole by now.
    """
    rows: list[Row] = []
    stood: dict[str, Standing] = {}
    known: set[date] = set()
    new = touched
    while new:
        rows += (found := history_rows(store, source, state, new))
        for row in found:
            new[row["article_id"]].update([row["published_date"]] if row["published_date"] else [])
        touched |= new
        days = {day for days in new.values() for day in days} - known
        known |= days
        stood |= {path: _standing(store, path, buckets, now) for path in buckets.places(days, source)}
        absent = [day for day in sorted(days) if not stood[buckets.place(day, source)].etag]
        lost = ids_on(store, source, state, absent) if absent else set()
        new = {id_: set() for id_ in lost - touched.keys()}
    return rows, stood


def _standing(store: Store, path: str, buckets: Buckets, now: datetime) -> Standing:
    """What stands there. A damaged object of former buckets is made again in the present ones first: nobody
    knows whose articles it held still."""
    stood = standing(store, path, schema=ARTICLES)
    if stood.is_damaged and number_in(path) != buckets.number:
        rebuild_day(store, day_in(path), now, path=path)
        raise ConflictError(f"{path} was damaged, and is empty by now")
    return stood


@dataclass(frozen=True, slots=True)
class Places:
    """The objects that may change, with the rows that others have in them."""

    source: str
    touched: Touched
    buckets: Buckets
    stood: dict[str, Standing]
    tables: dict[str, pa.Table]

    @classmethod
    def of(
        cls,
        store: Store,
        source: str,
        touched: Touched,
        buckets: Buckets,
        stood: dict[str, Standing],
        now: datetime,
    ) -> "Places":
        """As they stand; damaged ones as history/ gives them.

        Raises:
            DamagedError: a history that this needs cannot be read.
        """
        tables = {
            path: from_history(store, path, now, buckets) if one.is_damaged else rows_of(one)
            for path, one in stood.items()
        }
        return cls(source, touched, buckets, stood, tables)

    @property
    def damaged(self) -> list[str]:
        """What stood there is not known."""
        return [path for path, one in self.stood.items() if one.is_damaged]

    def shown(self) -> list[Row]:
        """The touched articles' rows as they stand; of a damaged object nobody knows."""
        found: list[Row] = []
        for path, table in self.tables.items():
            if not self.stood[path].is_damaged:
                mine = table.filter(self._is_touched(table))
                found += [{**row, "published_date": day_in(path)} for row in mine.to_pylist()]
        return found

    def begin_anew(self, store: Store) -> None:
        """Have readers of other sources in damaged objects begin anew; our own source sees to its own."""
        for path in self.damaged:
            others = (one for one in sources_at(store, path, self.buckets) if one != self.source)
            begin_anew(store, day_in(path), others)

    def put(self, store: Store, resolved: list[Row], dates: set[date]) -> None:
        """Put the touched articles where they belong; ``dates`` gains the published dates that were
        rewritten, also before a conflict.

        Raises:
            ConflictError: another writer was faster.
        """
        arriving: dict[str, list[Row]] = defaultdict(list)
        for row in resolved:
            arriving[self.buckets.place(row["published_date"], self.source)].append(row)
        # Of what changes its day, or its bucket, the new place is written before the old one is cleared.
        for path in sorted(self.stood, key=lambda path: (path not in arriving, path)):
            table, stood = self.tables[path], self.stood[path]
            others = table.filter(pc.invert(self._is_touched(table)))
            table = pa.concat_tables([others, flat(arriving[path])])
            if put(store, path, stood, successor(stood, table, ORDER)):
                dates.add(day_in(path))

    def _is_touched(self, table: pa.Table) -> Any:
        ids = pa.array(list(self.touched), pa.string())
        return pc.and_(pc.equal(table["source"], self.source), pc.is_in(table["article_id"], value_set=ids))


def rows_of(stood: Standing) -> pa.Table:
    """Its rows; none where nothing stands."""
    return ARTICLES.empty_table() if stood.rows is None else stood.rows
