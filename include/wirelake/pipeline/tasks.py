"""The four tasks, and the build that the command calls whole."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from wirelake import config
from wirelake.config import Batch, SourceConfig
from wirelake.errors import AccessError, FetchError, MissingError, QualityError

if TYPE_CHECKING:
    import pyarrow as pa

    from wirelake.discover import Discovered
    from wirelake.records import Article, Kind, Link, RawArticle, Rejection
    from wirelake.storage import Store

Clock = Callable[[], datetime]
Progress = Callable[[str, int, int], None]  # stage, done, of how many
REFUSED_FOR_GOOD = frozenset({"http_401", "http_403", "http_407", "http_410", "http_451", "refused_address"})
MOVED = ("added", "changed", "removed")
NOT_THERE = frozenset({"http_404"})  # a dated page of a day without articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What a capture brought: exchanges new to the batch, all that stand in raw/, and the reach.

    ``nothing`` in raw/ means that there is nothing to build: the run ends skipped, ``reach`` says why.
    """

    new: int
    total: int
    reach: str

    @property
    def nothing(self) -> bool:
        return self.total == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a build left in the lake."""

    summary: str
    published_dates: tuple[date, ...]
    articles: int
    rejected: int


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _no_progress(stage: str, done: int, total: int) -> None:
    """Say nothing."""


def lake() -> "Store":
    """The lake that WIRELAKE_LAKE names."""
    from wirelake.storage import open_store

    return open_store(config.lake_uri())


def fetch_batch(
    batch: Batch, *, store: "Store | None" = None, clock: Clock = _utc_now, progress: Progress = _no_progress
) -> Captured:
    """Capture: discover, fetch and archive the batch. The one step that touches the network.

    Raises:
        FetchError: no part of the discovery could be reached; a later try may work.
        AccessError: the wire refused every part of the discovery for good.
    """
    from wirelake import archive
    from wirelake.discover import discover
    from wirelake.fetch import Fetcher
    from wirelake.lake.exchanges import read_index
    from wirelake.pipeline.journal import Journal

    store = store or lake()
    source = config.load_named(batch.source)
    journal = Journal.begin(store, batch, archive.new_run_id(clock()), "run", clock)
    with (
        journal.timed("fetch"),
        Fetcher(source.fetch, contact=source.contact, clock=clock) as fetcher,
    ):
        found = discover(source, batch.day, get=fetcher.get, store=store, now=clock())
        exchanges = _exchanges(store, found, fetcher.get, clock, progress)
        new = archive.archive(store, batch, exchanges, journal.run_id)
        journal.facts["lost"] = found.lost
    _raise_if_unreachable(batch, found)
    total = len(read_index(store, batch))
    looked = f"{len(found.links)} links and {len(found.files)} files were found"
    captured = Captured(new=new, total=total, reach="; ".join((*found.lost, *found.reach)) or looked)
    if captured.nothing:
        journal.finish(status="skipped", summary=f"nothing captured: {captured.reach}")
    return captured


def extract_batch(
    batch: Batch,
    *,
    replay: bool = False,
    store: "Store | None" = None,
    clock: Clock = _utc_now,
    progress: Progress = _no_progress,
) -> None:
    """Extract and clean what the batch received, from raw/ alone.

    Raises:
        MissingError: raw/ holds nothing for the batch.
    """
    from wirelake import archive
    from wirelake.lake.exchanges import read_index
    from wirelake.pipeline import staging
    from wirelake.pipeline.journal import Journal
    from wirelake.resolve import one_a_version

    store = store or lake()
    source = config.load_named(batch.source)
    index = read_index(store, batch)
    if not index:
        raise MissingError(
            f"{batch}: nothing in raw/; capture it first: wirelake run {batch.source} {batch.day}"
        )
    if replay:
        journal = Journal.begin(store, batch, archive.new_run_id(clock()), "replay", clock)
    else:
        journal = Journal.resume(store, batch, clock)
    with journal.timed("extract"):
        articles, rejections = _extracted(source, archive.read_batch(store, batch), len(index), progress)
        kept = one_a_version(articles)
        staging.put(store, batch, "extracted", staging.articles_table(kept))
        staging.put(store, batch, "unread", staging.rejections_table(rejections))
        repeated = sum(row["record_type"] == "revisit" for row in index)
        journal.facts["captured"] = len(index)
        journal.facts["duplicates"] = repeated + sum(len(one.duplicate_refs) for one in kept)


def validate_batch(
    batch: Batch, *, accept: bool = False, store: "Store | None" = None, clock: Clock = _utc_now
) -> None:
    """Judge every article, then the day as a whole; ``accept`` is the operator's word that it is fit.

    Raises:
        QualityError: the gate closed. rejected/ and runs/ are written, history/ and articles/ stay.
    """
    from wirelake.pipeline import staging
    from wirelake.pipeline.journal import Journal, usually_has_articles
    from wirelake.validate import gate, judged
    from wirelake.write import write_rejected

    store = store or lake()
    source = config.load_named(batch.source)
    journal = Journal.resume(store, batch, clock)
    with journal.timed("validate"):
        passed, rejected = judged(staging.get(store, batch, "extracted"), staging.get(store, batch, "unread"))
        staging.put(store, batch, "passed", passed)
        staging.put(store, batch, "rejected", rejected)
        journal.facts.update(_counts(source, passed, rejected))
    usual = usually_has_articles(store, batch)
    closed = gate(len(passed), rejected["reason"].to_pylist(), facts=source.gate, usual=usual)
    if closed and not accept:
        write_rejected(store, batch, rejected)
        journal.finish(status="failed", summary=f"not published: {closed}")
        raise QualityError(
            f"{batch}: {closed}. rejected/ holds the reasons; nothing was published. To publish the day "
            f"all the same: wirelake replay {batch.source} {batch.day} --accept, or use the Dag wire_replay"
        )


def write_batch(batch: Batch, *, store: "Store | None" = None, clock: Clock = _utc_now) -> Written:
    """Replace the batch's history/ and rejected/, and bring articles/ up to date."""
    from wirelake.pipeline import staging
    from wirelake.pipeline.journal import Journal
    from wirelake.resolve import resolve
    from wirelake.write import acknowledge, write_articles, write_history, write_rejected

    store = store or lake()
    journal = Journal.resume(store, batch, clock)
    with journal.timed("write"):
        passed = staging.get(store, batch, "passed")
        rejected = staging.get(store, batch, "rejected")
        write_history(store, batch, passed)
        write_rejected(store, batch, rejected)
        changes = write_articles(store, batch, clock(), resolve)
        # A try that repeats a finished one changes nothing, but what this run changed stays true.
        moved = {name: journal.facts.get(name, 0) + getattr(changes, name) for name in MOVED}
        days = {*map(date.fromisoformat, journal.facts.get("published_dates", ())), *changes.dates}
        dates = tuple(sorted(days))
        journal.facts.update(moved, published_dates=list(map(str, dates)))
    summary = _summary(len(passed), journal.facts["rejected_by_reason"], moved, journal.facts.get("lost", []))
    journal.finish(status="success", summary=summary)
    acknowledge(store, changes)
    return Written(summary=summary, published_dates=dates, articles=len(passed), rejected=len(rejected))


def build_batch(
    batch: Batch,
    *,
    replay: bool = False,
    accept: bool = False,
    store: "Store | None" = None,
    clock: Clock = _utc_now,
    progress: Progress = _no_progress,
) -> Written:
    """Build: extract, validate and write one batch from raw/ alone."""
    store = store or lake()
    extract_batch(batch, replay=replay, store=store, clock=clock, progress=progress)
    validate_batch(batch, accept=accept, store=store, clock=clock)
    return write_batch(batch, store=store, clock=clock)


def _exchanges(
    store: "Store",
    found: "Discovered",
    get: "Callable[[Link, Kind], RawArticle]",
    clock: Clock,
    progress: Progress,
) -> "Iterator[RawArticle]":
    from wirelake.fetch import read_dropped
    from wirelake.records import Kind

    yield from found.exchanges
    total = len(found.links) + len(found.files)
    for done, (path, link) in enumerate(found.files, start=1):
        yield read_dropped(store, path, link, clock())
        progress("fetch", done, total)
    for done, link in enumerate(found.links, start=len(found.files) + 1):
        yield get(link, Kind.ARTICLE)
        progress("fetch", done, total)


def _raise_if_unreachable(batch: Batch, found: "Discovered") -> None:
    """Where every page that lists links failed and no file was dropped, the day is not known to be empty."""
    failures = {one.failure for one in found.exchanges}
    if not failures or None in failures or found.files or failures <= NOT_THERE:
        return
    what = f"{batch}: {'; '.join(found.lost)}"
    raise AccessError(what) if failures <= REFUSED_FOR_GOOD else FetchError(what)


def _extracted(
    source: SourceConfig, raws: "Iterable[RawArticle]", total: int, progress: Progress
) -> "tuple[list[Article], list[Rejection]]":
    from wirelake.clean import clean
    from wirelake.extract import extract
    from wirelake.records import Rejection

    articles: list[Article] = []
    rejections: list[Rejection] = []
    for done, raw in enumerate(raws, start=1):
        outcome = extract(raw)
        if isinstance(outcome, Rejection):
            rejections.append(outcome)
        else:
            articles += [clean(article, source) for article in outcome]
        progress("extract", done, total)
    return articles, rejections


def _counts(source: SourceConfig, passed: "pa.Table", rejected: "pa.Table") -> dict[str, Any]:
    from wirelake.clean import ruleset_version

    flags = Counter(flag for row in passed["quality_flags"].to_pylist() for flag in row or [])
    return {
        "articles": len(passed),
        "rejected": len(rejected),
        "rejected_by_reason": dict(Counter(rejected["reason"].to_pylist())),
        "warnings_by_flag": dict(flags),
        "ruleset_version": ruleset_version(source),
    }


def _summary(articles: int, reasons: dict[str, int], moved: dict[str, int], lost: list[str]) -> str:
    """41 articles, 3 rejected (2 body_missing, 1 http_404), 38 added, 2 changed; incomplete: feed …"""
    parts = [f"{articles} article{'' if articles == 1 else 's'}"]
    if reasons:
        ranked = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        parts.append(
            f"{sum(reasons.values())} rejected ({', '.join(f'{n} {reason}' for reason, n in ranked)})"
        )
    parts += [f"{count} {what}" for what, count in moved.items() if count] or ["nothing changed"]
    return ", ".join(parts) + (f"; incomplete: {'; '.join(lost)}" if lost else "")
