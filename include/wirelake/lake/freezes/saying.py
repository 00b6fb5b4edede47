"""What a row says to a reader, as a digest; and the rows of history/ read without keeping their texts."""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.errors import StorageError
from wirelake.lake.sql.scanning import dataset
from wirelake.storage import Store

Row = dict[str, Any]
# By their names for ever: another list is another digest. No rule's name or version is in it.
SAID = (
    *("article_id", "version", "pub_status", "is_correction", "correction_note"),
    *("headline", "description", "body_text", "language", "dateline_place", "byline", "authors"),
    *("published_date", "published_at", "published_precision"),
    *("copyright_notice", "usage_terms", "rights_status"),
)
DIGITS = 32  # of a digest: 128 bits
BATCH = 2_000  # rows whose texts are in memory at once


def digest_of(row: Mapping[str, Any]) -> str:
    """A hash of what a row of history/ says to a reader: its columns ``SAID``; a null is left out."""
    told = {name: row[name] for name in SAID if row[name] is not None}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def rows_of(
    store: Store, table: str, column: str, values: Collection[str] | pa.Array, columns: Collection[str]
) -> Iterator[Row]:
    """The rows of a table whose ``column`` is one of these values, by day, file and place.

    Raises:
        StorageError: an object cannot be read, or was replaced meanwhile.
    """
    if not len(values):
        return
    sought = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
    wanted = pc.field(column).isin(sought)
    try:
        found = dataset(store, table).scanner(
            columns=list(columns), filter=wanted, batch_size=BATCH, batch_readahead=2, fragment_readahead=1
        )
        for batch in found.to_batches():
            yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as error:
        said = " ".join(str(error).split())
        raise StorageError(
            f"{table}/: {said}; ask again, or have wirelake verify --all look for damage"
        ) from error
