"""Parquet objects: the same rows give the same bytes, and a put replaces only what was read."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from wirelake.lake.schema import METADATA
from wirelake.storage import Store
from wirelake.write.standing import Standing

ROW_GROUP = 1_000


def parquet(table: pa.Table, order: list[tuple[str, str]]) -> bytes:
    """The table as Parquet, sorted, with the schema's version; the same rows give the same bytes."""
    table = table.sort_by(order) if len(table) else table
    sink = io.BytesIO()
    unstated = ("body_text", "extracted_text")  # statistics of long texts are of no use to a reader
    stated = [name for name in table.schema.names if name not in unstated]
    pq.write_table(
        table.replace_schema_metadata(METADATA),
        sink,
        compression="zstd",
        compression_level=3,
        row_group_size=ROW_GROUP,
        write_statistics=[name for name in stated if not pa.types.is_nested(table.schema.field(name).type)],
        write_page_index=True,
        write_page_checksum=True,  # for others: our own readers compare the whole object's digest
        sorting_columns=pq.SortingColumn.from_ordering(table.schema, order),
    )
    return sink.getvalue()


def successor(stood: Standing, table: pa.Table, order: list[tuple[str, str]]) -> bytes | None:
    """The object that comes in the place of what stood; None where nothing stood, and there is no row.

    An object that loses its last row stays, with none: whoever has listed it can still open it.
    """
    return parquet(table, order) if len(table) or stood.etag else None


def put(store: Store, path: str, stood: Standing, data: bytes | None) -> bool:
    """Replace what stood, where it still stands so. What is the same is not written."""
    if data is None or data == stood.data:
        return False
    store.write(path, data, if_etag=stood.etag)
    return True
