"""Takedown manifests: what was taken down, when, and what became of each object that held it.

One object a taken-down article, under raw/. It is what a build knows the article's sights by once raw/ holds
their bytes no more. It keeps no text: of sentences their digests alone.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from wirelake.errors import FormatError
from wirelake.lake import layout
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.events import Event, name_of
from wirelake.storage import ABSENT, Store


class _Stated(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sight(_Stated):
    """A capture day that showed the article: what is kept of that row of history/ or rejected/."""

    capture_date: date
    raw_ref: str
    version: str  # "" of what never stood in history/
    first_seen_at: datetime
    raw_sha256: str = ""
    source_format: str = ""
    fetched_at: datetime | None = None
    published_date: date | None = None
    published_at: datetime | None = None
    published_precision: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    wire_id: str | None = None
    alt_ids: tuple[tuple[str, str], ...] = ()  # role, value
    duplicate_refs: tuple[str, ...] = ()


class Change(_Stated):
    """An object that held the article. ``path_after`` is where it stands now, "" where it is gone."""

    path: str
    path_after: str
    sha256_before: str
    sha256_after: str
    at: datetime


class Copy(_Stated):
    """Another article that says sentences of the text too. It was left alone."""

    article_id: str
    raw_ref: str
    sentences: int
    of: int  # how many the taken-down text has


class Manifest(_Stated):
    """All that is known of one takedown. ``done_at`` is null while something is left to do."""

    article_id: str
    at: datetime
    cause: str
    reason: str
    raw_ref: str | None = None  # of the wire's message
    begun_at: datetime
    done_at: datetime | None = None
    sights: tuple[Sight, ...] = ()
    prints: tuple[str, ...] = ()  # of its sentences: wirelake.sentences.Prints
    objects: tuple[Change, ...] = ()
    copies: tuple[Copy, ...] = ()
    unreached: tuple[str, ...] = ()  # what could not be changed from here, and who has to

    @property
    def source(self) -> str:
        return self.article_id.partition(":")[0]


@again_after_conflict
def update(store: Store, event: Event, now: datetime, change: Callable[[Manifest], Manifest]) -> Manifest:
    """Change the manifest of the event's article, which begins here where there is none.

    Raises:
        FormatError: it cannot be read.
    """
    path = _path(event.article_id)
    stood = store.read(path)
    old = _parsed(path, stood[0]) if stood else _begun(event, now)
    new = change(old)
    if stood is None or new != old:
        data = json.dumps(new.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, indent=1).encode()
        store.write(path, data, if_etag=stood[1] if stood else ABSENT)
    return new


def read_manifests(store: Store, source: str) -> dict[str, Manifest]:
    """The source's manifests by article_id.

    Raises:
        FormatError: one cannot be read.
    """
    found = ((one.path, store.read(one.path)) for one in store.objects(layout.takedowns(source)))
    manifests = [_parsed(path, stood[0]) for path, stood in found if stood]
    return {one.article_id: one for one in manifests}


def _begun(event: Event, now: datetime) -> Manifest:
    return Manifest(
        article_id=event.article_id,
        at=event.at,
        cause=event.cause,
        reason=event.reason,
        raw_ref=event.raw_ref,
        begun_at=now,
    )


def _path(article_id: str) -> str:
    return f"{layout.takedowns(article_id.partition(':')[0])}/{name_of(article_id)}.json"


def _parsed(path: str, data: bytes) -> Manifest:
    try:
        return Manifest.model_validate_json(data)
    except ValidationError as error:
        raise FormatError(f"{path}: not a manifest that this version can read: {error}") from error


def merged_sights(old: tuple[Sight, ...], new: list[Sight]) -> tuple[Sight, ...]:
    """All sights, each once, in the order of capture days; of one sight what was noted first."""
    by_key: dict[Any, Sight] = {}
    for one in (*old, *new):
        by_key.setdefault((one.capture_date, one.raw_ref, one.version, one.first_seen_at), one)
    return tuple(by_key[key] for key in sorted(by_key))
