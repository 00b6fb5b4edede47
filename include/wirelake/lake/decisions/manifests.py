"""Takedown manifests: what was taken down, when, and what became of each object that held it.

One object a taken-down article, under raw/. It is what a build knows the article's sights by once raw/ holds
their bytes no more. It keeps no text: of sentences their digests alone.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from wirelake.errors import DamagedError
from wirelake.lake import layout
from wirelake.lake.aside import move_aside
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.decisions import together
from wirelake.lake.decisions.events import Event, What, name_of
from wirelake.lake.decisions.unchanged import listed, unchanged
from wirelake.lake.json_objects import parse_json
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
    """All that is known of one takedown.

    ``withdrawn_at`` is since when no table shows it, null while one may; ``erased_at`` since when its bytes
    are gone, null while they stand. ``erasing_at`` is when their erasure began: from then on there is no way
    back.
    ``revoked_at`` is when it was revoked; then ``withdrawn_at`` is null once the article stands again.
    """

    article_id: str
    at: datetime
    cause: str
    reason: str
    raw_ref: str | None = None  # of the wire's message
    begun_at: datetime
    withdrawn_at: datetime | None = None
    erasing_at: datetime | None = None
    erased_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked: str = ""  # why
    sights: tuple[Sight, ...] = ()
    prints: tuple[str, ...] = ()  # of its sentences: wirelake.sentences.Prints
    objects: tuple[Change, ...] = ()
    copies: tuple[Copy, ...] = ()
    unreached: tuple[str, ...] = ()  # what could not be changed from here, and who has to

    @model_validator(mode="before")
    @classmethod
    def _of_one_act(cls, stated: Any) -> Any:
        """Before withdrawal and erasure were two acts, ``done_at`` was the end of both."""
        if isinstance(stated, dict) and "done_at" in stated:
            done = stated["done_at"]
            rest = {name: value for name, value in stated.items() if name != "done_at"}
            return {"withdrawn_at": done, "erasing_at": done, "erased_at": done, **rest}
        return stated

    @property
    def source(self) -> str:
        return self.article_id.partition(":")[0]

    @property
    def done_at(self) -> datetime | None:
        """When it was withdrawn and erased; None while something is left to do."""
        return self.erased_at if self.withdrawn_at else None

    def is_of(self, event: Event) -> bool:
        """It is the manifest of this takedown, or of its restore, and not of one that was revoked before."""
        if not self.revoked_at or event.what is What.RESTORE:
            return True
        return (self.at, self.cause, self.raw_ref) == (event.at, event.cause, event.raw_ref)


@again_after_conflict
def update(store: Store, event: Event, now: datetime, change: Callable[[Manifest], Manifest]) -> Manifest:
    """Change the manifest of the event's article, which begins here where there is none of this takedown.

    Raises:
        FormatError: it cannot be read.
    """
    path = path_of(event.article_id)
    try:
        stood = store.read(path)
        kept = parse_manifest(stood[0], path) if stood else None
    except DamagedError as error:
        move_aside(store, error)
        stood, kept = None, None
    old = kept if kept and kept.is_of(event) else _begun(event, now)
    new = change(old)
    if new != kept:
        data = json.dumps(new.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, indent=1).encode()
        store.write(path, data, if_etag=stood[1] if stood else ABSENT)
    return new


def read_manifests(store: Store, source: str) -> dict[str, Manifest]:
    """The source's manifests by article_id.

    A damaged one is moved aside. The next build of the source begins it anew, from history/.

    Raises:
        FormatError: one cannot be read.
    """
    found: dict[str, Manifest] = {}
    for stored in listed(store, source, together.MANIFESTS, parse_manifest):
        try:
            one = unchanged(store, stored, parse_manifest)
        except DamagedError as error:
            move_aside(store, error)
        else:
            found |= {one.article_id: one} if one else {}
    return found


def _begun(event: Event, now: datetime) -> Manifest:
    return Manifest(
        article_id=event.article_id,
        at=event.at,
        cause=event.cause,
        reason=event.reason,
        raw_ref=event.raw_ref,
        begun_at=now,
    )


def path_of(article_id: str) -> str:
    """Where the article's manifest stands."""
    return f"{layout.takedowns(article_id.partition(':')[0])}/{name_of(article_id)}.json"


def parse_manifest(data: bytes, path: str) -> Manifest:
    """The manifest of these bytes.

    Raises:
        FormatError: they are none.
    """
    return parse_json(Manifest, data, path)


def merged_sights(old: tuple[Sight, ...], new: list[Sight]) -> tuple[Sight, ...]:
    """All sights, each once, in the order of capture days; of one sight what was noted first."""
    by_key: dict[Any, Sight] = {}
    for one in (*old, *new):
        by_key.setdefault((one.capture_date, one.raw_ref, one.version, one.first_seen_at), one)
    return tuple(by_key[key] for key in sorted(by_key))


def with_sights(seen: list[Sight], one: Manifest) -> Manifest:
    """The manifest with these too; one that is new makes the takedown one that is to be finished."""
    merged = merged_sights(one.sights, seen)
    if merged == one.sights:
        return one
    return one.model_copy(update={"sights": merged, "withdrawn_at": None, "erased_at": None})
