"""Parquet objects: the same rows give the same bytes, and a put replaces only what was read."""

import io

import pyarrow as pa
import pyarrow.parquet as pq

from wirelake.storage import ABSENT, Store

ROW_GROUP = 1_000


def parquet(table: pa.Table, order: list[tuple[str, str]]) -> bytes:
    """The table as Parquet, sorted; the same rows give the same bytes."""
    table = table.sort_by(order) if len(table) else table
    sink = io.BytesIO()
    unstated = ("body_text", "extracted_text")  # statistics of long texts are of no use to a reader
    stated = [name for name in table.schema.names if name not in unstated]
    pq.write_table(
        table.replace_schema_metadata(None),
        sink,
        compression="zstd",
        compression_level=3,
        row_group_size=ROW_GROUP,
        write_statistics=[name for name in stated if not pa.types.is_nested(table.schema.field(name).type)],
        write_page_index=True,
        sorting_columns=pq.SortingColumn.from_ordering(table.schema, order),
    )
    return sink.getvalue()


def put(store: Store, path: str, stood: tuple[bytes, str] | None, data: bytes | None) -> bool:
    """Replace what stood, where it still stands so; None removes it. What is the same is not written."""
    if data is None:
        if stood:
            store.delete(path, if_etag=stood[1])
        return stood is not None
    if stood and stood[0] == data:
        return False
    store.write(path, data, if_etag=stood[1] if stood else ABSENT)
    return True
