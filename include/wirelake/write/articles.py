"""articles/: the touched articles recomputed from all of their source's history, under compare-and-swap.

They are never merged into what stands: merging would resurrect a kill when an old day is replayed.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.config import Batch
from wirelake.errors import ConflictError
from wirelake.lake import layout, pending
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.events import read_events
from wirelake.lake.pending import Pending, Touched
from wirelake.lake.reading import parse_parquet
from wirelake.lake.schema import ARTICLES
from wirelake.lake.versions import COMPUTED_FROM, current
from wirelake.storage import ABSENT, Store
from wirelake.write.objects import parquet, put

READERS = 8
ORDER = [("source", "ascending"), ("published_at", "ascending"), ("article_id", "ascending")]
Row = dict[str, Any]


@dataclass(kw_only=True)
class Changes:
    """What became of articles/: the touched articles' rows as they stood and as they stand, by id.

    ``dates`` are the published dates rewritten; where an earlier writer died on its way, every date that
    it may have rewritten. ``settled`` are the touched sets that may be acknowledged, but for the ids in
    ``held``, which an embargo keeps back.
    """

    before: dict[str, Row] = field(default_factory=dict)
    after: dict[str, Row] = field(default_factory=dict)
    dates: set[date] = field(default_factory=set)
    settled: list[Pending] = field(default_factory=list)
    held: set[str] = field(default_factory=set)

    @property
    def added(self) -> int:
        return len(self.after.keys() - self.before.keys())

    @property
    def changed(self) -> int:
        return sum(self.before[id_] != self.after[id_] for id_ in self.before.keys() & self.after.keys())

    @property
    def removed(self) -> int:
        return len(self.before.keys() - self.after.keys())


def write_articles(store: Store, batch: Batch, now: datetime) -> Changes:
    """Bring articles/ up to date for every touched article of the batch's source: those of this batch, of
    writers that died, and those whose embargo is over at ``now``. ``acknowledge`` it once that is on record.

    Raises:
        ConflictError: other writers were faster, many times over.
    """
    sets = pending.waiting(store, batch.source)
    changes = Changes()
    if sets:
        _settle(store, batch, sets, now, changes)
    return changes


def acknowledge(store: Store, changes: Changes) -> None:
    """Let go of the touched sets that are settled."""
    for one in changes.settled:
        with suppress(ConflictError):  # announced anew meanwhile: the set is that writer's now
            pending.acknowledge(store, one, changes.held)


@again_after_conflict
def _settle(store: Store, batch: Batch, sets: list[Pending], now: datetime, changes: Changes) -> None:
    """Recompute the touched articles and put them in their places.

    Objects are read before history is known to be unchanged, and history is looked at again after the
    last write: whoever replaced it meanwhile makes us start anew.
    """
    source, touched = batch.source, pending.merged(one.all for one in sets)
    state = _history_state(store, source)
    rows = _history_rows(store, state, touched)
    for row in rows:
        touched[row["article_id"]].update([row["published_date"]] if row["published_date"] else [])
    places = {day for days in touched.values() for day in days}
    stood = {day: store.read(layout.articles(day)) for day in sorted(places)}
    if _history_state(store, source) != state:
        raise ConflictError(f"history of {source} changed while it was read")
    resolved = [{**row, "source": source} for row in current(rows, now, read_events(store, source))]
    _put_days(store, source, touched, stood, resolved, changes)
    if _history_state(store, source) != state:
        raise ConflictError(f"history of {source} changed while articles were written")
    changes.after = {row["article_id"]: _as_stored(row) for row in resolved}
    embargoes = [row for row in rows if row["embargoed_until"] and row["embargoed_until"] > now]
    changes.held = {row["article_id"] for row in embargoes}
    changes.settled = [one for one in sets if _is_served(store, one, state)]
    for one in changes.settled:
        if one.resumed or one.path != layout.pending(batch):  # a writer that died may have rewritten any
            changes.dates |= {day for id_ in one.touched for day in touched[id_]}


def _put_days(
    store: Store,
    source: str,
    touched: Touched,
    stood: dict[date, tuple[bytes, str] | None],
    resolved: list[Row],
    changes: Changes,
) -> None:
    tables = {day: _articles_of(answer, day) for day, answer in stood.items()}
    mine = {day: _is_touched(table, source, touched) for day, table in tables.items()}
    for day, table in tables.items():
        for row in table.filter(mine[day]).to_pylist():
            changes.before.setdefault(row["article_id"], {**row, "published_date": day})
    arriving = {row["published_date"] for row in resolved}
    # An article that changes its day: the new place is written before the old one is cleared.
    for day in sorted(stood, key=lambda day: (day not in arriving, day)):
        new = _flat([row for row in resolved if row["published_date"] == day])
        table = pa.concat_tables([tables[day].filter(pc.invert(mine[day])), new])
        if put(store, layout.articles(day), stood[day], parquet(table, ORDER) if len(table) else None):
            changes.dates.add(day)


def _is_served(store: Store, one: Pending, state: dict[str, str]) -> bool:
    """The history that the set announces is the one that was read."""
    history, etag = store.read(one.history) or (None, ABSENT)
    return etag == state.get(one.history, ABSENT) and pending.is_announced(one, history)


def _articles_of(answer: tuple[bytes, str] | None, day: date) -> pa.Table:
    if answer is None:
        return ARTICLES.empty_table()
    return parse_parquet(answer[0], layout.articles(day), schema=ARTICLES)


def _is_touched(table: pa.Table, source: str, touched: Touched) -> Any:
    ids = pa.array(list(touched), pa.string())
    return pc.and_(pc.equal(table["source"], source), pc.is_in(table["article_id"], value_set=ids))


def _flat(rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=ARTICLES)


def _as_stored(row: Row) -> Row:
    """The row as it reads back from articles/, with its published date."""
    return {**_flat([row]).to_pylist()[0], "published_date": row["published_date"]}


def _history_state(store: Store, source: str) -> dict[str, str]:
    """Path → ETag of the source's history objects."""
    folder = f"/source={source}/"
    return {one.path: one.etag for one in store.objects(layout.HISTORY) if folder in one.path}


def _history_rows(store: Store, state: dict[str, str], touched: Touched) -> list[Row]:
    ids = pa.array(list(touched), pa.string())

    def rows_of(path: str) -> list[Row]:
        answer = store.read(path)
        if answer is None or answer[1] != state[path]:
            raise ConflictError(f"{path} changed while it was read")
        table = parse_parquet(answer[0], path, schema=COMPUTED_FROM, filters=pc.field("article_id").isin(ids))
        day = date.fromisoformat(path.split("capture_date=")[1][:10])
        return [{**row, "capture_date": day} for row in table.to_pylist()]

    with ThreadPoolExecutor(READERS) as pool:
        return [row for rows in pool.map(rows_of, sorted(state)) for row in rows]
