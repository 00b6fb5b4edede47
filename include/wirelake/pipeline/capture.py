"""Capture: discover, fetch and archive one batch. The one task that touches the network.

A capture that a crash or a dead host broke off goes on where it stood: what is in raw/ already is not
asked for again.
"""

from collections import Counter
from dataclasses import dataclass

from wirelake import archive, config
from wirelake.batches import staging
from wirelake.batches.journal import Clock, Journal
from wirelake.batches.lakes import Progress, lake, no_progress, utc_now
from wirelake.config import Batch, Run, SourceConfig
from wirelake.discover import Discovered
from wirelake.lake.exchanges import read_index
from wirelake.pipeline.accounts.failures import recorded
from wirelake.pipeline.clock import never_back
from wirelake.pipeline.closing import closed_already
from wirelake.pipeline.discovery.days import check_day
from wirelake.pipeline.discovery.delivery import Delivery, delivery_of
from wirelake.pipeline.discovery.unreached import in_sum, unreached
from wirelake.pipeline.looking import Looking, fetcher_of
from wirelake.storage import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What a capture brought: exchanges new to the batch, all that stand in raw/, and the reach.

    ``nothing`` in raw/ means that there is nothing to build: the run ends skipped, ``reach`` says why.
    ``closed`` says in words why a day that polls have built already needs no other build; else "".
    """

    new: int
    total: int
    reach: str
    closed: str = ""

    @property
    def nothing(self) -> bool:
        return self.total == 0


def fetch_batch(
    run: Run,
    *,
    refetch: bool = False,
    any_day: bool = False,
    last_try: bool = True,
    connection: str | None = None,
    inbox_connection: str | None = None,
    store: Store | None = None,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> Captured:
    """Capture the run's batch; ``refetch`` asks again, conditionally, for the pages that raw/ holds already.

    ``any_day`` is the operator's second word for a day that is to come or before the source's ``start``.

    ``connection`` is the Airflow connection with the wire's credentials, as URI or JSON,
    ``inbox_connection`` that of its inbox. Unless this is the ``last_try``, links of a host that is down are
    left to the next one.

    Raises:
        FetchError: no part of the discovery could be reached, or a host went down; a later try may work.
        AccessError: the wire refused every part of the discovery for good.
        ConfigError: no list can be right: it is not there, holds nothing, or nothing that the YAML wants; or
            the day is to come, or before the source's ``start``.
    """
    store = store or lake()
    batch = run.batch
    source = config.load_named(batch.source)
    if not any_day:
        check_day(source, batch.day, clock())
    if run.mode == "run":
        staging.sweep(store, batch.source, clock())
    journal = Journal.begin(store, run, archive.new_run_id(clock()), clock)
    # Of a poll's failure the next poll or the daily run tells.
    with (
        recorded(store, run, clock, "not captured", last_try=last_try, quiet=run.mode != "run"),
        delivery_of(source, inbox_connection, store, clock) as delivery,
    ):
        return _captured(store, journal, source, connection, delivery, clock, progress, refetch, last_try)


def _captured(
    store: Store,
    journal: Journal,
    source: SourceConfig,
    connection: str | None,
    delivery: Delivery | None,
    clock: Clock,
    progress: Progress,
    refetch: bool,
    last_try: bool,
) -> Captured:
    batch = journal.run.batch
    clock = never_back(store, journal, clock)
    with journal.timed("fetch"), fetcher_of(source, connection, clock, store=store) as fetcher:
        capture = Looking(store, batch, source, journal, fetcher, clock(), clock, refetch, last_try, delivery)
        found = capture.discover()
        exchanges = capture.exchanges(found, progress)
        new = archive.archive(store, batch, exchanges, journal.capture_id, spool=store.spool(str(batch)))
        journal.facts["new"] = journal.facts.get("new", 0) + new
        if delivery:
            delivery.put_away(found, batch.day)
            delivery.tell(found)
        capture.note(found)
    index = read_index(store, batch)
    journal.facts["failures_by_class"] = dict(Counter(row["failure"] for row in index if row["failure"]))
    unreachable = unreached(store, batch, source, found, capture.sights)
    # Else the next try would go on from the refusal that stands in raw/, and not ask again.
    journal.facts["capturing"] = unreachable is None and bool(capture.left)
    journal.facts["unreached"] = unreachable is not None
    journal.save()
    if unreachable:
        raise unreachable
    capture.raise_if_left()
    capture.move_cursors(found)
    # Pages of other days that stand as they did then are nothing to build.
    brought = any("#" not in (row["refers_to"] or "") for row in index)
    return _ended(store, batch, source, journal, found, len(index) if brought else 0)


def _ended(
    store: Store, batch: Batch, source: SourceConfig, journal: Journal, found: Discovered, total: int
) -> Captured:
    # What was lost first: it may be why nothing is there.
    reach = "; ".join((*found.lost, in_sum(found, journal.facts["known"]), *found.reach))
    closed = closed_already(store, batch, source, journal) if source.poll and total else ""
    if total == 0 and journal.run.mode == "run":
        journal.finish(status="skipped", summary=f"nothing captured: {reach}")
    if total == 0 or closed:
        journal.end()
    return Captured(new=int(journal.facts["new"]), total=total, reach=reach, closed=closed)
