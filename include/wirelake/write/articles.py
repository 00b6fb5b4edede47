"""articles/: the touched articles recomputed from all of their source's history, under compare-and-swap.

They are never merged into what stands: merging would resurrect a kill when an old day is replayed.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from wirelake.config import Batch
from wirelake.errors import ConflictError, DamagedError
from wirelake.lake import layout, pending
from wirelake.lake.aside import move_aside
from wirelake.lake.buckets import buckets_of
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.decisions.events import read_events
from wirelake.lake.pending import Pending
from wirelake.lake.versions import current, embargoed
from wirelake.storage import ABSENT, Store
from wirelake.write.days import (
    flat,
    history_state,
)
from wirelake.write.generation import advance, generation
from wirelake.write.history import touch_all
from wirelake.write.places import Places, gathered
from wirelake.write.telling import Telling

Row = dict[str, Any]


@dataclass(kw_only=True)
class Changes:
    """What became of articles/: the touched articles' rows as they stood and as they stand, by id.

    ``dates`` are the published dates rewritten; where an earlier writer died on its way, every date that
    it may have rewritten. ``settled`` are the touched sets of which the ids that were ``looked`` at may be
    acknowledged, but for those ``held``: which an embargo keeps back, or which expire at that moment.
    ``embargoed`` are the touched articles that an embargo keeps from readers, with its end.
    """

    before: dict[str, Row] = field(default_factory=dict)
    after: dict[str, Row] = field(default_factory=dict)
    dates: set[date] = field(default_factory=set)
    settled: list[Pending] = field(default_factory=list)
    looked: set[str] = field(default_factory=set)
    held: dict[str, datetime | None] = field(default_factory=dict)
    embargoed: dict[str, datetime | None] = field(default_factory=dict)

    @property
    def added(self) -> int:
        return len(self.after.keys() - self.before.keys())

    @property
    def changed(self) -> int:
        return sum(self.before[id_] != self.after[id_] for id_ in self.before.keys() & self.after.keys())

    @property
    def removed(self) -> int:
        return len(self.before.keys() - self.after.keys())


def write_articles(store: Store, batch: Batch, now: datetime) -> Changes:
    """Bring articles/ up to date for every touched article of the batch's source: those of this batch, of
    writers that died, and those whose embargo is over at ``now``, or that have expired. ``acknowledge`` it
    once that is on record.

    Raises:
        ConflictError: other writers were faster, many times over.
    """
    paths = [one.path for one in store.objects(layout.pending_of(batch.source))]
    sets = _waiting(store, batch.source, paths)
    changes = Changes()
    first = Telling.of(store, batch.source, now, paths)
    if first.left or any(one.due(now) for one in sets):
        begun = [advance(store, batch.source)]  # once: two writers must not put each other off for ever
        _settle(store, batch, sets, now, changes, begun, [first])
    return changes


def _waiting(store: Store, source: str, paths: list[str]) -> list[Pending]:
    while True:  # every turn puts a whole set into a damaged one's place
        try:
            return pending.waiting(store, source, paths)
        except DamagedError as error:
            move_aside(store, error)
            touch_all(store, pending.batch_of(error.path))


def acknowledge(store: Store, changes: Changes) -> None:
    """Let go of the touched sets that are settled."""
    for one in changes.settled:
        with suppress(ConflictError):  # announced anew meanwhile: the set is that writer's now
            pending.acknowledge(store, one, changes.looked, changes.held)


@again_after_conflict
def _settle(
    store: Store,
    batch: Batch,
    sets: list[Pending],
    now: datetime,
    changes: Changes,
    own: list[bytes],
    first: list[Telling],
) -> None:
    """Recompute the touched articles and put them in their places.

    Objects are read before history is known to be unchanged, and that is asked again after the last write:
    whoever came to settle what they changed meanwhile makes us start anew. ``own`` is the generation that we
    began, and ``first`` what is to be told, for the first try.
    """
    source = batch.source
    begun = own.pop() if own else generation(store, source)
    buckets = buckets_of(store)  # after that: whoever brings the lake to others begins a generation then
    telling = first.pop() if first else Telling.of(store, source, now)
    touched = pending.merged([*(one.due(now) for one in sets), telling.untold])
    state = history_state(store, source)
    rows, stood = gathered(store, source, state, touched, buckets, now)
    places = Places.of(store, source, touched, buckets, stood, now)
    events = read_events(store, source)
    resolved = [{**row, "source": source} for row in current(rows, now, events)]
    told = _as_stored(resolved)
    telling.is_anew |= bool(places.damaged)
    telling.look(touched, shown := places.shown(), told, rows, events)
    if not _stands(store, source, state, begun):
        raise ConflictError(f"history of {source} changed while it was read")
    places.begin_anew(store)
    telling.announce()
    for row in shown:
        changes.before.setdefault(row["article_id"], row)
    places.put(store, resolved, changes.dates)
    if not _stands(store, source, state, begun):
        raise ConflictError(f"history of {source} changed while articles were written")
    telling.tell()
    changes.after = {row["article_id"]: row for row in told}
    changes.embargoed = embargoed(rows, now, events)
    changes.looked, changes.held = set(touched), _held(rows, now)
    changes.settled = [one for one in sets if _is_served(store, one, state)]
    for one in changes.settled:
        if one.resumed or one.path != layout.pending(batch):  # a writer that died may have rewritten any
            changes.dates |= {day for id_ in one.touched for day in touched[id_]}


def _held(rows: list[Row], now: datetime) -> dict[str, datetime | None]:
    """The articles of which a version may be read, or no more, at an instant that is still to come: the first
    at which one expires, None where an embargo is among them: each run tells of those."""
    held: dict[str, datetime | None] = {}
    for row in rows:
        id_, ends = row["article_id"], row["expires"]
        if row["embargoed_until"] and row["embargoed_until"] > now:
            held[id_] = None
        elif ends and ends > now:
            first = held.get(id_, ends)
            held[id_] = first and min(first, ends)
    return held


def _is_served(store: Store, one: Pending, state: dict[str, str]) -> bool:
    """The history that the set announces is the one that was read."""
    if not one.touched:  # it waits for none; who replaces its history changes the set before
        return True
    history, etag = store.read(one.history) or (None, ABSENT)
    return etag == state.get(one.history, ABSENT) and pending.is_announced(one, history)


def _as_stored(rows: list[Row]) -> list[Row]:
    """The rows as they read back from articles/, with their published dates."""
    stored = flat(rows).to_pylist()
    return [{**one, "published_date": row["published_date"]} for row, one in zip(rows, stored, strict=True)]


def _stands(store: Store, source: str, state: dict[str, str], begun: bytes) -> bool:
    """No other writer has come to settle what it changed since history was listed."""
    return generation(store, source) == begun if begun else history_state(store, source) == state
