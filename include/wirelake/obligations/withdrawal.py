"""A taken-down article out of history/ and rejected/: readers see it no more, and its rows are set aside."""

import hashlib
from functools import partial

from wirelake.batches.journal import Clock
from wirelake.config import Batch
from wirelake.lake.events import Event
from wirelake.lake.manifests import Change, Manifest, update
from wirelake.obligations import set_aside
from wirelake.obligations.places import addresses, days_at, days_of
from wirelake.storage import Store
from wirelake.write import change_history, change_rejected


def withdraw(store: Store, event: Event, clock: Clock) -> Manifest:
    """Replace the article's rows of every built day by what is left of them; articles/ has let it go.

    Days that are not built yet ask the manifest when they are.
    """

    manifest = update(store, event, clock(), lambda one: one)
    plan = partial(planned, store, event, clock)
    days = days_of(store, manifest.source, manifest.article_id)
    days += days_at(store, manifest.source, addresses(manifest))
    for day in sorted({*days, *(one.capture_date for one in manifest.sights)}):
        batch = Batch(manifest.source, day)
        of = partial(set_aside.withdrawing, store, manifest, day)
        change_history(store, batch, of("history"), plan)
        change_rejected(store, batch, of("rejected"), plan)
    known = manifest.sights
    # Where another writer noted a sight meanwhile, it is for whoever comes next.
    end = clock()
    return update(
        store,
        event,
        end,
        lambda one: one.model_copy(update={"withdrawn_at": end}) if one.sights == known else one,
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
