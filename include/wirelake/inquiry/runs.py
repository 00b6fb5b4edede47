"""What the runs over a batch say of themselves."""

from typing import Any

from wirelake.config import MODES, Batch
from wirelake.lake.reading import picked, read_days
from wirelake.storage import Store

Row = dict[str, Any]


def last_run(store: Store, batch: Batch) -> Row | None:
    """The batch's run that began last, of those that build."""
    wanted = picked("runs", ["run_id", "mode", "status", "failure", "started_at", "summary"])
    rows = read_days(store, "runs", batch.day, batch.day, source=batch.source, wanted=wanted).to_pylist()
    mine = (row for row in rows if row["mode"] in MODES)
    return max(mine, key=lambda row: row["started_at"], default=None)


def run_of(store: Store, batch: Batch) -> str | None:
    """The id of that run."""
    last = last_run(store, batch)
    return last["run_id"] if last else None
