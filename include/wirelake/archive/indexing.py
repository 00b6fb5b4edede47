"""An index that was lost, made again from its WARC.

The WARC has addresses, times, answers, bytes and each record's id. What a feed said of a link, and the rights
that robots.txt and tdmrep.json stated, stand in the index alone: they come from other rows of the same
address, where there are any. A failure's class is found by the record's id, which is made from it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from wirelake.archive.checking import index_of
from wirelake.archive.remains import NOTICE
from wirelake.archive.rows import identity, record_id, restored, row_of
from wirelake.archive.segment import parquet
from wirelake.config import Batch
from wirelake.errors import DamagedError
from wirelake.lake.aside import set_aside
from wirelake.lake.exchanges import Row
from wirelake.records import Kind, Link, RawArticle
from wirelake.rights import from_headers, strictest
from wirelake.storage import ABSENT, Store
from wirelake.warc import Record, records

ORIGIN = "reindexed"
TYPES = ("response", "resource", "revisit", "metadata")


def index_again(store: Store, batch: Batch, warc: str, known: dict[str, Row], failures: Iterable[str]) -> int:
    """Index the WARC, and return how many records it has. ``known`` has rows of other indexes by address.

    Raises:
        ConflictError: another index came meanwhile.
    """
    index = index_of(warc)
    etag = ABSENT
    try:
        if store.read(index):
            etag = set_aside(store, DamagedError(index, "to be made again"))
    except DamagedError as error:
        etag = set_aside(store, error)
    with store.local_copy(warc) as local:
        rows = [row | {"warc_file": warc} for row in _rows(batch, local, known, (*failures, ""))]
    if rows:
        store.write(index, parquet(rows), if_etag=etag)
    return len(rows)


def _rows(batch: Batch, local: Path, known: dict[str, Row], failures: tuple[str, ...]) -> Iterator[Row]:
    with local.open("rb") as file:
        found = list(records(file))
    starts = [one.offset for one in found]
    ends = [*starts[1:], local.stat().st_size]
    for record, end in zip(found, ends, strict=True):
        if record.type in TYPES and record.url and not record.damage:
            yield _row(batch, record, known.get(record.url), failures) | {
                "offset": record.offset,
                "length": end - record.offset,
            }


def _row(batch: Batch, record: Record, other: Row | None, failures: tuple[str, ...]) -> Row:
    raw = _raw(batch, record, other)
    id_ = record.header("WARC-Record-ID") or ""
    digest = hashlib.sha256(raw.body).hexdigest()
    if record.type == "revisit":
        digest = (record.header("WARC-Payload-Digest") or "").rpartition(":")[2] or digest
    failure = next(
        (one for one in failures if record_id(identity(batch, raw.link.url, digest, one)) == id_), ""
    )
    if record.type == "metadata":
        raw = replace(raw, failure_detail=record.payload.decode("utf-8", "replace"))
        failure = failure or "unknown"
    row = row_of(batch, replace(raw, failure=failure or None))
    redacted = hashlib.sha256(record.payload).hexdigest() if record.header(NOTICE) else None
    return row | {
        "record_id": id_,
        "record_type": record.type,
        "refers_to": record.header("WARC-Refers-To") if record.type == "revisit" else None,
        "payload_sha256": digest,
        "redacted_sha256": redacted,
    }


def _raw(batch: Batch, record: Record, other: Row | None) -> RawArticle:
    url = record.url or ""
    stated = RawArticle(
        link=Link(url=url, origin=ORIGIN),
        kind=Kind.ARTICLE,
        fetched_at=datetime.combine(batch.day, time(), UTC),
        final_url=url if record.status else None,
    )
    raw = restored(batch, other, None) if other else stated
    return replace(
        raw,
        fetched_at=record.date or raw.fetched_at,
        body=b"" if record.type == "metadata" else record.payload,
        status=record.status,
        headers=record.http_headers,
        ip=record.header("WARC-IP-Address"),
        failure=None,
        failure_detail=None,
        rights=strictest(raw.rights, from_headers(record.http_headers)),
    )
