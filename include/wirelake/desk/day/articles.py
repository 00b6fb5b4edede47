"""What a capture day showed, as a list for people: a headline only where readers may read it now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.compute as pc

from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.buckets import buckets_of
from wirelake.lake.decisions.events import Events, read_events
from wirelake.lake.files import parse_parquet
from wirelake.lake.reading import picked, read_objects
from wirelake.lake.versions import is_embargoed
from wirelake.legible import one_line
from wirelake.storage import Store

SIZE = 50  # articles of a page
MOST_DATES = 40  # published dates that articles/ is asked for
LONGEST = 300  # characters of a headline
COLUMNS = (
    *("article_id", "version", "record_kind", "pub_status", "signals", "is_correction", "headline"),
    *("word_count", "published_at", "published_precision", "published_date", "first_seen_at"),
    *("embargoed_until", "quality_flags", "language"),
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """An article as the day showed it.

    Attributes:
        article_id: its id.
        at: its publication in the source's zone, or the day where only that is known.
        headline: its headline; "" where readers may not read it now.
        words: its length.
        flags: what is special of it: kind, corrections, warnings, why readers may not read it.
    """

    article_id: str
    at: str
    headline: str
    words: int
    flags: tuple[str, ...]


def day_articles(
    store: Store, batch: Batch, zone: ZoneInfo, now: datetime, page: int
) -> tuple[tuple[ArticleLine, ...], int]:
    """A page of the day's articles, the newest first, and how many the day has."""
    answer = store.read(layout.history(batch))
    if answer is None:
        return (), 0
    table = parse_parquet(answer[0], layout.history(batch), schema=picked("history", [*COLUMNS]))
    table = table.filter(pc.not_equal(table["record_kind"], "control"))
    order = [("published_date", "descending"), ("published_at", "descending"), ("article_id", "ascending")]
    rows = table.sort_by(order).slice((page - 1) * SIZE, SIZE).to_pylist()
    readable = _readable(store, batch.source, rows)
    events = read_events(store, batch.source)
    return tuple(_line(row, zone, now, readable, events) for row in rows), len(table)


def _readable(store: Store, source: str, rows: list[Row]) -> Mapping[str, str]:
    """Of the articles that readers may read now the headline: it is the newest version's."""
    ids = sorted({row["article_id"] for row in rows if row["record_kind"] == "article"})
    dates: list[date] = sorted({row["published_date"] for row in rows if row["published_date"]})
    paths = buckets_of(store).places(dates[-MOST_DATES:], source)
    wanted = picked("articles", ["article_id", "headline"])
    found = read_objects(store, "articles", paths, source=source, article_ids=ids, wanted=wanted)
    return {row["article_id"]: row["headline"] for row in found.to_pylist()}


def _line(
    row: Row, zone: ZoneInfo, now: datetime, readable: Mapping[str, str], events: Events
) -> ArticleLine:
    is_article = row["record_kind"] == "article"
    held = _held(row, now, events)
    is_shown = row["article_id"] in readable if is_article else not held
    if not is_shown and not held:
        held = "not in articles/"
    headline = readable.get(row["article_id"]) or row["headline"] or ""
    return ArticleLine(
        article_id=row["article_id"],
        at=_at(row, zone),
        headline=one_line(headline)[:LONGEST] if is_shown else "",
        words=row["word_count"],
        flags=tuple(_flags(row, held)),
    )


def _held(row: Row, now: datetime, events: Events) -> str:
    """Why readers may not read it, as far as the day and the decisions tell."""
    id_ = row["article_id"]
    if id_ in events.kills or row["pub_status"] == "canceled":
        return "killed"
    if id_ in events.replaced:
        return "replaced"
    until = row["embargoed_until"]
    if is_embargoed(row) and id_ not in events.releases and (until is None or until > now):
        return "embargoed"
    return "withheld" if row["pub_status"] == "withheld" else ""


def _flags(row: Row, held: str) -> list[str]:
    flags = [held] if held else []
    if row["record_kind"] != "article":
        flags.append(row["record_kind"])
    if row["is_correction"]:
        flags.append("correction")
    return [*flags, *(one for one in row["quality_flags"] or ())]


def _at(row: Row, zone: ZoneInfo) -> str:
    if row["published_at"] is None:
        return str(row["published_date"] or "")
    return f"{row['published_at'].astimezone(zone):%Y-%m-%d %H:%M}"
