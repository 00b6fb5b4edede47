#!/usr/bin/env bash
# DuckDB 2.0.1 and Polars 2.1.0: a partition is another value than its folder's name says.
# Folders source=epoch and source=inf, as a wire may be called. DuckDB tells the type of a partition column from the
# names that it meets: alone, "epoch" is the day 1970-01-01 and "inf" the day 9999-12-31, and looking for 'menafn'
# in such a folder is an error; with one more wire beside it the same folder is the text 'epoch' again. Polars makes
# "inf" a float and "true" a boolean. pyarrow 26.0.1 gives the names. Naming the type heals it: DuckDB's
# hive_types = {'source': VARCHAR}, Polars' hive_schema.
set -euo pipefail
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install -q duckdb==2.0.1 polars==2.1.0 pyarrow==26.0.1
venv/bin/python - <<'PY'
import pathlib
import tempfile

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq


def folder(*names: str) -> str:
    root = pathlib.Path(tempfile.mkdtemp(dir="."))
    for name in names:
        (root / f"source={name}").mkdir()
        pq.write_table(pa.table({"id": [1]}), root / f"source={name}" / "part.parquet")
    return str(root)


def duck(root: str, more: str = "") -> list:
    files = f"read_parquet('{root}/*/*.parquet', hive_partitioning = true{more})"
    return [str(value) for (value,) in duckdb.sql(f"SELECT source FROM {files} ORDER BY 1").fetchall()]


def polars(root: str) -> list:
    return pl.scan_parquet(root, hive_partitioning=True).collect()["source"].to_list()


def arrow(root: str) -> list:
    return ds.dataset(root, partitioning="hive").to_table()["source"].to_pylist()


for names in (("epoch",), ("inf",), ("true",), ("epoch", "menafn")):
    root = folder(*names)
    print(names, "DuckDB", duck(root), "Polars", polars(root), "pyarrow", arrow(root))
epoch, inf = folder("epoch"), folder("inf")
assert duck(epoch) == ["1970-01-01"] and duck(inf) == ["9999-12-31"]
assert duck(folder("epoch", "menafn")) == ["epoch", "menafn"]
assert polars(inf) == [float("inf")] and polars(folder("true")) == [True] and polars(epoch) == ["epoch"]
assert arrow(epoch) == ["epoch"] and arrow(inf) == ["inf"]
assert duck(epoch, ", hive_types = {'source': VARCHAR}") == ["epoch"]
try:
    files = f"read_parquet('{epoch}/*/*.parquet', hive_partitioning = true)"
    duckdb.sql(f"SELECT id FROM {files} WHERE source = 'menafn'").fetchall()
except duckdb.Error as error:
    print(str(error).splitlines()[0])
else:
    raise AssertionError("looking for another source is no error any more")
PY
