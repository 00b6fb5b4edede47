"""runs/: a row a run."""

from typing import Any

import pyarrow as pa

from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.counts import note_day
from wirelake.lake.schema import RUNS
from wirelake.storage import Store
from wirelake.write.objects import parquet

Row = dict[str, Any]


def write_run(store: Store, batch: Batch, row: Row) -> None:
    """Add the batch's row to runs/, and count its day anew for who looks at many."""
    table = pa.Table.from_pylist([row], schema=RUNS)
    path = layout.run(batch, row["run_id"])
    store.write(path, parquet(table, [("run_id", "ascending")]))
    note_day(store, batch, (path, table))
