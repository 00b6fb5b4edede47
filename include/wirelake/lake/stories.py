"""stories/ and story_aliases/: which articles are the same news text, an object of each a day.

Both are made of articles/ (``upkeep.stories_building``) and may be deleted: the next build makes them again.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.config import parse_day
from wirelake.lake import layout
from wirelake.lake.files import parse_parquet
from wirelake.lake.reading import picked, read_days
from wirelake.lake.schema.stories import ALIAS_COLUMNS, STORY_COLUMNS
from wirelake.lake.schema.tables import arrow
from wirelake.storage import Store

STORIES = arrow(STORY_COLUMNS)
ALIASES = arrow(ALIAS_COLUMNS)
PLACE = re.compile(
    r"(?:stories|story_aliases)/published_date=(\d{4}-\d\d-\d\d)/(?:stories|story_aliases)\.parquet"
)
DAY = pa.field("published_date", pa.date32(), nullable=False)


def story_days(store: Store, table: str = layout.STORIES) -> dict[date, str]:
    """The days of which an object of ``stories`` or ``story_aliases`` stands, and its ETag."""
    found = ((PLACE.fullmatch(one.path), one.etag) for one in store.objects(table))
    return {parse_day(place[1]): etag for place, etag in found if place}


def read_stories(store: Store, first: date | None = None, last: date | None = None) -> pa.Table:
    """The rows of these days, with ``published_date``: each in the story that its own is one with by now.

    A row whose article may not be read any more is left out.

    Raises:
        DamagedError: an object is damaged; the next build makes it again.
    """
    rows = _read(store, layout.STORIES, STORIES, first, last)
    leads = leading(_read(store, layout.STORY_ALIASES, ALIASES).select(["alias", "story_id"]))
    earliest = pc.min(rows["article_date"]).as_py() if len(rows) else first
    readable = read_days(store, "articles", earliest, last, wanted=picked("articles", ["article_id"]))[
        "article_id"
    ]
    rows = rows.filter(pc.is_in(rows["article_id"], value_set=readable.combine_chunks()))
    return _led(rows, leads)


def read_story_aliases(store: Store) -> pa.Table:
    """Each id that leads to a story, and that story, through however many joins."""
    leads = leading(_read(store, layout.STORY_ALIASES, ALIASES).select(["alias", "story_id"]))
    return pa.table(
        {"alias": [*leads], "story_id": [*leads.values()]}, schema=pa.schema([*ALIASES]).remove_metadata()
    )


def read_day(store: Store, table: str, day: date) -> pa.Table:
    """The rows of one day, as they stand."""
    path = layout.stories(day) if table == layout.STORIES else layout.story_aliases(day)
    schema = STORIES if table == layout.STORIES else ALIASES
    answer = store.read(path)
    return parse_parquet(answer[0], path, schema=schema) if answer else schema.empty_table()


def leading(aliases: pa.Table) -> dict[str, str]:
    """Each alias, and the story to which it leads at last."""
    return led({row["alias"]: row["story_id"] for row in aliases.to_pylist()})


def led(aliases: Mapping[str, str]) -> dict[str, str]:
    """Each alias, and where its chain ends. A ring, which no build makes, ends at its least id."""
    found: dict[str, str] = {}
    for alias in sorted(aliases):
        way = [alias]
        while way[-1] in aliases and aliases[way[-1]] not in way:
            way.append(found.get(aliases[way[-1]], aliases[way[-1]]))
        end = way[-1] if way[-1] not in aliases else min(way)
        found |= {one: end for one in way if one != end}
    return dict(sorted(found.items()))


def _led(rows: pa.Table, leads: Mapping[str, str]) -> pa.Table:
    at = rows.schema.get_field_index("story_id")
    told = pa.array([leads.get(one, one) for one in rows["story_id"].to_pylist()], pa.string())
    return rows.set_column(at, rows.schema.field(at), told)


def _read(
    store: Store, table: str, schema: pa.Schema, first: date | None = None, last: date | None = None
) -> pa.Table:
    days = sorted(day for day in story_days(store, table) if (first or day) <= day <= (last or day))
    parts = [_dated(read_day(store, table, day), day) for day in days]
    return pa.concat_tables(parts) if parts else pa.schema([DAY, *schema]).empty_table()


def _dated(rows: pa.Table, day: date) -> pa.Table:
    return rows.add_column(0, DAY, pa.array([day] * len(rows), pa.date32()))


def table_of(rows: Iterable[Mapping[str, object]], schema: pa.Schema) -> pa.Table:
    """The rows as a table of this schema."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)
