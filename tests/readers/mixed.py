"""A lake as upgrades leave it: a day of each of three schema versions, and one that lost its rows."""

import io
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
from tests.wirelake.quay import version
from tests.wirelake.write.publishing import publish

from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.storage import Store

LAKES = Path(__file__).parents[1] / "lakes"
OLD = {date(2026, 3, 2): 1, date(2026, 3, 3): 3}  # day → schema version
NEW, EMPTY, LEFT = date(2026, 3, 5), date(2026, 3, 6), date(2026, 3, 7)
STATED = b"wirelake.schema_version"
YOUNG = "row_id"  # a column that came with schema 5


def fill(store: Store) -> dict[date, int]:
    """Fill articles/ of a new lake; how many rows each day has."""
    counts = {}
    for day, schema in OLD.items():
        data = (LAKES / f"schema-{schema}" / layout.articles(day)).read_bytes()
        assert pq.read_metadata(io.BytesIO(data)).metadata[STATED] == str(schema).encode()
        store.write(layout.articles(day), data)
        counts[day] = pq.read_metadata(io.BytesIO(data)).num_rows
    publish(store, Batch("quay", EMPTY), version(9, EMPTY))
    publish(store, Batch("quay", EMPTY), version(9, LEFT))  # it moves, and its day is emptied
    publish(store, Batch("quay", NEW), version(1, NEW), version(2, NEW), version(3, NEW))
    return counts | {NEW: 3, LEFT: 1}


def replace(store: Store, number: int) -> None:
    """Replace the file of the day NEW by one of so many rows."""
    publish(store, Batch("quay", NEW), *(version(one, NEW) for one in range(1, number + 1)))
