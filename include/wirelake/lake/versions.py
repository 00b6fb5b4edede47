"""An article's versions across days: their order, from when to when each could be read, what each changed.

``history/`` holds what each capture day showed. All that depends on other days is computed here, by this one
function, for whoever writes articles/ and for whoever reads the past.

* A wire's version replaces upward only: an older one that comes late takes its place below the newer.
  Versions without an order, such as the hashes of pages, follow each other as we saw them; A, B, A are three.
* A version may be read once it was seen, is usable and no embargo holds it; the highest such one is shown.
* A kill is final: from its instant on nothing of the article is shown, whatever comes later.
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
STATE = ("version", "pub_status", "embargoed_until", "record_kind")
NOTHING = Events(takedowns={}, releases={})
_NEEDED = {*ARTICLES.names, "published_date", "record_kind", "embargoed_until", "signals"}
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
    return [
        _article(list(mine), events.takedowns.get(id_), events.releases.get(id_, ()))
        for id_, mine in groupby(ordered, key=itemgetter("article_id"))
    ]


def current(rows: Iterable[Row], now: datetime, events: Events = NOTHING) -> list[Row]:
    """The rows of articles/ for these rows of one source's history: each article's version to be read now.

    Control records never stand there; a killed article leaves for good; a withheld or embargoed version
    waits, and the one before it stays.
    """
    found = (shown(sights, now, events) for sights in versions(rows, events))
    return [sight.as_row() for sight in found if sight is not None]


def rank(version: str) -> tuple[int, ...] | None:
    """The place of a version that has an order: a number, dotted numbers, an instant in UTC; else None."""
    if NUMBERED.fullmatch(version) or DATED.fullmatch(version):
        return tuple(map(int, re.findall(r"\d+", version.removesuffix("+00:00"))))
    return None


def killed_at(sights: Iterable[Sight], takedown: Event | None) -> datetime | None:
    """When the article was killed, by its own status or by decision."""
    kills = [sight.seen_at for sight in sights if sight.row["pub_status"] == "canceled"]
    return min([*kills, *([takedown.at] if takedown else [])], default=None)


def shown(sights: list[Sight], now: datetime, events: Events) -> Sight | None:
    """Of one article's versions the one to be read at this instant."""
    if killed_at(sights, events.takedowns.get(sights[0].row["article_id"])):
        return None
    # What was just seen may be read at once, by a host whose clock is behind too; an embargo's end may not.
    free = [one for one in sights if one.free_at and (one.free_at <= now or one.free_at == one.seen_at)]
    return max(free, key=lambda one: one.place, default=None)


def _article(rows: list[Row], takedown: Event | None, releases: tuple[Event, ...]) -> list[Sight]:
    sights = _sights(rows)
    for place, sight in enumerate(_in_order(sights)):
        sight.place = place
        sight.free_at = _free_at(sight.row, releases)
    _set_validity(sights, killed_at(sights, takedown))
    return sights


def _sights(rows: list[Row]) -> list[Sight]:
    """The first sight of each version that has an order, and of every run of equal ones that have none."""
    found: list[Sight] = []
    ranked: set[tuple[Any, ...]] = set()
    last: tuple[Any, ...] = ()
    for row in sorted(rows, key=lambda row: (row["first_seen_at"], row["capture_date"], row["version"])):
        state = tuple(row[name] for name in STATE)
        if state in ranked or state == last:
            continue
        if rank(row["version"]):
            ranked.add(state)
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


def _set_validity(sights: list[Sight], killed: datetime | None) -> None:
    last: Sight | None = None
    free = [(sight.free_at, sight.place, sight) for sight in sights if sight.free_at is not None]
    for at, together in groupby(sorted(free, key=itemgetter(0, 1)), key=itemgetter(0)):
        *_, (_, place, sight) = together  # of one instant the highest
        if (killed and at >= killed) or (last and place < last.place):
            continue
        if last:
            last.valid_to = at
            sight.changed = _changed(last.row, sight.row)
        sight.valid_from = at
        last = sight
    if last:
        last.valid_to = killed


def _changed(old: Row, new: Row) -> tuple[str, ...]:
    return tuple(
        what for what, columns in COMPARED if any(name in old and old[name] != new[name] for name in columns)
    )
