"""The task write: the batch's history/ and rejected/, then articles/."""

import logging
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from wirelake import config
from wirelake.batches import staging
from wirelake.batches.journal import Clock, Journal, Mode
from wirelake.batches.lakes import lake, utc_now
from wirelake.config import Batch
from wirelake.obligations.kills import decide
from wirelake.obligations.listed import free_lists
from wirelake.obligations.takedown import begin, finish, registered, undone
from wirelake.pipeline.accounts import counts, summary_of
from wirelake.pipeline.closing import is_outrun
from wirelake.storage import Store
from wirelake.write import acknowledge, write_articles, write_history, write_rejected

log = logging.getLogger(__name__)
MOVED = ("added", "changed", "removed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a build left in the lake."""

    summary: str
    published_dates: tuple[date, ...]
    articles: int
    rejected: int


def write_batch(
    batch: Batch, *, mode: Mode = "run", store: Store | None = None, clock: Clock = utc_now
) -> Written:
    """Replace the batch's history/ and rejected/, and bring articles/ up to date."""

    store = store or lake()
    journal = Journal.resume(store, batch, mode, clock)
    if "written" in journal.facts:  # this try repeats one that had come to its end
        return _written(journal.facts["written"])
    if mode != "replay" and is_outrun(store, batch, journal):
        summary = "a later run has built the day from more than this one read"
        journal.finish(status="skipped", summary=summary)
        return Written(summary=summary, published_dates=(), articles=0, rejected=0)
    with journal.timed("write"):
        read = staging.get(store, batch, mode, "passed")
        review = decide(store, batch, read)
        refused = staging.get(store, batch, mode, "rejected")
        passed, rejected = _put_tables(store, batch, read, refused, clock)
        killed = undone(store, batch.source)
        begin(store, batch.source, killed, clock())
        changes = write_articles(store, batch, clock())
        # A try that repeats a finished one changes nothing, but what this run changed stays true.
        moved = {name: journal.facts.get(name, 0) + getattr(changes, name) for name in MOVED}
        days = {*map(date.fromisoformat, journal.facts.get("published_dates", ())), *changes.dates}
        journal.facts.update(moved, published_dates=sorted(map(str, days)), review=list(map(str, review)))
        journal.facts.update(counts(config.load_named(batch.source), passed, rejected))
        taken = {*journal.facts.get("taken_down", ()), *(event.article_id for event in killed)}
        journal.facts["taken_down"] = sorted(taken)
    summary = summary_of(journal.facts, moved, control=len(passed) - journal.facts["articles"])
    journal.finish(status="success", summary=summary)
    acknowledge(store, changes)
    # Last, as it may take its time: readers are served, and a retry knows what this one changed.
    for manifest in finish(store, batch.source, clock, fresh=read):
        for left in manifest.unreached:  # no command's output tells it here
            log.warning("%s is taken down, but: %s", manifest.article_id, left)
    free_lists(store, batch, clock())
    facts = {"summary": summary, "articles": journal.facts["articles"], "rejected": len(rejected)}
    journal.facts["written"] = {**facts, "published_dates": journal.facts["published_dates"]}
    journal.save()
    staging.clear(store, batch, mode)
    return _written(journal.facts["written"])


def _put_tables(
    store: Store, batch: Batch, read: pa.Table, refused: pa.Table, clock: Clock
) -> tuple[pa.Table, pa.Table]:
    """history/ and rejected/ without what was taken down, also while they were written.

    Whoever takes an article down records that first and looks at history/ then: one of us sees the other.
    """

    tables = registered(store, batch, read, refused, clock())
    while True:
        passed, rejected = tables
        write_history(store, batch, passed)
        write_rejected(store, batch, rejected)
        tables = registered(store, batch, read, refused, clock())
        if tables[0].equals(passed) and tables[1].equals(rejected):
            return tables


def _written(facts: dict[str, Any]) -> Written:
    dates = tuple(map(date.fromisoformat, facts["published_dates"]))
    return Written(**{**facts, "published_dates": dates})
