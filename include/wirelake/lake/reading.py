"""Reading the lake: whole tables for analysts, single articles with their evidence for engineers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.config import lake_uri, parse_day
from wirelake.errors import ConfigError
from wirelake.lake import schema
from wirelake.lake.files import DAY_COLUMN, PATH_FIELDS, files_of, in_path, ours, parse_parquet
from wirelake.lake.marker import open_lake
from wirelake.lake.schema.tables import SOURCES
from wirelake.lake.sources import read_sources
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


def read(
    table: str = "articles",
    *,
    source: str | None = None,
    start: date | str | None = None,
    end: date | str | None = None,
    columns: list[str] | None = None,
    as_of: datetime | str | None = None,
    lake: str | None = None,
    pandas: bool = False,
) -> Any:
    """A table of the lake, as an Arrow table, or as a pandas data frame where ``pandas`` is true.

    Args:
        table: articles (what may be read now), history (every version that each capture day showed, with
            all evidence), versions (of each article each version once, with valid_from, valid_to, is_current
            and changed), media and packages (what may be read now of pictures, graphics, films and sounds,
            and of ordered lists of items), rejected, runs, or sources (what their YAML says, and since when).
        source: this source only.
        start, end: the first and last published date (articles, media, packages) or capture date, both
            included; sources have no days.
        columns: these columns only, in this order.
        as_of: an instant with its zone, as datetime or ISO 8601. All but rejected and runs are then as they
            would have been at that instant, by ``first_seen_at``: captures that came later do not leak
            into it, backfills of older days included. What a takedown took is gone from the past too.
        lake: a folder or ``s3://bucket/prefix``; ``WIRELAKE_LAKE`` by default.

    The day stands in a column of type date32: ``published_date`` or ``capture_date``. Instants are UTC.

    Raises:
        ConfigError: no lake stands there; no such table or column; an ``as_of`` without zone, or for a table
            that knows none; days of a table that has none.

    Parquet files that are not of wirelake's making are left out, with a ``ForeignFileWarning``.
    """
    known = {**SCHEMAS, **COMPUTED, **UNDATED}
    if table not in known:
        raise ConfigError(f"no table {table!r}; there are {', '.join(known)}")
    store = open_lake(lake or lake_uri())
    wanted = full_schema(table) if columns is None else picked(table, columns)
    if table in UNDATED:
        if start is not None or end is not None:
            raise ConfigError(f"start, end: {table} has no days")
        found = _sources(store, source, as_of).select(wanted.names)
    elif as_of is None and table not in COMPUTED:
        found = read_days(store, table, _day(start), _day(end), source=source, wanted=wanted)
    else:
        found = _at(store, table, source, _instant(as_of))
        found = _between(found, DAY_COLUMN[table], _day(start), _day(end)).select(wanted.names).cast(wanted)
    return found.to_pandas() if pandas else found


def _sources(store: Store, source: str | None, as_of: datetime | str | None) -> pa.Table:
    found = read_sources(store)
    if source is not None:
        found = found.filter(pc.equal(found["source"], source))
    return found.filter(pc.less_equal(found["since"], pa.scalar(_instant(as_of)))) if as_of else found


def _at(store: Store, table: str, source: str | None, as_of: datetime) -> pa.Table:
    from wirelake.lake.versions import COMPUTED_FROM
    from wirelake.lake.versions.items import media_at, packages_at
    from wirelake.lake.versions.past import articles_at, versions_at

    kept = {"articles": articles_at, "media": media_at, "packages": packages_at, "versions": versions_at}
    if table not in (*kept, "history"):
        raise ConfigError(f"as_of: {table} is not kept by instant; {', '.join(kept)} and history are")
    wanted = full_schema("history")
    if table not in ("history", "versions"):
        names = {*COMPUTED_FROM.names, *PATH_FIELDS}
        names |= {*full_schema(table).names, "members"} if table != "articles" else set()
        wanted = pa.schema([field for field in wanted if field.name in names])
    history = read_days(store, "history", None, None, source=source, wanted=wanted)
    if table == "history":
        return history.filter(pc.less_equal(history["first_seen_at"], pa.scalar(as_of)))
    return kept[table](store, history, as_of)


def _between(found: pa.Table, column: str, start: date | None, end: date | None) -> pa.Table:
    for day, holds in ((start, pc.greater_equal), (end, pc.less_equal)):
        if day:
            found = found.filter(holds(found[column], pa.scalar(day)))
    return found


def _instant(as_of: datetime | str | None) -> datetime:
    if as_of is None:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    except ValueError as error:
        raise ConfigError(f"as_of: {as_of!r}: write an instant such as 2026-03-04T12:00:00Z") from error
    if found.tzinfo is None:
        raise ConfigError(f"as_of: {as_of}: without a zone it is no instant; write 2026-03-04T12:00:00Z")
    return found.astimezone(UTC)


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


def _day(value: date | str | None) -> date | None:
    if isinstance(value, datetime):  # a pandas Timestamp is one too
        return value.date()
    return parse_day(value) if isinstance(value, str) else value
