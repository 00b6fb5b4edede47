"""Keeps what was received in raw/, as WARC with an index, and reads it back. raw/ only grows.

A capture writes segments: ``<run>-0001.warc.gz`` and then ``<run>-0001.index.parquet``, its commit marker.
The open segment lies in a spool on this host, from which the next capture salvages what a dead one left.
A payload that the batch holds already becomes a revisit record, and the first capture keeps its times.
``redacting`` alone takes something away: articles that were taken down, by a new WARC in the old one's place.
"""

import uuid
from datetime import UTC, datetime

from wirelake.archive.capture import archive
from wirelake.archive.checking import check_raw
from wirelake.archive.indexing import index_again
from wirelake.archive.reading import (
    Sighted,
    captured,
    read_at,
    read_batch,
    read_row,
    read_sighted,
    rows_at,
    sighted,
)
from wirelake.archive.redaction import Quote, Redacted, Redaction, Redactor, holders, redacting
from wirelake.archive.salvage import salvage, spooled
from wirelake.archive.sights import seen
from wirelake.archive.verdicts import Kill

__all__ = [
    "Kill",
    "Quote",
    "Redacted",
    "Redaction",
    "Redactor",
    "Sighted",
    "archive",
    "captured",
    "check_raw",
    "holders",
    "index_again",
    "new_run_id",
    "read_at",
    "read_batch",
    "read_row",
    "read_sighted",
    "redacting",
    "rows_at",
    "salvage",
    "seen",
    "sighted",
    "spooled",
]


def new_run_id(now: datetime) -> str:
    """A run's id: sorts by its start, and no two are equal."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
