"""Taken-down articles out of history/ and rejected/: no reader sees them, and their rows are set aside."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from wirelake.batches.journal import Clock
from wirelake.config import Batch
from wirelake.lake.decisions.events import Event
from wirelake.lake.decisions.manifests import Change, Manifest, update
from wirelake.obligations.places import addresses, days_at, days_of
from wirelake.obligations.withdrawing import set_aside
from wirelake.storage import Store
from wirelake.write import change_history, change_rejected


def withdraw(store: Store, events: Sequence[Event], clock: Clock) -> list[Manifest]:
    """Replace the rows of these events' articles, all of one source, by what is left of them; articles/ has
    let them go. Each day is read and written once for all of them.

    Days that are not built yet ask the manifests when they are.
    """

    by_id = {event.article_id: event for event in events}
    known = {id_: update(store, event, clock(), lambda one: one) for id_, event in by_id.items()}
    for day, ids in _days(store, list(known.values())).items():
        mine = [known[id_] for id_ in sorted(ids)]
        for table, change in (("history", change_history), ("rejected", change_rejected)):
            taken = set_aside.Withdrawing(store, mine, day, table)

            def plan(path: str, before: bytes, after: bytes | None, taken: Any = taken) -> None:
                for one in taken.held:
                    planned(store, by_id[one.article_id], clock, path, before, after)

            change(store, Batch(mine[0].source, day), taken, plan)
    return [_ended(store, by_id[id_], manifest, clock) for id_, manifest in known.items()]


def _days(store: Store, manifests: Sequence[Manifest]) -> dict[date, set[str]]:
    """The capture days that show, or name, some of the articles; and which."""

    found: dict[date, set[str]] = defaultdict(set)
    at: dict[str, set[str]] = defaultdict(set)
    for one in manifests:
        for sight in one.sights:
            found[sight.capture_date].add(one.article_id)
        for url in addresses(one):
            at[url].add(one.article_id)
    source = manifests[0].source
    for day, ids in days_of(store, source, {one.article_id for one in manifests}).items():
        found[day] |= ids
    for day, urls in days_at(store, source, at).items():
        found[day].update(*(at[url] for url in urls))
    return dict(sorted(found.items()))


def _ended(store: Store, event: Event, known: Manifest, clock: Clock) -> Manifest:
    # Where another writer noted a sight meanwhile, it is for whoever comes next.
    end = clock()
    return update(
        store,
        event,
        end,
        lambda one: one.model_copy(update={"withdrawn_at": end}) if one.sights == known.sights else one,
    )


def planned(store: Store, event: Event, clock: Clock, path: str, before: bytes, after: bytes | None) -> None:
    """Write into the manifest what becomes of an object, before it does: so a death loses no line."""

    note(
        store,
        event,
        clock,
        [
            Change(
                path=path,
                path_after="" if after is None else path,
                sha256_before=hashlib.sha256(before).hexdigest(),
                sha256_after="" if after is None else hashlib.sha256(after).hexdigest(),
                at=clock(),
            )
        ],
    )


def note(store: Store, event: Event, clock: Clock, changes: list[Change]) -> Manifest:
    """Add these to the manifest; what was told before holds: looking again finds the same objects changed."""

    def with_changes(one: Manifest) -> Manifest:
        known = {(each.path, each.sha256_before) for each in one.objects}
        new = [each for each in changes if (each.path, each.sha256_before) not in known]
        return one.model_copy(update={"objects": (*one.objects, *new)}) if new else one

    return update(store, event, clock(), with_changes)
