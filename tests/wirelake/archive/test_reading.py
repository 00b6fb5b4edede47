"""raw/ as others read it, as wirelake reads it back, and as damage leaves it."""

import gzip
import io
import random
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from tests.wirelake.quay import BATCH, NOON, capture, contents, failed, page, received
from warcio.archiveiterator import ArchiveIterator

from wirelake.archive import read_batch, read_row
from wirelake.config import FetchFacts
from wirelake.errors import FormatError
from wirelake.fetch import Fetcher
from wirelake.lake.exchanges import read_index
from wirelake.records import Kind, Link, RawArticle
from wirelake.storage import LocalStore, Store

ZIPPED = gzip.compress(b"<p>Cranes turn green.</p>" * 50, mtime=0)
LATER = NOON + timedelta(hours=2)
COUNT = 12
TRIALS = 60


class Wire(BaseHTTPRequestHandler):
    """Answers gzip to those who accept it, and sets a cookie."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(ZIPPED)))
        self.send_header("Set-Cookie", "session=of-the-reader")
        self.end_headers()
        self.wfile.write(ZIPPED)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Wire)
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_what_a_server_sent_is_kept_as_it_came(store: Store, address: str) -> None:
    link = Link(url=f"{address}/1", origin="feed", guid="g-1", title="Ähren", published="2026-03-02")
    with Fetcher(FetchFacts(allow_loopback=True), contact="https://quay.example/") as fetcher:
        sent = fetcher.get(link)
    assert capture(store, BATCH, [sent]) == 1
    (kept,) = read_batch(store, BATCH)
    assert kept.body == ZIPPED
    assert kept.header("content-encoding") == "gzip"
    assert (kept.link, kept.kind, kept.status, kept.final_url) == (link, Kind.ARTICLE, 200, link.url)
    assert kept.fetched_at == sent.fetched_at
    (warc,) = warcs(store)
    ((record, body),) = records(warc)
    assert body == ZIPPED
    assert record.http_headers.get_header("Content-Encoding") == "gzip"
    plain = gzip.decompress(warc)
    for secret in (b"session=of-the-reader", b"Set-Cookie", b"Cookie", b"Authorization", b"User-Agent"):
        assert secret not in plain


def test_warcio_and_fastwarc_read_every_record_and_its_digest(store: Store) -> None:
    exchanges = [received(n, page(n)) for n in range(5)]
    exchanges += [failed(5), dropped(6)]
    capture(store, BATCH, exchanges)
    capture(store, BATCH, exchanges, LATER)  # revisits of all
    types = [["response"] * 5 + ["metadata", "resource"], ["revisit"] * 7]
    for warc, expected in zip(warcs(store), types, strict=True):
        checked = []
        for record in ArchiveIterator(io.BytesIO(warc), check_digests="raise"):
            record.raw_stream.read()
            assert record.digest_checker.passed is not False
            checked.append((record.rec_type, record.rec_headers.get_header("WARC-Record-ID")))
        assert [kind for kind, _ in checked] == expected
        fast = list(FastIterator(io.BytesIO(warc), verify_digests=True))
        assert [record.record_id for record in fast] == [id_ for _, id_ in checked]
    index = read_index(store, BATCH)
    assert {row["record_id"] for row in index} == {
        record.record_id for warc in warcs(store) for record in FastIterator(io.BytesIO(warc))
    }


def test_the_index_leads_to_each_record(store: Store) -> None:
    capture(store, BATCH, [received(n, page(n)) for n in range(5)])
    by_path = contents(store, "raw")
    for row in read_index(store, BATCH):
        record = next(iter(FastIterator(io.BytesIO(by_path[row["warc_file"]][row["offset"] :]))))
        assert record.record_id == row["record_id"]
        assert record.record_type == WarcRecordType.response
        assert len(record.reader.read()) == row["payload_bytes"]


def test_an_unchanged_payload_is_a_revisit_and_keeps_its_first_times(store: Store) -> None:
    assert capture(store, BATCH, [received(1, page(1)), received(2, page(2))]) == 2
    again = [received(1, page(1), at=LATER), received(2, page(2, text="Changed."), at=LATER)]
    assert capture(store, BATCH, again, LATER) == 1
    kept = list(read_batch(store, BATCH))
    assert [(raw.link.url[-1], raw.fetched_at) for raw in kept] == [("1", NOON), ("2", NOON), ("2", LATER)]
    (revisit,) = [row for row in read_index(store, BATCH) if row["record_type"] == "revisit"]
    assert revisit["refers_to"] == kept[0].raw_ref.partition("#")[2]
    (record,) = [record for record, _ in records(warcs(store)[1]) if record.rec_type == "revisit"]
    assert record.rec_headers.get_header("WARC-Refers-To") == revisit["refers_to"]


def test_raw_refs_come_from_content(store: Store) -> None:
    capture(store, BATCH, [received(1, page(1)), received(2, page(2))])
    first = {raw.raw_ref for raw in read_batch(store, BATCH)}
    for stored in store.objects("raw"):
        store.delete(stored.path)
    capture(store, BATCH, [received(2, page(2), at=LATER), received(1, page(1), at=LATER)], LATER)
    assert {raw.raw_ref for raw in read_batch(store, BATCH)} == first


def test_failures_are_metadata_records_and_come_once(store: Store) -> None:
    capture(store, BATCH, [failed(1)])
    capture(store, BATCH, [failed(1, at=LATER), failed(1, "connect", at=LATER)], LATER)
    (kept,) = read_batch(store, BATCH)
    assert (kept.failure, kept.failure_detail, kept.fetched_at) == ("timeout", "timeout at 1", NOON)
    ((record, body),) = records(warcs(store)[0])
    assert (record.rec_type, body) == ("metadata", b"timeout at 1")


def test_an_answer_that_failed_keeps_its_bytes(store: Store) -> None:
    gone = received(1, b"gone for good", status=410, failure="http_410", failure_detail="410 Gone")
    capture(store, BATCH, [gone])
    (kept,) = read_batch(store, BATCH)
    assert (kept.status, kept.failure, kept.body) == (410, "http_410", b"gone for good")


@pytest.mark.parametrize("order", [1, -1], ids=["healed later", "failed later"])
def test_a_failure_that_another_try_healed_does_not_come(store: Store, order: int) -> None:
    first, second = [failed(1), received(1, page(1), at=LATER)][::order]
    capture(store, BATCH, [first])
    capture(store, BATCH, [second], LATER)
    (kept,) = read_batch(store, BATCH)
    assert (kept.failure, kept.body) == (None, page(1))


def test_a_warc_without_index_is_ignored(store: Store) -> None:
    capture(store, BATCH, [received(1, page(1))])
    capture(store, BATCH, [received(2, page(2))], LATER)
    (_, index) = [one.path for one in store.objects("raw") if one.path.endswith(".index.parquet")]
    store.delete(index)
    assert [raw.body for raw in read_batch(store, BATCH)] == [page(1)]
    assert capture(store, BATCH, [received(2, page(2))], LATER + timedelta(hours=1)) == 1
    assert [raw.body for raw in read_batch(store, BATCH)] == [page(1), page(2)]


def test_nothing_received_writes_nothing(store: Store) -> None:
    assert capture(store, BATCH, []) == 0
    assert store.objects("raw") == []
    assert list(read_batch(store, BATCH)) == []


def test_payloads_of_two_captures_at_once_come_once(store: Store) -> None:
    capture(store, BATCH, [received(1, page(1))])
    first = contents(store, "raw")
    for path in first:
        store.delete(path)
    capture(store, BATCH, [received(1, page(1), at=LATER)], LATER)
    for path, data in first.items():  # the other, which knew nothing of this one
        store.write(path, data)
    (kept,) = read_batch(store, BATCH)
    assert kept.fetched_at == NOON


@pytest.fixture
def archived(tmp_path: Path) -> tuple[LocalStore, Path]:
    """A store with one WARC of COUNT records, and the WARC's place."""
    store = LocalStore(tmp_path / "lake")
    capture(store, BATCH, [received(n, page(n, text=f"{n} " * 400)) for n in range(COUNT)])
    (warc,) = store.root.rglob("*.warc.gz")
    return store, warc


def test_a_flipped_bit_costs_one_record_at_most(archived: tuple[LocalStore, Path]) -> None:
    store, warc = archived
    whole = warc.read_bytes()
    chance = random.Random(7)  # noqa: S311
    named = 0
    for _ in range(TRIALS):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        warc.write_bytes(data)
        named += assert_read_but_for_damage(store, most=1)
    assert named > TRIALS / 2  # else the flips hit nothing and this test tells nothing


def test_a_truncated_warc_costs_what_was_cut_off(archived: tuple[LocalStore, Path]) -> None:
    store, warc = archived
    whole = warc.read_bytes()
    starts = [row["offset"] for row in read_index(store, BATCH)]
    for cut in range(0, len(whole), len(whole) // TRIALS):
        warc.write_bytes(whole[:cut])
        begun = sum(start < cut for start in starts)
        lost = assert_read_but_for_damage(store, most=COUNT)
        assert lost in (COUNT - begun, COUNT - begun + 1)


def test_a_lost_warc_is_named_for_each_of_its_records(store: Store) -> None:
    capture(store, BATCH, [received(1, page(1)), received(2, page(2))])
    capture(store, BATCH, [received(3, page(3))], LATER)
    (lost, _) = [one.path for one in store.objects("raw") if one.path.endswith(".warc.gz")]
    store.delete(lost)
    kept = list(read_batch(store, BATCH))
    assert [raw.failure for raw in kept] == ["raw_damaged", "raw_damaged", None]
    assert all(lost in (raw.failure_detail or "") for raw in kept[:2])


def test_a_damaged_index_is_named(store: Store) -> None:
    capture(store, BATCH, [received(1, page(1))])
    (index,) = [one.path for one in store.objects("raw") if one.path.endswith(".index.parquet")]
    store.write(index, contents(store, "raw")[index][:-7])
    with pytest.raises(FormatError, match=r"index\.parquet"):
        list(read_batch(store, BATCH))


def assert_read_but_for_damage(store: Store, *, most: int) -> int:
    """Every record is read as it was, or named as damaged with its place; returns how many are."""
    kept = list(read_batch(store, BATCH))
    assert sorted(raw.link.url for raw in kept) == sorted(received(n).link.url for n in range(COUNT))
    damaged = [raw for raw in kept if raw.failure]
    assert len(damaged) <= most
    for raw in damaged:
        assert raw.failure == "raw_damaged"
        assert ".warc.gz at " in (raw.failure_detail or "")
        assert raw.raw_ref.startswith("quay/2026-03-02#<urn:uuid:")
    for raw in kept:
        number = int(raw.link.url.rpartition("/")[2])
        assert raw.failure or raw.body == page(number, text=f"{number} " * 400)
    return len(damaged)


def dropped(number: int) -> RawArticle:
    """A file of a drop folder: bytes without an HTTP exchange."""
    link = Link(url=f"drop:quay/2026-03-02/Übersicht {number}.txt", origin="drop_folder")
    return RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=NOON, body=page(number))


def warcs(store: Store) -> list[bytes]:
    """The WARCs of raw/, oldest first."""
    return [data for path, data in sorted(contents(store, "raw").items()) if path.endswith(".warc.gz")]


def records(warc: bytes) -> Iterator[tuple[Any, bytes]]:
    """Each record with its payload, which the iterator leaves behind as it goes on."""
    for record in ArchiveIterator(io.BytesIO(warc)):
        yield record, record.raw_stream.read()


def test_a_record_is_read_without_a_copy_of_its_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    capture(store, BATCH, [received(number, page(number)) for number in range(1, COUNT)])
    rows = read_index(store, BATCH)

    def refused(path: str) -> None:
        raise AssertionError(f"{path} was copied")

    monkeypatch.setattr(store, "local_copy", refused)
    assert [read_row(store, BATCH, row).body for row in rows] == [page(number) for number in range(1, COUNT)]
