"""The indexes of a batch folded into one object, each by its path and ETag: a day of polls has one a poll."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

import pyarrow as pa
import pyarrow.parquet as pq

from wirelake.errors import FormatError
from wirelake.lake import kept
from wirelake.lake.files import parse_parquet
from wirelake.lake.schema import INDEX
from wirelake.storage import Stored

NAME = "indexes"
ENTRY = "rows"
WHERE = (pa.field("index_path", pa.string()), pa.field("index_etag", pa.string()))
FOLDED = pa.schema([*INDEX, *WHERE])
Tables = dict[str, tuple[str, pa.Table]]  # path → ETag and rows of an index


def unfolded(stood: kept.Kept, listed: Iterable[Stored]) -> Tables:
    """Those of the listed indexes that were folded as they stand."""
    etags = {one.path: one.etag for one in listed}
    found: Tables = {}
    data = stood.entries.get(ENTRY)
    if data is None:
        return found
    with suppress(FormatError):  # another version's
        rows = parse_parquet(data, stood.path, schema=FOLDED)
        runs = pa.compute.run_end_encode(rows["index_path"].combine_chunks())
        start = 0
        for path, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
            etag = rows["index_etag"][start].as_py()
            if etags.get(path) == etag:
                found[path] = etag, rows.slice(start, end - start).select(INDEX.names)
            start = end
    return found


def folded(tables: Mapping[str, tuple[str, pa.Table]]) -> dict[str, bytes]:
    """These indexes as what is kept of a batch."""
    parts = []
    for path, (etag, rows) in sorted(tables.items()):
        for field, value in zip(WHERE, (path, etag), strict=True):
            rows = rows.append_column(field, pa.repeat(value, len(rows)))
        parts.append(rows.cast(FOLDED))
    sink = pa.BufferOutputStream()
    pq.write_table(pa.concat_tables(parts), sink, compression="zstd")
    return {ENTRY: sink.getvalue().to_pybytes()}
