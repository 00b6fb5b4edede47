"""An article's versions across days: their order, from when to when each could be read, what each changed.

``history/`` holds what each capture day showed. All that depends on other days is computed here, by this one
function, for whoever writes articles/ and for whoever reads the past.

* A wire's version replaces upward only: an older one that comes late takes its place below the newer.
  Versions without an order, such as those of pages, follow each other as we saw them; A, B, A are three.
  What comes under a number that was used before is a version of its own (``wirelake.lake.versions.sights``).
* Whether two sights are equal is judged as one set of rules reads both (``wirelake.lake.versions.sameness``):
  what only our rules made different is ``recleaned``, and neither a version nor an update.
* The highest version that was seen speaks for the article: it is shown, or it holds the article back. What
  a newer version withholds or embargoes is not shown in an older one either (NewsML-G2: ``embargoed`` is
  until when *all versions* are). An article leaves when its newest version expires.
* From the instant of a kill on nothing of the article is shown, whatever comes later; nor from that on at
  which a writethru of its story took its place.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from wirelake.lake.decisions.events import Event, Events
from wirelake.lake.schema import ARTICLES, HISTORY
from wirelake.lake.versions.sameness import changed_since, showed
from wirelake.lake.versions.sights import NEEDED, Sight, is_remark, sights_of
from wirelake.records import GONE, ITEMS

Row = dict[str, Any]
COMPARED = (
    ("headline", ("headline",)),
    ("text", ("body_text",)),
    ("date", ("published_at", "published_date")),
)
NOTHING = Events()
NAMED = 10  # ends, and articles without one, that a run's account names
_COLUMNS = {*ARTICLES.names, *NEEDED}
COMPUTED_FROM = pa.schema([field for field in HISTORY if field.name in _COLUMNS])  # and capture_date


def versions(rows: Iterable[Row], events: Events = NOTHING) -> list[list[Sight]]:
    """Of each article in these rows of one source's history/ its versions, in the order in which we saw them.

    Every row counts, tombstones and control records too; control records are never valid.
    """
    ordered = sorted(rows, key=itemgetter("article_id"))
    return [_article(list(mine), id_, events) for id_, mine in groupby(ordered, key=itemgetter("article_id"))]


def current(rows: Iterable[Row], now: datetime, events: Events = NOTHING) -> list[Row]:
    """The rows of articles/ for these rows of one source's history: each article's version to be read now.

    Control records, media and packages never stand there; a killed article leaves; one whose newest version
    is withheld or embargoed waits, and so do its older versions.
    """
    found = (shown(sights, now, events) for sights in versions(rows, events))
    return [sight.as_row() for sight in found if sight is not None and sight.row["record_kind"] == "article"]


def embargoed(rows: Iterable[Row], now: datetime, events: Events = NOTHING) -> dict[str, datetime | None]:
    """Of each article that an embargo keeps from readers by now its end, None where none is known."""
    rows = list(rows)
    ids = {row["article_id"] for row in rows if is_embargoed(row)}
    waiting: dict[str, datetime | None] = {}
    for sights in versions((row for row in rows if row["article_id"] in ids), events):
        id_ = sights[0].row["article_id"]
        top = max(filter(_speaks, sights), key=lambda one: one.place, default=None)
        if not top or not is_embargoed(top.row) or ended_at(sights, id_, events):
            continue
        if top.free_at is None or top.free_at > now:
            waiting[id_] = top.free_at
    return waiting


def in_words(waiting: dict[str, datetime | None]) -> list[str]:
    """How many articles embargoes hold until when, the next first: ``2 held until 2026-03-05T12:00Z``."""
    ends = Counter(waiting.values())
    known = sorted((end, count) for end, count in ends.items() if end)
    told = [f"{count} held until {end:%Y-%m-%dT%H:%MZ}" for end, count in known[:NAMED]]
    if later := sum(count for _, count in known[NAMED:]):
        told.append(f"{later} held for longer")
    if endless := sorted(id_ for id_, end in waiting.items() if end is None):
        named = ", ".join(endless[:NAMED]) + (", …" if len(endless) > NAMED else "")
        told.append(f"{len(endless)} held without an end that can be read: {named}")
    return told


def killed_at(sights: Iterable[Sight], article_id: str, events: Events) -> datetime | None:
    """When the article was killed, by its own status or by decision; None too where that was revoked."""
    restored = [event.at for event in events.restores.get(article_id, ())]
    canceled = (sight.seen_at for sight in sights if sight.row["pub_status"] == "canceled")
    kills = [at for at in canceled if all(at > since for since in restored)]
    return min([*kills, *(event.at for event in events.kills.get(article_id, ()))], default=None)


def ended_at(sights: Iterable[Sight], article_id: str, events: Events) -> datetime | None:
    """When the article was killed, or a writethru took its place."""
    killed = killed_at(sights, article_id, events)
    ends = [killed] if killed else []
    return min([*ends, *(event.at for event in events.replaced.get(article_id, ()))], default=None)


def shown(sights: list[Sight], now: datetime, events: Events) -> Sight | None:
    """Of one article's versions the one to be read at this instant."""
    if ended_at(sights, sights[0].row["article_id"], events):
        return None
    top = max(filter(_speaks, sights), key=lambda one: one.place, default=None)
    if top is None or top.free_at is None:
        return None
    # What was just seen may be read at once, by a host whose clock is behind too; an embargo's end may not.
    return top if top.may_be_read(max(now, top.seen_at)) else None


def _article(rows: list[Row], article_id: str, events: Events) -> list[Sight]:
    found = sights_of(rows)
    for sight in found:
        sight.free_at = _free_at(sight.row, events.releases.get(article_id, ()))
    _set_validity(found, ended_at(found, article_id, events))
    return found


def _free_at(row: Row, releases: tuple[Event, ...]) -> datetime | None:
    seen: datetime = row["first_seen_at"]
    if row["record_kind"] not in ITEMS or row["pub_status"] == "canceled":
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
    """It is a version of the item, and no message about it, unless one that withholds it as gone."""
    row = sight.row
    if GONE in (row["signals"] or ()):
        return not is_remark(row)
    return bool(row["record_kind"] in ITEMS and row["pub_status"] != "canceled")


def _set_validity(sights: list[Sight], ended: datetime | None) -> None:
    told = [sight for sight in sights if _speaks(sight)]
    moments = {at for sight in told for at in (sight.seen_at, sight.free_at, sight.ends_at) if at}
    standing: Sight | None = None
    last: Sight | None = None  # the last that could be read: what the next one is compared with
    for at in sorted(moments):
        if ended and at >= ended:
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
            now.changed = _changed(last, now.row) if last else ()
            last = now
        standing = now
    if standing:
        standing.valid_to = ended


def _changed(last: Sight, new: Row) -> tuple[str, ...]:
    """As one set of rules reads both, where a row tells or was read by that."""
    stated = changed_since(new)
    if stated is not None and any(showed(one, new["stood_before"]) for one in last.run):
        return stated
    read_alike = (one for one in reversed(last.run) if one["ruleset_version"] == new["ruleset_version"])
    old = next(read_alike, last.row)
    return tuple(
        what for what, columns in COMPARED if any(name in old and old[name] != new[name] for name in columns)
    )
