"""Polled days: what a poll has built needs no other build, and the daily run says what the polls missed."""

from typing import Any

import wirelake
from wirelake import config
from wirelake.batches.journal import Journal, newest_runs, run_of, runs_of
from wirelake.config import Batch, SourceConfig
from wirelake.lake.built import newest_capture, raw_version, read_built
from wirelake.pipeline.accounts import items_of
from wirelake.ruleset import ruleset_version
from wirelake.storage import Store

COUNTS = ("articles", "media", "packages", "rejected", "captured", "duplicates")
KEPT = (*COUNTS, "rejected_by_reason", "warnings_by_flag", "ruleset_version", "raw_version")
Row = dict[str, Any]


def closed_already(store: Store, batch: Batch, source: SourceConfig, journal: Journal) -> str:
    """Why the day needs no build: history/ rests on all that stands in raw/, by the same rules; else "".

    A poll leaves a day alone also where the gate closed on it. The daily run adds the gaps of the day's
    polls to its own, and where there is nothing to build it writes its row of runs/ here.
    """

    build = _standing_build(store, batch, source)
    if journal.run.mode == "poll":
        return "nothing new" if build or _is_refused(store, batch, source) else ""
    runs = runs_of(store, batch)
    gaps = [gap for run in runs if run["mode"] == "poll" for gap in run["gaps"] or ()]
    journal.facts["gaps"] = list(dict.fromkeys([*gaps, *journal.facts["gaps"]]))
    journal.save()
    return _closed(build, journal) if build else ""


def is_outrun(store: Store, batch: Batch, journal: Journal) -> bool:
    """More stands in raw/ by now than this run read, and another run has built the day from all of it."""

    if journal.facts["raw_version"] == raw_version(store, batch):
        return False
    source = config.load_named(batch.source)
    return _standing_build(store, batch, source) is not None


def _standing_build(store: Store, batch: Batch, source: SourceConfig) -> Row | None:
    """The row of the run that built what stands, where that is from all of raw/ and by the same rules.

    What stands is known from built/, not from who began last: a replay may have begun before a poll and
    ended after it. And only a run that has its row has brought articles/ up to date as well.
    """

    now = _made_of(store, batch, source)
    built = read_built(store, batch)
    if built is None or any(getattr(built, name) != value for name, value in now.items()):
        return None
    run = run_of(store, batch, built.run_id)
    is_it = run and run["status"] == "success" and run["raw_version"] == built.raw_version
    return run if is_it else None


def _is_refused(store: Store, batch: Batch, source: SourceConfig) -> bool:
    """The gate closed on what a build would be made of now.

    Runs that had ended before the newest capture began were of less: they are not looked at.
    """

    now, newest = _made_of(store, batch, source), newest_capture(store, batch)
    for run in newest_runs(store, batch):
        if all(run[name] == value for name, value in now.items()):
            return bool(run["status"] == "failed")
        if f"{run['ended_at']:%Y%m%dT%H%M%SZ}" < newest:
            break
    return False


def _made_of(store: Store, batch: Batch, source: SourceConfig) -> dict[str, str]:
    return {
        "raw_version": raw_version(store, batch),
        "ruleset_version": ruleset_version(source),
        "wirelake_version": wirelake.__version__,
    }


def _closed(build: Row, journal: Journal) -> str:
    gaps = journal.facts["gaps"]
    missing = f"; incomplete: {'; '.join(gaps)}" if gaps else ""
    behind = f"; {journal.facts['clock_behind']}" if journal.facts.get("clock_behind") else ""
    summary = f"closed as it stood: {items_of(build)}, nothing new{missing}{behind}"
    kept = {name: dict(build[name]) if isinstance(build[name], list) else build[name] for name in KEPT}
    journal.finish(status="success", summary=summary, **kept)
    return summary
