"""Which Parquet objects are a table's, by their place and name; what their path and their bytes say."""

import re
import warnings
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wirelake.config import DAY, parse_day
from wirelake.errors import DamagedError, FormatError
from wirelake.lake.buckets import may_hold, number_in
from wirelake.storage import Store, Stored

DAY_COLUMN = {
    "articles": "published_date",
    "history": "capture_date",
    "rejected": "capture_date",
    "runs": "capture_date",
    "versions": "capture_date",
    "media": "published_date",
    "packages": "published_date",
}
PATH_FIELDS = {
    "published_date": pa.field("published_date", pa.date32(), nullable=False),
    "capture_date": pa.field("capture_date", pa.date32(), nullable=False),
    "source": pa.field("source", pa.string(), nullable=False),
}
BATCH_FOLDERS = r"capture_date=[^/]+/source=[^/]+"
PATHS = {  # the folders between table and file, and the file's name
    "articles": (r"published_date=[^/]+", r"articles(-\d+-of-\d+)?"),  # its numbers ``number_in`` checks
    "history": (BATCH_FOLDERS, "history"),
    "rejected": (BATCH_FOLDERS, "rejected"),
    "runs": (BATCH_FOLDERS, r"[^/]+"),
}


class ForeignFileWarning(UserWarning):
    """A Parquet file in a table's folder is not of wirelake's making."""


def files_of(
    store: Store,
    table: str,
    start: date | None = None,
    end: date | None = None,
    source: str | None = None,
) -> list[Stored]:
    """The Parquet objects of these days in the table's folder, by path; whose they are, ``ours`` tells."""
    inside = f"/source={source}/" if source and table != "articles" else "/"
    if start is None and end is None:  # one list, not one a day
        listed = ((one, one.path) for one in store.objects(table) if one.path.endswith(".parquet"))
        return [
            one for one, path in listed if inside in path and _day_of(table, path) and _holds(path, source)
        ]
    found: list[Stored] = []
    for day in days_of(store, table):
        if (start and day < start) or (end and day > end):
            continue
        folder = f"{table}/{DAY_COLUMN[table]}={day}{inside.rstrip('/')}"
        listed_day = (one for one in store.objects(folder) if one.path.endswith(".parquet"))
        found += [one for one in listed_day if _holds(one.path, source)]
    return found


def _holds(path: str, source: str | None) -> bool:
    """Of articles/ the name tells: the path has no source."""
    return source is None or may_hold(path, source)


def _day_of(table: str, path: str) -> str | None:
    """The day in the name of the folder below the table's; what else lies there is not ours."""
    column, _, text = path.removeprefix(f"{table}/").partition("/")[0].partition("=")
    return text if column == DAY_COLUMN[table] and DAY.fullmatch(text) else None


def ours(store: Store, table: str, paths: list[str]) -> list[str]:
    """Those of wirelake's making by their place and name: a copy beside them would double its rows."""
    folders, name = PATHS[table]
    form = re.compile(rf"{table}/{folders}/{name}\.parquet")
    mine = {path for path in paths if form.fullmatch(path) and (table != "articles" or number_in(path))}
    for path in paths:
        if path not in mine:
            warnings.warn(
                f"{store.uri}: {path} is no file of wirelake's: it was left out, and others that read the "
                "folder count its rows. Move it out of the lake",
                ForeignFileWarning,
                stacklevel=2,
            )
    return [path for path in paths if path in mine]


def days_of(store: Store, table: str) -> list[date]:
    """The days of which the table has a folder."""
    parted = (name.partition("=") for name in store.folders(table))
    # What else lies there is not ours, such as .ipynb_checkpoints.
    return [
        parse_day(text) for column, _, text in parted if column == DAY_COLUMN[table] and DAY.fullmatch(text)
    ]


def in_path(path: str) -> dict[str, pa.Scalar]:
    """What the folders of an object say of its rows: the day, and the source where it has one."""
    said = (part.split("=", 1) for part in path.split("/") if "=" in part)
    return {name: pa.scalar(value, pa.string()).cast(PATH_FIELDS[name].type) for name, value in said}


def parse_parquet(data: bytes, path: str, *, schema: pa.Schema | None = None, **options: Any) -> pa.Table:
    """The rows of a Parquet object, with the columns and types of ``schema`` where one is given.

    A column that came into the schema after the object was written is null, where it may be.

    Raises:
        DamagedError: the bytes are not Parquet.
        FormatError: they lack a column that is never null.
    """
    options |= {"partitioning": None, "page_checksum_verification": True}
    try:
        source = pa.BufferReader(data)
        if schema is None:
            return pq.read_table(source, **options)
        there = set(pq.read_schema(source).names)
        known = [name for name in schema.names if name in there]
        rows = pq.read_table(source, columns=known, **options)
        return conformed(rows, schema)
    except (pa.ArrowException, KeyError, OSError, ValueError) as error:
        if not _is_parquet(data):
            raise DamagedError(path, f"it is no Parquet: {error}") from error
        raise FormatError(f"{path}: not a table that this version can read: {error}") from error


def conformed(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """The rows with the columns and types of ``schema``; a column that is younger than they are is null.

    Raises:
        KeyError, pa.ArrowException: they lack a column that is never null, or hold another type.
    """
    for field in schema:
        if field.name not in rows.schema.names and field.nullable:
            rows = rows.append_column(field, pa.nulls(len(rows), field.type))
    return rows.select(schema.names).cast(schema)


def _is_parquet(data: bytes) -> bool:
    """Its pages and footer are whole, whatever they hold."""
    try:
        pq.read_table(pa.BufferReader(data), partitioning=None, page_checksum_verification=True)
    except (pa.ArrowException, OSError, ValueError):
        return False
    return True
