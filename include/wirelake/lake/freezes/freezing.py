"""A query's rows put down as a freeze: asked for by their ``row_id``, looked up in history/."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

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
    rows = _looked_up(store, ids)
    if len(rows) != len(ids):
        raise StorageError(
            f"freeze {wish.name}: of {len(ids):,} rows {len(rows):,} stand in history/: some were replaced "
            "meanwhile, or the query made up a row_id: ask again"
        )
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


def _asked(query: str, lake: str) -> pa.Array:
    """The row_ids that the query yields, each once."""
    found = pa.array([], pa.string())
    with ask(query, lake=lake) as answer:
        if KEY not in answer.schema.names or answer.schema.field(KEY).type != pa.string():
            raise ConfigError(f"freeze: the query yields no {KEY}, by which rows are told apart")
        for batches in _some(batch.column(KEY) for batch in answer):
            found = pa.chunked_array([found, *batches]).unique()
    if found.null_count:
        raise ConfigError(f"freeze: some rows have no {KEY}, such as those of an outer join: leave them out")
    if not len(found):
        raise ConfigError("freeze: the query yields no row")
    return found


def _some(columns: Iterable[pa.Array]) -> Iterator[list[pa.Array]]:
    """A hundred at once: each time all that were found before are gone through."""
    columns = iter(columns)
    while some := list(islice(columns, 100)):
        yield some


def _looked_up(store: Store, ids: pa.Array) -> pa.Table:
    """The rows of the freeze, by row_id."""
    shown = {row[KEY] for row in saying.rows_of(store, "articles", KEY, ids, [KEY])}
    rows = saying.rows_of(store, "history", KEY, ids, {*FACTS, *saying.SAID})
    batches = []
    while some := list(islice(rows, saying.BATCH)):
        told = [
            {name: row[name] for name in (*FACTS, "published_date")}
            | {"digest": saying.digest_of(row), "readable": row[KEY] in shown}
            for row in some
        ]
        batches.append(pa.RecordBatch.from_pylist(told, schema=ROWS))
    return pa.Table.from_batches(batches, schema=ROWS).sort_by(KEY)


def _head(wish: Wish, rows: pa.Table, code: str, now: datetime) -> Head:
    first, last = pc.min_max(rows["published_date"]).as_py().values()
    return Head(
        name=wish.name,
        title=wish.title or wish.name,
        authors=wish.authors,
        frozen_at=frozen.utc(now),
        query=wish.query,
        rows=len(rows),
        articles=pc.count_distinct(rows["article_id"]).as_py(),
        first_day=first,
        last_day=last,
        wirelake_version=__version__,
        schema_version=SCHEMA_VERSION,
        code=code[:DIGITS],
        rulesets=_rulesets(rows.group_by(["source", "ruleset_version"]).aggregate([]).to_pylist()),
        rows_sha256=frozen.rows_digest(rows),
    )


DIGITS = 16  # of the code's hash


def _rulesets(rows: Iterable[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row["source"]] |= {row["ruleset_version"]} - {None}
    return {source: tuple(sorted(mine)) for source, mine in sorted(found.items())}
