"""A taken-down article out of every table that readers see, and, when its time has come, out of raw/.

Whoever is killed on the way is completed by the next writer of the source, or by repeating the takedown
(``carrying_out``). Until the bytes are erased an operator may revoke all of it (``restoring``).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from wirelake.batches.journal import Clock
from wirelake.batches.lakes import Progress, lake, no_progress, utc_now
from wirelake.errors import ConfigError
from wirelake.lake.decisions.events import Cause, Event, Events, What, read_events, record
from wirelake.lake.decisions.manifests import Manifest, read_manifests
from wirelake.lake.decisions.requests import Request, keep
from wirelake.obligations.carrying_out import begin, finish, undone
from wirelake.obligations.decided import settled
from wirelake.obligations.names.known import all_meant, meant, require_known
from wirelake.obligations.reasons import checked_reason
from wirelake.obligations.restoring import resume
from wirelake.obligations.review import close_advisory, listed
from wirelake.storage import Store, sweep

NO_REQUEST = Request()


def take_down(
    article_id: str,
    reason: str,
    *,
    erase: bool = False,
    advisory: str = "",
    in_advance: bool = False,
    request: Request = NO_REQUEST,
    by: str | None = None,
    erase_due: bool = True,
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
        by: who decided it on the wire desk.
        erase_due: False leaves all bytes to the source's next run, as looking through raw/ takes long.

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
    new = replace(_decision(article_id, reason, now, in_advance=in_advance), by=by)
    event = _decided(store, events, new, erase=erase)
    if request:
        keep(store, event, request)
    begun = _begin_all(store, source, [event], now)
    if advisory:  # once the decision stands: a death between the two must not lose what it asks for
        close_advisory(advisory, f"bound to {article_id} by an operator", by=by, store=store)
    settled(store, source, "takedown", f"taken down {article_id}: {reason}", clock)
    finish(store, source, begun, clock, erase_due=erase_due, progress=progress)
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
