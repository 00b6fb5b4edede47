"""The task extract: what a batch received becomes clean articles and rejections, from raw/ alone."""

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from wirelake import archive, config
from wirelake.batches import staging
from wirelake.batches.journal import Clock, Journal
from wirelake.batches.lakes import Progress, lake, no_progress, utc_now
from wirelake.batches.passing import added, name_of, says_nothing
from wirelake.bounded.extracting import extracted
from wirelake.bounded.reading import cleaned
from wirelake.config import Run
from wirelake.errors import MissingError, ParseError
from wirelake.extract import reject
from wirelake.lake.built import raw_version
from wirelake.lake.exchanges import read_index
from wirelake.lake.kept.extracts import Extracts
from wirelake.pipeline.accounts import read_how
from wirelake.pipeline.accounts.failures import recorded
from wirelake.pipeline.damaged_raw import TOLD, standing, versions_of
from wirelake.pipeline.naming import named
from wirelake.pipeline.rechecks.before import with_before
from wirelake.pipeline.rechecks.disappearance import without_text
from wirelake.records import Article, Extract, RawArticle, Rejection
from wirelake.ruleset import build_version
from wirelake.storage import Store

TRIES = 4  # builds of what raw/ holds, where it grows while they last
GREW = "raw/ grew while the day was built, {} times over: a capture is under way"


def extract_batch(
    run: Run,
    *,
    last_try: bool = True,
    store: Store | None = None,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> None:
    """Extract and clean what the run's batch received, from raw/ alone; a replay begins by it.

    Raises:
        MissingError: raw/ holds nothing for the batch.
    """

    store = store or lake()
    with recorded(store, run, clock, "not read", last_try=last_try):
        _extract(store, run, clock, progress)


def _extract(store: Store, run: Run, clock: Clock, progress: Progress) -> None:
    batch = run.batch
    source = config.load_named(batch.source)
    known = Extracts(store, batch, build_version(source), clock().date())
    version = raw_version(store, batch)  # before the index: what comes in between is news to the next build
    index = read_index(store, batch)
    if not index:
        raise MissingError(
            f"{batch}: nothing in raw/; capture it first: wirelake run {batch.source} {batch.day}"
        )
    if run.mode == "replay" and staging.facts_of(store, run) is None:
        journal = Journal.begin(store, run, archive.new_run_id(clock()), clock)
    else:
        journal = Journal.resume(store, run, clock)
    with journal.timed("extract"):
        read = _Read()
        for done, (raw, outcome) in enumerate(extracted(store, batch, source, index, known), start=1):
            read.take(raw, outcome)
            progress("extract", done, len(index))
        known.save()
        stood = standing(store, batch)
        found = with_before(store, batch, index, read.articles, partial(cleaned, source))
        articles = [without_text(one, source) for one in named(store, source, found, stood)]
        day = versions_of(batch, index, articles, read.rejections, stood)
        staging.put(store, run, "extracted", day.table)
        staging.put(store, run, "unread", staging.rejections_table(day.rejections))
        gaps = [gap for gap in journal.facts.get("gaps", ()) if not gap.startswith(TOLD)]
        journal.facts["gaps"] = [*gaps, *filter(None, [day.damage])]
        journal.facts["passed_over"] = added(journal.facts.get("passed_over", ()), read.passed_over)
        journal.facts["layouts"] = dict(read.layouts)
        journal.facts |= {"raw_version": version, **_received(index, day.articles)}
        journal.facts.pop("written", None)  # that was of what an earlier try extracted


@dataclass(slots=True)
class _Read:
    """What a batch's bytes are; of dropped files that are no items name → what they are."""

    articles: list[Article] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    passed_over: dict[str, str] = field(default_factory=dict)
    layouts: Counter[str] = field(default_factory=Counter)  # how pages were read whose source has some

    def take(self, raw: RawArticle, extract: Extract | ParseError) -> None:
        if isinstance(extract, ParseError):
            extract = Extract(rejections=(reject(raw, "extract", extract.reason, extract.detail),))
        self.passed_over |= {f"{name_of(raw)}/{place}": what for place, what in extract.passed_over}
        if extract.no_item:
            self.passed_over[name_of(raw)] = extract.no_item
        elif says_nothing(raw, extract.articles):
            self.passed_over[name_of(raw)] = "index"
        else:
            self.rejections += extract.rejections
            self.articles += extract.articles
            self.layouts.update(word for one in extract.articles for word in read_how(one.reading))


def _received(index: list[dict[str, Any]], kept: list[Article]) -> dict[str, Any]:
    """What stands in raw/ for the batch, in numbers."""
    told = {ref.rpartition("#")[2] for one in kept for ref in (one.raw_ref, *one.duplicate_refs)}
    repeated = sum(row["record_type"] == "revisit" and row["record_id"] not in told for row in index)
    return {
        "captured": len(index),
        "duplicates": repeated + sum(len(one.duplicate_refs) for one in kept),
        "failures_by_class": dict(Counter(row["failure"] for row in index if row["failure"])),
    }
