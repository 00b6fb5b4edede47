"""Reading the lake: whole tables for analysts, single articles with their evidence for engineers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pyarrow as pa

from wirelake.errors import ConfigError
from wirelake.lake import schema
from wirelake.lake.files import DAY_COLUMN, PATH_FIELDS, files_of, in_path, ours, parse_parquet
from wirelake.lake.schema.tables import SOURCES
from wirelake.storage import Store

SCHEMAS = {
    "articles": schema.ARTICLES,
    "history": schema.HISTORY,
    "rejected": schema.REJECTED,
    "runs": schema.RUNS,
}
# From history/.
COMPUTED = {"versions": schema.VERSIONS, "media": schema.MEDIA, "packages": schema.PACKAGES}
UNDATED = {"sources": SOURCES}  # an object a source, of no day
READERS = 8
LISTS = 5  # of a folder whose objects are deleted while they are read


def full_schema(table: str) -> pa.Schema:
    """The table's schema with what stands in its path in front: the day, and but for articles the source."""
    days = () if table in UNDATED else (DAY_COLUMN[table],)
    names = (*days, *(() if table == "articles" else ("source",)))
    return pa.schema([*(PATH_FIELDS[name] for name in names), *{**SCHEMAS, **COMPUTED, **UNDATED}[table]])


def read_days(
    store: Store,
    table: str,
    start: date | None,
    end: date | None,
    *,
    source: str | None = None,
    article_id: str | None = None,
    wanted: pa.Schema | None = None,
) -> pa.Table:
    """The rows of these days, by day and then as they stand in their file."""
    ids = [article_id] if article_id else None
    for _ in range(LISTS):
        gone: list[str] = []
        paths = [one.path for one in files_of(store, table, start, end, source)]
        found = read_objects(store, table, paths, source=source, article_ids=ids, wanted=wanted, gone=gone)
        if not gone:  # what a day that was brought into other buckets held stands in others by now
            break
    return found


def read_objects(
    store: Store,
    table: str,
    paths: list[str],
    *,
    source: str | None = None,
    article_ids: list[str] | None = None,
    wanted: pa.Schema | None = None,
    gone: list[str] | None = None,
) -> pa.Table:
    """The rows of these objects of a table, in their order; without what is not of wirelake's making.
    ``gone`` gains those that do not stand."""
    wanted = full_schema(table) if wanted is None else wanted
    asked: list[tuple[str, str, Any]] = []
    if source and table == "articles":  # elsewhere it stands in the path
        asked.append(("source", "==", source))
    if article_ids is not None:
        asked.append(("article_id", "in", article_ids))
    with ThreadPoolExecutor(READERS) as pool:
        mine = ours(store, table, paths)
        parts = list(pool.map(lambda path: _read_one(store, table, path, wanted, asked), mine))
    tables = [part for part in parts if part is not None]
    if gone is not None:
        gone += [path for path, part in zip(mine, parts, strict=True) if part is None]
    return pa.concat_tables(tables) if tables else wanted.empty_table()


def _read_one(
    store: Store, table: str, path: str, wanted: pa.Schema, asked: list[tuple[str, str, Any]]
) -> pa.Table | None:
    answer = store.read(path)
    if answer is None:  # deleted while we looked
        return None
    inside = pa.schema([field for field in wanted if field.name in SCHEMAS[table].names])
    if not inside.names:  # pyarrow reads no rows where it reads no column
        inside = pa.schema([SCHEMAS[table].field(0)])
    rows = parse_parquet(answer[0], path, schema=inside, filters=asked or None)
    said = in_path(path)
    for name in wanted.names:
        if name not in inside.names:
            field = PATH_FIELDS[name]
            rows = rows.append_column(field, pa.repeat(said[name], len(rows)))
    return rows.select(wanted.names)


def picked(table: str, columns: list[str]) -> pa.Schema:
    """These columns of the table's full schema, in this order.

    Raises:
        ConfigError: no such column.
    """
    known = full_schema(table)
    for name in columns:
        if name not in known.names:
            raise ConfigError(f"{table} has no column {name!r}; it has {', '.join(known.names)}")
    return pa.schema([known.field(name) for name in columns])
