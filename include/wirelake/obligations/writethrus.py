"""Writethrus: the story anew takes the place of its earlier issues, its pieces are bound to it.

A desk that sends no version numbers sends ``Ship-Fire``, then ``Ship-Fire, 1st Ld-Writethru`` an hour later,
as items of their own. Which item is meant is decided as for a kill: by the slugline, here of one desk within
a day, and by words that both texts share. Where they share none it waits on the review list, and both stand.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.batches.journal import Clock
from wirelake.batches.lakes import lake, utc_now
from wirelake.config import Batch
from wirelake.errors import MissingError
from wirelake.evidence.leads import Lead, lead_of
from wirelake.evidence.references import slug_key
from wirelake.lake.decisions.events import Cause, Event, What, read_events, record
from wirelake.lake.decisions.review import WRITETHRU, Unbound, note, read_review
from wirelake.lake.reading import picked, read_days
from wirelake.lake.versions.names import message_name
from wirelake.obligations.decided import settled
from wirelake.obligations.names.known import meant
from wirelake.obligations.places import days_of
from wirelake.obligations.reasons import checked_reason
from wirelake.storage import Store
from wirelake.write import touch

Row = dict[str, Any]
A_DAY = timedelta(days=1)
STATED = (
    "article_id", "version", "record_kind", "pub_status", "slugline", "subjects_detail", "first_seen_at",
    "raw_ref", "version_created", "raw_sha256", "content_sha256", "published_at", "published_date",
)  # fmt: skip
CATEGORIES = ("anpa_category", "iptc7901_category")
CUT = 10  # letters of a slugline from which on its beginning may stand for it
NEW_TOPS = ("lead", "writethru")
WORDS = 5  # in a row, that both texts share
SHARED = 0.15  # of the rows of words of the earlier text


def bind(store: Store, batch: Batch, passed: pa.Table) -> list[Unbound]:
    """Record which articles the batch's writethrus replace, and which its leads, adds and takes continue, and
    have the next ``write_articles`` look at them; returns those of which that is in doubt.

    ``passed`` are the batch's rows of history/, which stand there by now. What was captured the day before
    and the day after is looked at too, so the order in which days are built makes no difference.
    """
    if passed["slugline"].null_count == len(passed):
        return []
    rows = [*_rows(store, batch), *_first(passed, batch)]
    pairs = [pair for pair in _pairs(rows) if any(one["day"] == batch.day for one in pair)]
    if not pairs:
        return []
    texts = _texts(store, batch, pairs)
    closed = {one.key for one in read_review(store, batch.source) if one.closed}
    events = read_events(store, batch.source)
    doubts: dict[tuple[str, str], Unbound] = {}
    sure: set[str] = set()  # whose story is known: a piece of that need not say the same
    for earlier, later in pairs:
        new = _event(earlier, later)
        if events.is_revoked(new) or later["article_id"] in events.kills:
            continue
        is_piece = new.what is What.CONTINUATION or (_is_piece(earlier) and later["article_id"] in sure)
        if is_piece or _is_same(texts[earlier["article_id"]], texts[later["article_id"]]):
            sure.add(later["article_id"])
            record(store, new)
            touch(store, Batch(batch.source, earlier["day"]), [earlier["article_id"]])
        elif (doubt := _doubt(later)).key not in closed:
            doubts[doubt.key] = note(store, doubt)
    return sorted(doubts.values(), key=lambda one: (one.first_seen_at, *one.key))


def is_replaced(article_id: str, *, store: Store | None = None) -> bool:
    """A writethru took the article's place, if only until somebody restored it, and nothing takes it down."""
    store = store or lake()
    source, article_id = meant(article_id, store)
    events = read_events(store, source)
    replaced = any(one.what is What.REPLACEMENT for one in events.every if one.article_id == article_id)
    return replaced and article_id not in events.kills


def keep(article_id: str, reason: str, *, store: Store | None = None, clock: Clock = utc_now) -> Event:
    """Have an article that a writethru replaced stand again beside it; returns the decision.

    Raises:
        ConfigError: no such source, or no reason.
        MissingError: no writethru replaced it.
    """
    store = store or lake()
    source, article_id = meant(article_id, store)
    reason = checked_reason(reason, "a restore")
    events = read_events(store, source)
    replaced = events.replaced.get(article_id, ())
    restores = events.restores.get(article_id, ())
    if not replaced and not restores:
        raise MissingError(f"no writethru replaced {article_id}")
    names = tuple(one.name for one in replaced)
    new = Event(
        what=What.RESTORE,
        article_id=article_id,
        at=clock(),
        cause=Cause.OPERATOR,
        reason=reason,
        revokes=names,
    )
    event = record(store, new) if replaced else restores[-1]
    for day in days_of(store, source, {article_id}):
        touch(store, Batch(source, day), [article_id])
    settled(store, source, "restore", f"restored {article_id}: {reason}", clock)
    return event


def _rows(store: Store, batch: Batch) -> Iterator[Row]:
    """The articles of the days before and after that have a slugline, each at its first sight."""
    wanted = picked("history", [*STATED, "capture_date"])
    for day in (batch.day - A_DAY, batch.day + A_DAY):
        yield from _first(
            read_days(store, "history", day, day, source=batch.source, wanted=wanted),
            Batch(batch.source, day),
        )


def _first(table: pa.Table, batch: Batch) -> list[Row]:
    mine = table.select([*STATED]).filter(
        pc.and_(pc.equal(table["record_kind"], "article"), pc.is_valid(table["slugline"]))
    )
    found: dict[str, Row] = {}
    for row in sorted(mine.to_pylist(), key=lambda one: (one["first_seen_at"], one["version"])):
        row |= {"day": batch.day, "lead": lead_of(row["slugline"]), "key": slug_key(row["slugline"])}
        row["sent"] = row["version_created"] or row["first_seen_at"]
        found.setdefault(row["article_id"], row)
    return list(found.values())


def _pairs(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    """An earlier item, and a later one that is the story anew or a piece of it."""
    for later in rows:
        if later["lead"] is None or not later["key"]:
            continue
        before = sorted((one for one in rows if _is_before(one, later)), key=_order)
        # Yesterday's column under this slugline is another story: one begins with its first issue.
        begins = max((at for at, one in enumerate(before) if one["lead"] is None), default=0)
        story = before[begins:]
        if later["lead"].is_whole:
            yield from ((one, later) for one in story)
        elif whole := [one for one in story if one["lead"] is None or one["lead"].is_whole]:
            yield whole[-1], later


def _order(row: Row) -> tuple[Any, ...]:
    return row["sent"], row["lead"].number if row["lead"] else 0, row["article_id"]


def _is_before(one: Row, later: Row) -> bool:
    if one["article_id"] == later["article_id"] or not _is_key(one["key"], later["key"]):
        return False
    if _categories(one) and _categories(later) and not _categories(one) & _categories(later):
        return False
    is_in_time: bool = later["sent"] - A_DAY <= one["sent"] <= later["sent"]
    return is_in_time and _is_earlier(one["lead"], later["lead"])


def _is_earlier(one: Lead | None, later: Lead) -> bool:
    """By their numbers: leads and writethrus are counted together, adds and takes each alone."""
    if one is None or (one.kind in NEW_TOPS) != (later.kind in NEW_TOPS):
        return True
    return one.number < later.number if one.kind in NEW_TOPS or one.kind == later.kind else True


def _is_key(one: str, later: str) -> bool:
    """The same slugline, or what ANPA leaves of it where the mark needs the room: DaringEscap 3rdLd"""
    return one == later or (len(later) >= CUT and one.startswith(later))


def _categories(row: Row) -> set[str]:
    return {one["qcode"] for one in row["subjects_detail"] or () if one["scheme"] in CATEGORIES}


def _is_piece(row: Row) -> bool:
    """It may repeat nothing of the story that it belongs to."""
    return row["lead"] is not None and not row["lead"].is_whole


def _event(earlier: Row, later: Row) -> Event:
    replaces = later["lead"].is_whole
    about, other = (earlier, later) if replaces else (later, earlier)
    return Event(
        what=What.REPLACEMENT if replaces else What.CONTINUATION,
        article_id=about["article_id"],
        at=later["first_seen_at"],
        cause=Cause.WIRE,
        reason=f"{later['lead'].kind} {later['lead'].number} of the story",
        raw_ref=later["raw_ref"],
        message=f"{other['article_id']} {message_name(other)}",
    )


def _doubt(later: Row) -> Unbound:
    return Unbound(
        raw_ref=later["raw_ref"],
        article_id=later["article_id"],
        version=message_name(later),
        record_kind=WRITETHRU,
        first_seen_at=later["first_seen_at"],
        refers_to=(("slugline", later["slugline"]),),
    )


def _texts(store: Store, batch: Batch, pairs: Iterable[tuple[Row, Row]]) -> dict[str, str]:
    """Headline and text of these articles at their first sight, by article_id."""
    ids = pa.array(sorted({one["article_id"] for pair in pairs for one in pair}), pa.string())
    wanted = picked("history", ["article_id", "headline", "body_text", "first_seen_at"])
    rows = read_days(
        store, "history", batch.day - A_DAY, batch.day + A_DAY, source=batch.source, wanted=wanted
    )
    mine = rows.filter(pc.is_in(rows["article_id"], value_set=ids)).sort_by("first_seen_at").to_pylist()
    return {one["article_id"]: f"{one['headline']}\n{one['body_text']}" for one in reversed(mine)}


def _is_same(earlier: str, later: str) -> bool:
    """The later text says some of what the earlier one said, in its words."""
    said, says = _shingles(earlier), _shingles(later)
    return len(said & says) >= SHARED * len(said) if said else earlier.strip() in later


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}
