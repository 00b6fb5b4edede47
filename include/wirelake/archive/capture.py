"""Writes a capture's exchanges into segments of raw/, as they come."""

import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

from wirelake.archive.rows import Key, key_of, record_id, row_of
from wirelake.archive.salvage import salvage
from wirelake.archive.segment import First, Segment
from wirelake.config import Batch
from wirelake.lake.exchanges import read_index
from wirelake.records import Kind, RawArticle
from wirelake.storage import Store

SEGMENT_RECORDS = 200
SEGMENT_BYTES = 64 * 1024 * 1024
SEGMENT_SECONDS = 60.0


def archive(
    store: Store,
    batch: Batch,
    exchanges: Iterable[RawArticle],
    run_id: str,
    *,
    spool: Path | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> int:
    """Append a capture to raw/ in segments, and return how many exchanges were new to the batch.

    What lists links (a feed, a sitemap) and brings nothing new is not written. ``spool`` is a folder of
    this host, the same for every capture of the batch: what a capture that was killed left there is
    published first. Where ``exchanges`` raises, what came before is published, then the error goes on.
    ``clock`` counts the seconds of a segment.

    Raises:
        ArchiveError: the WARC that was written does not read back.
        StorageError: the store failed.
    """
    with ExitStack() as stack:
        if hasattr(exchanges, "close"):  # a generator that fetches: it ends with us
            stack.callback(exchanges.close)
        if spool is None:
            spool = stack.enter_context(store.temporary.folder())
        else:
            salvage(store, batch, spool)
        capture = _Capture(store, batch, run_id, spool, clock)
        try:
            for exchange in exchanges:
                capture.add(exchange)
        except BaseException:
            capture.commit()
            raise
        capture.commit()
    return capture.new


class _Capture:
    def __init__(
        self, store: Store, batch: Batch, run_id: str, spool: Path, clock: Callable[[], float]
    ) -> None:
        self.new = 0
        self._store, self._batch, self._run_id, self._spool, self._clock = store, batch, run_id, spool, clock
        self._segment: Segment | None = None
        self._due = 0.0
        self._written = 0
        self._known: dict[Key, First] = {}
        for row in read_index(store, batch):
            if row["record_type"] != "revisit":
                self._known.setdefault(key_of(row), First(row["record_id"], row["fetched_at"]))

    def add(self, raw: RawArticle) -> None:
        """Archive the exchange; the segment is published once it is full, or old when this one comes."""
        if self._segment and self._clock() >= self._due:
            self.commit()
        row = row_of(self._batch, raw)
        first = self._first(raw, key_of(row))
        if first and raw.kind not in (Kind.ARTICLE, Kind.PAGE):
            return
        if self._segment is None:
            self._segment = Segment(self._spool, self._run_id)
            self._due = self._clock() + SEGMENT_SECONDS
        if first:
            again = f"{first.ref}|{self._run_id}|{raw.fetched_at.isoformat()}|{self._written}"
            row |= {"record_type": "revisit", "refers_to": first.ref, "record_id": record_id(again)}
        else:
            self._known[key_of(row)] = First(row["record_id"], raw.fetched_at)
            self.new += 1
        self._segment.add(raw, row, first)
        self._written += 1
        if len(self._segment.rows) >= SEGMENT_RECORDS or self._segment.size >= SEGMENT_BYTES:
            self.commit()

    def commit(self) -> None:
        """Publish the open segment, if there is one."""
        segment, self._segment = self._segment, None
        if segment:
            segment.commit(self._store, self._batch)

    def _first(self, raw: RawArticle, key: Key) -> First | None:
        known = self._known.get(key)
        if known or not raw.unchanged:
            return known
        batch, _, record = raw.unchanged.raw_ref.partition("#")
        return First(record if batch == str(self._batch) else raw.unchanged.raw_ref, raw.unchanged.fetched_at)
