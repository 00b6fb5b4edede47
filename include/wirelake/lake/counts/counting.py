"""A capture day counted: from its newest run, its last success, and when history/ says its articles came."""

import io
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from statistics import median
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wirelake.config import MODES, Batch
from wirelake.config.choice import NOT_WANTED
from wirelake.errors import FormatError
from wirelake.lake import layout
from wirelake.lake.counts.days import DayCounts
from wirelake.lake.decisions.tombstones import TAKEN_DOWN
from wirelake.lake.files import parse_parquet
from wirelake.lake.schema import RUNS
from wirelake.storage import Store

MOST_RUNS = 8  # of a day without a success
LIVED = timedelta(days=2, hours=14)  # from the end of a day, in UTC, to its first run: else a backfill
BEGAN = "%Y%m%dT%H%M%SZ"
TOLD = ("run_id", "mode", "status", "failure", "started_at", "ended_at", "gaps", "review")
COUNTED = ("articles", "media", "packages", "rejected", "captured", "duplicates")
ASKED = pa.schema([RUNS.field(name) for name in (*TOLD, *COUNTED, "rejected_by_reason")])
FAULTLESS = {TAKEN_DOWN, *NOT_WANTED}  # reasons of rejections that are nobody's fault
HELD = re.compile(r"(?P<count>\d+) held (?:until (?P<end>\S+)|for longer|without an end)")
TIMES = ["record_kind", "published_at", "published_precision", "first_seen_at"]
Row = dict[str, Any]
Written = tuple[str, pa.Table]  # path and row of runs/


def count_day(store: Store, batch: Batch, written: Written | None = None) -> DayCounts | None:
    """The day as runs/ and history/ tell of it; None where it has no run. What was ``written`` is not read.

    Raises:
        StorageError: the store fails.
    """
    listed = [one.path for one in store.objects(layout.runs(batch)) if one.path.endswith(".parquet")]
    # An operator's decisions stand there too, and are no runs: their names begin otherwise.
    paths = sorted(path for path in listed if layout.BEGAN.match(path.rpartition("/")[2]))
    if not paths:
        return None
    rows = _rows(store, paths, written)
    if not rows:
        at = _began(paths[-1])
        name = paths[-1].rpartition("/")[2].removesuffix(".parquet")
        return DayCounts(day=batch.day, run_id=name, status="unreadable", began=at, ended=at, runs=len(paths))
    newest_at, latency = _times(store, batch)
    return _counts(batch, rows, len(paths), newest_at, latency if _has_lived(batch, paths[0]) else None)


def _rows(store: Store, paths: list[str], written: Written | None) -> list[Row]:
    """The newest rows, down to a success; of the newest alone it is said where it cannot be read."""
    found: list[Row] = []
    for path in reversed(paths[-MOST_RUNS:]):
        try:
            if written and written[0] == path:
                parsed = written[1].select(ASKED.names)
            else:
                answer = store.read(path)
                parsed = parse_parquet(answer[0], path, schema=ASKED) if answer else ASKED.empty_table()
        except FormatError:  # `wirelake verify` tells of it
            if not found:
                return []
            continue
        found += [row for row in parsed.to_pylist() if row["mode"] in MODES]
        if any(row["status"] == "success" for row in found):
            break
    return found


def _counts(
    batch: Batch, rows: list[Row], runs: int, newest_at: datetime | None, latency: float | None
) -> DayCounts:
    newest = rows[0]
    built = next((row for row in rows if row["status"] == "success"), newest)
    # A day that was skipped, as nothing new is there, after one that was built, stands as it was built.
    status = "success" if newest["status"] == "skipped" and built is not newest else newest["status"]
    return DayCounts(
        day=batch.day,
        run_id=newest["run_id"],
        mode=newest["mode"],
        status=status,
        failure=newest["failure"] or ("unexpected" if status == "failed" else None),
        began=newest["started_at"],
        ended=newest["ended_at"],
        runs=runs,
        others=(built["media"] or 0) + (built["packages"] or 0),
        gaps=len(newest["gaps"] or ()),
        **_review(newest["review"] or ()),
        newest_at=newest_at,
        latency=latency,
        **{name: built[name] for name in ("articles", "captured", "duplicates")},
        # Of a run at which the gate closed, what it would have kept out is what a person has to see.
        rejected=max(_faults(built), _faults(newest)),
    )


def _faults(row: Row) -> int:
    nobodys: int = sum(n for one, n in row["rejected_by_reason"] or () if one in FAULTLESS)
    return int(row["rejected"]) - nobodys


def _review(lines: Sequence[str]) -> Row:
    """What is left for a person; of embargoes a run says ``2 held until 2026-03-05T12:00Z``."""
    held = [found for line in lines if (found := HELD.match(line))]
    ends = [datetime.fromisoformat(found["end"]) for found in held if found["end"]]
    return {
        "review": len(lines) - len(held),
        "held": sum(int(found["count"]) for found in held),
        "held_until": min(ends, default=None),
    }


def _times(store: Store, batch: Batch) -> tuple[datetime | None, float | None]:
    """The newest instant of publication, and the median of seconds until we had it."""
    rows: list[Row] = []
    with suppress(FormatError, OSError, ValueError):  # `wirelake verify` tells of it
        if answer := store.read(layout.history(batch)):
            table = pq.read_table(io.BytesIO(answer[0]), columns=TIMES, partitioning=None)
            rows = table.to_pylist()
    stated = [
        (row["published_at"], row["first_seen_at"])
        for row in rows
        if row["record_kind"] in ("article", "media", "package")
        and row["published_at"]
        and row["published_precision"] != "day"
    ]
    waits = [(seen - at).total_seconds() for at, seen in stated if seen and seen >= at]
    return max((at for at, _ in stated), default=None), float(median(waits)) if waits else None


def _has_lived(batch: Batch, first: str) -> bool:
    ends = datetime.combine(batch.day + timedelta(days=1), time(), UTC)
    return _began(first) - ends < LIVED


def _began(path: str) -> datetime:
    return datetime.strptime(layout.run_began(path), BEGAN).replace(tzinfo=UTC)
