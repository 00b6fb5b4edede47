"""Whether a source usually has articles, and what other runs brought, by what its runs told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from wirelake.config import MODES, Batch
from wirelake.lake import layout
from wirelake.lake.aside import unless_damaged
from wirelake.lake.files import days_of, parse_parquet
from wirelake.lake.reading import READERS
from wirelake.lake.schema import RUNS
from wirelake.storage import Store

USUAL_DAYS = 60
NIGHT = timedelta(hours=12)  # less than from one daily run to the next
BROUGHT = ("articles", "media", "packages")
ASKED = pa.schema([RUNS.field(name) for name in ("mode", "status", *BROUGHT)])


def usually_has_articles(store: Store, batch: Batch) -> bool:
    """Most of the source's days of the two months up to this one had articles, media or packages.

    Days on which the gate closed do not count: else a source that broke would open it again in time. Of a
    day its last success speaks; the newest days are looked at first, and no more than settle it.
    """
    first = batch.day - timedelta(days=USUAL_DAYS)
    days = sorted((day for day in days_of(store, "runs") if first <= day <= batch.day), reverse=True)
    had = told = 0
    with ThreadPoolExecutor(READERS) as pool:
        for start in range(0, len(days), READERS):
            some = [Batch(batch.source, day) for day in days[start : start + READERS]]
            counts = [one for one in pool.map(lambda one: _brought(store, one), some) if one is not None]
            told += len(counts)
            had += sum(count > 0 for count in counts)
            left = len(days) - start - len(some)
            if had * 2 > told + left or (had + left) * 2 <= told + left:
                break
    return had * 2 > told


def came_that_night(store: Store, batch: Batch, began: datetime) -> bool:
    """Another day's run of the same source brought articles, in the hours around ``began``."""
    near = timedelta(days=USUAL_DAYS)
    first, last = (f"{at:%Y%m%dT%H%M%SZ}" for at in (began - NIGHT, began + NIGHT))
    for day in days_of(store, "runs"):
        if day == batch.day or not batch.day - near <= day <= batch.day + near:
            continue
        other = Batch(batch.source, day)
        paths = (one.path for one in store.objects(layout.runs(other)))
        if any(first <= layout.run_began(path) <= last for path in paths) and _brought(store, other):
            return True
    return False


def stands_empty(store: Store, batch: Batch) -> bool:
    """The batch's last success had no article, medium or package, and was published all the same."""
    return _brought(store, batch) == 0


def _brought(store: Store, batch: Batch) -> int | None:
    """What the day's last success counted; None where there is none.

    A damaged row is moved aside: it is lost, and must not stop every later run.
    """
    paths = (one.path for one in store.objects(layout.runs(batch)))
    for path in sorted(paths, key=layout.run_began, reverse=True):
        for row in unless_damaged(store, path, _rows) or ():
            if row["mode"] in MODES and row["status"] == "success":
                return sum(row[name] or 0 for name in BROUGHT)
    return None


def _rows(data: bytes, path: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parse_parquet(data, path, schema=ASKED).to_pylist()
    return rows
