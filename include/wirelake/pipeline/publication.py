"""The task write: the batch's history/ and rejected/, then articles/."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wirelake.batches import staging
from wirelake.batches.journal import Clock, Journal, Mode
from wirelake.batches.lakes import lake, utc_now
from wirelake.config import Batch
from wirelake.pipeline.accounts import summary_of
from wirelake.pipeline.closing import is_outrun
from wirelake.pipeline.settling import MOVED, complete, settle
from wirelake.storage import Store


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
    settled = settle(store, batch, journal, clock)
    control = len(settled.passed) - journal.facts["articles"]
    summary = summary_of(journal.facts, {name: journal.facts[name] for name in MOVED}, control=control)
    journal.finish(status="success", summary=summary)
    complete(store, batch, settled, clock)
    facts = {"summary": summary, "articles": journal.facts["articles"], "rejected": len(settled.rejected)}
    journal.facts["written"] = {**facts, "published_dates": journal.facts["published_dates"]}
    journal.save()
    staging.clear(store, batch, mode)
    return _written(journal.facts["written"])


def _written(facts: dict[str, Any]) -> Written:
    dates = tuple(map(date.fromisoformat, facts["published_dates"]))
    return Written(**{**facts, "published_dates": dates})
