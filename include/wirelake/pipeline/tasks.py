"""Build: extract, validate and write one batch from raw/ alone."""

import logging
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from wirelake import config
from wirelake.config import Batch, SourceConfig
from wirelake.errors import MissingError, ParseError, QualityError
from wirelake.pipeline.lakes import Progress, lake, no_progress, utc_now

if TYPE_CHECKING:
    import pyarrow as pa

    from wirelake.pipeline.journal import Clock, Mode
    from wirelake.records import Article, RawArticle, Rejection
    from wirelake.storage import Store

log = logging.getLogger(__name__)
MOVED = ("added", "changed", "removed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a build left in the lake."""

    summary: str
    published_dates: tuple[date, ...]
    articles: int
    rejected: int


def extract_batch(
    batch: Batch,
    *,
    mode: "Mode" = "run",
    store: "Store | None" = None,
    clock: "Clock" = utc_now,
    progress: Progress = no_progress,
) -> None:
    """Extract and clean what the batch received, from raw/ alone.

    Raises:
        MissingError: raw/ holds nothing for the batch.
    """
    from wirelake import archive
    from wirelake.lake.exchanges import read_index
    from wirelake.pipeline import staging
    from wirelake.pipeline.journal import Journal, raw_version
    from wirelake.resolve import one_a_version

    store = store or lake()
    source = config.load_named(batch.source)
    version = raw_version(store, batch)  # before the index: what comes in between is news to the next build
    index = read_index(store, batch)
    if not index:
        raise MissingError(
            f"{batch}: nothing in raw/; capture it first: wirelake run {batch.source} {batch.day}"
        )
    if mode == "replay":
        journal = Journal.begin(store, batch, archive.new_run_id(clock()), mode, clock)
    else:
        journal = Journal.resume(store, batch, mode, clock)
    with journal.timed("extract"):
        articles, rejections = _extracted(source, archive.read_batch(store, batch), len(index), progress)
        kept = one_a_version(articles)
        staging.put(store, batch, mode, "extracted", staging.articles_table(kept))
        staging.put(store, batch, mode, "unread", staging.rejections_table(rejections))
        journal.facts |= {"raw_version": version, **_received(index, kept)}


def validate_batch(
    batch: Batch,
    *,
    mode: "Mode" = "run",
    accept: bool = False,
    store: "Store | None" = None,
    clock: "Clock" = utc_now,
) -> None:
    """Judge every article, then the day as a whole; ``accept`` is the operator's word that it is fit.

    Raises:
        QualityError: the gate closed. rejected/ and runs/ are written, history/ and articles/ stay.
    """
    from wirelake.lake.tombstones import TAKEN_DOWN
    from wirelake.pipeline import staging
    from wirelake.pipeline.journal import Journal, usually_has_articles
    from wirelake.pipeline.takedown import registered
    from wirelake.validate import gate, judged
    from wirelake.write import write_rejected

    store = store or lake()
    source = config.load_named(batch.source)
    journal = Journal.resume(store, batch, mode, clock)
    with journal.timed("validate"):
        extracted, unread = (staging.get(store, batch, mode, name) for name in ("extracted", "unread"))
        passed, rejected = judged(extracted, unread)
        staging.put(store, batch, mode, "passed", passed)
        staging.put(store, batch, mode, "rejected", rejected)
        passed, rejected = registered(store, batch, passed, rejected, clock())
        journal.facts.update(_counts(source, passed, rejected))
    # A poll sees a day that is not over: it may well have no article yet.
    usual = mode != "poll" and usually_has_articles(store, batch)
    reasons = [reason for reason in rejected["reason"].to_pylist() if reason != TAKEN_DOWN]
    sound = (
        len(passed) + len(rejected) - len(reasons)
    )  # that an article was taken down is no fault of the day
    closed = gate(sound, reasons, facts=source.gate, usual=usual)
    if closed and not accept:
        write_rejected(store, batch, rejected)
        journal.finish(status="failed", summary=f"not published: {closed}")
        raise QualityError(
            f"{batch}: {closed}. rejected/ holds the reasons; nothing was published. To publish the day "
            f"all the same: wirelake replay {batch.source} {batch.day} --accept, or use the Dag wire_replay",
            closed,
        )


def write_batch(
    batch: Batch, *, mode: "Mode" = "run", store: "Store | None" = None, clock: "Clock" = utc_now
) -> Written:
    """Replace the batch's history/ and rejected/, and bring articles/ up to date."""
    from wirelake.pipeline import staging
    from wirelake.pipeline.closing import is_outrun
    from wirelake.pipeline.journal import Journal
    from wirelake.pipeline.kills import decide
    from wirelake.pipeline.listed import free_lists
    from wirelake.pipeline.takedown import begin, finish, undone
    from wirelake.write import acknowledge, write_articles

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
        journal.facts.update(_counts(config.load_named(batch.source), passed, rejected))
        taken = {*journal.facts.get("taken_down", ()), *(event.article_id for event in killed)}
        journal.facts["taken_down"] = sorted(taken)
    summary = _summary(journal.facts, moved, control=len(passed) - journal.facts["articles"])
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
    store: "Store", batch: Batch, read: "pa.Table", refused: "pa.Table", clock: "Clock"
) -> "tuple[pa.Table, pa.Table]":
    """history/ and rejected/ without what was taken down, also while they were written.

    Whoever takes an article down records that first and looks at history/ then: one of us sees the other.
    """
    from wirelake.pipeline.takedown import registered
    from wirelake.write import write_history, write_rejected

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


def build_batch(
    batch: Batch,
    *,
    mode: "Mode" = "run",
    accept: bool = False,
    store: "Store | None" = None,
    clock: "Clock" = utc_now,
    progress: Progress = no_progress,
) -> Written:
    """Build: extract, validate and write one batch from raw/ alone."""
    store = store or lake()
    extract_batch(batch, mode=mode, store=store, clock=clock, progress=progress)
    validate_batch(batch, mode=mode, accept=accept, store=store, clock=clock)
    return write_batch(batch, mode=mode, store=store, clock=clock)


def _extracted(
    source: SourceConfig, raws: "Iterable[RawArticle]", total: int, progress: Progress
) -> "tuple[list[Article], list[Rejection]]":
    from wirelake.extract import reject
    from wirelake.pipeline.bounded import Bounded
    from wirelake.records import Rejection

    articles: list[Article] = []
    rejections: list[Rejection] = []
    under_way: deque[RawArticle] = deque()

    def sent() -> "Iterator[RawArticle]":
        for raw in raws:
            under_way.append(replace(raw, body=b""))
            yield raw

    with Bounded() as bounded:
        for done, outcome in enumerate(bounded.map(partial(cleaned, source), sent()), start=1):
            raw = under_way.popleft()
            if isinstance(outcome, ParseError):
                rejections.append(reject(raw, "extract", outcome.reason, outcome.detail))
            elif isinstance(outcome, Rejection):
                rejections.append(outcome)
            else:
                articles += outcome
            progress("extract", done, total)
    return articles, rejections


def _received(index: list[dict[str, Any]], kept: "list[Article]") -> dict[str, Any]:
    """What stands in raw/ for the batch, in numbers."""
    told = {ref.rpartition("#")[2] for one in kept for ref in (one.raw_ref, *one.duplicate_refs)}
    repeated = sum(row["record_type"] == "revisit" and row["record_id"] not in told for row in index)
    return {
        "captured": len(index),
        "duplicates": repeated + sum(len(one.duplicate_refs) for one in kept),
        "failures_by_class": dict(Counter(row["failure"] for row in index if row["failure"])),
    }


def cleaned(source: SourceConfig, raw: "RawArticle") -> "list[Article] | Rejection":
    """One payload's clean articles; runs in a process which a hostile document may cost its life."""
    from wirelake.clean import clean
    from wirelake.extract import extract
    from wirelake.records import Rejection

    outcome = extract(raw, source.format)
    return outcome if isinstance(outcome, Rejection) else [clean(article, source) for article in outcome]


def _counts(source: SourceConfig, passed: "pa.Table", rejected: "pa.Table") -> dict[str, Any]:
    from wirelake.clean import ruleset_version

    flags = Counter(flag for row in passed["quality_flags"].to_pylist() for flag in row or [])
    return {
        "articles": passed["record_kind"].to_pylist().count("article"),
        "rejected": len(rejected),
        "rejected_by_reason": dict(Counter(rejected["reason"].to_pylist())),
        "warnings_by_flag": dict(flags),
        "ruleset_version": ruleset_version(source),
    }


def _summary(facts: dict[str, Any], moved: dict[str, int], *, control: int) -> str:
    """41 articles, 3 rejected (2 body_missing, 1 http_404), 38 added, 2 changed; incomplete: feed …"""
    articles = facts["articles"]
    parts = [f"{articles} article{'' if articles == 1 else 's'}"]
    parts += [f"{control} control record{'' if control == 1 else 's'}"] if control else []
    if reasons := facts["rejected_by_reason"]:
        ranked = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        parts.append(
            f"{sum(reasons.values())} rejected ({', '.join(f'{n} {reason}' for reason, n in ranked)})"
        )
    parts += [f"{count} {what}" for what, count in moved.items() if count] or ["nothing changed"]
    told = [", ".join(parts)]
    if facts.get("taken_down"):
        told.append(f"taken down: {', '.join(facts['taken_down'])}")
    if facts.get("review"):
        told.append(f"to be reviewed, as no known article is meant: {'; '.join(facts['review'])}")
    if facts.get("gaps"):
        told.append(f"incomplete: {'; '.join(facts['gaps'])}")
    if facts.get("waited_for"):
        told.append(f"waited for {', '.join(facts['waited_for'])}")
    return "; ".join(told)
