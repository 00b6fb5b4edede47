"""The bytes of a withdrawn article out of raw/, drop folders, learned examples and what tasks have left.

At once where the article's own status cancels it, or an operator said so; else after the source's
``erase_after_days``; never while an operator holds them. The words that are looked for come from the rows
that were set aside, and from raw/.
"""

import hashlib
from datetime import date, datetime, timedelta
from functools import partial

from wirelake import config
from wirelake.archive import Redacted, redact
from wirelake.batches import staging
from wirelake.batches.journal import Clock
from wirelake.batches.lakes import Progress, lake
from wirelake.bounded.pool import Bounded
from wirelake.config import Batch, SourceConfig, WarcFiles
from wirelake.lake.events import Event, Events, read_events
from wirelake.lake.exchanges import read_index
from wirelake.lake.manifests import Change, Manifest, Sight, update, with_sights
from wirelake.lake.tombstones import withdrawn
from wirelake.obligations import set_aside
from wirelake.obligations.erasing import words
from wirelake.obligations.erasing.killed_text import KilledText, copies, killed_text, unlearn
from wirelake.obligations.places import UNREAD, batches_in_raw, dropped
from wirelake.obligations.withdrawal import note, planned, withdraw
from wirelake.records import Kind
from wirelake.storage import Store, sweep
from wirelake.storage.overlay import Overlay

EMPTY = hashlib.sha256(b"").hexdigest()


def erase_at(manifest: Manifest, events: Events) -> datetime | None:
    """From when the bytes may go; None while an operator holds them."""

    if manifest.article_id in events.held:
        return None
    if manifest.article_id in events.at_once:
        return manifest.begun_at
    days = config.load_named(manifest.source).erase_after_days
    return manifest.begun_at + timedelta(days=days)


def waits_for(manifest: Manifest, *, store: Store | None = None) -> str:
    """In words why the bytes of a withdrawn article stand: until when, or who holds them."""

    if manifest.revoked_at:
        return f"the takedown was revoked: {manifest.revoked}"
    events = read_events(store or lake(), manifest.source)
    if held := events.held.get(manifest.article_id):
        return f"on hold since {held.at:%Y-%m-%d %H:%M}Z: {held.reason}"
    at = erase_at(manifest, events)
    return f"they are erased by the source's first run after {at:%Y-%m-%d %H:%M}Z"


def is_due(manifest: Manifest, events: Events, now: datetime) -> bool:
    """It is withdrawn, its bytes stand, and their time has come."""

    if manifest.erased_at or manifest.revoked_at or not manifest.withdrawn_at:
        return False
    at = erase_at(manifest, events)
    return at is not None and at <= now


def erase(store: Store, event: Event, clock: Clock, progress: Progress) -> Manifest:
    """Take the text of the article out of all that holds it; nothing, where it was revoked meanwhile."""

    source = config.load_named(event.article_id.partition(":")[0])
    manifest = update(store, event, clock(), partial(_begun, clock()))
    if manifest.revoked_at:
        return manifest
    text = killed_text(store, source, manifest)
    words.keep(store, manifest, text.sentences)
    prints = tuple(sorted({*manifest.prints, *text.sentences.prints().prints}))
    found = tuple(copies(store, manifest, text)) or manifest.copies
    update(store, event, clock(), lambda one: one.model_copy(update={"prints": prints, "copies": found}))
    manifest = _redact_raw(store, source, event, text, clock, progress)
    if not manifest.withdrawn_at:  # raw/ held sights that nobody had read
        manifest = withdraw(store, event, clock)
    # A build beside the lake tells what would be, and changes no file of the sources.
    left: list[str] = []
    if not isinstance(store, Overlay):
        left += unlearn(source, manifest, text)
        sweep(store)
    left += [
        f"WARC files below {part.prefix} are another archive's, and stay as they are"
        for part in source.discover
        if isinstance(part, WarcFiles)
    ]
    _withdraw_staged(store, manifest)
    set_aside.forget(store, manifest)
    known = manifest.sights

    def done(one: Manifest) -> Manifest:
        # Where another writer noted a sight meanwhile, it is for whoever comes next.
        end = clock() if one.sights == known else None
        return one.model_copy(update={"unreached": tuple(left), "erased_at": end})

    words.forget(store, manifest)  # before it counts as done: nobody comes back to look for them then
    return update(store, event, clock(), done)


def _begun(now: datetime, one: Manifest) -> Manifest:
    return one if one.revoked_at or one.erasing_at else one.model_copy(update={"erasing_at": now})


def _redact_raw(
    store: Store, source: SourceConfig, event: Event, text: KilledText, clock: Clock, progress: Progress
) -> Manifest:
    """Redact every batch of the source; last those that alone hold words which are looked for elsewhere."""

    manifest = update(store, event, clock(), lambda one: one)
    kill = text.kill(store, source, manifest)
    last = set(text.only_in_raw)
    batches = sorted(batches_in_raw(store, source.name), key=lambda batch: (batch.day in last, batch.day))
    redacted: list[Redacted] = []
    with Bounded() as bounded:
        for done, batch in enumerate(batches, start=1):
            found = redact(store, batch, kill, each=bounded.map).redacted
            redacted += found
            if found:  # a redaction that is repeated tells of what an earlier one has done
                note(store, event, clock, [_change(one, clock()) for one in found])
            _empty_drop_folder(
                store, source, event, batch.day, {one.digest_before for one in redacted}, clock
            )
            progress("redact", done, len(batches))
    seen = _unread_sights(store, manifest, redacted)
    return update(store, event, clock(), partial(with_sights, seen))


def _change(one: Redacted, at: datetime) -> Change:
    return Change(
        path=f"{one.path_before}#{one.raw_ref.partition('#')[2]}",
        path_after=one.path_after,
        sha256_before=one.digest_before,
        sha256_after=one.digest_after,
        at=at,
    )


def _unread_sights(store: Store, manifest: Manifest, redacted: list[Redacted]) -> list[Sight]:
    """Sights of records that showed the article alone, and that no build has read: none will by now."""

    known = {ref for one in manifest.sights for ref in (one.raw_ref, *one.duplicate_refs)}
    emptied = {one.raw_ref for one in redacted if one.digest_after == EMPTY} - known
    found = []
    for batch in sorted({Batch.parse(ref.partition("#")[0]) for ref in emptied}, key=str):
        for row in read_index(store, batch):
            ref = f"{batch}#{row['record_id']}"
            if ref in emptied and row["record_type"] != "revisit" and row["kind"] == Kind.ARTICLE:
                found.append(
                    Sight(
                        capture_date=batch.day,
                        raw_ref=ref,
                        version="",
                        first_seen_at=row["fetched_at"],
                        raw_sha256=row["payload_sha256"],
                        url=row["url"],
                    )
                )
    return found


def _empty_drop_folder(
    store: Store, source: SourceConfig, event: Event, day: date, digests: set[str], clock: Clock
) -> None:
    """Dropped files that raw/ held as they are, and does no more, go; what else they held stands in raw/.

    A death after the redaction leaves files whose digests are told again by the next one.
    """

    for path in dropped(store, source, day):
        stood = store.read(path)
        if stood and hashlib.sha256(stood[0]).hexdigest() in digests:
            planned(store, event, clock, path, stood[0], None)
            store.delete(path)


def _withdraw_staged(store: Store, manifest: Manifest) -> None:
    """Rows that tasks have left for others: the sights are noted, so a build that goes on finds them so."""

    for run, name, table in staging.left(store, manifest.source):
        if name in UNREAD:
            _, kept = withdrawn(staging.articles_table([]), table, run.batch.day, [manifest])
        else:
            kept, _ = withdrawn(table, staging.rejections_table([]), run.batch.day, [manifest])
        if not kept.equals(table):
            staging.put(store, run, name, kept)
