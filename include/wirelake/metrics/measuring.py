"""The metrics of one run, from its row of runs/ and from what it wrote; and those of a round of alarms."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from statistics import median
from typing import Any

import pyarrow.parquet as pq

from wirelake import config
from wirelake.alarms.checks import NAMES
from wirelake.batches import staging
from wirelake.batches.journal import run_of
from wirelake.batches.lakes import lake
from wirelake.config import Batch, Run
from wirelake.errors import FormatError
from wirelake.lake import layout
from wirelake.metrics.listed import Metric
from wirelake.records import ITEMS
from wirelake.storage import Store

MOST_REASONS = 20
OTHER = "other"
TIMES = ["record_kind", "published_at", "published_precision", "first_seen_at"]
Row = dict[str, Any]


def of_run(run: Run, *, store: Store | None = None) -> list[Metric]:
    """The metrics of a run that has ended; none of one that has left no row yet.

    What a day holds is told of the open day and the one before alone: a backfill's days would draw a curve
    of nothing.

    Raises:
        ConfigError: no such source, or its YAML is wrong.
    """
    store = store or lake()
    facts = staging.facts_of(store, run)
    row = run_of(store, run.batch, str(facts["run_id"])) if facts else None
    if row is None:
        return []
    found = [*_of_row(run, row)]
    source = config.load_named(run.batch.source)
    today = row["ended_at"].astimezone(source.zone).date()
    if today - run.batch.day <= timedelta(days=1):
        found += [*_of_day(store, run.batch, row), *_latencies(store, run.batch, row)]
    return found


def of_alarms(checks: Iterable[str]) -> list[Metric]:
    """Of how many sources each check is open; ``checks`` has those that are, once a source."""
    counted = Counter(checks)
    return [Metric(name="wirelake.alarms", value=counted[one], tags={"check": one}) for one in sorted(NAMES)]


def _of_row(run: Run, row: Row) -> Iterator[Metric]:
    source = {"source": run.batch.source}
    tags = {**source, "mode": row["mode"], "status": row["status"]}
    yield Metric(name="wirelake.runs", value=1, tags=tags)
    if row["failure"]:
        yield Metric(name="wirelake.failures", value=1, tags={**source, "failure": row["failure"]})
    for change in ("added", "changed", "removed"):
        yield Metric(name="wirelake.articles", value=row[change], tags={**source, "change": change})
    for step in ("asked", "received"):
        yield Metric(name="wirelake.links", value=row[step] or 0, tags={**source, "step": step})
    for stage, seconds in _map(row["seconds"]).items():
        yield Metric(name="wirelake.stage", value=seconds, tags={**source, "stage": stage})


def _of_day(store: Store, batch: Batch, row: Row) -> Iterator[Metric]:
    source = {"source": batch.source}
    yield Metric(name="wirelake.day.articles", value=row["articles"], tags=source)
    for reason, count in _bounded(_map(row["rejected_by_reason"])).items():
        yield Metric(name="wirelake.day.rejections", value=count, tags={**source, "reason": reason})
    failed = _map(row["failures_by_class"])
    classes = {"ok": max(row["captured"] - sum(failed.values()), 0), **_bounded(failed)}
    for name, count in classes.items():
        yield Metric(name="wirelake.day.exchanges", value=count, tags={**source, "class": name})
    warcs = (one.size for one in store.objects(layout.raw(batch)) if one.path.endswith(".warc.gz"))
    yield Metric(name="wirelake.day.bytes", value=sum(warcs), tags=source)


def _latencies(store: Store, batch: Batch, row: Row) -> Iterator[Metric]:
    """Of the items that this run saw first."""
    new = [one for one in _times(store, batch) if one["first_seen_at"] >= row["started_at"]]
    stated = [one for one in new if one["published_at"] and one["published_precision"] != "day"]
    came = [_seconds(one["published_at"], one["first_seen_at"]) for one in stated]
    read = [_seconds(one["first_seen_at"], row["ended_at"]) for one in new]
    for name, some in (("publication_to_lake", came), ("capture_to_reader", read)):
        for of, value in (("median", median(some)), ("longest", max(some))) if some else ():
            yield Metric(name=f"wirelake.{name}", value=value, tags={"source": batch.source, "of": of})


def _times(store: Store, batch: Batch) -> list[Row]:
    with suppress(FormatError, OSError, ValueError):  # `wirelake verify` tells of it
        if answer := store.read(layout.history(batch)):
            table = pq.read_table(io.BytesIO(answer[0]), columns=TIMES, partitioning=None)
            return [one for one in table.to_pylist() if one["record_kind"] in ITEMS]
    return []


def _seconds(since: datetime, until: datetime) -> float:
    """Never less than none: a wire may date its news ahead of our clock."""
    return max((until - since).total_seconds(), 0.0)


def _bounded(counts: Mapping[str, int]) -> dict[str, int]:
    """The most frequent; the rest as one."""
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    rest = sum(count for _, count in ranked[MOST_REASONS:])
    return {**dict(ranked[:MOST_REASONS]), **({OTHER: rest} if rest else {})}


def _map(stored: Any) -> dict[str, Any]:
    """A map's column, as Arrow reads it back: a list of pairs, or nothing."""
    return dict(stored or ())
