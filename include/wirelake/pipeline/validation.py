"""The task validate: every article is judged, then the day as a whole."""

import pyarrow as pa

from wirelake import config
from wirelake.batches import staging
from wirelake.batches.journal import Clock, Journal, Mode, usually_has_articles
from wirelake.batches.lakes import lake, utc_now
from wirelake.config import Batch
from wirelake.errors import QualityError
from wirelake.lake.tombstones import TAKEN_DOWN
from wirelake.obligations.takedown import registered
from wirelake.pipeline.accounts import counts
from wirelake.pipeline.damaged_raw import split
from wirelake.pipeline.settling import complete, settle
from wirelake.storage import Store
from wirelake.validate import gate, judged


def validate_batch(
    batch: Batch,
    *,
    mode: Mode = "run",
    accept: bool = False,
    store: Store | None = None,
    clock: Clock = utc_now,
) -> None:
    """Judge every article, then the day as a whole; ``accept`` is the operator's word that it is fit.

    Raises:
        QualityError: the gate closed. rejected/ and runs/ are written; of history/ and articles/ changed
            what the wire obliges us to (``obligations.obliged``), all else stays.
    """

    store = store or lake()
    source = config.load_named(batch.source)
    journal = Journal.resume(store, batch, mode, clock)
    with journal.timed("validate"):
        extracted, unread = (staging.get(store, batch, mode, name) for name in ("extracted", "unread"))
        fresh, standing = split(extracted)
        passed, rejected = judged(fresh, unread)
        passed = pa.concat_tables([passed, standing])
        staging.put(store, batch, mode, "passed", passed)
        staging.put(store, batch, mode, "rejected", rejected)
        passed, rejected = registered(store, batch, passed, rejected, clock())
        journal.facts.update(counts(source, passed, rejected))
    # A poll sees a day that is not over: it may well have no article yet.
    usual = mode != "poll" and usually_has_articles(store, batch)
    reasons = [reason for reason in rejected["reason"].to_pylist() if reason != TAKEN_DOWN]
    sound = (
        len(passed) + len(rejected) - len(reasons)
    )  # that an article was taken down is no fault of the day
    closed = gate(sound, reasons, facts=source.gate, usual=usual)
    if closed and not accept:
        told = _obey(store, batch, journal, clock, closed)
        raise QualityError(
            f"{batch}: {told}. rejected/ holds the reasons; no new text was published. To publish the day "
            f"all the same: wirelake replay {batch.source} {batch.day} --accept, or use the Dag wire_replay",
            closed,
        )


def _obey(store: Store, batch: Batch, journal: Journal, clock: Clock, closed: str) -> str:
    """A closed gate holds back new text, and no obligation; returns the gate's word and what was obeyed."""

    settled = settle(store, batch, journal, clock, is_closed=True)
    obeyed = journal.facts["obeyed"]
    told = "; ".join([closed, *([f"obeyed all the same: {', '.join(obeyed)}"] if obeyed else [])])
    journal.finish(status="failed", summary=f"not published: {told}")
    complete(store, batch, settled, clock)
    journal.save()
    return told
