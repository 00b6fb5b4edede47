"""The stories of a day at a glance: those of which an article came on it, and that have another one."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from wirelake.lake import layout
from wirelake.lake.files import days_of
from wirelake.lake.reading import picked, read_days
from wirelake.lake.stories import read_stories
from wirelake.storage import Store
from wirelake.stories import WINDOW
from wirelake.stories.relations import Kind

Row = dict[str, Any]


def newest_day(store: Store) -> date | None:
    """The last published day of articles/."""
    return max(days_of(store, layout.ARTICLES), default=None)


def stories_of(store: Store, day: date, source: str | None = None) -> list[Row]:
    """The day's stories, those with most articles first; each with its articles of the day's window.

    Args:
        source: those alone that an article of this source is in.
    """
    first = day - timedelta(WINDOW - 1)
    rows = read_stories(store, first, day).to_pylist()
    wanted = picked("articles", ["article_id", "headline"])
    headlines = {
        row["article_id"]: row["headline"]
        for row in read_days(store, "articles", first, day, wanted=wanted).to_pylist()
    }
    stories: dict[str, list[Row]] = {}
    for row in rows:
        stories.setdefault(row["story_id"], []).append(row | {"headline": headlines.get(row["article_id"])})
    told = (
        _story(id_, members)
        for id_, members in stories.items()
        if len(members) > 1
        and any(row["published_date"] == day for row in members)
        and (source is None or any(row["source"] == source for row in members))
    )
    return sorted(told, key=lambda one: (-len(one["articles"]), one["first_at"], one["story_id"]))


def _story(story_id: str, members: Iterable[Row]) -> Row:
    """One story: what is common to its rows once, then its articles, the first before the others."""
    ordered = sorted(
        members, key=lambda row: (row["relation"] == Kind.CONTAINS, row["article_date"], row["article_id"])
    )
    earliest = min(ordered, key=lambda row: (row["first_at"], row["first_id"]))
    ordered.sort(key=lambda row: row["article_id"] != earliest["first_id"])
    named = next((row for row in ordered if row["origin"]), ordered[0])
    own = ("article_id", "source", "article_date", "relation", "of", "share", "share_back", "headline")
    return {
        "story_id": story_id,
        "first_id": earliest["first_id"],
        "first_at": earliest["first_at"],
        "origin": named["origin"],
        "origin_by": named["origin_by"],
        "headline": ordered[0]["headline"],
        "sources": sorted({row["source"] for row in ordered}),
        "articles": [{name: row[name] for name in own} for row in ordered],
    }
