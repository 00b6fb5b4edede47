"""RawArticle ↔ raw/: what was received, as WARC with an index. It only grows.

Each capture writes one ``<run>.warc.gz`` and then its ``<run>.index.parquet``: the index is the commit
marker, so a capture that died left nothing to read. A payload that the batch holds already becomes a
revisit record, and the first capture keeps its times. The only importer of warcio.
"""

import hashlib
import io
import tempfile
import uuid
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from wirelake.config import Batch
from wirelake.errors import ArchiveError
from wirelake.lake import layout
from wirelake.lake.exchanges import read_index
from wirelake.lake.schema import INDEX
from wirelake.records import Kind, Link, RawArticle
from wirelake.storage import Store

IDS = uuid.UUID("5b1b9f3c-33a1-5f0e-9b57-0c6d2d7a4f10")
CHUNK = 65_536
Row = dict[str, Any]


def archive(store: Store, batch: Batch, exchanges: Iterable[RawArticle], run_id: str) -> int:
    """Append one capture to raw/ and return how many exchanges were new to the batch.

    Raises:
        ArchiveError: the WARC that was written does not read back.
        StorageError: the store failed.
    """
    known = {_key(row): row for row in reversed(read_index(store, batch))}
    warc_path = f"{layout.raw(batch)}/{run_id}.warc.gz"
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="wirelake-") as folder:
        local = Path(folder, "capture.warc.gz")
        with local.open("wb") as file:
            writer = WARCWriter(file, gzip=True, warc_version="1.1")
            for exchange in exchanges:
                row = _row(batch, exchange, warc_path, file.tell())
                _write_record(writer, exchange, row, known.setdefault(_key(row), row), run_id)
                rows.append(row)
        if not rows:
            return 0
        _verify(local, rows)
        store.write(warc_path, local)
    store.write(f"{layout.raw(batch)}/{run_id}.index.parquet", _parquet(rows))
    return sum(row["record_type"] != "revisit" for row in rows)


def read_batch(store: Store, batch: Batch) -> Iterator[RawArticle]:
    """What the batch received for articles, each payload once, oldest first within a capture.

    A failure comes once per link, and only where no later try brought bytes. A record that cannot be
    read back comes as the failure ``raw_damaged``: the rest is still read.
    """
    wanted = _wanted(read_index(store, batch))
    there = {stored.path for stored in store.objects(layout.raw(batch))}
    for warc_file in sorted({str(row["warc_file"]) for row in wanted}):
        rows = sorted((row for row in wanted if row["warc_file"] == warc_file), key=itemgetter("offset"))
        if warc_file not in there:
            yield from (_damaged(batch, row, "is gone") for row in rows)
            continue
        with store.local_copy(warc_file) as local, local.open("rb") as file:
            yield from (_read_record(batch, file, row) for row in rows)


def _wanted(rows: list[Row]) -> list[Row]:
    full = [row for row in rows if row["record_type"] != "revisit" and row["kind"] == Kind.ARTICLE]
    healed = {row["url"] for row in full if row["failure"] is None}
    chosen: dict[str, Row] = {}
    for row in full:
        if row["failure"] is None:
            chosen.setdefault(row["record_id"], row)  # two captures at once may hold the same
        elif row["url"] not in healed:
            healed.add(row["url"])  # its first failure stands for the later ones
            chosen[row["record_id"]] = row
    return list(chosen.values())


def _read_record(batch: Batch, file: BinaryIO, row: Row) -> RawArticle:
    """The record where the index says that it starts: damage before it is no harm to it."""
    try:
        record = next(iter(ArchiveIterator(io.BytesIO(_member(file, row["offset"])))))
    except (zlib.error, EOFError, ArchiveLoadFailed, StopIteration) as error:
        return _damaged(batch, row, str(error))
    found = record.rec_headers.get_header("WARC-Record-ID")
    if found != row["record_id"]:
        return _damaged(batch, row, f"holds {found}")
    body = record.raw_stream.read() if row["record_type"] != "metadata" else b""
    if hashlib.sha256(body).hexdigest() != row["payload_sha256"]:
        return _damaged(batch, row, "holds other bytes than those received")
    return _restored(batch, row, body, record.http_headers)


def _member(file: BinaryIO, offset: int) -> bytes:
    """The gzip member at ``offset``, whole and with its checksum verified, which warcio does not do."""
    file.seek(offset)
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    parts = []
    while not engine.eof:
        chunk = file.read(CHUNK)
        if not chunk:
            raise EOFError("ends before the record does")
        parts.append(engine.decompress(chunk))
    return b"".join(parts)


def _damaged(batch: Batch, row: Row, why: str) -> RawArticle:
    detail = f"{row['warc_file']} at {row['offset']}: {why}"
    return _restored(batch, row | {"failure": "raw_damaged", "failure_detail": detail}, b"", None)


def _restored(batch: Batch, row: Row, body: bytes, http: StatusAndHeaders | None) -> RawArticle:
    link = Link(
        url=row["url"],
        origin=row["origin"],
        guid=row["guid"],
        title=row["link_title"],
        published=row["link_published"],
    )
    return RawArticle(
        link=link,
        kind=Kind(row["kind"]),
        fetched_at=row["fetched_at"],
        body=body,
        status=row["status"],
        headers=tuple(http.headers) if http else (),
        final_url=row["final_url"],
        failure=row["failure"],
        failure_detail=row["failure_detail"],
        raw_ref=f"{batch}#{row['record_id']}",
    )


def _key(row: Row) -> tuple[str, str, str]:
    return row["url"], row["payload_sha256"], row["failure"] or ""


def _row(batch: Batch, raw: RawArticle, warc_path: str, offset: int) -> Row:
    digest = hashlib.sha256(raw.body).hexdigest()
    # By content, not at random: a capture that is repeated after a crash gives the same raw_ref.
    identity = uuid.uuid5(IDS, f"{batch}|{raw.link.url}|{digest}|{raw.failure or ''}")
    return {
        "record_id": f"<urn:uuid:{identity}>",
        "record_type": "metadata" if raw.status is None and raw.failure else "response",
        "refers_to": None,
        "kind": str(raw.kind),
        "url": raw.link.url,
        "origin": raw.link.origin,
        "guid": raw.link.guid,
        "link_title": raw.link.title,
        "link_published": raw.link.published,
        "final_url": raw.final_url,
        "fetched_at": raw.fetched_at,
        "status": raw.status,
        "failure": raw.failure,
        "failure_detail": raw.failure_detail,
        "media_type": (raw.header("content-type") or "").partition(";")[0].strip().lower() or None,
        "payload_sha256": digest,
        "payload_bytes": len(raw.body),
        "warc_file": warc_path,
        "offset": offset,
    }


def _write_record(writer: WARCWriter, raw: RawArticle, row: Row, first: Row, run_id: str) -> None:
    """Write the exchange's record, and say in ``row`` what it became."""
    headers = {"WARC-Date": raw.fetched_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    http = None
    if raw.status is not None:
        http = StatusAndHeaders(f"{raw.status} -", list(raw.headers), protocol="HTTP/1.1")
    if first is not row:
        row["record_type"], row["refers_to"] = "revisit", first["record_id"]
        row["record_id"] = f"<urn:uuid:{uuid.uuid5(IDS, first['record_id'] + run_id + str(row['offset']))}>"
        record = writer.create_revisit_record(
            raw.link.url,
            digest=f"sha256:{row['payload_sha256']}",
            refers_to_uri=raw.link.url,
            refers_to_date=first["fetched_at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            http_headers=http,
            warc_headers_dict={**headers, "WARC-Refers-To": first["record_id"]},
        )
        record.rec_headers.replace_header("WARC-Record-ID", row["record_id"])
    else:
        if row["record_type"] == "response" and http is None:
            row["record_type"] = "resource"
        failed = row["record_type"] == "metadata"
        payload = (raw.failure_detail or "").encode() if failed else raw.body
        record = writer.create_warc_record(
            raw.link.url,
            row["record_type"],
            payload=io.BytesIO(payload),
            length=len(payload),
            warc_content_type="text/plain" if failed else "application/octet-stream" if http is None else "",
            warc_headers_dict={**headers, "WARC-Record-ID": row["record_id"]},
            http_headers=http,
        )
    writer.write_record(record)


def _verify(local: Path, rows: list[Row]) -> None:
    with local.open("rb") as file:
        read = 0
        for record in ArchiveIterator(file, check_digests=True):
            record.raw_stream.read()
            if record.digest_checker.passed is False:
                raise ArchiveError(f"record {read + 1} does not read back: {record.digest_checker.problems}")
            read += 1
    if read != len(rows):
        raise ArchiveError(f"{len(rows)} records were written, {read} read back")


def _parquet(rows: list[Row]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema=INDEX), sink, compression="zstd")
    return sink.getvalue()


def new_run_id(now: datetime) -> str:
    """A run's id: sorts by its start, and no two are equal."""
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{uuid.uuid4().hex[:8]}"
