"""Takes an article out of the lake: articles/ first, then raw/, what was learned, history/ and rejected/.

The event is the decision, and the manifest says what is left to do. Whoever is killed on the way is completed
by the next writer of the source, or by repeating the takedown: each step looks at what stands, and does again
what it does not find done. The words that are looked for come from history/, which therefore goes last.
"""

from collections.abc import Iterable
from datetime import date, datetime
from functools import partial

import pyarrow as pa

from wirelake import config
from wirelake.batches.journal import Clock
from wirelake.batches.lakes import Progress, lake, no_progress, utc_now
from wirelake.config import Batch, WarcFiles
from wirelake.lake.events import Cause, Event, What, read_events, record
from wirelake.lake.manifests import Change, Manifest, Sight, merged_sights, read_manifests, update
from wirelake.lake.tombstones import sights_in, withdrawn
from wirelake.obligations import words
from wirelake.obligations.decided import settled
from wirelake.obligations.killed_text import copies, killed_text, unlearn
from wirelake.obligations.places import days_of, read_day, staged_of
from wirelake.obligations.reasons import checked_reason, checked_source
from wirelake.obligations.review import close_advisory, listed
from wirelake.obligations.withdrawal import redact_raw, unread_sights, withdraw_days, withdraw_staged
from wirelake.storage import Store
from wirelake.storage.overlay import Overlay
from wirelake.write import touch


def take_down(
    article_id: str,
    reason: str,
    *,
    advisory: str = "",
    store: Store | None = None,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> Manifest:
    """Take an article down by an operator's word, now and for whenever it is captured again.

    Args:
        advisory: the raw_ref of the wire's advisory that asks for it; its entry on the review list is closed.

    Raises:
        ConfigError: no such source, or no reason.
        MissingError: no such advisory.
    """

    store = store or lake()
    source = checked_source(article_id)
    reason = checked_reason(reason, "a takedown")
    now = clock()
    event = Event(what=What.TAKEDOWN, article_id=article_id, at=now, cause=Cause.OPERATOR, reason=reason)
    if advisory:
        listed(advisory, store)
    begin(store, source, [record(store, event)], now, again=True)
    if advisory:  # once the decision stands: a death between the two must not lose what it asks for
        close_advisory(advisory, f"bound to {article_id} by an operator", store=store)
    settled(store, source, "takedown", f"taken down {article_id}: {reason}", clock)
    finish(store, source, clock, progress=progress)
    return read_manifests(store, source)[article_id]


def registered(
    store: Store, batch: Batch, passed: pa.Table, rejected: pa.Table, now: datetime
) -> tuple[pa.Table, pa.Table]:
    """The batch's rows with taken-down articles withdrawn; their sights are kept in the manifests first.

    A sight that is new, such as a page captured once more, makes its takedown one that is to be finished.
    """

    takedowns = read_events(store, batch.source).takedowns
    if not takedowns:
        return passed, rejected
    there = {*passed["article_id"].to_pylist(), *rejected["article_id"].to_pylist()}
    for article_id in sorted(there & takedowns.keys()):
        _note_sights(store, takedowns[article_id], batch.day, passed, rejected, now)
    return withdrawn(passed, rejected, batch.day, read_manifests(store, batch.source).values())


def undone(store: Store, source: str) -> list[Event]:
    """The takedowns of the source that are decided and not finished."""

    takedowns = read_events(store, source).takedowns
    done = {id_ for id_, one in read_manifests(store, source).items() if one.done_at} if takedowns else set()
    return [event for id_, event in sorted(takedowns.items()) if id_ not in done]


def begin(store: Store, source: str, events: Iterable[Event], now: datetime, *, again: bool = False) -> None:
    """Note every sight of these articles, and have the next ``write_articles`` take them out of articles/.

    ``again`` has also one that was finished looked for once more.
    """

    for event in events:
        update(store, event, now, lambda one: one.model_copy(update={"done_at": None}) if again else one)
        for day in days_of(store, source, event.article_id):
            history, rejected = read_day(store, Batch(source, day))
            _note_sights(store, event, day, history, rejected, now)
            touch(store, Batch(source, day), [event.article_id])
        for day, history, rejected in staged_of(store, source, event.article_id):
            _note_sights(store, event, day, history, rejected, now)


def finish(
    store: Store,
    source: str,
    clock: Clock,
    *,
    fresh: pa.Table | None = None,
    progress: Progress = no_progress,
) -> list[Manifest]:
    """Take the text of every article whose takedown is not finished out of all that holds it.

    ``fresh`` are rows of history/ as they were read, before they were withdrawn.
    """
    return [_finish(store, event, clock, fresh, progress) for event in undone(store, source)]


def _finish(store: Store, event: Event, clock: Clock, fresh: pa.Table | None, progress: Progress) -> Manifest:

    source = config.load_named(event.article_id.partition(":")[0])
    manifest = update(store, event, clock(), lambda one: one)
    text = killed_text(store, source, manifest, fresh)
    words.keep(store, manifest, text.sentences)
    prints = tuple(sorted({*manifest.prints, *text.sentences.prints().prints}))
    manifest = update(store, event, clock(), lambda one: one.model_copy(update={"prints": prints}))
    found = copies(store, manifest, text)
    changed = redact_raw(store, source, manifest, text, clock, progress)
    unread = unread_sights(store, manifest, changed)
    manifest = update(store, event, clock(), partial(_with_sights, unread))
    # A build beside the lake tells what would be, and changes no file of the sources.
    left = [] if isinstance(store, Overlay) else unlearn(source, manifest, text)
    left += [
        f"WARC files below {part.prefix} are another archive's, and stay as they are"
        for part in source.discover
        if isinstance(part, WarcFiles)
    ]
    changed += withdraw_days(store, manifest, clock)
    withdraw_staged(store, manifest)
    known = manifest.sights

    def done(one: Manifest) -> Manifest:
        told = {
            "objects": _merged(one.objects, changed),
            "copies": tuple(found) or one.copies,
            "unreached": tuple(left),
            "done_at": clock() if one.sights == known else None,  # another writer noted one meanwhile
        }
        return one.model_copy(update=told)

    words.forget(store, manifest)  # before it counts as done: nobody comes back to look for them then
    return update(store, event, clock(), done)


def _note_sights(
    store: Store, event: Event, day: date, history: pa.Table, rejected: pa.Table, now: datetime
) -> None:

    seen = sights_in(history, rejected, day, event.article_id)
    update(store, event, now, partial(_with_sights, seen))


def _with_sights(seen: list[Sight], one: Manifest) -> Manifest:
    """A sight that is new makes the takedown one that is to be finished."""

    merged = merged_sights(one.sights, seen)
    return one if merged == one.sights else one.model_copy(update={"sights": merged, "done_at": None})


def _merged(old: tuple[Change, ...], new: list[Change]) -> tuple[Change, ...]:
    """What was told before holds: looking again finds the same objects changed already."""
    known = {(one.path, one.sha256_before) for one in old}
    return (*old, *(one for one in new if (one.path, one.sha256_before) not in known))
