"""A DuckDB file whose views are the lake's tables, for tools that open DuckDB and know no wirelake.

The views read the lake's files as they are when they are asked. What wirelake computes (versions, readable,
media, packages, changes, stories) is no view over files, and no copy of it is kept here: a copy would outlive
a takedown.
"""

import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from wirelake.errors import ConfigError, StorageError
from wirelake.lake import layout
from wirelake.lake.sql.tables import COVERAGE, TABLES
from wirelake.storage import Store

BATCHES = "capture_date=*/source=*"
TYPES = {"published_date": "DATE", "capture_date": "DATE", "source": "VARCHAR"}
PLACES = {  # below the table's folder: only what is wirelake's by its place and name
    "articles": "published_date=*/articles*.parquet",
    "history": f"{BATCHES}/history.parquet",
    "rejected": f"{BATCHES}/rejected.parquet",
    "runs": f"{BATCHES}/*.parquet",
    "sources": "source=*/sources.parquet",
}
VIEWS = (*PLACES, "coverage")
REMOTE = ("INSTALL httpfs", "LOAD httpfs", "CREATE SECRET IF NOT EXISTS (TYPE s3, PROVIDER credential_chain)")
# Of one bucket or of several: a view goes on reading where the lake is brought to another number.
OURS = r".*/articles(-[0-9]+-of-[0-9]+)?\.parquet"
PATTERNS = frozenset("*?[]{}")
FIRST_LINE = "-- The tables of a lake as views: wirelake catalog\n"  # of a file of SQL


def statements(store: Store) -> list[str]:
    """The SQL that makes the views; of a table that has no file yet none.

    Raises:
        ConfigError: the lake's address holds a character that DuckDB takes for a pattern.
    """
    if PATTERNS.intersection(store.uri):
        raise ConfigError(f"{store.uri}: DuckDB takes one of {' '.join(sorted(PATTERNS))} for a pattern")
    found = [_view(store, name, place) for name, place in PLACES.items() if any(_files(store, name))]
    if any(one.startswith("CREATE OR REPLACE VIEW runs") for one in found):
        found.append(f"CREATE OR REPLACE VIEW coverage AS {COVERAGE.strip()}")
    comments = [f"COMMENT ON VIEW {one.split()[4]} IS {_quoted(TABLES[one.split()[4]].row)}" for one in found]
    return [*(REMOTE if "://" in store.uri else ()), *found, *comments]


def write_catalog(store: Store, file: Path, *, replace: bool = False) -> list[str]:
    """Write the file, whole or not at all: SQL where its name ends with .sql, else a DuckDB data base.

    Returns the names of its views.

    Raises:
        ConfigError: something stands there that is not to be replaced, or is no catalogue; the lake has no
            table yet; DuckDB or its httpfs is missing.
        StorageError: the lake's files cannot be read.
    """
    if file.exists():
        _check_place(file, replace=replace)
    made = statements(store)
    names = [one.split()[4] for one in made if one.startswith("CREATE OR REPLACE VIEW")]
    if not names:
        raise ConfigError(f"{store.uri}: no table has a file yet")
    part = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    try:
        if file.suffix == ".sql":
            part.write_text(FIRST_LINE + "".join(f"{one};\n" for one in made), encoding="utf-8")
        else:
            _make(part, made)
        part.replace(file)
    except OSError as error:
        raise ConfigError(f"{file}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    return names


def _check_place(file: Path, *, replace: bool) -> None:
    """Only another catalogue is ever replaced."""
    if not replace:
        raise ConfigError(f"{file}: it stands already; name another, or say --replace")
    if not (_is_sql(file) if file.suffix == ".sql" else _has_views_alone(file)):
        raise ConfigError(f"{file}: --replace takes the place of a catalogue, and this is none: name another")


def _is_sql(file: Path) -> bool:
    try:
        with file.open("rb") as stood:
            return stood.read(len(FIRST_LINE)) == FIRST_LINE.encode()
    except OSError:
        return False


def _has_views_alone(file: Path) -> bool:
    """A DuckDB data base with no table and no view but ours."""
    duckdb = _duckdb()
    try:
        with duckdb.connect(str(file), read_only=True) as connection:
            found = connection.execute("SELECT table_name, table_type FROM information_schema.tables")
            return {*VIEWS} >= {name if kind == "VIEW" else "" for name, kind in found.fetchall()}
    except duckdb.Error:
        return False


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise ConfigError("catalog needs DuckDB: pip install 'wirelake[sql]'") from error
    return duckdb


def _make(part: Path, made: Iterable[str]) -> None:
    duckdb = _duckdb()
    try:
        with duckdb.connect(str(part)) as connection:
            for one in made:
                connection.execute(one)
    except duckdb.Error as error:
        said = " ".join(str(error).split())
        if "httpfs" in said:
            raise ConfigError(
                "catalog: a view of a lake on S3 is made by DuckDB's extension httpfs: run INSTALL httpfs "
                f"where there is a network, or name a file that ends with .sql: {said}"
            ) from error
        raise StorageError(f"catalog: {said}") from error


def _view(store: Store, name: str, place: str) -> str:
    keys = [part.split("=")[0] for part in place.split("/") if "=" in part]
    types = ", ".join(f"'{key}': {TYPES[key]}" for key in keys)
    root = store.uri if "://" in store.uri else Path(store.uri).resolve()
    files = _quoted(f"{root}/{name}/{place}")
    shown = ", ".join(keys)
    only = f" WHERE regexp_full_match(filename, {_quoted(OURS)})" if name == layout.ARTICLES else ""
    return (
        # our own names, and the address as a quoted text
        f"CREATE OR REPLACE VIEW {name} AS SELECT {shown}, * EXCLUDE ({shown}) FROM read_parquet({files}, "  # noqa: S608
        f"union_by_name = true, hive_partitioning = true, hive_types = {{{types}}}){only}"
    )


def _files(store: Store, name: str) -> Iterable[str]:
    return (one.path for one in store.objects(name) if one.path.endswith(".parquet"))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
