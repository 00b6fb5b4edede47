"""A taken-down article out of every table that readers see, and, when its time has come, out of raw/.

The event is the decision, and the manifest says what is left to do. Whoever is killed on the way is completed
by the next writer of the source, or by repeating the takedown: each step looks at what stands, and does again
what it does not find done. First articles/ lets the article go, then history/ and rejected/ do
(``withdrawal``); the bytes go later (``erasure``), and until then an operator may revoke all of it
(``restoring``).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from wirelake import config
from wirelake.batches.journal import Clock
from wirelake.batches.lakes import Progress, lake, no_progress, utc_now
from wirelake.config import Batch
from wirelake.errors import ConfigError
from wirelake.lake import aside as damaged
from wirelake.lake.aside import was_set_aside
from wirelake.lake.decisions.events import Cause, Event, Events, What, read_events, record
from wirelake.lake.decisions.manifests import Manifest, Sight, path_of, read_manifests, update, with_sights
from wirelake.lake.decisions.requests import Request, keep
from wirelake.lake.decisions.tombstones import sights_in, withdrawn
from wirelake.lake.pending import Touched
from wirelake.obligations.decided import settled
from wirelake.obligations.erasing.erasure import due
from wirelake.obligations.erasing.erasure import erase as erase_all
from wirelake.obligations.names.former_ids import renamed
from wirelake.obligations.names.known import all_meant, meant, require_known
from wirelake.obligations.places import days_of, read_day, staged_of
from wirelake.obligations.reasons import checked_reason
from wirelake.obligations.restoring import resume
from wirelake.obligations.review import close_advisory, listed
from wirelake.obligations.withdrawing import set_aside
from wirelake.obligations.withdrawing.withdrawal import withdraw
from wirelake.storage import Store, sweep
from wirelake.write import touch

NO_REQUEST = Request()


def take_down(
    article_id: str,
    reason: str,
    *,
    erase: bool = False,
    advisory: str = "",
    in_advance: bool = False,
    request: Request = NO_REQUEST,
    store: Store | None = None,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> Manifest:
    """Take an article down by an operator's word, now and for whenever it is captured again.

    It leaves every table at once. Its bytes leave raw/ after the source's ``erase_after_days``, with the
    source's next run; ``restore`` revokes it until then.

    Args:
        erase: the bytes go at once, and nothing can be restored; never under a hold.
        advisory: the raw_ref of the wire's advisory that asks for it; its entry on the review list is closed.
        in_advance: it is no mistake where nobody knows the article: it is rejected when it comes.
        request: who asked for it, and by which law; kept apart from all that others may read.

    Raises:
        ConfigError: no such source, or no reason.
        MissingError: no such advisory, or nobody knows the article.
    """

    store = store or lake()
    source, article_id = meant(article_id, store)
    reason = checked_reason(reason, "a takedown")
    now = clock()
    sweep(store)  # what dead processes left may hold its text
    resume(store, source, clock)
    if advisory and listed(advisory, store).is_writethru:
        raise ConfigError(
            f"{advisory} is a writethru, which asks for no takedown: close it on the review list"
        )
    events = read_events(store, source)
    if not in_advance:
        require_known(store, article_id, events)
    new = _decision(article_id, reason, now, in_advance=in_advance)
    event = _decided(store, events, new, erase=erase)
    if request:
        keep(store, event, request)
    begun = _begin_all(store, source, [event], now)
    if advisory:  # once the decision stands: a death between the two must not lose what it asks for
        close_advisory(advisory, f"bound to {article_id} by an operator", store=store)
    settled(store, source, "takedown", f"taken down {article_id}: {reason}", clock)
    finish(store, source, begun, clock, progress=progress)
    return read_manifests(store, source)[article_id]


def take_down_all(
    article_ids: Sequence[str],
    reason: str,
    *,
    erase: bool = False,
    request: Request = NO_REQUEST,
    store: Store | None = None,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> list[Manifest]:
    """Take down articles that history/ knows, by ids or aliases, as ``take_down`` does each, with a decision
    and a manifest of its own; but with one look at the days and at raw/ for all of a source.

    Every decision stands before the first row goes, so whoever dies on the way is completed by the next
    writer of the source, or by repeating it.

    Raises:
        ConfigError: no such source, or no reason.
    """

    store = store or lake()
    reason = checked_reason(reason, "a takedown")
    by_source: dict[str, list[str]] = defaultdict(list)
    for article_id in dict.fromkeys(all_meant(article_ids, store).values()):
        by_source[article_id.partition(":")[0]].append(article_id)
    now = clock()
    sweep(store)
    found = []
    for source, ids in by_source.items():
        resume(store, source, clock)
        events = read_events(store, source)
        decided = []
        for done, id_ in enumerate(ids, start=1):
            event = _decided(store, events, _decision(id_, reason, now), erase=erase)
            if request:
                keep(store, event, request)
            decided.append(event)
            progress("decide", done, len(ids))
        begun = _begin_all(store, source, decided, now)
        settled(store, source, "takedown", f"taken down {len(ids)} articles: {reason}", clock)
        finish(store, source, begun, clock, progress=progress)
        manifests = read_manifests(store, source)
        found += [manifests[id_] for id_ in ids]
    return found


def _decision(article_id: str, reason: str, now: datetime, *, in_advance: bool = False) -> Event:
    return Event(
        what=What.TAKEDOWN,
        article_id=article_id,
        at=now,
        cause=Cause.OPERATOR,
        reason=reason,
        in_advance=in_advance,
    )


def _decided(store: Store, events: Events, new: Event, *, erase: bool) -> Event:
    """The takedown that holds, or the new one; and that its bytes are to go at once."""
    if erase and new.article_id not in events.at_once:
        # First, so that a death between the two has the bytes wait for nothing; alone it does nothing.
        record(store, replace(new, what=What.ERASURE, in_advance=False))
    kills = events.kills.get(new.article_id, ())
    if not kills or (new.in_advance and not any(one.in_advance for one in kills)):
        kills = (*kills, record(store, new))
    return kills[0]


def _begin_all(store: Store, source: str, decided: Sequence[Event], now: datetime) -> set[str]:
    """Begin these, whatever was done before, and those that dead ones left; their articles' ids."""
    begin(store, source, decided, now, again=True)
    mine = {event.article_id for event in decided}
    left = [event for event in undone(store, source) if event.article_id not in mine]
    begin(store, source, left, now)
    return mine | {event.article_id for event in left}


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
    for article_id, event in wanted.items():
        update(store, event, now, partial(_begun, seen[article_id], again))


def _stood(store: Store, source: str, article_ids: Collection[str]) -> dict[date, Touched]:
    """By capture day the published dates of what was once seen of these articles."""
    found: dict[date, Touched] = defaultdict(dict)
    for id_, one in read_manifests(store, source).items():
        for sight in one.sights if id_ in article_ids else ():
            if sight.published_date:
                found[sight.capture_date].setdefault(id_, set()).add(sight.published_date)
    return found


def finish(
    store: Store, source: str, begun: Collection[str], clock: Clock, *, progress: Progress = no_progress
) -> list[Manifest]:
    """Withdraw the articles whose takedown is not finished, and erase those whose time has come: all of them
    by one look at the days, and by one at raw/.

    Args:
        begun: the articles that articles/ has let go, as the caller began their takedowns before it was
            written. Any other is left to whoever begins it: with its rows gone from history/ nobody would
            look for it in articles/.

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
    if due_now := [takedowns[one.article_id] for one in due(now.values(), events, config_, clock())]:
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


def _begun(seen: list[Sight], again: bool, one: Manifest) -> Manifest:
    return with_sights(seen, _reopened(one) if again else one)


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
