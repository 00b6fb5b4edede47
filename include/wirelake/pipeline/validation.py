"""The task validate: every article is judged, then the day as a whole."""

from datetime import datetime

import pyarrow as pa

from wirelake import config
from wirelake.batches import staging
from wirelake.batches.journal import Clock, Journal
from wirelake.batches.lakes import lake, utc_now
from wirelake.batches.usual import came_that_night, stands_empty, usually_has_articles
from wirelake.config import Run, SourceConfig
from wirelake.config.choice import NOT_WANTED
from wirelake.errors import ConflictError, QualityError
from wirelake.lake.decisions.tombstones import TAKEN_DOWN
from wirelake.obligations.carrying_out import registered
from wirelake.pipeline.accounts import counts
from wirelake.pipeline.accounts.failures import kind_of_closed, recorded
from wirelake.pipeline.damaged_raw import split
from wirelake.pipeline.extraction import GREW, TRIES, extract_batch
from wirelake.pipeline.settling import complete, settle
from wirelake.storage import Store
from wirelake.validate import chosen, expected_of, gate, judged


def validate_batch(
    run: Run,
    *,
    accept: bool = False,
    last_try: bool = True,
    store: Store | None = None,
    clock: Clock = utc_now,
) -> None:
    """Judge every article, then the day as a whole; ``accept`` is the operator's word that it is fit.

    Raises:
        QualityError: the gate closed. rejected/ and runs/ are written; of history/ and articles/ changed
            what the wire obliges us to (``obligations.obliged``), all else stays.
        ConflictError: the gate closed, and raw/ grew again whenever the day was judged.
    """

    store = store or lake()
    with recorded(store, run, clock, "not judged", last_try=last_try):
        for _ in range(TRIES):
            if _is_judged(store, run, accept, clock):
                return
            extract_batch(run, last_try=last_try, store=store, clock=clock)
        raise ConflictError(f"{run.batch}: {GREW.format(TRIES)}")


def _is_judged(store: Store, run: Run, accept: bool, clock: Clock) -> bool:
    """Judge what was extracted; False where the gate closed on less than raw/ holds by now."""

    batch = run.batch
    source = config.load_named(batch.source)
    journal = Journal.resume(store, run, clock)
    with journal.timed("validate"):
        extracted, unread = (staging.get(store, run, name) for name in ("extracted", "unread"))
        fresh, standing = split(extracted)
        wanted, left_out = chosen(fresh, source)
        passed, rejected = judged(wanted, unread, expected_of(source.expect))
        rejected = pa.concat_tables([rejected, pa.Table.from_pylist(left_out, schema=rejected.schema)])
        passed = pa.concat_tables([passed, standing])
        staging.put(store, run, "passed", passed)
        staging.put(store, run, "rejected", rejected)
        passed, rejected = registered(store, batch, passed, rejected, clock())
        journal.facts.update(counts(source, passed, rejected, journal.facts.get("layouts", {})))
    closed = _closed(store, journal, source, passed, rejected)
    journal.facts |= {"accepted": accept, "closed": "" if accept else closed}
    journal.save()
    if closed and not accept:
        told = _obey(store, journal, clock, closed)
        if told is None:
            return False
        raise QualityError(
            f"{batch}: {told}. rejected/ holds the reasons; no new text was published. To publish the day "
            f"all the same: wirelake replay {batch.source} {batch.day} --accept, or use the Dag wire_replay",
            closed,
            failure=journal.facts["closed_as"],
        )
    return True


def _closed(
    store: Store, journal: Journal, source: SourceConfig, passed: pa.Table, rejected: pa.Table
) -> str | None:
    """Why the gate closes on the day, or None; the journal keeps as which kind of failure it would."""
    pairs = zip(rejected["stage"].to_pylist(), rejected["reason"].to_pylist(), strict=True)
    # An article that was taken down has arrived, and is no fault of the day.
    others = [(stage, reason) for stage, reason in pairs if reason != TAKEN_DOWN]
    sound = len(passed) + len(rejected) - len(others)
    journal.facts["closed_as"] = kind_of_closed([one for one in others if one[1] not in NOT_WANTED])
    usual = not sound and _is_missed(store, journal)
    return gate(sound, [reason for _, reason in others], facts=source.gate, usual=usual)


def _is_missed(store: Store, journal: Journal) -> bool:
    """Articles are missing, where none of this day passed.

    A poll sees a day that is not over: it may well have none yet. What another day's run of the same night
    has brought is known to this one, and is there: a first backfill finds all of a list by its first day.
    A replay of a day that stands without an article takes nothing away.
    """
    run, known = journal.run, journal.facts.get("known")
    if run.mode == "poll" or (run.mode == "replay" and stands_empty(store, run.batch)):
        return False
    began = datetime.fromisoformat(str(journal.facts["started_at"]))
    if known and came_that_night(store, run.batch, began):
        return False
    return usually_has_articles(store, run.batch)


def _obey(store: Store, journal: Journal, clock: Clock, closed: str) -> str | None:
    """A closed gate holds back new text, and no obligation; returns the gate's word and what was obeyed.

    None, and nothing is written, where raw/ holds more by now than was judged.
    """

    settled = settle(store, journal, clock, is_closed=True)
    if settled is None:
        return None
    obeyed = journal.facts["obeyed"]
    told = "; ".join([closed, *([f"obeyed all the same: {', '.join(obeyed)}"] if obeyed else [])])
    kind = journal.facts["closed_as"]
    journal.finish(status="failed", summary=f"not published ({kind}): {told}", failure=kind)
    complete(store, journal.run.batch, settled, clock)
    journal.save()
    return told
