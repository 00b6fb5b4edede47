"""The rows of a table that stands in objects of its own, day by day."""

from collections.abc import Iterator
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.lake.files import files_of, ours
from wirelake.lake.reading import SCHEMAS
from wirelake.lake.streams.objects import Wish, parts
from wirelake.storage import Store


def stored(
    store: Store,
    table: str,
    wanted: pa.Schema,
    *,
    source: str | None = None,
    start: date | None = None,
    end: date | None = None,
    as_of: datetime | None = None,
) -> Iterator[pa.RecordBatch]:
    """The rows of these days, by day and then as they stand in their object; ``as_of`` is for history.

    Raises:
        ConflictError: an object went, or was replaced, while it was read.
        DamagedError, FormatError: an object is no table of ours.
    """
    listed = {one.path: one for one in files_of(store, table, start, end, source)}
    mine = [listed[path] for path in ours(store, table, list(listed))]
    judged = (["source"] if source and table == "articles" else []) + (["first_seen_at"] if as_of else [])
    fields = (SCHEMAS[table].field(name) for name in judged if name not in wanted.names)
    columns = pa.schema([*wanted, *fields])
    for part in parts(store, table, (Wish(one, columns) for one in mine)):
        rows = part.rows
        if "source" in judged:
            rows = rows.filter(pc.equal(rows["source"], source))
        if as_of:
            rows = rows.filter(pc.less_equal(rows["first_seen_at"], pa.scalar(as_of)))
        yield from rows.select(wanted.names).to_batches()
