"""What the names of a query stand for: the lake's tables, and what is asked of them most."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from wirelake.lake.changes.asking import kept
from wirelake.lake.exports.record import read_exports
from wirelake.lake.freezes.frozen import read_freezes
from wirelake.lake.sources import read_sources
from wirelake.lake.sql.scanning import dataset
from wirelake.lake.stories import read_stories, read_story_aliases
from wirelake.lake.streams import read
from wirelake.storage import Store

WORDS = re.compile(r"\w+")
READABLE = """
SELECT *, valid_from AS readable_from, valid_to AS readable_to
FROM versions
WHERE record_kind = 'article' AND valid_from IS NOT NULL
"""
# A takedown's row stands on the day on which it was given, and says nothing of what that day brought.
COVERAGE = """
WITH own AS (FROM runs WHERE mode IN ('run', 'poll', 'replay', 'import')),
ends AS (SELECT source, min(capture_date) AS first, (SELECT max(capture_date) FROM own) AS last
         FROM own GROUP BY source),
days AS (SELECT source, unnest(generate_series(first, last, INTERVAL 1 DAY))::DATE AS capture_date FROM ends),
known AS (
    SELECT source, capture_date,
        count(*) FILTER (mode NOT IN ('replay', 'import')) AS looks,
        arg_max(mode, ended_at) AS mode,
        arg_max(status, ended_at) AS status,
        arg_max(failure, ended_at) AS failure,
        arg_max(listed, ended_at) FILTER (listed IS NOT NULL) AS listed,
        arg_max(captured, ended_at) AS captured,
        arg_max(articles, ended_at) AS articles,
        arg_max(media, ended_at) AS media,
        arg_max(rejected, ended_at) AS rejected,
        arg_max(gaps, ended_at) AS gaps,
        max(ended_at) AS ended_at
    FROM own GROUP BY source, capture_date
)
SELECT source, capture_date, coalesce(looks, 0) > 0 AS looked,
    known.* EXCLUDE (source, capture_date, looks), coalesce(looks, 0) AS looks
FROM days LEFT JOIN known USING (source, capture_date)
"""


@dataclass(frozen=True, slots=True)
class Table:
    """What a row of it is; its rows as Arrow, or as a ``view`` of another table."""

    row: str
    rows: Callable[[Store], Any] | None = None
    of: str = ""
    view: str = ""


def _files(name: str, row: str) -> Table:
    return Table(row, partial(dataset, table=name))


def _computed(name: str, row: str) -> Table:
    return Table(row, lambda store: read(name, lake=store.uri))


TABLES: dict[str, Table] = {
    "articles": _files("articles", "an article that may be read now, in its newest version"),
    "media": _computed("media", "a picture, graphic, film or sound that may be read now"),
    "packages": _computed("packages", "an ordered list of items that may be read now"),
    "history": _files(
        "history", "a version that a capture day showed, with all evidence, embargoed ones too"
    ),
    "versions": _computed("versions", "a version of an article, once, with valid_from and valid_to"),
    "readable": Table(
        "a version of an article that could be read, from readable_from to readable_to",
        of="versions",
        view=READABLE,
    ),
    "rejected": _files("rejected", "an article kept out, with every reason"),
    "runs": _files("runs", "what one run did"),
    "sources": Table("what a source's YAML says of the wire, and since when", read_sources),
    "changes": Table("what one settle told of an article: kind, digests, dates", kept),
    "stories": Table(
        "an article in a story whose text it carries, whole or within a longer one", read_stories
    ),
    "story_aliases": Table("an id that leads to another story's", read_story_aliases),
    "freezes": Table("a row of a freeze, by the freeze's name: ids and digests", read_freezes),
    "exports": Table("an article that left by an export, by the digest of its files", read_exports),
    "coverage": Table("a day of a source: was it looked at, and what stands of it", of="runs", view=COVERAGE),
}


def named_in(query: str) -> list[str]:
    """The tables whose names stand in the query, and what they are views of, in an order to make them in."""
    words = {word.lower() for word in WORDS.findall(query)}
    found = {name for name in TABLES if name in words}
    found |= {TABLES[name].of for name in found if TABLES[name].of}
    return [name for name in TABLES if name in found]
