"""One published date's objects of articles/, and what history/ gives for them."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.lake import layout, whereabouts
from wirelake.lake.buckets import Buckets, buckets_of, day_in, may_hold
from wirelake.lake.changes import announced
from wirelake.lake.changes.announced import Announced
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.decisions.events import read_events
from wirelake.lake.files import parse_parquet
from wirelake.lake.pending import Touched
from wirelake.lake.schema import ARTICLES
from wirelake.lake.versions import COMPUTED_FROM, current
from wirelake.storage import Store
from wirelake.write.keys import keyed
from wirelake.write.objects import put, successor
from wirelake.write.standing import standing

ORDER = [("source", "ascending"), ("published_at", "ascending"), ("article_id", "ascending")]
Row = dict[str, Any]


@again_after_conflict
def rebuild_day(store: Store, day: date, now: datetime, *, path: str | None = None) -> bool:
    """Make the published date's objects again from all of history/; whether one is another now.

    Args:
        path: this object alone. Of one of former buckets what it held is made in its places of now.

    Raises:
        DamagedError: a history that it needs cannot be read.
    """
    buckets = buckets_of(store)
    held = [one for one in _sources(store) if path is None or may_hold(path, one)]
    present = sorted({buckets.place(day, source) for source in held})
    left = {place for source in held for place in buckets.left(day, source)} if path is None else {path}
    # What is new is written before what it comes from is emptied.
    places = [*present, *sorted(left - {*present})]
    stood = {place: standing(store, place, schema=ARTICLES) for place in places}
    tables = {place: from_history(store, place, now, buckets) for place in places}
    begin_anew(store, day, held)
    changed = [put(store, one, stood[one], successor(stood[one], tables[one], ORDER)) for one in places]
    return any(changed)


@again_after_conflict
def change_day(store: Store, day: date, change: Callable[[pa.Table], pa.Table]) -> bool:
    """Replace the published date's object, of a lake from before there were buckets, by what ``change`` makes
    of it; a damaged one stays as it is."""
    stood = standing(store, layout.articles(day), schema=ARTICLES)
    if stood.rows is None:
        return False
    return put(store, layout.articles(day), stood, successor(stood, keyed(change(stood.rows)), ORDER))


def from_history(store: Store, place: str, now: datetime, buckets: Buckets) -> pa.Table:
    """What the object of articles/ holds, of all sources whose place it is; of former buckets nothing."""
    found: list[Row] = []
    day = day_in(place)
    for source in sources_at(store, place, buckets):
        state = history_state(store, source)
        touched = {id_: {day} for id_ in ids_on(store, source, state, [day])}
        rows = history_rows(store, source, state, touched)
        current_rows = current(rows, now, read_events(store, source))
        found += [{**row, "source": source} for row in current_rows if row["published_date"] == day]
    return flat(found)


def begin_anew(store: Store, day: date, sources: Iterable[str]) -> None:
    """Have readers of those of the sources that had articles on the published date begin anew, as what they
    know of it cannot be compared any more."""
    for source in sources:
        if ids_on(store, source, history_state(store, source), [day]):
            announced.put(store, source, Announced(is_anew=True))


def sources_at(store: Store, place: str, buckets: Buckets) -> list[str]:
    """The sources with a history/ whose place on its published date the object is."""
    day = day_in(place)
    return [source for source in _sources(store) if buckets.place(day, source) == place]


def _sources(store: Store) -> list[str]:
    return sorted({one.path.split("/source=")[1].split("/")[0] for one in store.objects(layout.HISTORY)})


def ids_on(store: Store, source: str, state: whereabouts.State, days: list[date]) -> set[str]:
    on_day = pc.field("published_date").isin(pa.array(days, pa.date32()))

    def ids_of(path: str, answer: tuple[bytes, str]) -> list[str]:
        ids: list[str] = parse_parquet(answer[0], path, columns=["article_id"], filters=on_day)[
            "article_id"
        ].to_pylist()
        return ids

    wanted = [one for day in days for one in whereabouts.by_day(day)]
    return {
        id_ for ids in whereabouts.each(store, whereabouts.SEEN, source, state, wanted, ids_of) for id_ in ids
    }


def flat(rows: list[Row]) -> pa.Table:
    """Rows of history/ with what was computed, as those of articles/."""
    return pa.Table.from_pylist(
        [{**row, "published_day": row["published_date"]} for row in rows], schema=ARTICLES
    )


def history_state(store: Store, source: str) -> dict[str, str]:
    """Path → ETag of the source's history objects."""
    return whereabouts.listed(store, layout.HISTORY, source)


def history_rows(store: Store, source: str, state: whereabouts.State, touched: Touched) -> list[Row]:
    """The touched articles' rows, from the days that hold some: those of ``state``, and no others."""
    ids = pa.array(list(touched), pa.string())

    def rows_of(path: str, answer: tuple[bytes, str]) -> list[Row]:
        table = parse_parquet(answer[0], path, schema=COMPUTED_FROM, filters=pc.field("article_id").isin(ids))
        day = date.fromisoformat(path.split("capture_date=")[1][:10])
        return [{**row, "capture_date": day} for row in table.to_pylist()]

    wanted = whereabouts.by_id(touched)
    found = whereabouts.each(store, whereabouts.SEEN, source, state, wanted, rows_of, is_strict=True)
    return [row for rows in found for row in rows]
