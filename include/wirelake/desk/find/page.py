"""Page Find."""

import re
import shlex
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from wirelake.desk.find.headlines import Hit, with_words
from wirelake.desk.find.inquiring import MOST_SOURCES, Inquired, asked_of, inquire
from wirelake.errors import ConfigError
from wirelake.storage import Store

NAMES_ONE = re.compile(r"[a-z][a-z0-9_]{1,39}(:|/\d{4}-\d\d-\d\d#)\S+")  # an article's id, or a raw_ref
SPECIAL = re.compile(r'["$`\\!]')
COLUMNS = "published_at, source, article_id, headline"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPage:
    """Page Find.

    Attributes:
        query: what was asked for; "": nothing yet.
        source: the one source that is asked; "": those that it may be about.
        choices: sources to choose from, where it may be about too many.
        hits: articles whose headline has the words, the newest first.
        since: the earliest published day that was looked at for words; None: none was.
        answers: what sources know of the id, address or raw_ref.
        said: what is wrong with the question; "" where nothing is.
        command: a line for a terminal that finds more; "" where nothing was asked.
    """

    query: str
    source: str
    choices: tuple[str, ...]
    hits: tuple[Hit, ...]
    since: date | None
    answers: tuple[Inquired, ...]
    said: str
    command: str


def read_find(
    store: Store, readable: Collection[str], now: datetime, *, query: str = "", source: str = ""
) -> FindPage:
    """What the lake knows of it, among the sources that are in ``readable``."""
    if not query:
        return _page(query, source)
    if "://" not in query and not NAMES_ONE.fullmatch(query):
        asked = [source] if source in readable else [] if source else readable
        hits, since = with_words(store, query, asked, now)
        return _page(query, source, hits=hits, since=since, command=sql_for_words(query))
    command = f"wirelake why {shlex.quote(query)}"
    try:
        sources = asked_of(query, source, readable)
    except ConfigError as error:
        return _page(query, source, said=str(error), command=command)
    if not sources:
        said = "No source that you may read is called so."
        return _page(query, source, said=said, command=command)
    if len(sources) > MOST_SOURCES:
        said = "No source is of this address's site: choose the one that should have it."
        return _page(query, source, said=said, choices=tuple(sources), command=command)
    answers, said = inquire(store, query, sources)
    return _page(query, source, said=said, answers=answers, command=command)


def _page(
    query: str,
    source: str,
    *,
    choices: tuple[str, ...] = (),
    hits: tuple[Hit, ...] = (),
    since: date | None = None,
    answers: tuple[Inquired, ...] = (),
    said: str = "",
    command: str = "",
) -> FindPage:
    return FindPage(
        query=query,
        source=source,
        choices=choices,
        hits=hits,
        since=since,
        answers=answers,
        said=said,
        command=command,
    )


def sql_for_words(words: str) -> str:
    """A ``wirelake sql`` line for articles of all days whose headline has the words, quoted for a shell."""
    escaped = [one.lower().replace("'", "''") for one in words.split()[:10]]
    where = " AND ".join(f"contains(lower(headline), '{one}')" for one in escaped)
    query = f"SELECT {COLUMNS} FROM articles WHERE {where} ORDER BY published_at DESC"  # noqa: S608  shown only
    # Inside double quotes a shell obeys these; without them the line is easier to read than shlex's.
    return f"wirelake sql {shlex.quote(query) if SPECIAL.search(query) else _quoted(query)}"


def _quoted(query: str) -> str:
    return f'"{query}"'
