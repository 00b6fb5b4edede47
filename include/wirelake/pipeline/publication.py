"""The task write: the batch's history/ and rejected/, then articles/."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wirelake.batches.journal import Clock, Journal
from wirelake.batches.lakes import lake, utc_now
from wirelake.config import Run
from wirelake.errors import ConflictError, QualityError
from wirelake.lake.built import raw_version
from wirelake.pipeline.accounts import summary_of
from wirelake.pipeline.accounts.failures import recorded
from wirelake.pipeline.closing import is_outrun
from wirelake.pipeline.extraction import GREW, TRIES, extract_batch
from wirelake.pipeline.settling import MOVED, complete, settle
from wirelake.pipeline.validation import validate_batch
from wirelake.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a build left in the lake."""

    summary: str
    published_dates: tuple[date, ...]
    articles: int
    rejected: int


def write_batch(
    run: Run, *, last_try: bool = True, store: Store | None = None, clock: Clock = utc_now
) -> Written:
    """Replace the batch's history/ and rejected/, and bring articles/ up to date.

    A capture may have added to raw/ since the run read it, even be adding now: nothing is replaced by a build
    of less than raw/ holds, and where it holds more than was built, the day is built again from all of it.

    Raises:
        QualityError: the gate closed, in the run's task before or on what came since.
        ConflictError: raw/ grew again whenever the day was built.
    """

    store = store or lake()
    with recorded(store, run, clock, "not published", last_try=last_try):
        return _tried(store, run, clock, last_try)


def _tried(store: Store, run: Run, clock: Clock, last_try: bool) -> Written:
    for last in (False,) * (TRIES - 1) + (True,):
        journal = Journal.resume(store, run, clock)
        if written := journal.facts.get("written"):  # this try repeats one that had come to its end
            journal.end()
            return _written(written)
        if closed := journal.facts.get("closed"):
            kind = journal.facts.get("closed_as", "")
            raise QualityError(f"{run.batch}: {closed}: not published", closed, failure=kind)
        if not journal.facts.get("puts") and run.mode != "replay" and is_outrun(store, run.batch, journal):
            return _skipped(journal)
        if _publish(store, journal, clock) and _is_whole(store, journal):
            journal.end()
            return _written(journal.facts["written"])
        if not last:
            extract_batch(run, last_try=last_try, store=store, clock=clock)
            accept = journal.facts["accepted"]
            validate_batch(run, accept=accept, last_try=last_try, store=store, clock=clock)
    raise ConflictError(f"{run.batch}: {GREW.format(TRIES)}")


def _publish(store: Store, journal: Journal, clock: Clock) -> bool:
    """Publish what was judged; False, and nothing is replaced, where raw/ holds other captures by now."""

    settled = settle(store, journal, clock)
    if settled is None:
        return False
    control = len(settled.passed) - sum(journal.facts[name] for name in ("articles", "media", "packages"))
    summary = summary_of(journal.facts, {name: journal.facts[name] for name in MOVED}, control=control)
    journal.finish(status="success", summary=summary)
    complete(store, journal.run.batch, settled, clock)
    facts = {"summary": summary, "articles": journal.facts["articles"], "rejected": len(settled.rejected)}
    journal.facts["written"] = {**facts, "published_dates": journal.facts["published_dates"]}
    return True


def _is_whole(store: Store, journal: Journal) -> bool:
    """What was built is all that raw/ holds, by now too."""
    return bool(journal.facts["raw_version"] == raw_version(store, journal.run.batch))


def _skipped(journal: Journal) -> Written:
    summary = "a later run has built the day from more than this one read"
    journal.finish(status="skipped", summary=summary)
    journal.facts["written"] = {"summary": summary, "articles": 0, "rejected": 0, "published_dates": []}
    journal.end()
    return _written(journal.facts["written"])


def _written(facts: dict[str, Any]) -> Written:
    dates = tuple(map(date.fromisoformat, facts["published_dates"]))
    return Written(**{**facts, "published_dates": dates})
