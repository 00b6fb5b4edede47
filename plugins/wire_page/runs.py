"""What the page shows, read from the lake: the latest run of each source and day, and a batch's rejections.

Everything is bounded: so many days, cells and rejections in one answer, and of a cell only the latest run
is read. A run's file is named by its run_id, which starts with the run's start time: the last is the latest.
"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from wirelake.config import Batch, parse_day
from wirelake.errors import ConfigError, FormatError
from wirelake.lake import layout
from wirelake.storage import Store

DAYS = 30  # shown where no range is asked for
LOOKBACK = 90  # the latest capture days, in which those are sought
MOST_DAYS = 92  # that a range may have
MOST_CELLS = 600  # in one page of the grid
MOST_REJECTIONS = 100  # in one page of them
READERS = 8
DECISIONS = ("takedown-", "restore-", "release-")  # their names, in runs/
OTHERS = ("media", "packages")
CELL_COLUMNS = ["status", "failure", "articles", *OTHERS, "rejected", "summary"]
REJECTION_COLUMNS = ["stage", "reason", "reasons", "detail", "raw_ref", "url", "headline"]

Row = dict[str, Any]


def grid(
    store: Store, *, configured: set[str], readable: set[str], source: str | None, days: list[date], page: int
) -> Row:
    """A page of cells, by source and day.

    Args:
        configured: the sources that have a YAML: shown even where they never ran.
        readable: the Dags that the user may read; a source without one of them is left out.
        source: this one alone.
        days: these, runs or none; an empty list: the latest DAYS that have runs.
    """
    paths = _runs_by_batch(store, days)
    known = {source} if source else configured | {batch.source for batch in paths}
    names = sorted(known & readable)
    days = days or sorted({batch.day for batch in paths if batch.source in names})[-DAYS:]
    size = max(1, MOST_CELLS // max(1, len(days)))
    here = names[(page - 1) * size : page * size]
    batches = [Batch(name, day) for name in here for day in days if Batch(name, day) in paths]
    with ThreadPoolExecutor(READERS) as pool:
        cells = list(pool.map(lambda batch: _cell(store, batch, paths[batch]), batches))
    pages = max(1, -(-len(names) // size))
    return {"lake": store.uri, "days": days, "sources": here, "cells": cells, "page": page, "pages": pages}


def batch_detail(store: Store, batch: Batch, offset: int, reason: str | None) -> Row:
    """A batch's latest run with all its counts, and a page of its rejections: of one reason, or of all."""
    paths = _parquet(store, f"{_folder(batch.day)}/source={batch.source}")
    run = _rows(store, paths[-1], layout.RUNS)[0] if paths else None
    rejections = _rows(store, layout.rejected(batch), "rejected", REJECTION_COLUMNS)
    found = [row for row in rejections if reason in (None, row["reason"])]
    return {
        "source": batch.source,
        "day": batch.day,
        "state": _state(run) if run else "none",
        "runs": len(paths),
        "run": run,
        "rejections": found[offset : offset + MOST_REJECTIONS],
        "total": len(found),
        "offset": offset,
        "limit": MOST_REJECTIONS,
    }


def _runs_by_batch(store: Store, days: list[date]) -> dict[Batch, list[str]]:
    recorded = _recorded_days(store)
    wanted = [day for day in recorded if day in days] if days else recorded[-LOOKBACK:]
    found: dict[Batch, list[str]] = {}
    with ThreadPoolExecutor(READERS) as pool:
        listed = pool.map(lambda day: _parquet(store, _folder(day)), wanted)
        for day, paths in zip(wanted, listed, strict=True):
            for path in paths:
                found.setdefault(Batch(path.split("/")[2].removeprefix("source="), day), []).append(path)
    return found


def _recorded_days(store: Store) -> list[date]:
    found = []
    for name in store.folders(layout.RUNS):
        try:
            found.append(parse_day(name.removeprefix("capture_date=")))
        except ConfigError:  # somebody's folder, none of ours
            continue
    return sorted(found)


def _folder(day: date) -> str:
    return f"{layout.RUNS}/capture_date={day}"


def _parquet(store: Store, folder: str) -> list[str]:
    """The runs of a folder by their start; an operator's decisions stand there too, and are no runs."""
    paths = (one.path for one in store.objects(folder) if one.path.endswith(".parquet"))
    return [path for path in paths if not path.rpartition("/")[2].startswith(DECISIONS)]


def _rows(store: Store, path: str, table: str, columns: list[str] | None = None) -> list[Row]:
    """All that the object holds, or these columns: null where it is older than one of them."""
    from wirelake.lake.reading import parse_parquet, picked

    answer = store.read(path)
    if answer is None:
        return []
    schema = picked(table, columns) if columns else None
    rows: list[Row] = parse_parquet(answer[0], path, schema=schema).to_pylist(maps_as_pydicts="lossy")
    return rows


def _cell(store: Store, batch: Batch, paths: list[str]) -> Row:
    cell: Row = {"source": batch.source, "day": batch.day, "runs": len(paths)}
    cell |= {"articles": 0, "others": 0, "rejected": 0, "failure": None}
    try:
        run = _rows(store, paths[-1], layout.RUNS, CELL_COLUMNS)[0]
    except (FormatError, IndexError) as error:
        return {**cell, "state": "unreadable", "summary": f"its record cannot be read: {error}"}
    return {
        **cell,
        "state": _state(run),
        "failure": run["failure"],
        "articles": run["articles"],
        "others": sum(run[name] or 0 for name in OTHERS),
        "rejected": run["rejected"],
        "summary": run["summary"],
    }


def _state(run: Row) -> str:
    if run["status"] == "success" and run["rejected"]:
        return "some_rejected"
    return str(run["status"])
