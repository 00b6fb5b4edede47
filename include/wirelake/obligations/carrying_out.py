"""What is left to do of takedowns, by whoever comes first: a build, or the next command.

The event is the decision, and the manifest says what is left to do. First articles/ lets the article go, then
history/ and rejected/ do (``withdrawal``); the bytes go later (``erasure``). Each step looks at what stands,
and does again what it does not find done.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from wirelake import config
from wirelake.batches.journal import Clock
from wirelake.batches.lakes import Progress, no_progress
from wirelake.config import Batch
from wirelake.lake import aside as damaged
from wirelake.lake.aside import was_set_aside
from wirelake.lake.decisions.events import Event, Events, read_events
from wirelake.lake.decisions.manifests import Manifest, Sight, path_of, read_manifests, update, with_sights
from wirelake.lake.decisions.tombstones import sights_in, withdrawn
from wirelake.lake.pending import Touched
from wirelake.obligations.erasing.erasure import due
from wirelake.obligations.erasing.erasure import erase as erase_all
from wirelake.obligations.names.former_ids import renamed
from wirelake.obligations.places import days_of, read_day, staged_of
from wirelake.obligations.proof.exported import exported
from wirelake.obligations.withdrawing import set_aside
from wirelake.obligations.withdrawing.withdrawal import withdraw
from wirelake.storage import Store
from wirelake.write import touch


def registered(
    store: Store, batch: Batch, passed: pa.Table, rejected: pa.Table, now: datetime
) -> tuple[pa.Table, pa.Table]:
    """The batch's rows with taken-down articles withdrawn; their sights are kept in the manifests first.

    A sight that is new, such as a page captured once more, makes its takedown one that is to be finished.
    """

    takedowns = read_events(store, batch.source).takedowns
    if not takedowns:
        return passed, rejected
    known = _known(store, batch.source, takedowns, now)
    passed = renamed(passed, _holding(takedowns, known))
    seen: dict[str, list[Sight]] = defaultdict(list)
    _add_sights(seen, takedowns, batch.day, passed, rejected)
    for article_id in sorted(seen):
        update(store, takedowns[article_id], now, partial(with_sights, seen[article_id]))
    if seen:
        known = read_manifests(store, batch.source)
    return withdrawn(passed, rejected, batch.day, _holding(takedowns, known))


def holding(store: Store, source: str) -> list[Manifest]:
    """The manifests of the takedowns that no restore has revoked, by article_id."""

    takedowns = read_events(store, source).takedowns
    return _holding(takedowns, read_manifests(store, source)) if takedowns else []


def _holding(takedowns: Mapping[str, Event], manifests: Mapping[str, Manifest]) -> list[Manifest]:
    found = ((id_, manifests.get(id_)) for id_ in sorted(takedowns))
    return [one for id_, one in found if one and one.is_of(takedowns[id_])]


def begin_lost(store: Store, source: str, now: datetime) -> None:
    """A manifest that was damaged is begun anew, before a build writes history/ without its tombstones."""
    _known(store, source, read_events(store, source).takedowns, now)


def _known(store: Store, source: str, takedowns: Mapping[str, Event], now: datetime) -> dict[str, Manifest]:
    """The source's manifests, with those begun anew that were damaged."""
    known = read_manifests(store, source)
    lost = [event for id_, event in takedowns.items() if id_ not in known]
    if again := [one for one in lost if was_set_aside(store, path_of(one.article_id))]:
        begin(store, source, again, now)
        known = read_manifests(store, source)
    return known


def undone(store: Store, source: str) -> list[Event]:
    """The takedowns of the source that are decided, and some table may show the article still."""

    takedowns = read_events(store, source).takedowns
    held = _holding(takedowns, read_manifests(store, source)) if takedowns else []
    gone = {one.article_id for one in held if one.withdrawn_at or one.revoked_at}
    return [event for id_, event in sorted(takedowns.items()) if id_ not in gone]


def begin(store: Store, source: str, events: Iterable[Event], now: datetime, *, again: bool = False) -> None:
    """Note every sight of these articles, and have the next ``write_articles`` take them out of articles/.

    ``again`` has also one that was finished looked for once more, and where history/ shows it no more. Each
    day is looked at once for all of them.
    """

    wanted = {event.article_id: event for event in events}
    if not wanted:
        return
    seen: dict[str, list[Sight]] = defaultdict(list)
    days, stood = days_of(store, source, wanted), _stood(store, source, wanted) if again else {}
    for day in sorted({*days, *stood}):
        batch, ids = Batch(source, day), days.get(day, ())
        if ids:
            _add_sights(seen, ids, day, *read_day(store, batch))
        touch(store, batch, ids, at=stood.get(day))
    for day, history, rejected in staged_of(store, source, wanted):
        _add_sights(seen, wanted, day, history, rejected)
    copies = exported(store, wanted)
    for article_id, event in wanted.items():
        update(store, event, now, partial(_begun, seen[article_id], again, copies[article_id]))


def _stood(store: Store, source: str, article_ids: Collection[str]) -> dict[date, Touched]:
    """By capture day the published dates of what was once seen of these articles."""
    found: dict[date, Touched] = defaultdict(dict)
    for id_, one in read_manifests(store, source).items():
        for sight in one.sights if id_ in article_ids else ():
            if sight.published_date:
                found[sight.capture_date].setdefault(id_, set()).add(sight.published_date)
    return found


def finish(
    store: Store,
    source: str,
    begun: Collection[str],
    clock: Clock,
    *,
    erase_due: bool = True,
    progress: Progress = no_progress,
) -> list[Manifest]:
    """Withdraw the articles whose takedown is not finished, and erase those whose time has come: all of them
    by one look at the days, and by one at raw/.

    Args:
        begun: the articles that articles/ has let go, as the caller began their takedowns before it was
            written. Any other is left to whoever begins it: with its rows gone from history/ nobody would
            look for it in articles/.
        erase_due: False leaves the bytes to whoever comes next.

    Returns the manifests of those that it changed.
    """
    events = read_events(store, source)
    if not events.kills:
        return []
    stood = _standing(store, source, events)
    takedowns = events.takedowns
    now = dict(stood)
    if left := [takedowns[id_] for id_, one in stood.items() if id_ in begun and not one.withdrawn_at]:
        now |= {one.article_id: one for one in withdraw(store, left, clock)}
    config_ = config.load_named(source)
    over = due(now.values(), events, config_, clock()) if erase_due else []
    if due_now := [takedowns[one.article_id] for one in over]:
        now |= {one.article_id: one for one in erase_all(store, config_, due_now, clock, progress)}
    changed = [one for id_, one in now.items() if one != stood[id_]]
    if changed:
        damaged.clear(store)  # a table that was set aside as damaged may hold the text
    aside = set(store.folders(set_aside.folder_of(source)))
    for one in now.values():
        if one.erased_at and set_aside.name(one) in aside:  # a writer's that was on its way
            set_aside.forget(store, one)
    return changed


def _standing(store: Store, source: str, events: Events) -> dict[str, Manifest]:
    """The manifests of the takedowns that hold, by article_id; but for those that a restore is revoking."""
    held = _holding(events.takedowns, read_manifests(store, source))
    return {one.article_id: one for one in held if not one.revoked_at}


def _begun(seen: list[Sight], again: bool, copies: tuple[str, ...], one: Manifest) -> Manifest:
    told = one.model_copy(update={"unreached": tuple(dict.fromkeys((*one.unreached, *copies)))})
    return with_sights(seen, _reopened(told) if again else told)


def _add_sights(
    seen: dict[str, list[Sight]], ids: Collection[str], day: date, history: pa.Table, rejected: pa.Table
) -> None:
    mine = pa.array(sorted(ids), pa.string())
    tables = [one.filter(pc.is_in(one["article_id"], value_set=mine)) for one in (history, rejected)]
    there = {id_ for table in tables for id_ in table["article_id"].to_pylist()}
    for article_id in there:
        seen[article_id] += sights_in(tables[0], tables[1], day, article_id)


def _reopened(one: Manifest) -> Manifest:
    return one.model_copy(update={"withdrawn_at": None, "erased_at": None})
