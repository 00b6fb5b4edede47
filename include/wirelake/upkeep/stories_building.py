"""Builds the stories of days: a day of articles/ is compared with its window, its rows replace what stood.

A day's rows are made of the articles of its window and of the stories of the days before it, and of nothing
else: the same articles give the same bytes, in whatever order they arrived and however often it is built.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from wirelake.batches.lakes import Progress, lake, no_progress
from wirelake.errors import ConfigError
from wirelake.lake import layout
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.files import days_of
from wirelake.lake.stories import ALIASES, STORIES, led, read_day, story_days, table_of
from wirelake.storage import Store
from wirelake.stories import WINDOW
from wirelake.stories.grouping import Grouped, Member, group
from wirelake.stories.relations import Kind
from wirelake.upkeep.story_inputs import Freshness, Sketches, mark_made, named_as_made, pairs_of
from wirelake.write.objects import put, successor
from wirelake.write.standing import Standing, standing

AT_ONCE = 1_000  # rows that are read at once
MOST_DAYS = 3_700  # of one build: a mistyped year is no range


def build_stories(
    first: date, last: date, *, store: Store | None = None, progress: Progress = no_progress
) -> list[date]:
    """Build the stories of those of these published days that are not up to date, the oldest first.

    Returns:
        The days that were built. What was killed half-way is built by the next call.

    Raises:
        ConfigError: the days are none, or too many.
        ConflictError: other writers were faster, many times over.
    """
    if not timedelta(0) <= last - first < timedelta(MOST_DAYS):
        raise ConfigError(
            f"stories: from {first} to {last}: name at most {MOST_DAYS:,} days, the first before"
        )
    store = store or lake()
    known = {*days_of(store, layout.ARTICLES), *story_days(store)}
    days = sorted(day for day in known if first <= day <= last)
    sketches = Sketches(store)
    built: list[date] = []
    for done, day in enumerate(days, start=1):
        if _build_day(store, day, sketches):
            built.append(day)
        progress("stories", done, len(days))
    return built


@again_after_conflict
def _build_day(store: Store, day: date, sketches: Sketches) -> bool:
    """False where the day was made of what stands."""
    fresh = Freshness.of(store, day)
    if named_as_made(store, day) == fresh.name:
        return False
    before = [one for one in _window(day) if one in fresh.stories]
    rows_stood, aliases_stood = (
        standing(store, layout.stories(day)),
        standing(store, layout.story_aliases(day)),
    )
    leads = led(_aliases(store, before))
    members = _members(store, before, leads)
    standing_rows = {row.article_id: row for row in members if row.relation != Kind.CONTAINS}
    containing = [row for row in members if row.relation == Kind.CONTAINS]
    sketches.leave(day - timedelta(WINDOW - 1))
    texts = sketches.texts(day)
    pairs = pairs_of(store, day, before, sketches, standing_rows)
    grouped = group(texts, pairs, standing_rows, containing)
    aliases = grouped.aliases | _kept(rows_stood, aliases_stood, grouped, standing_rows, leads)
    told = table_of(({"alias": one, "story_id": aliases[one]} for one in sorted(aliases)), ALIASES)
    order = [("alias", "ascending")]
    put(store, layout.story_aliases(day), aliases_stood, successor(aliases_stood, told, order))
    rows = table_of((_row(one) for one in grouped.members), STORIES)
    by = [("story_id", "ascending"), ("article_id", "ascending")]
    put(store, layout.stories(day), rows_stood, successor(rows_stood, rows, by))
    mark_made(store, day, fresh)
    return True


def _window(day: date) -> Iterator[date]:
    """The days before it, the oldest first."""
    return (day - timedelta(back) for back in range(WINDOW - 1, 0, -1))


def _members(store: Store, days: list[date], leads: dict[str, str]) -> list[Member]:
    """The rows of these days, each in the story that its own is one with."""
    found: list[Member] = []
    once: dict[str, str] = {}  # most ids and names come many times: each is in memory once
    for day in days:
        for part in read_day(store, layout.STORIES, day).to_batches(max_chunksize=AT_ONCE):
            for row in part.to_pylist():
                row["story_id"] = leads.get(row["story_id"], row["story_id"])
                said = {name: once.setdefault(one, one) for name, one in row.items() if isinstance(one, str)}
                found.append(Member(**row | said))
    return found


def _aliases(store: Store, days: list[date]) -> dict[str, str]:
    return {
        row["alias"]: row["story_id"]
        for day in days
        for row in read_day(store, layout.STORY_ALIASES, day).to_pylist()
    }


def _kept(
    rows: Standing, aliases: Standing, grouped: Grouped, before: dict[str, Member], leads: dict[str, str]
) -> dict[str, str]:
    """Ids that an earlier build gave to the day's stories and none gives now, as their first article left
    or an earlier one came: they go on leading to the story."""
    own = {row.article_id: row.story_id for row in grouped.members if row.relation != Kind.CONTAINS}
    given = {*own.values(), *(row.story_id for row in before.values()), *grouped.aliases}
    kept = {}
    for row in aliases.rows.to_pylist() if aliases.rows is not None else ():
        if row["alias"] not in given:
            kept[row["alias"]] = row["story_id"]
    for row in rows.rows.to_pylist() if rows.rows is not None else ():
        gone, now = row["story_id"], own.get(row["article_id"])
        if now and row["relation"] != Kind.CONTAINS and gone not in given and gone not in leads:
            kept[gone] = min(now, kept.get(gone, now))
    return kept


def _row(member: Member) -> dict[str, object]:
    return {name: getattr(member, name) for name in STORIES.names}
