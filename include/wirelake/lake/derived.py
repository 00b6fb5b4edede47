"""What is kept to answer sooner, and decides nothing: objects that are made of others, and can be made again.

Before an object's bytes stands their SHA-256: one that is damaged counts as none. A store that gives or takes
none is no error either: whoever asks reads what the object was made of.
"""

import hashlib
from contextlib import suppress

import pyarrow as pa
import pyarrow.parquet as pq

from wirelake.errors import PermanentError, StorageError
from wirelake.lake import layout
from wirelake.storage import ABSENT, Store

DIGEST = 32  # bytes of a SHA-256
OF = b"of"  # what the object is made of, and in which form, in its schema's metadata


def read(store: Store, source: str, name: str, schema: pa.Schema) -> tuple[pa.Table | None, str]:
    """The object's rows, and its ETag; None where it is damaged, is not of this schema, or is not there."""
    answer = None
    with suppress(StorageError, PermanentError):  # what matters is read by others, who say so
        answer = store.read(layout.derived(source, name))
    return (unpacked(answer[0], schema), answer[1]) if answer else (None, ABSENT)


def put(store: Store, source: str, name: str, table: pa.Table, etag: str) -> None:
    """Put the object in the place of that one.

    Raises:
        ConflictError: another one stands there by now.
        StorageError, PermanentError: the store takes none.
    """
    store.write(layout.derived(source, name), packed(table), if_etag=etag)


def packed(table: pa.Table) -> bytes:
    """The rows as an object."""
    sink = pa.BufferOutputStream()
    sorted_ = dict.fromkeys(_paths(table.schema), "DELTA_BINARY_PACKED")
    pq.write_table(table, sink, compression="zstd", use_dictionary=False, column_encoding=sorted_)
    data: bytes = sink.getvalue().to_pybytes()
    return hashlib.sha256(data).digest() + data


def unpacked(data: bytes, schema: pa.Schema) -> pa.Table | None:
    """The rows of an object; None where it is damaged, or is not of this schema, its metadata too."""
    view = memoryview(data)
    if hashlib.sha256(view[DIGEST:]).digest() != data[:DIGEST]:
        return None
    try:
        table = pq.read_table(pa.BufferReader(view[DIGEST:]), partitioning=None)
    except (pa.ArrowException, OSError, ValueError):
        return None
    of = (table.schema.metadata or {}).get(OF)
    is_ours = table.schema.names == schema.names and of == (schema.metadata or {}).get(OF)
    return table if is_ours else None


def _paths(schema: pa.Schema) -> list[str]:
    """The columns of sorted hashes: in a list of a thousand two neighbours of 40 bits differ in some 30."""
    return [f"{field.name}.list.element" for field in schema if pa.types.is_list(field.type)]
