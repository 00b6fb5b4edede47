"""One segment: records written to a WARC in the spool, then published with their index. Imports warcio.

Beside the open WARC lies its journal, a JSON line a record, written once the record is: a kill leaves what
can be told apart. The lock beside both says that the segment's writer lives; the kernel lets it go when the
process dies.
"""

import gzip
import io
import json
import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import RawIOBase
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from wirelake.config import Batch
from wirelake.errors import ArchiveError, ConflictError
from wirelake.lake import layout
from wirelake.lake.exchanges import Row
from wirelake.lake.files import parse_parquet
from wirelake.lake.schema import INDEX, METADATA
from wirelake.records import RawArticle
from wirelake.storage import ABSENT, Store, on_disk

JOURNAL = ".jsonl"
WARC = ".warc.gz"
LOCK = ".lock"
LOCK_SECONDS = 10.0  # nobody else wants it but a salvage that finds an empty lock
CHUNK = 4 * 1024 * 1024
LEVEL = 4  # of gzip; 9, which is warcio's own, takes three times as long to save 6 % (300 pages)
MOST_SEGMENTS = 100_000
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


@dataclass(frozen=True, slots=True)
class First:
    """The record that a revisit refers to; ``ref`` is its record_id, or a raw_ref of another batch."""

    ref: str
    fetched_at: datetime

    @property
    def record_id(self) -> str:
        return self.ref.rpartition("#")[2]


class Segment:
    """An open segment in the spool."""

    def __init__(self, spool: Path, run_id: str) -> None:
        self.run_id = run_id
        self.rows: list[Row] = []
        name = f"{run_id}.{uuid.uuid4().hex[:8]}"
        self.warc, self._journal = spool / (name + WARC), spool / (name + JOURNAL)
        self._lock = FileLock(spool / (name + LOCK))
        with self._on_disk():
            spool.mkdir(parents=True, exist_ok=True)
            self._lock.acquire(timeout=LOCK_SECONDS)
            try:
                # Unbuffered: what a full disk refused must not be tried again when the file is closed.
                self._lines = self._journal.open("wb", buffering=0)
                self._file = self.warc.open("wb", buffering=0)
            except OSError:
                remove(self._journal)
                self._lock.release()
                raise
        self._record = io.BytesIO()
        self._writer = WARCWriter(self._record, gzip=False, warc_version="1.1")

    def add(self, raw: RawArticle, row: Row, first: First | None) -> None:
        """Write the exchange: whole, or as a revisit of ``first``.

        Raises:
            StorageError: the spool failed; what was added before can still be committed.
        """
        self._writer.write_record(
            _revisit(self._writer, raw, row, first) if first else _whole(self._writer, raw, row)
        )
        member = gzip.compress(self._record.getvalue(), LEVEL, mtime=0)
        self._record.seek(0)
        self._record.truncate()
        row["offset"], row["length"] = self.size, len(member)
        with self._on_disk():
            _append(self._file, member)
            _append(self._lines, json.dumps(row, default=datetime.isoformat).encode() + b"\n")
        self.rows.append(row)

    @property
    def size(self) -> int:
        """The bytes of its records so far, compressed."""
        return int(self.rows[-1]["offset"] + self.rows[-1]["length"]) if self.rows else 0

    def commit(self, store: Store, batch: Batch) -> None:
        """Verify and publish the segment, and clear the spool of it.

        Raises:
            ArchiveError: the WARC that was written does not read back.
            StorageError: the store failed. The segment stays in the spool, to be salvaged.
        """
        try:
            with self._on_disk():
                self._file.truncate(self.size)  # a signal or a full disk may have broken off the last record
                self._file.close()
                self._lines.close()
            if self.rows:
                publish(store, batch, self.run_id, self.warc, self.rows)
            with self._on_disk():
                remove(self._journal)
        finally:
            self._lock.release()

    def _on_disk(self) -> AbstractContextManager[None]:
        return on_disk(f"spool {self.warc}", self.warc.parent)


def _append(file: RawIOBase, data: bytes) -> None:
    left = memoryview(data)
    while left:  # a disk that is nearly full takes a part
        left = left[file.write(left) or 0 :]


def remove(journal: Path) -> None:
    """Clear the spool of a segment; the journal goes after the WARC, as it is what leads to it."""
    journal.with_suffix(WARC).unlink(missing_ok=True)
    journal.unlink(missing_ok=True)
    journal.with_suffix(LOCK).unlink(missing_ok=True)


def publish(store: Store, batch: Batch, run_id: str, local: Path, rows: list[Row]) -> None:
    """Put the WARC and then its index under the run's next number; nothing, where an index has the rows.

    Once an index stands, its WARC is not this one's business any more: it may have been redacted, and then
    what is at hand here still holds what was taken down.
    """
    verify(local, rows)
    folder = layout.raw(batch)
    sizes = {stored.path: stored.size for stored in store.objects(folder)}
    for number in range(1, MOST_SEGMENTS):
        warc = f"{folder}/{run_id}-{number:04}{WARC}"
        index = f"{folder}/{run_id}-{number:04}.index.parquet"
        if index in sizes:
            # A WARC of another size holds other records; one that is not there was redacted, or is lost.
            if sizes.get(warc) in (None, local.stat().st_size) and _has(store, index, rows):
                return
            continue
        # A writer that died between the two has left its WARC: it is taken up, not written once more.
        if warc in sizes and not (sizes[warc] == local.stat().st_size and is_same(store, warc, local)):
            continue
        try:
            if warc not in sizes:
                store.write(warc, local, if_etag=ABSENT)
            store.write(index, parquet([row | {"warc_file": warc} for row in rows]), if_etag=ABSENT)
        except ConflictError:  # another process of the same run was faster, perhaps with these very rows
            if _has(store, index, rows):
                return
            continue
        return
    raise ArchiveError(f"{folder}: {run_id} has {MOST_SEGMENTS} segments already")


def _has(store: Store, index: str, rows: list[Row]) -> bool:
    known = pa.schema([INDEX.field("record_id")])
    answer = store.read(index)
    found = parse_parquet(answer[0], index, schema=known)["record_id"].to_pylist() if answer else []
    return {row["record_id"] for row in rows} <= set(found)


def is_same(store: Store, path: str, local: Path) -> bool:
    """The object holds the very bytes of the local file."""
    start, etag = 0, None
    with local.open("rb") as file:
        while True:
            try:
                answer = store.read_range(path, start, CHUNK, if_etag=etag)
            except ConflictError:  # replaced while we looked
                return False
            ours = file.read(CHUNK)
            if answer is None or answer[0] != ours:
                return False
            if len(ours) < CHUNK:
                return True
            start, etag = start + CHUNK, answer[1]


def verify(local: Path, rows: list[Row]) -> None:
    """Read the WARC as others will, digests and all.

    Raises:
        ArchiveError: it does not hold what the rows say.
    """
    found: list[str] = []
    try:
        with local.open("rb") as file:
            for record in ArchiveIterator(file, check_digests="raise"):
                record.raw_stream.read()
                found.append(record.rec_headers.get_header("WARC-Record-ID"))
    except (ArchiveLoadFailed, ValueError, EOFError) as error:
        raise ArchiveError(f"record {len(found) + 1} does not read back: {error}") from error
    if found != [row["record_id"] for row in rows]:
        raise ArchiveError(f"{len(rows)} records were written, {len(found)} read back")


def _whole(writer: WARCWriter, raw: RawArticle, row: Row) -> ArcWarcRecord:
    http, failed = _http(raw), row["record_type"] == "metadata"
    payload = (raw.failure_detail or "").encode("utf-8", "replace") if failed else raw.body
    return writer.create_warc_record(
        raw.link.url,
        row["record_type"],
        payload=io.BytesIO(payload),
        length=len(payload),
        warc_content_type="text/plain" if failed else "application/octet-stream" if http is None else "",
        warc_headers_dict={"WARC-Record-ID": row["record_id"], **_headers(raw)},
        http_headers=http,
    )


def _revisit(writer: WARCWriter, raw: RawArticle, row: Row, first: First) -> ArcWarcRecord:
    record = writer.create_revisit_record(
        raw.link.url,
        digest=f"sha256:{row['payload_sha256']}",
        refers_to_uri=raw.link.url,
        refers_to_date=_instant(first.fetched_at),
        http_headers=_http(raw),
        warc_headers_dict={"WARC-Refers-To": first.record_id, **_headers(raw)},
    )
    record.rec_headers.replace_header("WARC-Record-ID", row["record_id"])
    if raw.unchanged:
        record.rec_headers.replace_header("WARC-Profile", NOT_MODIFIED)
    return record


def _headers(raw: RawArticle) -> dict[str, str]:
    address = {"WARC-IP-Address": raw.ip} if raw.ip else {}
    return {"WARC-Date": _instant(raw.fetched_at), **address}


def _http(raw: RawArticle) -> StatusAndHeaders | None:
    if raw.status is None:
        return None
    head = StatusAndHeaders(f"{raw.status} -", list(raw.headers), protocol="HTTP/1.1")
    lines = [f"{head.protocol} {head.statusline}", *map(": ".join, raw.headers), ""]
    written = b"".join(_bytes(line) + b"\r\n" for line in lines)
    head.to_ascii_bytes = lambda *_: written  # warcio's own would rewrite what came, and fails at some of it
    return head


def _bytes(line: str) -> bytes:
    try:
        return line.encode("latin-1")  # as http.client reads them
    except UnicodeEncodeError:  # of a foreign WARC file
        return line.encode("utf-8", "replace")


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parquet(rows: list[Row]) -> bytes:
    """An index of these rows."""
    sink = io.BytesIO()
    table = pa.Table.from_pylist(rows, schema=INDEX).replace_schema_metadata(METADATA)
    pq.write_table(table, sink, compression="zstd", write_page_checksum=True)
    return sink.getvalue()
