"""Articles of the last days whose headline has these words: newest days first, as far as the time goes."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.lake.reading import picked, read_days
from wirelake.legible import one_line
from wirelake.storage import Store

DAYS = 7  # published days that are looked through
MOST = 50  # articles that are shown
MOST_WORDS = 10
SECONDS = 5.0  # after which no further day is begun
LONGEST = 300  # characters of a headline
COLUMNS = ["published_date", "published_at", "source", "article_id", "headline"]
NEWEST = [("published_at", "descending"), ("article_id", "ascending")]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article whose headline has the words.

    Attributes:
        source: its source.
        article_id: its id.
        headline: its headline.
        published: its publication in UTC, or the day where only that is known.
    """

    source: str
    article_id: str
    headline: str
    published: str


def with_words(
    store: Store, words: str, sources: Collection[str], now: datetime
) -> tuple[tuple[Hit, ...], date]:
    """The articles of these sources, newest first, and the earliest day that was looked at."""
    asked = words.split()[:MOST_WORDS]
    began, found = time.monotonic(), []
    day = now.date() + DAY  # a wire may be ahead of us
    for back in range(DAYS + 1):
        day = now.date() + DAY - DAY * back
        found += _of_day(store, day, asked, sources)
        if len(found) >= MOST or time.monotonic() - began > SECONDS:
            break
    return tuple(found[:MOST]), day


def _of_day(store: Store, day: date, words: list[str], sources: Collection[str]) -> list[Hit]:
    wanted = picked("articles", COLUMNS)
    rows = read_days(store, "articles", day, day, wanted=wanted)
    rows = rows.filter(pc.is_in(rows["source"], value_set=pa.array(sorted(sources), pa.string())))
    for word in words:
        rows = rows.filter(pc.match_substring(rows["headline"], word, ignore_case=True))
    return [_hit(row) for row in rows.sort_by(NEWEST).slice(0, MOST).to_pylist()]


def _hit(row: dict[str, Any]) -> Hit:
    at = row["published_at"]
    return Hit(
        source=row["source"],
        article_id=row["article_id"],
        headline=one_line(row["headline"])[:LONGEST],
        published=f"{at:%Y-%m-%d %H:%M}" if at else str(row["published_date"]),
    )
