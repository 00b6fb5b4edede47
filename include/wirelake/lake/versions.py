"""An article's versions across days: their order, from when to when each could be read, what each changed.

``history/`` holds what each capture day showed. All that depends on other days is computed here, by this one
function, for whoever writes articles/ and for whoever reads the past.

* A wire's version replaces upward only: an older one that comes late takes its place below the newer.
  Versions without an order, such as the hashes of pages, follow each other as we saw them; A, B, A are three.
* The highest version that was seen speaks for the article: it is shown, or it holds the article back. What
  a newer version withholds or embargoes is not shown in an older one either (NewsML-G2: ``embargoed`` is
  until when *all versions* are). An article leaves when its newest version expires.
* From the instant of a kill on nothing of the article is shown, whatever comes later.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from wirelake.lake.events import Event, Events
from wirelake.lake.schema import ARTICLES, HISTORY

Row = dict[str, Any]
# 3, 1.2, 20260304093000; never 16 digits, which may be the hash of a page.
NUMBERED = re.compile(r"(?:\d{1,15}|\d{17,24})(?:\.\d{1,9}){0,3}")
DATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|\+00:00)?")
COMPARED = (
    ("headline", ("headline",)),
    ("text", ("body_text",)),
    ("date", ("published_at", "published_date")),
)
STATE = ("version", "pub_status", "embargoed_until", "expires", "record_kind")
NOTHING = Events()
_NEEDED = {*ARTICLES.names, "published_date", "record_kind", "embargoed_until", "expires", "signals"}
COMPUTED_FROM = pa.schema([field for field in HISTORY if field.name in _NEEDED])  # and capture_date


@dataclass(slots=True)
class Sight:
    """A version as it was first seen. ``free_at`` is when it may be read at the earliest, None for never."""

    row: Row
    seq: int
    place: int = 0  # in the order of versions
    free_at: datetime | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    changed: tuple[str, ...] = ()

    @property
    def seen_at(self) -> datetime:
        seen: datetime = self.row["first_seen_at"]
        return seen

    @property
    def ends_at(self) -> datetime | None:
        """After which instant it is not to be used, as its wire says."""
        ends: datetime | None = self.row["expires"]
        return ends

    def may_be_read(self, at: datetime) -> bool:
        """It is free at this instant, and has not expired."""
        return bool(self.free_at and self.free_at <= at and not (self.ends_at and self.ends_at <= at))

    def as_row(self) -> Row:
        """The row with what was computed."""
        return {
            **self.row,
            "version_seq": self.seq,
            "updated_at": self.valid_from or self.free_at or self.seen_at,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "changed": list(self.changed),
        }


def versions(rows: Iterable[Row], events: Events = NOTHING) -> list[list[Sight]]:
    """Of each article in these rows of one source's history/ its versions, in the order in which we saw them.

    Every row counts, tombstones and control records too; only articles are ever valid.
    """
    ordered = sorted(rows, key=itemgetter("article_id"))
    return [_article(list(mine), id_, events) for id_, mine in groupby(ordered, key=itemgetter("article_id"))]


def current(rows: Iterable[Row], now: datetime, events: Events = NOTHING) -> list[Row]:
    """The rows of articles/ for these rows of one source's history: each article's version to be read now.

    Control records never stand there; a killed article leaves; one whose newest version is withheld or
    embargoed waits, and so do its older versions.
    """
    found = (shown(sights, now, events) for sights in versions(rows, events))
    return [sight.as_row() for sight in found if sight is not None]


def rank(version: str) -> tuple[int, ...] | None:
    """The place of a version that has an order: a number, dotted numbers, an instant in UTC; else None."""
    if NUMBERED.fullmatch(version) or DATED.fullmatch(version):
        return tuple(map(int, re.findall(r"\d+", version.removesuffix("+00:00"))))
    return None


def killed_at(sights: Iterable[Sight], article_id: str, events: Events) -> datetime | None:
    """When the article was killed, by its own status or by decision; None too where that was revoked."""
    restored = [event.at for event in events.restores.get(article_id, ())]
    canceled = (sight.seen_at for sight in sights if sight.row["pub_status"] == "canceled")
    kills = [at for at in canceled if all(at > since for since in restored)]
    return min([*kills, *(event.at for event in events.kills.get(article_id, ()))], default=None)


def shown(sights: list[Sight], now: datetime, events: Events) -> Sight | None:
    """Of one article's versions the one to be read at this instant."""
    if killed_at(sights, sights[0].row["article_id"], events):
        return None
    top = max(filter(_speaks, sights), key=lambda one: one.place, default=None)
    if top is None or top.free_at is None:
        return None
    # What was just seen may be read at once, by a host whose clock is behind too; an embargo's end may not.
    return top if top.may_be_read(max(now, top.seen_at)) else None


def _article(rows: list[Row], article_id: str, events: Events) -> list[Sight]:
    sights = _sights(rows)
    for place, sight in enumerate(_in_order(sights)):
        sight.place = place
        sight.free_at = _free_at(sight.row, events.releases.get(article_id, ()))
    _set_validity(sights, killed_at(sights, article_id, events))
    return sights


def _sights(rows: list[Row]) -> list[Sight]:
    """The first sight of every run of equal states: of a version that has an order among the sights of that
    version, of one without among all. So a version that is withheld and usable again is three sights."""
    found: list[Sight] = []
    latest: dict[str, tuple[Any, ...]] = {}
    last: tuple[Any, ...] = ()
    for row in sorted(rows, key=lambda row: (row["first_seen_at"], row["capture_date"], row["version"])):
        state = tuple(row[name] for name in STATE)
        if state in (last, latest.get(row["version"])):
            continue
        if rank(row["version"]):
            latest[row["version"]] = state
        last = state
        found.append(Sight(row=row, seq=len(found) + 1))
    return found


def _in_order(sights: list[Sight]) -> list[Sight]:
    """Oldest version first. Adding a later sight never changes the order of the earlier ones."""
    ordered: list[tuple[tuple[int, ...] | None, Sight]] = []
    for sight in sights:
        own = rank(sight.row["version"])
        place = len(ordered)
        if own:
            newer = (n for n, (other, _) in enumerate(ordered) if other and other > own)
            place = next(newer, place)
        ordered.insert(place, (own, sight))
    return [sight for _, sight in ordered]


def _free_at(row: Row, releases: tuple[Event, ...]) -> datetime | None:
    seen: datetime = row["first_seen_at"]
    if row["record_kind"] != "article" or row["pub_status"] == "canceled":
        return None
    embargo = row["embargoed_until"]
    if row["pub_status"] == "usable" and embargo is None:
        return seen
    ends = [embargo] if row["pub_status"] == "usable" else []
    ends += [event.at for event in releases if event.at >= seen] if is_embargoed(row) else []
    return max(seen, min(ends)) if ends else None


def is_embargoed(row: Row) -> bool:
    """An embargo was stated, with or without an end: what an operator may release."""
    return row["embargoed_until"] is not None or "embargoed" in (row["signals"] or ())


def _speaks(sight: Sight) -> bool:
    """It is a version of the article, and no message about it."""
    return bool(sight.row["record_kind"] == "article" and sight.row["pub_status"] != "canceled")


def _set_validity(sights: list[Sight], killed: datetime | None) -> None:
    told = [sight for sight in sights if _speaks(sight)]
    moments = {at for sight in told for at in (sight.seen_at, sight.free_at, sight.ends_at) if at}
    standing: Sight | None = None
    last: Sight | None = None  # the last that could be read: what the next one is compared with
    for at in sorted(moments):
        if killed and at >= killed:
            break
        seen = (one for one in told if one.seen_at <= at)
        top = max(seen, key=lambda one: one.place, default=None)
        now = top if top and top.may_be_read(at) else None
        if now is standing:
            continue
        if standing:
            standing.valid_to = at
        if now:
            now.valid_from = at
            now.changed = _changed(last.row, now.row) if last else ()
            last = now
        standing = now
    if standing:
        standing.valid_to = killed


def _changed(old: Row, new: Row) -> tuple[str, ...]:
    return tuple(
        what for what, columns in COMPARED if any(name in old and old[name] != new[name] for name in columns)
    )
