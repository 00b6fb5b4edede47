"""What was decided about a source's articles: append-only events under raw/, inputs of every build.

A takedown is an operator's, or a wire's kill once it is bound to an article; a release ends an embargo. One
object an event, named by what it is about, so that the first statement of a thing holds and repeating it adds
nothing. No build undoes them.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum

from wirelake.errors import ConflictError, FormatError
from wirelake.lake import layout
from wirelake.storage import ABSENT, Store


class Cause(StrEnum):
    """Who decided."""

    OPERATOR = "operator"
    CANCELED = "canceled"  # the wire, by the article's own status
    ADVISORY = "advisory"  # the wire, by a message about it


class What(StrEnum):
    """What was decided."""

    TAKEDOWN = "takedown"
    RELEASE = "release"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One decision. ``at`` is when it was taken: of a wire's, when its message was received first."""

    what: What
    article_id: str
    at: datetime
    cause: Cause
    reason: str
    raw_ref: str | None = None  # of the wire's message


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """A source's decisions by article_id: the takedown that holds, and all releases."""

    takedowns: dict[str, Event]
    releases: dict[str, tuple[Event, ...]]

    def until(self, as_of: datetime) -> "Events":
        """Those that were taken by this instant."""
        return Events(
            takedowns={id_: one for id_, one in self.takedowns.items() if one.at <= as_of},
            releases={
                id_: tuple(one for one in mine if one.at <= as_of) for id_, mine in self.releases.items()
            },
        )


def record(store: Store, event: Event) -> Event:
    """Put the event under raw/, and return the one that holds: the first takedown of an article.

    Raises:
        StorageError: the store failed.
    """
    path = _path(event)
    stated = asdict(event) | {"at": event.at.astimezone(UTC).isoformat()}
    try:
        store.write(path, json.dumps(stated, sort_keys=True, ensure_ascii=False).encode(), if_etag=ABSENT)
    except ConflictError:
        stood = store.read(path)
        return event if stood is None else _parsed(path, stood[0])
    return event


def read_events(store: Store, source: str) -> Events:
    """All decisions about the source's articles.

    Raises:
        FormatError: an event cannot be read.
    """
    takedowns: dict[str, Event] = {}
    releases: dict[str, tuple[Event, ...]] = {}
    for stored in store.objects(layout.events(source)):
        answer = store.read(stored.path)
        if answer is None:
            continue
        event = _parsed(stored.path, answer[0])
        if event.what is What.TAKEDOWN:
            takedowns[event.article_id] = event
        else:
            releases[event.article_id] = (*releases.get(event.article_id, ()), event)
    return Events(takedowns=takedowns, releases=releases)


def name_of(article_id: str) -> str:
    """A name for objects about this article: its id in letters that every store takes."""
    return hashlib.sha256(article_id.encode()).hexdigest()[:24]


def _path(event: Event) -> str:
    name = f"{event.what}-{name_of(event.article_id)}"
    if event.what is What.RELEASE:  # an article may be embargoed and released anew
        name += f"-{event.at.astimezone(UTC):%Y%m%dT%H%M%S%fZ}"
    return f"{layout.events(event.article_id.partition(':')[0])}/{name}.json"


def _parsed(path: str, data: bytes) -> Event:
    try:
        stated = json.loads(data)
        return Event(
            what=What(stated.pop("what")),
            cause=Cause(stated.pop("cause")),
            at=datetime.fromisoformat(stated.pop("at")),
            **stated,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(f"{path}: not an event that this version can read: {error}") from error
