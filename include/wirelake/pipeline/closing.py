"""Polled days: what a poll has built needs no other build, and the daily run says what the polls missed."""

from typing import Any

import wirelake
from wirelake.batches.journal import Journal, raw_version, runs_of
from wirelake.config import Batch, SourceConfig
from wirelake.ruleset import ruleset_version
from wirelake.storage import Store

COUNTS = ("articles", "rejected", "captured", "duplicates")
KEPT = (*COUNTS, "rejected_by_reason", "warnings_by_flag", "ruleset_version", "raw_version")


def closed_already(store: Store, batch: Batch, source: SourceConfig, journal: Journal) -> str:
    """Why the day needs no build: one was made of all that stands in raw/, by the same rules; else "".

    A poll leaves a day alone also where the gate closed on it. The daily run adds the gaps of the day's
    polls to its own, and where there is nothing to build it writes its row of runs/ here.
    """

    runs = runs_of(store, batch)
    same = {
        "raw_version": raw_version(store, batch),
        "ruleset_version": ruleset_version(source),
        "wirelake_version": wirelake.__version__,
    }
    last = runs[-1] if runs and all(runs[-1][name] == value for name, value in same.items()) else None
    if journal.facts["mode"] == "poll":
        return "nothing new" if last else ""
    gaps = [gap for run in runs if run["mode"] == "poll" for gap in run["gaps"] or ()]
    journal.facts["gaps"] = list(dict.fromkeys([*gaps, *journal.facts["gaps"]]))
    journal.save()
    return _closed(last, journal) if last and last["status"] == "success" else ""


def is_outrun(store: Store, batch: Batch, journal: Journal) -> bool:
    """More stands in raw/ by now than this run read, and another run has built the day from it."""

    now = raw_version(store, batch)
    if journal.facts["raw_version"] == now:
        return False
    return any(run["status"] == "success" and run["raw_version"] == now for run in runs_of(store, batch))


def _closed(last: dict[str, Any], journal: Journal) -> str:
    gaps = journal.facts["gaps"]
    missing = f"; incomplete: {'; '.join(gaps)}" if gaps else ""
    summary = f"closed as it stood: {last['articles']} articles, nothing new{missing}"
    kept = {name: dict(last[name]) if isinstance(last[name], list) else last[name] for name in KEPT}
    journal.finish(status="success", summary=summary, **kept)
    return summary
