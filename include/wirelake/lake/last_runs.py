"""The runs that began last, by the names of the objects of runs/: of many years a few are read."""

import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from wirelake.lake import layout
from wirelake.lake.files import parse_parquet
from wirelake.lake.reading import READERS
from wirelake.lake.schema import RUNS
from wirelake.storage import Store

PLACE = re.compile(rf"{layout.RUNS}/capture_date=(?P<day>[\d-]+)/source=(?P<source>\w+)/[^/]+\.parquet")
Row = dict[str, Any]


def last_runs(store: Store) -> dict[str, Row]:
    """Source → the row of runs/ of its run that began last, with its ``capture_date``.

    Raises:
        DamagedError: that row cannot be read.
    """
    last = {one["source"]: one for one in _placed(store)}
    return {row["source"]: row for row in _rows(store, last.values())}


def newest_runs(store: Store, count: int, *, source: str | None = None, day: date | None = None) -> list[Row]:
    """The rows of runs/ of the ``count`` runs that began last, the newest first, with ``capture_date`` and
    ``source``; of all sources and capture days, or of this one.

    Raises:
        DamagedError: one of them cannot be read.
    """
    mine = [
        one
        for one in _placed(store)
        if source in (None, one["source"]) and (day is None or one["day"] == str(day))
    ]
    return _rows(store, mine[: -count - 1 : -1])


def _placed(store: Store) -> list[re.Match[str]]:
    """Where the rows stand, by when their runs began."""
    found = (PLACE.fullmatch(one.path) for one in store.objects(layout.RUNS))
    return sorted((one for one in found if one), key=lambda one: layout.run_began(one.string))


def _rows(store: Store, places: Iterable[re.Match[str]]) -> list[Row]:
    with ThreadPoolExecutor(READERS) as pool:
        return [row for row in pool.map(lambda one: _row(store, one), places) if row]


def _row(store: Store, place: re.Match[str]) -> Row | None:
    answer = store.read(place.string)
    rows = parse_parquet(answer[0], place.string, schema=RUNS).to_pylist() if answer else []
    where = {"capture_date": date.fromisoformat(place["day"]), "source": place["source"]}
    return rows[-1] | where if rows else None
