"""A takedown revoked: the article stands again as it stood, byte for byte, in every table.

The manifest says so first, and from then on nothing is erased; then the event does, and builds let the
article through; then the rows that were set aside go back. Whoever dies on the way is completed by the next
writer.
"""

from datetime import datetime
from functools import partial

from wirelake.batches.journal import Clock
from wirelake.batches.lakes import lake, utc_now
from wirelake.config import Batch
from wirelake.errors import ConfigError, MissingError
from wirelake.lake.decisions.events import Cause, Event, What, read_events, record
from wirelake.lake.decisions.manifests import Manifest, read_manifests, update
from wirelake.lake.decisions.review import read_review, reopen
from wirelake.obligations.decided import settled
from wirelake.obligations.kills import unbound
from wirelake.obligations.names.known import meant
from wirelake.obligations.places import read_day
from wirelake.obligations.reasons import checked_reason
from wirelake.obligations.withdrawing import set_aside
from wirelake.resolve import BOUND_BY
from wirelake.storage import Store


def restore(article_id: str, reason: str, *, store: Store | None = None, clock: Clock = utc_now) -> Manifest:
    """Revoke what took the article down, all that is known by now; a later kill takes it down anew.

    An advisory of the wire that had killed it is on the review list again, as it means another article.
    Repeated, it completes what a dead one left, and decides nothing anew.

    Raises:
        ConfigError: no such source, no reason, or its bytes are erased.
        MissingError: it was never taken down.
    """

    store = store or lake()
    source, article_id = meant(article_id, store)
    reason = checked_reason(reason, "a restore")
    events = read_events(store, source)
    kills = events.kills.get(article_id, ())
    if kills:
        update(store, kills[0], clock(), partial(_revoked, clock(), reason))
    elif article_id not in read_manifests(store, source):
        raise MissingError(f"{article_id} is not taken down: there is nothing to restore")
    resume(store, source, clock)
    settled(store, source, "restore", f"restored {article_id}: {reason}", clock)
    return read_manifests(store, source)[article_id]


def resume(store: Store, source: str, clock: Clock) -> None:
    """Complete the source's restores; the next ``write_articles`` has their articles stand again."""

    events = read_events(store, source)
    aside = set(store.folders(set_aside.folder_of(source)))
    for manifest in read_manifests(store, source).values():
        kills = events.kills.get(manifest.article_id, ())
        is_under_way = manifest.revoked_at and (manifest.withdrawn_at or set_aside.name(manifest) in aside)
        if is_under_way and (not kills or manifest.is_of(kills[0])):
            _resume(store, manifest, kills, clock)


def _resume(store: Store, manifest: Manifest, kills: tuple[Event, ...], clock: Clock) -> None:

    event = _restored(manifest, kills)
    if kills:
        record(store, event)
    for day in sorted({*set_aside.days(store, manifest), *(one.capture_date for one in manifest.sights)}):
        set_aside.put_back(store, manifest, day)
    for one in kills:
        _reopen(store, one)
    update(store, event, clock(), lambda one: one.model_copy(update={"withdrawn_at": None}))
    set_aside.forget(store, manifest)


def _revoked(now: datetime, reason: str, one: Manifest) -> Manifest:
    if one.erasing_at:
        raise ConfigError(
            f"{one.article_id}: the erasure of its bytes began at {one.erasing_at:%Y-%m-%d %H:%M}Z, so "
            "nothing can be restored; the wire would have to send it under a new id"
        )
    # Where the withdrawal died on its way, some day may have been withdrawn.
    told = {"revoked_at": now, "revoked": reason, "withdrawn_at": one.withdrawn_at or now}
    return one if one.revoked_at else one.model_copy(update=told)


def _restored(manifest: Manifest, kills: tuple[Event, ...]) -> Event:
    """The decision; it names its manifest as the takedown does that it revokes."""
    return Event(
        what=What.RESTORE,
        article_id=manifest.article_id,
        at=manifest.revoked_at or manifest.at,
        cause=Cause.OPERATOR,
        reason=manifest.revoked,
        revokes=tuple(one.name for one in kills),
    )


def _reopen(store: Store, kill: Event) -> None:
    """What an advisory of the wire means is for a person to say now."""

    if kill.cause is not Cause.ADVISORY or not (kill.raw_ref and kill.message):
        return
    sender = kill.message.rpartition(" ")[0]
    batch = Batch.parse(kill.raw_ref.partition("#")[0])
    for row in read_day(store, batch)[0].select([*BOUND_BY]).to_pylist():
        if (row["raw_ref"], row["article_id"]) == (kill.raw_ref, sender):
            advisory = unbound(row)
            if any(one.key == advisory.key and one.closed for one in read_review(store, batch.source)):
                reopen(store, advisory)
