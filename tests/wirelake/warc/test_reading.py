"""WARC and ARC files of any make: what is read, and that no damage raises, hangs or passes in silence."""

import gzip
import io
import random
from datetime import UTC, datetime
from itertools import pairwise

import pyarrow as pa
import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from wirelake.warc import Record, record_at, records
from wirelake.warc.chunks import unchunked

COUNT = 5
TRIALS = 400
ARC = b"""filedesc://quay.arc.gz 127.0.0.1 20260302120000 text/plain 75
1 0 LiveWeb Capture
URL IP-address Archive-date Content-type Archive-length

http://quay.example/a b?c=d e 127.0.0.1 20260302120001 text/html %d
HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Cranes</p>
"""
ARC_BLOCK = len(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Cranes</p>")


def body(number: int) -> bytes:
    return random.Random(number).randbytes(300)  # noqa: S311


def file(*, zipped: bool, count: int = COUNT) -> bytes:
    """A file by warcio: a warcinfo and so many responses."""
    sink = io.BytesIO()
    writer = WARCWriter(sink, gzip=zipped)
    writer.write_record(writer.create_warcinfo_record("quay.warc", {"software": "tests"}))
    for number in range(count):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"http://quay.example/{number}",
                "response",
                payload=io.BytesIO(body(number)),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2026-03-02T12:00:00.250000Z"},
            )
        )
    return sink.getvalue()


def packed(data: bytes, codec: str) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, codec) as stream:
        stream.write(data)
    return bytes(sink.getvalue().to_pybytes())


def read(data: bytes) -> list[Record]:
    return list(records(io.BytesIO(data)))


def damages(data: bytes) -> list[str]:
    return [one.damage for one in read(data) if one.damage]


def intact(found: list[Record]) -> list[int]:
    """The numbers of the responses that are whole; each is what was written."""
    numbers = []
    for one in found:
        if one.type == "response" and not one.damage:
            number = int((one.url or "").rpartition("/")[2])
            assert (one.status, one.payload) == (200, body(number))
            numbers.append(number)
    return numbers


@pytest.mark.parametrize(
    ("data", "notices"),
    [
        (file(zipped=True), 0),
        (file(zipped=False), 0),
        (gzip.compress(file(zipped=False)), 1),  # one member for all: worth a word
        (packed(file(zipped=False), "lz4"), 0),
        (packed(file(zipped=False), "zstd"), 0),
        (packed(file(zipped=False), "bz2"), 0),
        (file(zipped=True) + bytes(600), 0),  # padded
        (file(zipped=False).replace(b"\r\nWARC-", b"\nWARC-"), 0),
    ],
    ids=["gzip", "plain", "gzip as a whole", "lz4", "zstd", "bz2", "padded", "bare line feeds"],
)
def test_every_make_is_read(data: bytes, notices: int) -> None:
    found = read(data)
    assert intact(found) == list(range(COUNT))
    assert found[0].type == "warcinfo"
    assert len([one for one in found if one.damage]) == notices
    assert found[-1].date == datetime(2026, 3, 2, 12, 0, 0, 250_000, tzinfo=UTC)
    assert found[-1].http_headers == (("Content-Type", "text/html"),)


@pytest.mark.parametrize("zipped", [False, True])
def test_an_arc_is_read_even_with_blanks_in_its_addresses(zipped: bool) -> None:
    data = ARC % ARC_BLOCK
    head, page = (one for one in read(gzip.compress(data) if zipped else data) if one.type)
    assert head.type == "arc_header"
    assert (page.url, page.status) == ("http://quay.example/a b?c=d e", 200)
    assert (page.payload, page.damage) == (b"<p>Cranes</p>", None)
    assert page.date == datetime(2026, 3, 2, 12, 0, 1, tzinfo=UTC)


def test_an_arc_with_lengths_that_are_none_is_read_to_its_end() -> None:
    data = (ARC % ARC_BLOCK).replace(b"text/html 5", b"text/html -") + b"\n" + (ARC % ARC_BLOCK)
    found = read(data)
    assert [one.type for one in found] == ["arc_header", "response", "arc_header", "response"]
    assert "stated length" in (found[1].damage or "")
    assert found[3].damage is None


def test_each_record_is_found_by_its_offset() -> None:
    for data in (file(zipped=True), file(zipped=False)):
        for one in read(data):
            assert record_at(io.BytesIO(data), one.offset) == one
        assert "ends before" in (record_at(io.BytesIO(data), len(data)).damage or "")


def test_chunks_are_taken_apart_on_demand() -> None:
    sink = io.BytesIO()
    writer = WARCWriter(sink, gzip=True)
    headers = StatusAndHeaders("200 OK", [("Transfer-Encoding", "chunked")], protocol="HTTP/1.1")
    chunked = b"4\r\nCran\r\n2\r\nes\r\n0\r\n\r\n"
    writer.write_record(
        writer.create_warc_record(
            "http://quay.example/", "response", io.BytesIO(chunked), http_headers=headers
        )
    )
    (one,) = read(sink.getvalue())
    assert (one.payload, one.body, one.damage) == (chunked, b"Cranes", None)


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (b"WARC-Block-Digest: sha1:", b"WARC-Block-Digest: sha1:A", "block digest"),
        (b"WARC-Payload-Digest: sha1:", b"WARC-Payload-Digest: sha1:A", "payload digest"),
        (b"Content-Length: 34", b"Content-Length: 33", "digest"),
        (b"Content-Length: 34", b"Content-Length: 99999999", "ends after"),
        (b"Content-Length: 34", b"Content-Length: x", "length is x"),
        (b"Content-Length: 34", b"Content-Length: " + b"9" * 5_000, "length is 999"),
        (b"WARC-Type: response", b"WARC-Taste: salty", "no WARC-Type"),
        (b"WARC/1.0\r\n", b"WORK/1.0\r\n", "no record starts here"),
    ],
)
def test_a_damaged_record_is_named_and_the_others_are_read(old: bytes, new: bytes, word: str) -> None:
    whole = file(zipped=False)
    start = read(whole)[2].offset
    data = whole[:start] + whole[start:].replace(old, new, 1)
    assert data != whole
    found = read(data)
    assert any(word in damage for damage in damages(data))
    assert 1 not in intact(found)
    if word != "ends after":
        assert set(intact(found)) >= {0, 2, 3, 4}


@pytest.mark.parametrize("zipped", [False, True])
def test_a_file_cut_anywhere_gives_its_whole_records_and_a_word_on_the_last(zipped: bool) -> None:
    whole = file(zipped=zipped)
    ends = [*[one.offset for one in read(whole)][1:], len(whole)]
    for cut in range(1, len(whole), 7):
        data = whole[:cut]
        complete = sum(end <= cut for end in ends)
        found = read(data)
        assert len([one for one in found if one.type and not one.damage]) in (complete, complete + 1)
        # Of a plain file the blank lines between two records may be cut off without loss.
        assert damages(data) or cut in ends or (not zipped and any(end - 5 < cut <= end for end in ends))


def test_any_damage_is_survived_and_the_rest_is_read() -> None:
    chance = random.Random(3)  # noqa: S311
    whole = file(zipped=True)
    starts = [one.offset for one in read(whole)] + [len(whole)]
    for _ in range(TRIALS):
        data = bytearray(whole)
        at, length = chance.randrange(len(data)), chance.choice((1, 1, 40, 400))
        data[at : at + length] = chance.randbytes(min(length, len(data) - at))
        found = read(bytes(data))
        touched = {
            number - 1
            for number, (start, end) in enumerate(pairwise(starts))
            if start < at + length and at < end
        }
        assert set(intact(found)) >= set(range(COUNT)) - touched
        assert len(found) < 30


def test_bytes_that_are_no_archive_at_all() -> None:
    assert read(b"") == []
    chance = random.Random(4)  # noqa: S311
    for data in (
        b"hello",
        b"\n" * 90,
        gzip.compress(b"hello"),
        b"\x1f\x8b\x08",
        b"WARC/1.0\r\n",
        b"\x04\x22\x4d\x18x",
    ):
        assert not any(one.type for one in read(data))
    for _ in range(100):
        data = chance.choice((b"", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"\x28\xb5\x2f\xfd")) + chance.randbytes(
            3_000
        )
        assert damages(data)


def test_a_record_beyond_the_bound_is_passed_over() -> None:
    found = list(records(io.BytesIO(file(zipped=True)), max_bytes=100))
    assert [one.type for one in found] == ["warcinfo"] + ["response"] * COUNT
    assert all("more than 100" in (one.damage or "") for one in found[1:])


@pytest.mark.parametrize(
    ("stored", "body"),
    [
        (b"4\r\nCran\r\n2\r\nes\r\n0\r\n\r\n", b"Cranes"),
        (b"0\r\n\r\n", b""),
        (b"0006;note=x\r\nCranes\r\n0\r\nExpires: now\r\nX-Digest: 4711\r\n\r\n", b"Cranes"),
        (b"6\r\nCranes\r\n", b"Cranes"),  # cut off before the last chunk
        (b"4\r\nCran\r\n9\r\nes", b"Cran9\r\nes"),  # in the midst of one: the rest as it stands
        (b"Cranes turn green", b"Cranes turn green"),  # the archive has put it together already
        (b"Cafe\r\nCranes turn green", b"Cafe\r\nCranes turn green"),
        (b"", b""),
    ],
)
def test_a_body_in_chunks_is_put_together_without_its_trailers(stored: bytes, body: bytes) -> None:
    assert unchunked(stored) == body
