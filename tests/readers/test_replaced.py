"""A file that is replaced between opening and reading: old rows, new rows or an error, never others."""

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pytest
from tests.readers.mixed import NEW, replace

from wirelake.storage import Store

ROWS, MORE = 3, 40
DAYS = ds.partitioning(pa.schema([("published_date", pa.date32())]), flavor="hive")
Reading = Callable[[], int]  # how many rows the day NEW has


def by_pyarrow(lake: str) -> Reading:
    opened = ds.dataset(f"{lake}/articles", partitioning=DAYS)
    return lambda: opened.to_table(filter=ds.field("published_date") == NEW).num_rows


def by_pandas(lake: str) -> Reading:
    def read() -> int:
        rows = pd.read_parquet(f"{lake}/articles", partitioning=DAYS)
        return int((rows["published_date"] == NEW).sum())

    return read


def by_polars(lake: str) -> Reading:
    opened = pl.scan_parquet(f"{lake}/articles/", hive_partitioning=True, extra_columns="ignore")
    opened.collect_schema()
    return lambda: len(opened.filter(pl.col("published_date") == NEW).collect())


def by_duckdb(lake: str) -> Reading:
    files = f"read_parquet('{lake}/articles/*/*.parquet', hive_partitioning = true, union_by_name = true)"
    return lambda: len(duckdb.execute(f"FROM {files} WHERE published_date = DATE '{NEW}'").fetchall())


OPEN: dict[str, Callable[[str], Reading]] = {
    "pandas": by_pandas,
    "pyarrow": by_pyarrow,
    "polars": by_polars,
    "duckdb": by_duckdb,
}


def said(read: Reading) -> Any:
    """The rows, or the error's name: Polars raises one that is no ``Exception``."""
    try:
        return read()
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return type(error).__name__


@pytest.mark.parametrize("name", OPEN)
def test_what_was_opened_before_is_never_half_of_each(name: str, store: Store, lake_uri: str) -> None:
    if name == "duckdb" and "://" in lake_uri:
        pytest.skip("on S3 it wants what comes over the network")
    replace(store, ROWS)
    read = OPEN[name](lake_uri)
    assert read() == ROWS
    replace(store, MORE)
    found = said(read)
    assert found in (ROWS, MORE) or isinstance(found, str), found
    print(name, lake_uri.partition(":")[0], found)  # noqa: T201  for docs/reading/README.md
    assert OPEN[name](lake_uri)() == MORE
