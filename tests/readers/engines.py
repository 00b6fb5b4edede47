"""Engines that have no page of their own: each as shortly as it reads the lake rightly.

A module is imported inside its function: they are the extra ``readers``, which ``make readers`` installs.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

Answer = Iterable[tuple[Any, int, int]]  # day, rows, rows with the young column
QUERY = "SELECT published_date, count(*), count(row_id) FROM {} GROUP BY published_date"


def by_datafusion(lake: str) -> Answer:
    import datafusion
    import pyarrow as pa

    context = datafusion.SessionContext()
    days = [("published_date", pa.date32())]
    context.register_parquet("articles", f"{lake}/articles", table_partition_cols=days)
    return [tuple(row.values()) for row in context.sql(QUERY.format("articles")).to_pylist()]


def by_chdb(lake: str) -> Answer:
    import chdb

    files = f"file('{lake}/articles/*/*.parquet', 'Parquet')"
    union = " SETTINGS schema_inference_mode = 'union'"
    told = str(chdb.query(QUERY.format(files) + union, "TSV"))
    rows = (line.split("\t") for line in told.splitlines())
    return [(day, int(count), int(young)) for day, count, young in rows]


def by_daft(lake: str) -> Answer:
    import daft

    rows = daft.read_parquet(f"{lake}/articles/*/*.parquet", hive_partitioning=True)
    found = rows.groupby("published_date").agg(daft.col("article_id").count().alias("n"))
    return [(row["published_date"], row["n"], -1) for row in found.to_pylist()]


def by_dask(lake: str) -> Answer:
    import dask.dataframe as dd
    import pyarrow as pa
    import pyarrow.dataset as ds

    days = ds.partitioning(pa.schema([("published_date", pa.date32())]), flavor="hive")
    rows = dd.read_parquet(f"{lake}/articles", dataset={"partitioning": days})
    return [(day, n, -1) for day, n in rows.groupby("published_date").size().compute().items()]


def by_ibis(lake: str) -> Answer:
    import ibis

    files = f"{lake}/articles/*/*.parquet"
    rows = ibis.duckdb.connect().read_parquet(files, hive_partitioning=True, union_by_name=True)
    found = rows.group_by("published_date").agg(n=rows.count(), young=rows.row_id.count()).to_pyarrow()
    return [tuple(row.values()) for row in found.to_pylist()]


def by_spark(lake: str) -> Answer:
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    spark.read.option("mergeSchema", "true").parquet(f"{lake}/articles").createOrReplaceTempView("articles")
    return [tuple(row) for row in spark.sql(QUERY.format("articles")).collect()]


ENGINES: dict[str, Callable[[str], Answer]] = {
    "datafusion": by_datafusion,
    "chdb": by_chdb,
    "daft": by_daft,
    "dask": by_dask,
    "ibis": by_ibis,
    "pyspark": by_spark,
}


def plain(day: Any) -> date:
    """The day, however an engine gives it."""
    if isinstance(day, datetime):
        return day.date()
    return day if isinstance(day, date) else date.fromisoformat(str(day)[:10])
