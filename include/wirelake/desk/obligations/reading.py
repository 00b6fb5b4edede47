"""What one source has of each list, as the lake says it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from wirelake.desk.article.deeds import BY, said_by
from wirelake.desk.obligations.rows import Advisory, Embargo, Hold, Takedown
from wirelake.errors import WirelakeError
from wirelake.legible import one_line
from wirelake.storage import Store

if TYPE_CHECKING:
    from wirelake.lake.decisions.events import Event, Events
    from wirelake.lake.decisions.manifests import Manifest

MOST_NAMES = 20  # that an advisory names
MOST_LETTERS = 300  # of a reason, a name
HOUR = timedelta(hours=1)


@dataclass(slots=True, kw_only=True)
class Found:
    """What one source has: the rows of each list, and what of its lake could not be read."""

    embargoes: list[Embargo] = field(default_factory=list)
    review: list[Advisory] = field(default_factory=list)
    takedowns: list[Takedown] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def of_source(store: Store, source: str, *, may_hold: bool, now: datetime) -> Found:
    """All of this source; ``may_hold`` where some of its articles may be under an embargo."""
    from wirelake.lake import layout
    from wirelake.lake.decisions.events import Events, read_events

    found = Found()
    try:
        stands = _folders(store, source)
        events = read_events(store, source) if layout.events(source) in stands else Events()
        found.holds += (_hold(one) for one in events.held.values())
        if events.every or layout.takedowns(source) in stands:
            found.takedowns += _takedowns(store, source, events, found.troubles)
        if layout.review(source) in stands:
            found.review += _advisories(store, source, found.troubles)
        if may_hold:
            found.embargoes += _embargoes(store, source, now)
    except WirelakeError as error:
        found.troubles.append(one_line(str(error)))
    return found


def _folders(store: Store, source: str) -> set[str]:
    """What of the source's decisions stands at all, by one list: of most sources nothing does."""
    from wirelake.lake import layout

    top = layout.raw_of(source)
    beside = (layout.events(source), layout.review(source), layout.takedowns(source))
    names = sorted(path.removeprefix(f"{top}/") for path in beside)
    found = store.objects(top, since=names[0], until=names[-1])
    return {one.path.rpartition("/")[0] for one in found}


def _embargoes(store: Store, source: str, now: datetime) -> Iterator[Embargo]:
    from wirelake.obligations import held_until

    for article_id, until in held_until(source, store=store, clock=lambda: now).items():
        yield Embargo(
            source=source,
            article_id=article_id,
            until=until,
            left=in_words(until - now) if until else "no end that can be read",
            command=f"wirelake release {article_id} --reason …",
        )


def in_words(left: timedelta) -> str:
    """As ``2 d 4 h``, ``3 h 10 min``, ``12 min``, ``under a minute``."""
    minutes = int(left.total_seconds() // 60)
    if minutes < 1:
        return "under a minute"
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {rest} min" if left >= HOUR else f"{rest} min"


def _takedowns(store: Store, source: str, events: "Events", troubles: list[str]) -> Iterator[Takedown]:
    """Those with a manifest, and those that are decided and not begun."""
    from wirelake.lake.decisions import together
    from wirelake.lake.decisions.manifests import parse_manifest
    from wirelake.lake.decisions.unchanged import listed, unchanged

    begun: set[str] = set()
    for one in listed(store, source, together.MANIFESTS, parse_manifest):
        try:  # a damaged one is left where it is: a build sets it aside
            if manifest := unchanged(store, one, parse_manifest):
                begun.add(manifest.article_id)
                yield _takedown(store, manifest, events)
        except WirelakeError as error:
            troubles.append(one_line(str(error)))
    for article_id, event in events.takedowns.items():
        if article_id not in begun:
            yield _decided(event)


def _takedown(store: Store, one: "Manifest", events: "Events") -> Takedown:
    from wirelake.obligations import waits_for

    if one.revoked_at:
        state, left = "revoked", f"revoked at {one.revoked_at:%Y-%m-%d %H:%M}Z: {one.revoked}"
    elif not one.withdrawn_at:
        state, left = "unfinished", "a table may show it still: the source's next run completes it"
    elif not one.erased_at:
        state, left = "bytes_stand", waits_for(one, store=store)
    else:
        state, left = "finished", ""
    named = [event for event in events.kills.get(one.article_id, ()) if event.by]
    return Takedown(
        source=one.source,
        article_id=one.article_id,
        at=one.at,
        by=said_by(named[0]) if named else BY.get(one.cause, one_line(one.cause)),
        reason=one_line(one.reason)[:MOST_LETTERS],
        state=state,
        left=one_line(left)[:MOST_LETTERS],
        objects=len(one.objects),
        prints=len(one.prints),
        withdrawn_at=one.withdrawn_at,
        erased_at=one.erased_at,
        command=f"wirelake takedown {one.article_id} --verify",
    )


def _decided(event: "Event") -> Takedown:
    return Takedown(
        source=event.article_id.partition(":")[0],
        article_id=event.article_id,
        at=event.at,
        by=said_by(event),
        reason=one_line(event.reason)[:MOST_LETTERS],
        state="unfinished",
        left="decided, and not begun: the source's next run does it",
        objects=0,
        prints=0,
        withdrawn_at=None,
        erased_at=None,
        command=f"wirelake takedown {event.article_id} --reason …",
    )


def _hold(event: "Event") -> Hold:
    return Hold(
        source=event.article_id.partition(":")[0],
        article_id=event.article_id,
        since=event.at,
        by=said_by(event),
        reason=one_line(event.reason)[:MOST_LETTERS],
        command=f"wirelake hold {event.article_id} --lift --reason …",
    )


def _advisories(store: Store, source: str, troubles: list[str]) -> Iterable[Advisory]:
    from wirelake.lake import layout
    from wirelake.lake.decisions.review import Unbound
    from wirelake.lake.json_objects import parse_json

    for path in (one.path for one in store.objects(layout.review(source))):
        try:
            stood = store.read(path)
            one = parse_json(Unbound, stood[0], path) if stood else None
        except WirelakeError as error:
            troubles.append(one_line(str(error)))
            continue
        if one and not one.closed:
            named = one.refers_to[:MOST_NAMES]
            yield Advisory(
                source=source,
                raw_ref=one_line(one.raw_ref),
                article_id=one_line(one.article_id),
                received=one.first_seen_at,
                is_writethru=one.is_writethru,
                names=tuple((one_line(role), one_line(value[:MOST_LETTERS])) for role, value in named),
                command=f"wirelake review --close {one_line(one.article_id)} --reason …",
            )
