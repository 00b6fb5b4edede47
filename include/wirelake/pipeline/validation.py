"""The task validate: every article is judged, then the day as a whole."""

import pyarrow as pa

from wirelake import config
from wirelake.batches import staging
from wirelake.batches.journal import Clock, Journal
from wirelake.batches.lakes import lake, utc_now
from wirelake.batches.usual import usually_has_articles
from wirelake.config import Run
from wirelake.errors import ConflictError, QualityError
from wirelake.lake.decisions.tombstones import TAKEN_DOWN
from wirelake.obligations.takedown import registered
from wirelake.pipeline.accounts import counts
from wirelake.pipeline.damaged_raw import split
from wirelake.pipeline.extraction import GREW, TRIES, extract_batch
from wirelake.pipeline.settling import complete, settle
from wirelake.storage import Store
from wirelake.validate import gate, judged


def validate_batch(
    run: Run,
    *,
    accept: bool = False,
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
    for _ in range(TRIES):
        if _is_judged(store, run, accept, clock):
            return
        extract_batch(run, store=store, clock=clock)
    raise ConflictError(f"{run.batch}: {GREW.format(TRIES)}")


def _is_judged(store: Store, run: Run, accept: bool, clock: Clock) -> bool:
    """Judge what was extracted; False where the gate closed on less than raw/ holds by now."""

    batch = run.batch
    source = config.load_named(batch.source)
    journal = Journal.resume(store, run, clock)
    with journal.timed("validate"):
        extracted, unread = (staging.get(store, run, name) for name in ("extracted", "unread"))
        fresh, standing = split(extracted)
        passed, rejected = judged(fresh, unread)
        passed = pa.concat_tables([passed, standing])
        staging.put(store, run, "passed", passed)
        staging.put(store, run, "rejected", rejected)
        passed, rejected = registered(store, batch, passed, rejected, clock())
        journal.facts.update(counts(source, passed, rejected, journal.facts.get("layouts", {})))
    # A poll sees a day that is not over: it may well have no article yet.
    usual = run.mode != "poll" and usually_has_articles(store, batch)
    reasons = [reason for reason in rejected["reason"].to_pylist() if reason != TAKEN_DOWN]
    sound = (
        len(passed) + len(rejected) - len(reasons)
    )  # that an article was taken down is no fault of the day
    closed = gate(sound, reasons, facts=source.gate, usual=usual)
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
        )
    return True


def _obey(store: Store, journal: Journal, clock: Clock, closed: str) -> str | None:
    """A closed gate holds back new text, and no obligation; returns the gate's word and what was obeyed.

    None, and nothing is written, where raw/ holds more by now than was judged.
    """

    settled = settle(store, journal, clock, is_closed=True)
    if settled is None:
        return None
    obeyed = journal.facts["obeyed"]
    told = "; ".join([closed, *([f"obeyed all the same: {', '.join(obeyed)}"] if obeyed else [])])
    journal.finish(status="failed", summary=f"not published: {told}", failure="gate")
    complete(store, journal.run.batch, settled, clock)
    journal.save()
    return told
