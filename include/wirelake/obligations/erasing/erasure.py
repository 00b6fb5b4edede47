"""The bytes of withdrawn articles out of raw/, drop folders, learned examples and what tasks have left.

At once where the article's own status cancels it, or an operator said so; else after the source's
``erase_after_days``; never while an operator holds them. The words that are looked for come from the rows
that were set aside, and from raw/.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from wirelake import config
from wirelake.batches import staging
from wirelake.batches.journal import Clock
from wirelake.batches.lakes import Progress, lake
from wirelake.config import SourceConfig, WarcFiles
from wirelake.lake.decisions.events import Event, Events, read_events
from wirelake.lake.decisions.manifests import Manifest, update, with_sights
from wirelake.lake.decisions.tombstones import withdrawn
from wirelake.lake.kept import forget as forget_kept
from wirelake.obligations.erasing import words
from wirelake.obligations.erasing.killed_text import KilledText, Texts
from wirelake.obligations.erasing.redacted_raw import redact_raw
from wirelake.obligations.erasing.repeats import copies, unlearn
from wirelake.obligations.places import UNREAD
from wirelake.obligations.proof.exported import exported
from wirelake.obligations.withdrawing import set_aside
from wirelake.obligations.withdrawing.withdrawal import withdraw
from wirelake.storage import Store, sweep
from wirelake.storage.overlay import Overlay


def erase_at(manifest: Manifest, events: Events) -> datetime | None:
    """From when the bytes may go; None while an operator holds them."""

    return _erase_at(manifest, events, config.load_named(manifest.source).erase_after_days)


def _erase_at(manifest: Manifest, events: Events, after_days: int) -> datetime | None:
    if manifest.article_id in events.held:
        return None
    if manifest.article_id in events.at_once:
        return manifest.begun_at
    return manifest.begun_at + timedelta(days=after_days)


def waits_for(manifest: Manifest, *, store: Store | None = None) -> str:
    """In words why the bytes of a withdrawn article stand: until when, or who holds them."""

    if manifest.revoked_at:
        return f"the takedown was revoked: {manifest.revoked}"
    events = read_events(store or lake(), manifest.source)
    if held := events.held.get(manifest.article_id):
        return f"on hold since {held.at:%Y-%m-%d %H:%M}Z: {held.reason}"
    at = erase_at(manifest, events)
    return f"they are erased by the source's first run after {at:%Y-%m-%d %H:%M}Z, or what falls due then"


def due(manifests: Iterable[Manifest], events: Events, source: SourceConfig, now: datetime) -> list[Manifest]:
    """Those that are withdrawn, whose bytes stand, and whose time has come."""

    found = []
    for one in manifests:
        if one.withdrawn_at and not (one.erased_at or one.revoked_at):
            at = _erase_at(one, events, source.erase_after_days)
            if at is not None and at <= now:
                found.append(one)
    return found


def erase(
    store: Store, source: SourceConfig, events: Sequence[Event], clock: Clock, progress: Progress
) -> list[Manifest]:
    """Take the texts of these events' articles, all of the source, out of all that holds them: of what was
    revoked meanwhile nothing. raw/ is read once for all of them.
    """

    by_id = {event.article_id: event for event in events}
    begun = [update(store, event, clock(), partial(_begun, clock())) for event in events]
    erasing = sorted((one for one in begun if not one.revoked_at), key=_first_day)
    if not erasing:
        return begun
    texts = _with_texts(store, source, by_id, erasing, clock)
    seen = redact_raw(store, source, by_id, texts, clock, progress)
    erasing = [
        update(store, by_id[one.article_id], clock(), partial(with_sights, seen.get(one.article_id, [])))
        for one, _ in texts
    ]
    if again := [by_id[one.article_id] for one in erasing if not one.withdrawn_at]:
        # raw/ held sights that nobody had read
        withdrawn_again = {one.article_id: one for one in withdraw(store, again, clock)}
        erasing = [withdrawn_again.get(one.article_id, one) for one in erasing]
    left = _out_of_reach(store, source, texts)
    forget_kept(
        store, source.name
    )  # now that raw/ is free of the texts: nobody puts back what was read before
    _withdraw_staged(store, erasing)
    copies = exported(store, [one.article_id for one in erasing])
    ended = {
        one.article_id: _end(store, by_id[one.article_id], one, (*left, *copies[one.article_id]), clock)
        for one in erasing
    }
    return [ended.get(one.article_id, one) for one in begun]


def _first_day(manifest: Manifest) -> tuple[date, str]:
    return min((sight.capture_date for sight in manifest.sights), default=date.max), manifest.article_id


def _with_texts(
    store: Store, source: SourceConfig, by_id: Mapping[str, Event], manifests: list[Manifest], clock: Clock
) -> list[tuple[Manifest, KilledText]]:
    """The manifests with what their articles say; they keep its digests, and who else says it."""
    reading = Texts(store, source)
    texts = [(one, reading.of(one)) for one in manifests]
    for one, text in texts:
        words.keep(store, one, text.sentences)
    found = copies(store, texts)
    noted = []
    for one, text in texts:
        prints = tuple(sorted({*one.prints, *text.sentences.prints().prints}))
        told = {"prints": prints, "copies": tuple(found.get(one.article_id, ())) or one.copies}
        change = partial(_changed, told)
        noted.append((update(store, by_id[one.article_id], clock(), change), text))
    return noted


def _changed(told: dict[str, Any], one: Manifest) -> Manifest:
    return one.model_copy(update=told)


def _out_of_reach(
    store: Store, source: SourceConfig, texts: list[tuple[Manifest, KilledText]]
) -> tuple[str, ...]:
    """What could not be freed of the texts, once the learned file and this host's temporary files are."""
    left: list[str] = []
    # A build beside the lake tells what would be, and changes no file of the sources.
    if not isinstance(store, Overlay):
        left += unlearn(source, texts)
        sweep(store)
    archives = (part.prefix for part in source.discover if isinstance(part, WarcFiles))
    left += [f"WARC files below {one} are another archive's, and stay as they are" for one in archives]
    return tuple(left)


def _end(store: Store, event: Event, manifest: Manifest, left: tuple[str, ...], clock: Clock) -> Manifest:
    set_aside.forget(store, manifest)
    known = manifest.sights

    def done(one: Manifest) -> Manifest:
        # Where another writer noted a sight meanwhile, it is for whoever comes next.
        end = clock() if one.sights == known else None
        return one.model_copy(update={"unreached": left, "erased_at": end})

    words.forget(store, manifest)  # before it counts as done: nobody comes back to look for them then
    return update(store, event, clock(), done)


def _begun(now: datetime, one: Manifest) -> Manifest:
    return one if one.revoked_at or one.erasing_at else one.model_copy(update={"erasing_at": now})


def _withdraw_staged(store: Store, manifests: list[Manifest]) -> None:
    """Rows that tasks have left for others: the sights are noted, so a build that goes on finds them so."""

    for run, name, table in staging.left(store, manifests[0].source):
        if name in UNREAD:
            _, kept = withdrawn(staging.articles_table([]), table, run.batch.day, manifests)
        else:
            kept, _ = withdrawn(table, staging.rejections_table([]), run.batch.day, manifests)
        if not kept.equals(table):
            staging.put(store, run, name, kept)
