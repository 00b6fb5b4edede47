"""The last run of each source, by the names of the objects of runs/: of many years a few are read."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from wirelake.lake import layout
from wirelake.lake.reading import READERS, parse_parquet
from wirelake.lake.schema import RUNS
from wirelake.storage import Store

PLACE = re.compile(rf"{layout.RUNS}/capture_date=(?P<day>[\d-]+)/source=(?P<source>\w+)/[^/]+\.parquet")


def last_runs(store: Store) -> dict[str, dict[str, Any]]:
    """Source → the row of runs/ of its run that began last, with its ``capture_date``.

    Raises:
        DamagedError: that row cannot be read.
    """
    found = (PLACE.fullmatch(one.path) for one in store.objects(layout.RUNS))
    placed = sorted((one for one in found if one), key=lambda one: layout.run_began(one.string))
    last = {one["source"]: one for one in placed}
    with ThreadPoolExecutor(READERS) as pool:
        rows = pool.map(lambda one: _row(store, one), last.values())
        return {name: row for name, row in zip(last, rows, strict=True) if row}


def _row(store: Store, place: re.Match[str]) -> dict[str, Any] | None:
    answer = store.read(place.string)
    rows = parse_parquet(answer[0], place.string, schema=RUNS).to_pylist() if answer else []
    return rows[-1] | {"capture_date": date.fromisoformat(place["day"])} if rows else None
