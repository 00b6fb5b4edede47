"""One question: a DuckDB in memory that is shown the tables which the query names, and then locked."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa

from wirelake.config import lake_uri
from wirelake.errors import ConfigError, StorageError
from wirelake.lake.marker import open_lake
from wirelake.lake.sql.tables import TABLES, named_in

ROWS = 10_000  # of a batch
LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


def sql(
    query: str,
    parameters: Sequence[Any] | dict[str, Any] | None = None,
    *,
    lake: str | None = None,
    pandas: bool = False,
) -> Any:
    """The answer to a query over the lake's tables (``TABLES``), as an Arrow table or a pandas data frame.

    Args:
        parameters: for the query's ``?``, or by name for its ``$name``.
        lake: a folder or ``s3://bucket/prefix``; ``WIRELAKE_LAKE`` by default.

    Instants are UTC. The query sees the lake's tables alone.

    Raises:
        ConfigError: no lake stands there; the query is wrong, in DuckDB's words.
        StorageError: the lake cannot be read, or changed too often meanwhile.
    """
    with ask(query, parameters, lake=lake) as answer:
        found = answer.read_all()
    return found.to_pandas() if pandas else found


@contextmanager
def ask(
    query: str, parameters: Sequence[Any] | dict[str, Any] | None = None, *, lake: str | None = None
) -> Iterator[pa.RecordBatchReader]:
    """As ``sql``; the answer batch by batch, for as long as the block takes."""
    store = open_lake(lake or lake_uri())
    try:
        import duckdb
    except ImportError as error:
        raise ConfigError("sql needs DuckDB: pip install 'wirelake[sql]'") from error
    with TemporaryDirectory(prefix="wirelake-sql-") as folder:
        connection = duckdb.connect(config=LOCKED | {"temp_directory": folder})
        try:
            connection.execute("SET TimeZone = 'UTC'")
            for name in named_in(query):
                table = TABLES[name]
                if table.rows:
                    connection.register(name, table.rows(store))
                else:
                    connection.execute(f"CREATE VIEW {name} AS {table.view}")
            connection.execute("SET lock_configuration = true")
            answer = connection.sql(query, params=parameters)
            if answer is None:
                raise ConfigError("sql: it asks for nothing: write a SELECT, DESCRIBE or SUMMARIZE")
            yield _named_once(answer.to_arrow_reader(ROWS))
        except duckdb.CatalogException as error:
            raise ConfigError(f"sql: {_short(error)}; the tables are {', '.join(TABLES)}") from error
        except (duckdb.ProgrammingError, duckdb.DataError, duckdb.PermissionException) as error:
            raise ConfigError(f"sql: {_short(error)}") from error
        except (duckdb.Error, pa.ArrowException, OSError) as error:
            raise StorageError(f"sql: {_short(error)}") from error
        finally:
            connection.close()


def _named_once(answer: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """The answer with each name once: of a join's two ``article_id`` the second is ``article_id_1``.

    Rows as dictionaries would lack one of them, without a word.
    """
    names: list[str] = []
    for name in answer.schema.names:
        numbers = (f"{name}_{number}" for number in range(1, len(answer.schema.names) + 1))
        taken = {*names, *(answer.schema.names if name in names else ())}
        names.append(name if name not in names else next(one for one in numbers if one not in taken))
    if names == answer.schema.names:
        return answer
    schema = pa.schema([field.with_name(name) for field, name in zip(answer.schema, names, strict=True)])
    return pa.RecordBatchReader.from_batches(schema, (one.rename_columns(names) for one in answer))


def _short(error: Exception) -> str:
    """DuckDB's words without the place, and without a guess at names of its own."""
    said = str(error).partition("\n\nLINE")[0].partition("\nDid you mean")[0]
    return " ".join(said.split())
