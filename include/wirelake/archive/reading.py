"""Reads what was received back from raw/, for the build and for a capture that goes on."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from wirelake.archive.rows import damaged, restored
from wirelake.archive.salvage import salvage
from wirelake.config import Batch
from wirelake.errors import DamagedError, StorageError
from wirelake.lake import layout
from wirelake.lake.exchanges import Row, read_index
from wirelake.records import GONE, Kind, RawArticle
from wirelake.storage import Store
from wirelake.warc import record_at

Pairs = list[tuple[Row, Row]]
FEW = 4  # records of one WARC are read by their ranges; for more of them the file is copied once
EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class Sighted:
    """What was seen, and the row of the record that holds its payload: None where that is not there."""

    row: Row
    held: Row | None


def read_batch(store: Store, batch: Batch) -> Iterator[RawArticle]:
    """What the batch received for articles: of each link the first of every run of equal payloads.

    A payload that returns after another is a sight of its own: with its own raw_ref and times, and the
    bytes and HTTP head of the record that holds them. What a link showed on an earlier day, and was told to
    be unchanged since (304), is that day's. A failure comes once per link, and only where no other try
    brought bytes. A page that is ``gone`` comes where no later try found it, with the bytes that it had. A
    record that cannot be read back comes as the failure ``raw_damaged``: the rest is still read. A payload
    of which a takedown left nothing does not come. Ordered by file and place in it.
    """
    yield from (raw for _, raw in read_sighted(store, batch, sighted(store, batch, read_index(store, batch))))


def sighted(store: Store, batch: Batch, rows: list[Row]) -> list[Sighted]:
    """What ``read_batch`` reads by these rows of the batch's index, in its order, without reading it."""
    found = _sighted(store, batch, rows)
    lost = [one for one in found if one.held is None]
    there = [(one.row, one.held) for one in found if one.held is not None and not _is_gone(one.row, one.held)]
    return [*lost, *(Sighted(row, held) for row, held in sorted(there, key=_by_place))]


def read_sighted(store: Store, batch: Batch, wanted: Iterable[Sighted]) -> Iterator[tuple[Row, RawArticle]]:
    """The exchanges of these sights, each with the row that was seen: the very object that was given."""
    pairs: Pairs = []
    for one in wanted:
        if one.held is None:
            yield one.row, damaged(batch, one.row, f"{one.row['refers_to']} is not there")
        else:
            pairs.append((one.row, one.held))
    yield from _read_files(store, batch, pairs)


def read_row(store: Store, batch: Batch, row: Row) -> RawArticle:
    """The one exchange of an index row; the failure ``taken_down`` where a takedown left nothing of it."""
    held = row
    if row["record_type"] == "revisit":
        found = _Holders(store, batch, []).of(row)
        if found is None:
            return damaged(batch, row, f"{row['refers_to']} is not there")
        held = found
    gone = row | {"failure": "taken_down", "failure_detail": "its article was taken down"}
    return next((raw for _, raw in _read_files(store, batch, [(row, held)])), restored(batch, gone, None))


def rows_at(store: Store, refs: Iterable[str]) -> dict[str, Row]:
    """By raw_ref the rows of these records, of whatever day, but for those that no index lists any more."""
    found: dict[str, Row] = {}
    for name, mine in groupby(sorted(set(refs)), key=lambda ref: ref.partition("#")[0]):
        with suppress(DamagedError):  # of the index: nothing of that day can be found
            rows = _by_id(read_index(store, Batch.parse(name)))
            found |= {ref: row for ref in mine if (row := rows.get(ref.partition("#")[2]))}
    return found


def read_at(store: Store, rows: dict[str, Row]) -> Iterator[RawArticle]:
    """The exchanges of such rows, but for those of which a takedown left nothing; a damaged record comes as
    the failure ``raw_damaged``."""
    for name, mine in groupby(sorted(rows), key=lambda ref: ref.partition("#")[0]):
        pairs = [(rows[ref], rows[ref]) for ref in mine]
        yield from (raw for _, raw in _read_files(store, Batch.parse(name), pairs))


def captured(store: Store, batch: Batch, run_id: str, *, spool: Path | None = None) -> dict[str, Row]:
    """What this run has archived already: the newest row of each url, from the run's own segments.

    With ``spool``, what a capture that was killed left there is published first, so it is among them.
    """
    if spool:
        salvage(store, batch, spool)
    own = re.compile(rf"{re.escape(layout.raw(batch))}/{re.escape(run_id)}(-\d+)?(\.r\d+)?\.warc\.gz")
    return {row["url"]: row for row in read_index(store, batch) if own.fullmatch(row["warc_file"])}


def _sighted(store: Store, batch: Batch, rows: list[Row]) -> list[Sighted]:
    pages = [row for row in rows if row["kind"] == Kind.ARTICLE]
    good = [row for row in pages if row["failure"] is None]
    holders = _Holders(store, batch, rows)
    found: list[Sighted] = []
    shown: dict[str, str] = {}  # url → the payload that it showed last
    for row in good:
        url, digest = row["url"], row["payload_sha256"]
        elsewhere = "#" in (row["refers_to"] or "")
        if shown.get(url) == digest or (elsewhere and url not in shown):
            continue
        shown[url] = digest
        found.append(Sighted(row, holders.of(row)))
    return [*found, *_failed(pages, holders)]


def _failed(pages: list[Row], holders: "_Holders") -> Iterator[Sighted]:
    """Of each link one failure: that it is gone, if no later try found it; else the first, if none healed."""
    last = {row["url"]: row["failure"] for row in pages}
    gone = {row["url"]: row for row in reversed(pages) if row["failure"] == GONE and last[row["url"]]}
    healed = {row["url"] for row in pages if row["failure"] is None} | gone.keys()
    for row in pages:
        url = row["url"]
        if row is gone.get(url):
            if row["follows"]:
                yield Sighted(row, holders.named(row["follows"]))
            else:  # its index was made again, and nothing says what stood there
                yield Sighted(row | {"failure": f"http_{row['status']}"}, row)
        elif row["failure"] not in (None, GONE) and row["record_type"] != "revisit" and url not in healed:
            healed.add(url)  # its first failure stands for the later ones
            yield Sighted(row, row)


class _Holders:
    """The rows of records that hold payloads, of this batch and of the others that revisits refer to."""

    def __init__(self, store: Store, batch: Batch, rows: list[Row]) -> None:
        self._store, self._batch = store, batch
        self._rows = {batch: _by_id(rows)} if rows else {}

    def of(self, row: Row) -> Row | None:
        if row["record_type"] != "revisit":
            return row
        return self.named(str(row["refers_to"]))

    def named(self, ref: str) -> Row | None:
        """The row of the record that has this raw_ref; of this batch, where no batch is named."""
        where, _, record_id = ref.rpartition("#")
        batch = Batch.parse(where) if where else self._batch
        if batch not in self._rows:
            self._rows[batch] = _by_id(read_index(self._store, batch))
        return self._rows[batch].get(record_id)


def _by_id(rows: list[Row]) -> dict[str, Row]:
    return {row["record_id"]: row for row in reversed(rows) if row["record_type"] != "revisit"}


def _by_place(pair: tuple[Row, Row]) -> tuple[str, int, datetime]:
    return pair[1]["warc_file"], pair[1]["offset"], pair[0]["fetched_at"]


def _read_files(store: Store, batch: Batch, pairs: Pairs) -> Iterator[tuple[Row, RawArticle]]:
    pairs = sorted((pair for pair in pairs if not _is_gone(*pair)), key=_by_place)
    for path, of_file in groupby(pairs, key=lambda pair: str(pair[1]["warc_file"])):
        yield from _read_file(store, batch, path, list(of_file))


def _read_file(store: Store, batch: Batch, path: str, pairs: Pairs) -> Iterator[tuple[Row, RawArticle]]:
    if len(pairs) <= FEW and all(held["length"] for _, held in pairs):
        few = _read_few(store, batch, path, pairs)
        yield from _read_elsewhere(store, batch, path, pairs) if few is None else few
        return
    with ExitStack() as stack:
        try:
            local = stack.enter_context(store.local_copy(path))
            file = stack.enter_context(local.open("rb"))
        except (StorageError, FileNotFoundError):
            if path in {stored.path for stored in store.objects(path.rpartition("/")[0])}:
                raise
        else:
            yield from ((row, _read_one(batch, file, held["offset"], row, held)) for row, held in pairs)
            return
    yield from _read_elsewhere(store, batch, path, pairs)


def _read_few(store: Store, batch: Batch, path: str, pairs: Pairs) -> list[tuple[Row, RawArticle]] | None:
    """What these pairs hold; None where the file is not there."""
    found = []
    for row, held in pairs:
        answer = store.read_range(path, held["offset"], held["length"])
        if answer is None:
            return None
        found.append((row, _read_one(batch, BytesIO(answer[0]), 0, row, held)))
    return found


def _read_elsewhere(store: Store, batch: Batch, path: str, pairs: Pairs) -> Iterator[tuple[Row, RawArticle]]:
    """A redaction that came since the index was read has put its WARC in this one's place."""
    source, day = (part.rpartition("=")[2] for part in path.split("/")[1:3])
    places = _by_id(read_index(store, Batch.parse(f"{source}/{day}")))
    moved = []
    for row, held in pairs:
        now = places.get(held["record_id"], held)
        if now["warc_file"] == path:
            yield row, damaged(batch, row | _place(held), "is gone")
        else:
            moved.append((row, now))
    yield from _read_files(store, batch, moved)


def _read_one(batch: Batch, file: BinaryIO, offset: int, row: Row, held: Row) -> RawArticle:
    record = record_at(file, offset)
    why = record.damage
    found = record.header("WARC-Record-ID")
    if not why and found != held["record_id"]:
        why = f"holds {found}"
    raw = restored(batch, row, record)
    if row["failure"] == GONE:
        raw = replace(raw, stood_sha256=held["payload_sha256"])
    stated = held["redacted_sha256"] or (held if row["failure"] else row)["payload_sha256"]
    if not why and held["record_type"] != "metadata" and not _is(raw.body, stated):
        why = "holds other bytes than those received"
    return damaged(batch, row | _place(held), why) if why else raw


def _is_gone(row: Row, held: Row) -> bool:
    """A takedown left nothing of the payload; any failure but that it is gone is told all the same."""
    return row["failure"] in (None, GONE) and held["redacted_sha256"] == EMPTY


def _place(held: Row) -> Row:
    return {name: held[name] for name in ("warc_file", "offset")}


def _is(body: bytes, sha256: str) -> bool:
    return hashlib.sha256(body).hexdigest() == sha256
