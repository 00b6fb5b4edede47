"""A query's rows put down as a freeze: asked for by their ``row_id``, looked up in history/."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from wirelake import __version__
from wirelake.config import NAME
from wirelake.errors import ConfigError, StorageError
from wirelake.lake.freezes import frozen, saying
from wirelake.lake.freezes.frozen import ROWS, Freeze, Head
from wirelake.lake.schema.version import SCHEMA_VERSION
from wirelake.lake.sql.session import ask
from wirelake.storage import Store

KEY = "row_id"
MOST_TEXT = 10_000  # characters of a query, a title or an author
FACTS = (KEY, "article_id", "source", "version", "record_kind", "capture_date", "ruleset_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be frozen, as which name, and how it is called where it is cited."""

    name: str
    query: str
    title: str = ""
    authors: tuple[str, ...] = ()


def articles_query(source: str | None, first: date | None, last: date | None) -> str:
    """The query for the articles that may be read now, of a source and of these published dates.

    Raises:
        ConfigError: it is no source's name.
    """
    if source is not None and not NAME.fullmatch(source):
        raise ConfigError(f"source {source!r}: write a source's name")
    told = [f"source = '{source}'"] if source else []
    told += [f"published_date >= DATE '{first}'"] if first else []
    told += [f"published_date <= DATE '{last}'"] if last else []
    # a source's checked name, and days
    return "SELECT row_id FROM articles" + (f" WHERE {' AND '.join(told)}" if told else "")  # noqa: S608


def freeze(store: Store, wish: Wish, *, code: str, now: datetime) -> Head:
    """Put the rows of the query down under its name; its head.

    Args:
        code: the hash of the code that reads wires (``ruleset.code_digest``).

    Raises:
        ConfigError: the name is taken or none; the query is wrong, yields no row, or no ``row_id``.
        StorageError: a row was replaced meanwhile: ask again.
    """
    _check(store, wish)
    ids = _asked(wish.query, store.uri)
    found = _looked_up(store, ids)
    if len(found) < len(ids):
        raise StorageError(
            f"freeze {wish.name}: {len(ids) - len(found)} rows left history/ meanwhile, or are of no row_id "
            "of history/: ask again"
        )
    rows = pa.Table.from_pylist([found[id_] for id_ in sorted(found)], schema=ROWS)
    head = _head(wish, rows, code, now).sealed()
    frozen.put(store, Freeze(head=head, rows=rows))
    return head


def _check(store: Store, wish: Wish) -> None:
    if frozen.stands(store, wish.name):
        raise ConfigError(f"freeze {wish.name}: it stands already, and is never changed: choose another name")
    for what, text in (
        ("query", wish.query),
        ("title", wish.title),
        *(("author", one) for one in wish.authors),
    ):
        if len(text) > MOST_TEXT or "\0" in text:
            raise ConfigError(f"{what}: write at most {MOST_TEXT:,} characters, and no NUL")


def _asked(query: str, lake: str) -> set[str]:
    found: set[str | None] = set()
    with ask(query, lake=lake) as answer:
        if KEY not in answer.schema.names or answer.schema.field(KEY).type != pa.string():
            raise ConfigError(f"freeze: the query yields no {KEY}, by which rows are told apart")
        for batch in answer:
            found |= set(batch.column(KEY).to_pylist())
    if None in found:
        raise ConfigError(f"freeze: some rows have no {KEY}, such as those of an outer join: leave them out")
    if not found:
        raise ConfigError("freeze: the query yields no row")
    return {id_ for id_ in found if id_}


def _looked_up(store: Store, ids: set[str]) -> dict[str, dict[str, Any]]:
    """By row_id the rows of the freeze."""
    shown = {row[KEY] for row in saying.rows_of(store, "articles", KEY, ids, [KEY])}
    rows = saying.rows_of(store, "history", KEY, ids, {*FACTS, *saying.SAID})
    return {
        row[KEY]: {name: row[name] for name in (*FACTS, "published_date")}
        | {"digest": saying.digest_of(row), "readable": row[KEY] in shown}
        for row in rows
    }


def _head(wish: Wish, rows: pa.Table, code: str, now: datetime) -> Head:
    days = [one for one in rows["published_date"].to_pylist() if one]
    pairs = zip(rows[KEY].to_pylist(), rows["digest"].to_pylist(), strict=True)
    return Head(
        name=wish.name,
        title=wish.title or wish.name,
        authors=wish.authors,
        frozen_at=frozen.utc(now),
        query=wish.query,
        rows=len(rows),
        articles=len(set(rows["article_id"].to_pylist())),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        wirelake_version=__version__,
        schema_version=SCHEMA_VERSION,
        code=code[:DIGITS],
        rulesets=_rulesets(rows.select(["source", "ruleset_version"]).to_pylist()),
        rows_sha256=frozen.rows_digest(pairs),
    )


DIGITS = 16  # of the code's hash


def _rulesets(rows: Iterable[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row["source"]] |= {row["ruleset_version"]} - {None}
    return {source: tuple(sorted(mine)) for source, mine in sorted(found.items())}
