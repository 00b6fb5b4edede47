"""What was asked for an article by its wire or an operator, and what was done about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from wirelake.legible import one_line

if TYPE_CHECKING:
    from wirelake.lake.decisions.events import Event, Events
    from wirelake.lake.decisions.manifests import Manifest
    from wirelake.lake.versions.sights import Sight

MOST_DEEDS = 60  # the newest
MOST_OBJECTS = 100  # of a manifest
MOST_LETTERS = 300  # of a reason
SAID = {
    "takedown": "taken down",
    "restore": "restored",
    "erasure": "its bytes are to be erased at once",
    "hold": "held: its bytes stay in raw/",
    "lift": "the hold was lifted",
    "release": "its embargo was ended",
    "replacement": "replaced by a writethru",
    "continuation": "bound to its story",
}
BY = {
    "operator": "an operator",
    "canceled": "its wire, by its own status",
    "advisory": "its wire, by a message about it",
    "wire": "its wire, by another issue of its story",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that was asked or decided.

    Attributes:
        at: when.
        what: in words.
        by: who.
        reason: why.
        raw_ref: of the wire's message; "" where an operator decided.
        is_revoked: an operator took it back.
    """

    at: datetime
    what: str
    by: str
    reason: str
    raw_ref: str
    is_revoked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """An object that a takedown changed.

    Attributes:
        path: its path in the lake.
        at: when.
        is_gone: it was deleted.
        sha256_before: of its bytes until then.
        sha256_after: "" where it is gone.
    """

    path: str
    at: datetime
    is_gone: bool
    sha256_before: str
    sha256_after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """What is left of an article that was taken down: its manifest, which holds no text.

    Attributes:
        path: of the manifest.
        at: of the takedown.
        by: who decided.
        reason: why.
        withdrawn_at: since when no table shows it.
        erased_at: since when its bytes are gone.
        revoked_at: when it was revoked.
        waits_for: in words, why the bytes stand; "" where they are gone.
        sights: captures that showed it.
        prints: sentences that a proof looks for.
        objects: what it changed.
        left_out: objects that the page does not show.
        copies: ids of other articles that say sentences of it.
        unreached: what could not be changed, and who has to.
        command: that proves it.
    """

    path: str
    at: datetime
    by: str
    reason: str
    withdrawn_at: datetime | None
    erased_at: datetime | None
    revoked_at: datetime | None
    waits_for: str
    sights: int
    prints: int
    objects: tuple[Rewritten, ...]
    left_out: int
    copies: tuple[str, ...]
    unreached: tuple[str, ...]
    command: str


def deeds_of(article_id: str, events: "Events", sights: Sequence["Sight"]) -> tuple[Deed, ...]:
    """What was asked and decided, the newest first; of a status and an embargo the first that says so."""
    found = [*_decided(article_id, events), *_stated(sights)]
    found.sort(key=lambda one: one.at, reverse=True)
    return tuple(found[:MOST_DEEDS])


def _decided(article_id: str, events: "Events") -> Iterator[Deed]:
    for one in events.every:
        other, _, _ = (one.message or "").rpartition(" ")
        if one.article_id == article_id:
            what = SAID[one.what]
            if one.what in ("replacement", "continuation") and other:
                what += f": {one_line(other)}"
        elif one.what == "replacement" and other == article_id:
            what = f"replaces {one_line(one.article_id)}"
        else:
            continue
        yield Deed(
            at=one.at,
            what=what,
            by=said_by(one),
            reason=one_line(one.reason)[:MOST_LETTERS],
            raw_ref=one_line(one.raw_ref or ""),
            is_revoked=one.name in events.revoked,
        )


def said_by(event: "Event") -> str:
    """Who decided: the name that the desk knows, else what the cause says."""
    return one_line(event.by) if event.by else BY[event.cause]


def _stated(sights: Sequence["Sight"]) -> Iterator[Deed]:
    """What the versions themselves ask: an embargo, a correction, an end, a cancellation."""
    before: set[str] = set()
    for sight in sights:
        row = sight.row
        for what in _asks(sight.seq, row):
            if what not in before:
                before.add(what)
                yield Deed(
                    at=sight.seen_at, what=what, by="its wire", reason="", raw_ref=one_line(row["raw_ref"])
                )


def _asks(seq: int, row: dict[str, Any]) -> Iterator[str]:
    signals = row["signals"] or ()
    if row["embargoed_until"]:
        yield f"not before {row['embargoed_until']:%Y-%m-%d %H:%M}Z (embargo)"
    elif "embargoed" in signals:
        yield "not to be read yet (embargo without an end that can be read)"
    if row["pub_status"] == "withheld":
        yield "withheld, by its status"
    if row["pub_status"] == "canceled" and "taken_down" not in signals:
        yield "canceled, by its status"
    if row["is_correction"]:
        yield f"version {seq} corrects what went before"
    if row["expires"]:
        yield f"not after {row['expires']:%Y-%m-%d %H:%M}Z (expires)"


def tombstone(manifest: "Manifest", path: str, waits_for: str) -> Tombstone:
    """The manifest as the page shows it."""
    return Tombstone(
        path=path,
        at=manifest.at,
        by=BY.get(manifest.cause, one_line(manifest.cause)),
        reason=one_line(manifest.reason)[:MOST_LETTERS],
        withdrawn_at=manifest.withdrawn_at,
        erased_at=manifest.erased_at,
        revoked_at=manifest.revoked_at,
        waits_for=one_line(waits_for),
        sights=len(manifest.sights),
        prints=len(manifest.prints),
        objects=tuple(
            Rewritten(
                path=one_line(one.path),
                at=one.at,
                is_gone=not one.path_after,
                sha256_before=one.sha256_before,
                sha256_after=one.sha256_after,
            )
            for one in manifest.objects[:MOST_OBJECTS]
        ),
        left_out=max(0, len(manifest.objects) - MOST_OBJECTS),
        copies=tuple(one_line(one.article_id) for one in manifest.copies[:MOST_OBJECTS]),
        unreached=tuple(one_line(one) for one in manifest.unreached[:MOST_OBJECTS]),
        command=f"wirelake takedown {manifest.article_id} --verify",
    )
