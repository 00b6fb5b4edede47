"""What was decided about a source's articles: append-only events under raw/, inputs of every build.

A takedown is an operator's, or a wire's kill once it is bound to an article; a restore revokes the takedowns
that it names; a release ends an embargo; a hold keeps the bytes of an article until a lift; an erasure asks
for them to go at once; a replacement has a writethru stand for an earlier issue of its story, a continuation
binds a piece to it. One object an event, named by what it is about, so that the first statement of a thing
holds and repeating it adds nothing. No build undoes them.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from wirelake.errors import ConflictError, FormatError
from wirelake.lake import layout
from wirelake.lake.decisions import together
from wirelake.lake.decisions.unchanged import listed, unchanged
from wirelake.lake.json_objects import parse_any
from wirelake.storage import ABSENT, Store

_last: dict[tuple[str, str], tuple[tuple[tuple[str, str], ...], "Events"]] = {}  # store and source: as listed


class Cause(StrEnum):
    """Who decided."""

    OPERATOR = "operator"
    CANCELED = "canceled"  # the wire, by the article's own status
    ADVISORY = "advisory"  # the wire, by a message about it
    WIRE = "wire"  # the wire, by another issue of its story


class What(StrEnum):
    """What was decided."""

    TAKEDOWN = "takedown"
    RESTORE = "restore"
    ERASURE = "erasure"
    HOLD = "hold"
    LIFT = "lift"
    RELEASE = "release"
    REPLACEMENT = "replacement"
    CONTINUATION = "continuation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One decision. ``at`` is when it was taken: of a wire's, when its message was received first."""

    what: What
    article_id: str
    at: datetime
    cause: Cause
    reason: str
    raw_ref: str | None = None  # of the wire's message
    message: str | None = None  # its article_id and version: the same however often it is captured;
    # of a continuation those of the item that it continues
    revokes: tuple[str, ...] = ()  # names of takedowns
    in_advance: bool = False  # of an article that nobody had seen, as the operator said
    by: str | None = None  # who decided it on the wire desk, by the name that Airflow knows

    @property
    def name(self) -> str:
        """By which the same decision is the same object: a message of the wire's, else the instant."""
        told = f"{self.cause} {self.message}" if self.message else f"{self.at.astimezone(UTC).isoformat()}"
        return f"{self.what}-{name_of(self.article_id)}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """A source's decisions, oldest first, and by article_id what follows from them.

    ``kills`` are the takedowns, ``replaced`` the replacements that no restore revokes. ``held`` are articles
    whose bytes an operator keeps, ``at_once`` those whose bytes need not wait: their own status cancels them,
    or an operator said so.
    """

    every: tuple[Event, ...] = ()
    kills: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    restores: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    releases: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    replaced: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    held: dict[str, Event] = field(default_factory=dict)
    at_once: frozenset[str] = frozenset()
    revoked: frozenset[str] = frozenset()  # names of takedowns

    @classmethod
    def of(cls, events: Iterable[Event]) -> "Events":
        every = tuple(sorted(events, key=lambda one: (one.at, one.name)))
        by_what = {what: _by_article(one for one in every if one.what is what) for what in What}
        restores = by_what[What.RESTORE]
        revoked = frozenset(name for mine in restores.values() for one in mine for name in one.revokes)
        kills = _by_article(one for one in every if one.what is What.TAKEDOWN and one.name not in revoked)
        replaced = (one for one in every if one.what is What.REPLACEMENT and one.name not in revoked)
        canceled = {id_ for id_, mine in kills.items() if any(one.cause is Cause.CANCELED for one in mine)}
        return cls(
            every=every,
            kills=kills,
            restores=restores,
            releases=by_what[What.RELEASE],
            replaced=_by_article(replaced),
            held=_held(every),
            revoked=revoked,
            at_once=frozenset(canceled | {id_ for id_ in kills if _is_ordered(id_, kills, by_what)}),
        )

    @property
    def takedowns(self) -> dict[str, Event]:
        """Of each article that is taken down the first takedown that holds."""
        return {id_: mine[0] for id_, mine in self.kills.items()}

    def is_revoked(self, event: Event) -> bool:
        """A restore revokes what this message of the wire decides, also where other rules read it then."""
        told = (event.name, _message_of(event))
        mine = (one for one in self.every if one.name == told[0] or _message_of(one) == told[1])
        return any(one.name in self.revoked for one in mine)

    def until(self, as_of: datetime) -> "Events":
        """Those that were taken by this instant."""
        return Events.of(one for one in self.every if one.at <= as_of)


def _message_of(event: Event) -> tuple[str | None, ...]:
    """What is decided about an article by which message: by its bytes, whatever is read in them."""
    return event.what, event.article_id, event.cause, event.raw_ref or event.name


def _by_article(events: Iterable[Event]) -> dict[str, tuple[Event, ...]]:
    found: dict[str, tuple[Event, ...]] = {}
    for one in events:
        found[one.article_id] = (*found.get(one.article_id, ()), one)
    return found


def _held(every: tuple[Event, ...]) -> dict[str, Event]:
    held: dict[str, Event] = {}
    for one in every:
        if one.what is What.HOLD:
            held.setdefault(one.article_id, one)
        elif one.what is What.LIFT:
            held.pop(one.article_id, None)
    return held


def _is_ordered(
    article_id: str, kills: dict[str, tuple[Event, ...]], by_what: dict[What, dict[str, tuple[Event, ...]]]
) -> bool:
    """An operator asked for the erasure of what is taken down, and not of what was restored since."""
    since = [one.at for one in by_what[What.RESTORE].get(article_id, ())]
    orders = by_what[What.ERASURE].get(article_id, ())
    return any(one.at >= kills[article_id][0].at and all(one.at > at for at in since) for one in orders)


def record(store: Store, event: Event) -> Event:
    """Put the event under raw/, and return the one that holds: the first of that name.

    Raises:
        StorageError: the store failed.
    """
    path = path_of(event)
    stated = asdict(event) | {"at": event.at.astimezone(UTC).isoformat()}
    if event.by is None:  # as versions write and read it that know no such field
        del stated["by"]
    try:
        store.write(path, json.dumps(stated, sort_keys=True, ensure_ascii=False).encode(), if_etag=ABSENT)
    except ConflictError:
        stood = store.read(path)
        return event if stood is None else parse_event(stood[0], path)
    return event


def read_events(store: Store, source: str) -> Events:
    """All decisions about the source's articles.

    Raises:
        FormatError: an event cannot be read.
    """
    stored = listed(store, source, together.EVENTS, parse_event)
    state = tuple((one.path, one.etag) for one in stored)
    known, events = _last.get((store.uri, source), ((), None))
    if events is not None and known == state:
        return events
    found = [one for one in (unchanged(store, one, parse_event) for one in stored) if one]
    events = Events.of(found)
    if len(found) == len(stored):
        _last[store.uri, source] = (state, events)
    return events


def name_of(article_id: str) -> str:
    """A name for objects about this article: its id in letters that every store takes."""
    return hashlib.sha256(article_id.encode()).hexdigest()[:24]


def path_of(event: Event) -> str:
    """Where the event stands."""
    return f"{layout.events(event.article_id.partition(':')[0])}/{event.name}.json"


def parse_event(data: bytes, path: str) -> Event:
    """The event that the object holds.

    Raises:
        DamagedError: it is no JSON.
        FormatError: it is none that this version knows.
    """
    stated = parse_any(data, path)
    try:
        return Event(
            what=What(stated.pop("what")),
            cause=Cause(stated.pop("cause")),
            at=datetime.fromisoformat(stated.pop("at")),
            revokes=tuple(stated.pop("revokes", ())),
            **stated,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(f"{path}: not an event that this version can read: {error}") from error
