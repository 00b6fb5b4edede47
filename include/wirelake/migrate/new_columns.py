"""The columns that came with schema 5, filled in the rows of before: ``row_id``, ``rights_status``,
``local_date`` and, in articles/, ``published_day``.

All of them follow from what stands in the row, but for the source's zone: of a source whose YAML is not known
here ``local_date`` stays null where an instant is known, until its day is built again. Who keeps a copy of
articles/ is told to begin anew, before the first row of it changes.
"""

from contextlib import suppress
from datetime import date
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from wirelake.config import Batch, load_named
from wirelake.errors import ConfigError
from wirelake.evidence.published import ZONE_EDITION, local_date
from wirelake.lake import layout
from wirelake.lake.changes import announced, feed
from wirelake.lake.changes.announced import Announced
from wirelake.lake.decisions.tombstones import TAKEN_DOWN
from wirelake.lake.marker import read_marker
from wirelake.storage import Store
from wirelake.write import change_day, change_history
from wirelake.write.keys import with_column

SINCE = 5  # the schema in which these columns came
STATED = b"wirelake.schema_version"
HISTORY, ARTICLES = "/history.parquet", "/articles.parquet"


def due(store: Store) -> list[str]:
    """The objects of history/ and articles/ that an earlier version wrote; none where the marker says so."""
    marker = read_marker(store)
    if marker and marker.schema_version >= SINCE:
        return []
    listed = (one for folder in (layout.HISTORY, layout.ARTICLES) for one in store.objects(folder))
    return [one.path for one in listed if one.path.endswith((HISTORY, ARTICLES)) and _is_due(store, one.path)]


def apply(store: Store, path: str) -> None:
    """Fill the columns of one of them."""
    said = dict(part.split("=", 1) for part in path.split("/") if "=" in part)
    if path.endswith(HISTORY):
        batch = Batch(said["source"], date.fromisoformat(said["capture_date"]))
        change_history(store, batch, lambda rows: _localised(rows, [batch.source] * len(rows)))
        return
    day = date.fromisoformat(said["published_date"])

    def change(rows: pa.Table) -> pa.Table:
        sources = rows["source"].to_pylist()
        for source in sorted({*sources}):
            _begin_anew(store, source)
        rows = with_column(rows, "published_day", [day] * len(rows))
        return _localised(rows, sources)

    change_day(store, day, change)


def _is_due(store: Store, path: str) -> bool:
    answer = store.read(path)
    if answer is None:
        return False
    with suppress(pa.ArrowException, OSError, ValueError):  # whoever makes it again writes it as of now
        stated = pq.read_metadata(pa.BufferReader(answer[0])).metadata or {}
        return int(stated.get(STATED, 0)) < SINCE
    return False


def _localised(rows: pa.Table, sources: list[str]) -> pa.Table:
    """The rows with ``local_date``, and in history/ the edition of the zones that told it."""
    days = rows["published_date" if "published_date" in rows.column_names else "published_day"].to_pylist()
    zones = {source: _zone(source) for source in {*sources}}
    found: list[date | None] = []
    if "signals" in rows.column_names:  # what is left of an article that was taken down has no such date
        gone = [TAKEN_DOWN in (signals or ()) for signals in rows["signals"].to_pylist()]
        days = [None if is_gone else day for is_gone, day in zip(gone, days, strict=True)]
    for source, instant, day in zip(sources, rows["published_at"].to_pylist(), days, strict=True):
        zone = zones[source] if instant else ZoneInfo("UTC")
        found.append(local_date(instant, day, zone) if zone and day else None)
    rows = with_column(rows, "local_date", found)
    if "zone_edition" not in rows.column_names:
        return rows
    told = pc.and_(pc.is_valid(rows["published_at"]), pc.is_valid(rows["local_date"]))
    return with_column(rows, "zone_edition", [ZONE_EDITION if one else None for one in told.to_pylist()])


def _zone(source: str) -> ZoneInfo | None:
    try:
        return load_named(source).zone
    except ConfigError:
        return None


def _begin_anew(store: Store, source: str) -> None:
    """Once, where the source has a feed of changes."""
    paths = [one.path for one in store.objects(layout.pending_of(source))]
    waiting = announced.left(store, paths).values()
    if feed.newest(store, source) and not any(one.is_anew for one in waiting):
        announced.put(store, source, Announced(is_anew=True))
