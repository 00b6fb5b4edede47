"""How long a day's articles are and what they lack: measured in history/, as no column of runs/ has it."""

import io
from contextlib import suppress
from statistics import median

import pyarrow.compute as pc
import pyarrow.parquet as pq

from wirelake.alarms.view import Measure
from wirelake.config import Batch
from wirelake.errors import DamagedError
from wirelake.lake import layout
from wirelake.storage import Store

COLUMNS = ["record_kind", "word_count", "authors", "description", "language", "published_at"]
NULLABLE = ("description", "language", "published_at")


def measured(store: Store, batch: Batch) -> Measure | None:
    """What history/ holds of that day's articles; None where it holds none, or cannot be read."""
    with suppress(DamagedError, OSError, ValueError):  # `wirelake verify` tells of it
        if answer := store.read(layout.history(batch)):
            rows = pq.read_table(io.BytesIO(answer[0]), columns=COLUMNS, partitioning=None)
            rows = rows.filter(pc.equal(rows["record_kind"], "article"))
            missing = {name: rows[name].null_count for name in NULLABLE}
            missing["authors"] = sum(not one for one in rows["authors"].to_pylist())
            words = rows["word_count"].to_pylist()
            return Measure(articles=len(rows), words=float(median(words)), missing=missing) if words else None
    return None
