"""An article that history/ knows, or that was decided about: is it in articles/, and if not, why not."""

from datetime import date, datetime
from typing import Any

from wirelake.inquiry.answers import Answer, Verdict
from wirelake.lake import layout, whereabouts
from wirelake.lake.decisions.events import Cause, Event, Events, read_events
from wirelake.lake.versions import embargoed, killed_at, shown, versions
from wirelake.lake.versions.sights import LICENSED, Sight
from wirelake.records import GONE, ITEMS
from wirelake.storage import Store

Row = dict[str, Any]
SHOWN = 10  # versions of an article


def standing(
    store: Store, source: str, article_id: str, now: datetime, *, raw_ref: str | None = None
) -> Answer | None:
    """The answer about the article; with ``raw_ref`` about the version that these bytes showed.

    None where neither history/ nor a decision knows the id.

    Raises:
        DamagedError, FormatError: an object that has to be read for it cannot be.
    """
    events = read_events(store, source)
    found = whereabouts.seen(store, source, [article_id], renew=False)
    if not len(found):
        kills = events.kills.get(article_id, ())
        return _killed(kills[0], source, {}) if kills else None
    current = whereabouts.standing(store, source, article_id, found).to_pylist()
    return standing_of(source, article_id, found.to_pylist(), current, events, now, raw_ref=raw_ref)


def standing_of(
    source: str,
    article_id: str,
    rows: list[Row],
    current: list[Row],
    events: Events,
    now: datetime,
    *,
    raw_ref: str | None = None,
) -> Answer:
    """The answer of what was read: the article's rows of history/, one or more, and its row of articles/."""
    (sights,) = versions(rows, events)
    told = _timeline(sights)
    if current:
        return _readable(source, rows, current[0], raw_ref, told)
    return _missing(source, article_id, rows, sights, events, now, told)


def _readable(
    source: str, rows: list[Row], current: Row, raw_ref: str | None, told: tuple[str, ...]
) -> Answer:
    mine = [row for row in rows if row["raw_ref"] == raw_ref or raw_ref in (row["duplicate_refs"] or ())]
    is_other = bool(mine) and all(row["version"] != current["version"] for row in mine)
    day: date = next(row["published_date"] for row in rows if row["raw_ref"] == current["raw_ref"])
    facts = _facts(source, current) | {"published_date": day, "evidence": told}
    place = layout.articles_on(day)
    if is_other:
        return Answer(
            verdict=Verdict.SUPERSEDED,
            told=f"these bytes showed version {mine[0]['version']}; a newer one, number "
            f"{current['version_seq']}, stands in {place}",
            next=(f"wirelake show {current['article_id']}",),
            **facts,
        )
    return Answer(
        verdict=Verdict.READABLE,
        told=f"it stands in {place}, version_seq {current['version_seq']}",
        next=(f"wirelake show {current['article_id']}",),
        **facts,
    )


def _missing(
    source: str,
    article_id: str,
    rows: list[Row],
    sights: list[Sight],
    events: Events,
    now: datetime,
    told: tuple[str, ...],
) -> Answer:
    """Why no version of it stands in articles/."""
    top = max(sights, key=lambda one: (one.row["record_kind"] in ITEMS, one.place)).row
    facts = _facts(source, top) | {"evidence": told}
    release = f"wirelake release {article_id} --reason …"
    if kills := events.kills.get(article_id):
        return _killed(kills[0], source, facts)
    if killed_at(sights, article_id, events):
        what = "its wire canceled it by its own status (pubStatus canceled)"
        return Answer(verdict=Verdict.KILLED, told=what, next=_undo(article_id), **facts)
    if replaced := events.replaced.get(article_id):
        other = (replaced[0].message or "").rpartition(" ")[0]
        facts["evidence"] += (f"{replaced[0].at:%Y-%m-%d %H:%M}Z: {replaced[0].reason}",)
        what = f"{other or 'a writethru'} took its place, a newer issue of its story"
        return Answer(
            verdict=Verdict.REPLACED, told=what, next=(f"wirelake why {other}", *_undo(article_id)), **facts
        )
    held = embargoed(rows, now, events)
    if article_id in held:
        end = held[article_id]
        until = f"until {end:%Y-%m-%dT%H:%MZ}" if end else "without an end that can be read"
        after = ("the source's first run after that writes it",) if end else ()
        return Answer(
            verdict=Verdict.EMBARGOED, told=f"an embargo holds it {until}", next=(*after, release), **facts
        )
    return _left(source, top, sights, events, now, facts)


def _left(
    source: str, top: Row, sights: list[Sight], events: Events, now: datetime, facts: dict[str, Any]
) -> Answer:
    expires, kind = top["expires"], top["record_kind"]
    replay = f"wirelake replay {source} {facts['capture_date']}"
    if kind not in ITEMS and GONE not in (top["signals"] or ()):
        return Answer(verdict=Verdict.CONTROL, told="it is a message about an item, and no article", **facts)
    if GONE in (top["signals"] or ()) or any(GONE in (one.row["signals"] or ()) for one in sights[-1:]):
        what = "its page is gone, and the source withdraws what is gone (gone: withdraw)"
        return Answer(verdict=Verdict.GONE, told=what, **facts)
    if top["pub_status"] == "withheld":
        what = "its wire withholds it (pubStatus withheld), without an embargo; the wire alone can let it go"
        return Answer(verdict=Verdict.WITHHELD, told=what, **facts)
    if expires and expires <= now:
        is_ours = LICENSED in (top["quality_flags"] or ())
        what = f"{'the licence of the source' if is_ours else 'its term by its wire'} ended"
        cure = (f"write the new end into licence_until of {source}.yaml, then {replay}",) if is_ours else ()
        what = f"{what} at {expires:%Y-%m-%dT%H:%MZ}"
        return Answer(verdict=Verdict.EXPIRED, told=what, next=cure, **facts)
    if shown(sights, now, events) is not None and kind != "article":
        table = "media" if kind == "media" else "packages"
        what = "a picture, graphic, film or sound" if kind == "media" else "a package"
        told = f"it is {what}, no article of text: read it by wirelake.read({table!r})"
        return Answer(verdict=Verdict.READABLE, told=told, **facts)
    what = "history/ has it and it may be read, but articles/ does not show it: a write is still to come"
    return Answer(verdict=Verdict.UNWRITTEN, told=what, next=(replay,), **facts)


def _killed(event: Event, source: str, facts: dict[str, Any]) -> Answer:
    own = {"source": source, "article_id": event.article_id, "reason": event.reason} | facts
    own["raw_ref"] = event.raw_ref or own.get("raw_ref")
    at = f"{event.at:%Y-%m-%d %H:%M}Z"
    if event.cause is Cause.OPERATOR:
        return Answer(
            verdict=Verdict.TAKEN_DOWN,
            told=f"an operator took it down at {at}",
            next=_undo(event.article_id),
            **own | {"reason": event.reason},
        )
    by = "by its own status" if event.cause is Cause.CANCELED else "by a message about it"
    return Answer(
        verdict=Verdict.KILLED,
        told=f"its wire killed it at {at}, {by}",
        next=_undo(event.article_id),
        **own | {"reason": event.reason},
    )


def _undo(article_id: str) -> tuple[str, ...]:
    return (f"wirelake restore {article_id} --reason …   (only if that was wrong)",)


def _facts(source: str, row: Row) -> dict[str, Any]:
    """What an answer says of a row; in articles/ the day of capture stands in the raw_ref alone."""
    day = row["raw_ref"].partition("#")[0].partition("/")[2]
    names = ("article_id", "url", "headline", "raw_ref")
    return {
        "source": source,
        **{name: row[name] for name in names},
        "published_date": row.get("published_date"),
        "capture_date": date.fromisoformat(day),
    }


def _timeline(sights: list[Sight]) -> tuple[str, ...]:
    """A line a version: when it was seen first, and from when to when it could be read."""
    told = []
    for one in sights:
        row = one.row
        valid = f"read from {one.valid_from:%Y-%m-%d %H:%M}Z" if one.valid_from else "never read"
        until = f" to {one.valid_to:%Y-%m-%d %H:%M}Z" if one.valid_to else ""
        kind = f"{row['pub_status']} {row['record_kind']}"
        seen = f"seen {row['first_seen_at']:%Y-%m-%d %H:%M}Z"
        told.append(f"version {one.seq}, {kind}: {seen}, {valid}{until}, {row['raw_ref']}")
    return tuple(told[-SHOWN:])
