"""The lake brought up to date with a judged batch: its tables, articles/, and what is left of takedowns.

Of a day whose gate is closed no new text is published; kills, embargoes and corrections are obeyed
all the same (``obligations.obliged``).
"""

import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa

import wirelake
from wirelake import config
from wirelake.batches import staging
from wirelake.batches.journal import Clock, Journal
from wirelake.config import Batch, SourceConfig
from wirelake.errors import DamagedError, PermanentError, StorageError
from wirelake.lake import whereabouts
from wirelake.lake.buckets import buckets_of
from wirelake.lake.built import Built
from wirelake.lake.decisions import together
from wirelake.lake.decisions.manifests import Manifest
from wirelake.lake.reading import picked, read_objects
from wirelake.lake.versions import in_words
from wirelake.lake.versions.names import TOLD_BY, is_stated
from wirelake.lake.versions.sights import REUSED
from wirelake.obligations.carrying_out import begin, finish, holding, registered, undone
from wirelake.obligations.erasing.listed import free_lists
from wirelake.obligations.kills import decide
from wirelake.obligations.names.former_ids import renamed
from wirelake.obligations.obliged import STATED, beside, corrects, obliged, withholds
from wirelake.obligations.restoring import resume
from wirelake.obligations.withdrawing import set_aside
from wirelake.obligations.writethrus import bind
from wirelake.pipeline.accounts import counts
from wirelake.storage import Store
from wirelake.write import (
    Changes,
    acknowledge,
    amend_history,
    write_articles,
    write_history,
    write_rejected,
    write_source,
)

log = logging.getLogger(__name__)
MOVED = ("added", "changed", "removed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What stands in the lake now: the batch's judged rows without what was taken down, and the changes; and
    the articles whose takedowns had begun before articles/ was written."""

    passed: pa.Table
    rejected: pa.Table
    changes: Changes
    begun: frozenset[str]


def settle(store: Store, journal: Journal, clock: Clock, *, is_closed: bool = False) -> Settled | None:
    """Decide the batch's kills, put its tables, and bring articles/ up to date. ``complete`` it once that is
    on record.

    None, and no table is replaced, where raw/ holds other captures by now than the run read.
    """

    batch = journal.run.batch
    with journal.timed("write"):
        read, refused = (staging.get(store, journal.run, one) for one in ("passed", "rejected"))
        resume(store, batch.source, clock)
        review = decide(store, batch, read)
        tables = _put_tables(store, journal, read, refused, clock, is_closed=is_closed)
        if tables is None:
            return None
        passed, rejected = tables
        doubts = [] if is_closed else bind(store, batch, passed)
        killed = undone(store, batch.source)
        begin(store, batch.source, killed, clock())
        source, now = config.load_named(batch.source), clock()
        changes = write_articles(store, batch, now)
        write_source(store, source, now)
        facts = journal.facts
        # A try that repeats a finished one changes nothing, but what this run changed stays true.
        facts.update({name: facts.get(name, 0) + getattr(changes, name) for name in MOVED})
        days = {*map(date.fromisoformat, facts.get("published_dates", ())), *changes.dates}
        facts.update(
            published_dates=sorted(map(str, days)),
            review=[
                *map(str, [*review, *doubts]),
                *(waiting := in_words(changes.embargoed)),
                *_ended(source, now),
            ],
        )
        facts.update(advisories=len(review), waiting=waiting)
        facts["licence"] = _ended(source, now)
        facts.update(counts(source, passed, rejected, facts.get("layouts", {})))
        facts["warnings_by_flag"] |= _reused(store, batch, passed)
        taken = {*facts.get("taken_down", ()), *(event.article_id for event in killed)}
        facts["taken_down"] = sorted(taken)
        if is_closed:
            facts["obeyed"] = sorted({*facts.get("obeyed", ()), *_obeyed(passed, changes, taken)})
    begun = frozenset(event.article_id for event in killed)
    return Settled(passed=passed, rejected=rejected, changes=changes, begun=begun)


def complete(store: Store, batch: Batch, settled: Settled, clock: Clock) -> None:
    """Let go of what is settled, and finish takedowns. Last, as it may take its time: readers are served, and
    a retry knows what this run changed."""

    acknowledge(store, settled.changes)
    for manifest in finish(store, batch.source, settled.begun, clock):
        for left in manifest.unreached:  # no command's output tells it here
            log.warning("%s is taken down, but: %s", manifest.article_id, left)
    free_lists(store, batch, clock())
    with suppress(StorageError, PermanentError):  # the day is written: what only answers sooner is no reason
        whereabouts.keep_up(store, whereabouts.REFUSED, batch.source)  # a takedown may be in haste
        together.keep_up(store, batch.source)


def _put_tables(
    store: Store, journal: Journal, read: pa.Table, refused: pa.Table, clock: Clock, *, is_closed: bool
) -> tuple[pa.Table, pa.Table] | None:
    """history/ and rejected/ without what was taken down, also while they were written; None: of too little.

    Whoever takes an article down records that first and looks at history/ then: one of us sees the other.
    """

    batch, built = journal.run.batch, _built(journal)
    journal.facts["puts"] = True  # from now on what stands may be this run's, and a retry must see to it
    journal.save()
    tables = registered(store, batch, read, refused, clock())
    while True:
        passed, rejected = tables
        killed = holding(store, batch.source)
        _set_aside(store, batch, killed, read, refused, is_closed=is_closed)
        if is_closed:
            put = _put_obliged(store, batch, passed, killed, built.raw_version)
            put = write_rejected(store, batch, rejected, built.raw_version) and put
        else:
            # A replay is also how an operator has all of a day looked at anew.
            is_sparing = journal.run.mode != "replay"
            put = write_history(store, batch, passed, built, is_sparing=is_sparing)
            # Refused where raw/ has grown since: then articles/ follows history/, and the day is built again.
            write_rejected(store, batch, rejected, built.raw_version)
        if not put:
            return None
        tables = registered(store, batch, read, refused, clock())
        if tables[0].equals(passed) and tables[1].equals(rejected):
            return tables


def _built(journal: Journal) -> Built:
    return Built(
        raw_version=journal.facts["raw_version"],
        ruleset_version=journal.facts["ruleset_version"],
        wirelake_version=wirelake.__version__,
        run_id=journal.run_id,
    )


def _set_aside(
    store: Store, batch: Batch, killed: list[Manifest], read: pa.Table, refused: pa.Table, *, is_closed: bool
) -> None:
    """What a restore would give back; of a closed day's history/ that is what stood there."""

    built = {"rejected": refused} if is_closed else {"history": renamed(read, killed), "rejected": refused}
    set_aside.renew(store, batch, killed, built)


def _put_obliged(
    store: Store, batch: Batch, passed: pa.Table, killed: list[Manifest], raw_version: str
) -> bool:
    """What is obeyed, beside what stood in history/; where that is nothing, history/ is not touched.

    False where raw/ holds other captures than ``raw_version``.
    """

    obeyed = obliged(store, batch, passed)

    def change(stood: pa.Table) -> pa.Table:
        return beside(set_aside.Withdrawing(store, killed, batch.day, "history")(stood), obeyed)

    return not len(obeyed) or amend_history(store, batch, change, raw_version)


def _ended(source: SourceConfig, now: datetime) -> list[str]:
    """In words that the source's licence is over, so that nobody wonders where its articles are."""

    ends = source.licence_ends
    return [f"its licence ended at {ends:%Y-%m-%dT%H:%MZ}"] if ends and ends <= now else []


def _reused(store: Store, batch: Batch, passed: pa.Table) -> dict[str, int]:
    """How many versions of the batch stand in articles/ under a number that another content had before."""

    named = passed.select([*TOLD_BY]).to_pylist()
    days = {row["published_date"] for row in named if row["published_date"] and is_stated(row)}
    wanted = picked("articles", ["raw_ref", "quality_flags"])
    count, buckets = 0, buckets_of(store)
    for day in sorted(days):
        with suppress(DamagedError):  # whoever writes that date next makes it again
            rows = read_objects(
                store, "articles", buckets.places([day], batch.source), source=batch.source, wanted=wanted
            ).to_pylist()
            own = (row["quality_flags"] or () for row in rows if row["raw_ref"].startswith(f"{batch}#"))
            count += sum(REUSED in flags for flags in own)
    return {REUSED: count} if count else {}


def _obeyed(passed: pa.Table, changes: Changes, taken: set[str]) -> set[str]:
    """What was done in spite of a closed gate: which article was taken down, withheld or corrected."""

    rows = passed.select([*STATED])
    found = {f"{id_} taken down" for id_ in taken}
    for row in rows.to_pylist():
        id_ = row["article_id"]
        if withholds(row) and id_ in changes.before.keys() - changes.after.keys():
            found.add(f"{id_} withheld")
        if corrects(row) and id_ in changes.after and changes.after[id_] != changes.before.get(id_):
            found.add(f"{id_} corrected")
    return found
