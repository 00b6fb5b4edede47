"""What may stand in an answer's head and body: codings, bombs, sizes, types, interim answers."""

import gzip
import os
import zlib
from collections.abc import Iterator

import pytest
from tests.wirelake.fetch.hostile_server import Answer, HostileServer, flood, page

from wirelake.config import FetchFacts
from wirelake.fetch import Fetcher
from wirelake.payloads import payload
from wirelake.records import Kind, Link, RawArticle

TEXT = b"<p>" + b" ".join(b"%d" % number for number in range(3000)) + b"</p>"
PACKED = gzip.compress(TEXT, mtime=0)
GZIP = "Content-Encoding: gzip"


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def get(server: HostileServer, answer: Answer, kind: Kind = Kind.ARTICLE, **facts: int) -> RawArticle:
    server.answers["/a"] = [answer]
    known = FetchFacts.model_validate(
        {"allow_loopback": True, "requests_per_second": 100, "timeout_seconds": 5, **facts}
    )
    with Fetcher(known, contact="the tests") as session:
        return session.get(Link(url=f"{server.url}/a", origin="feed"), kind)


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (PACKED, GZIP),
        (PACKED, "Content-Encoding: x-gzip"),
        (PACKED, "X-Nothing: 1"),  # a .gz file
        (zlib.compress(TEXT), "Content-Encoding: deflate"),
        (zlib.compress(TEXT)[2:-4], "Content-Encoding: deflate"),  # without its frame
        (TEXT, GZIP),  # a proxy that unpacked it and left the header
        (TEXT, "Content-Encoding: identity"),
        (TEXT, "Content-Encoding: utf-8"),
    ],
)
def test_a_body_is_kept_as_it_came_and_read_by_its_coding(
    server: HostileServer, body: bytes, coding: str
) -> None:
    raw = get(server, page(body, coding))
    assert (raw.failure, raw.body, payload(raw)) == (None, body, TEXT)


def test_one_level_of_two_is_unpacked(server: HostileServer) -> None:
    raw = get(server, page(gzip.compress(PACKED), "Content-Encoding: gzip, gzip"))
    assert (raw.failure, payload(raw)) == (None, PACKED)


@pytest.mark.parametrize("level", [1, 9])
def test_a_bomb_is_too_large_and_never_unpacked_whole(server: HostileServer, level: int) -> None:
    bomb = gzip.compress(bytes(300_000_000), level)
    raw = get(server, page(bomb, GZIP))
    assert (raw.failure, raw.body) == ("too_large", b"")


def test_a_bomb_that_belies_its_size_is_found_out(server: HostileServer) -> None:
    bomb = gzip.compress(bytes(40_000_000))[:-4] + (1_000).to_bytes(4, "little")
    assert get(server, page(bomb, GZIP)).failure == "too_large"


def test_a_bomb_of_deflate_is_too_large(server: HostileServer) -> None:
    raw = get(server, page(zlib.compress(bytes(40_000_000)), "Content-Encoding: deflate"))
    assert raw.failure == "too_large"


@pytest.mark.parametrize("left", [100, 3_000, len(PACKED) - 1])
def test_a_gzip_that_was_cut_is_truncated_and_kept(server: HostileServer, left: int) -> None:
    raw = get(server, page(PACKED[:left], GZIP))
    assert (raw.failure, raw.body) == ("truncated", PACKED[:left])
    assert len(server.asked) == 3  # it may have been cut on its way to the server


def test_a_gzip_that_ends_with_the_connection_is_looked_at(server: HostileServer) -> None:
    # Its last four bytes are a plausible size by chance.
    cut = PACKED[:5_000] + (8_000).to_bytes(4, "little")
    raw = get(server, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + cut)
    assert raw.failure in ("truncated", "bad_encoding")
    assert get(server, b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + PACKED).failure is None


@pytest.mark.parametrize("coding", ["deflate", "br", "compress"])
def test_a_body_that_is_not_in_its_coding_is_named_and_kept(server: HostileServer, coding: str) -> None:
    raw = get(server, page(b"\xff" * 500, f"Content-Encoding: {coding}"))
    assert (raw.failure, raw.body) == ("bad_encoding", b"\xff" * 500)


@pytest.mark.parametrize("media", ["image/png", "video/mp4", "Audio/mpeg; x=y", "font/woff2"])
def test_what_holds_no_article_is_not_read(server: HostileServer, media: str) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: 99999999\r\n\r\n".encode()
    raw = get(server, flood(head, 90_000_000), max_bytes=1_000)
    assert (raw.failure, raw.body, raw.status) == ("media_type", b"", 200)
    small = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: 1\r\n\r\nx".encode()
    assert get(server, small, Kind.FEED).failure is None  # feeds come under any name


@pytest.mark.parametrize("media", ["application/octet-stream", "text/plain", "nonsense", ""])
def test_any_other_type_is_for_the_extraction_to_judge(server: HostileServer, media: str) -> None:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: 5\r\n\r\n<p>x<".encode()
    assert get(server, answer).failure is None


ACCEPTED: dict[str, bytes] = {
    "folded header": b"HTTP/1.1 200 OK\r\nX-A: b\r\n c\r\nContent-Length: 2\r\n\r\nok",
    "no reason": b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
    "bare line feeds": b"HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
    "early hints": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "continue": b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nok",
    "length that is no number": b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nok",
    "one length twice": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
    "chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\nX-T: 1\r\n\r\n",
    "HTTP/1.0": b"HTTP/1.0 200 OK\r\n\r\nok",
    "a header that is none": b"HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 2\r\n\r\nok",
}


@pytest.mark.parametrize("how", ACCEPTED)
def test_what_many_servers_send_is_accepted(server: HostileServer, how: str) -> None:
    raw = get(server, ACCEPTED[how])
    assert raw.failure is None
    assert raw.body.removesuffix(b"\r\n").endswith(b"ok")


REFUSED: dict[str, bytes] = {
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 5\r\n\r\nok123",
    "endless interim answers": b"HTTP/1.1 102 Processing\r\n\r\n" * 50,
    "status that is no number": b"HTTP/1.1 abc OK\r\n\r\n",
    "status of four figures": b"HTTP/1.1 2000 OK\r\n\r\n",
    "endless status line": b"HTTP/1.1 200 " + b"x" * 70_000,
    "much in the headers": b"HTTP/1.1 200 OK\r\n"
    + b"".join(b"X-%d: %s\r\n" % (number, b"y" * 60_000) for number in range(5))
    + b"\r\n",
    "HTTP/2's preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": b"\x15\x03\x01\x00\x02\x02\x46",
}


@pytest.mark.parametrize("how", REFUSED)
def test_what_is_not_http_is_named(server: HostileServer, how: str) -> None:
    assert get(server, REFUSED[how]).failure == "protocol"


@pytest.mark.parametrize("size", [b"-1", b"zz", b"", b"0x5", b"f" * 40, b" 2 "])
def test_a_chunk_of_a_strange_size_ends(server: HostileServer, size: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    raw = get(server, head + size + b"\r\nok\r\n0\r\n\r\n", timeout_seconds=2)
    assert raw.failure in ("truncated", None)


def test_a_redirects_own_body_is_never_unpacked(server: HostileServer) -> None:
    bomb = gzip.compress(bytes(200_000_000))
    server.answers["/b"] = [page(TEXT)]
    raw = get(server, page(bomb, GZIP, "Location: /b", status="302 Found"))
    assert (raw.failure, raw.body) == (None, TEXT)


def test_random_bytes_never_crash(server: HostileServer) -> None:
    for _ in range(20):
        noise = os.urandom(200)
        assert get(server, b"HTTP/1.1 200 OK\r\n" + noise, timeout_seconds=1) is not None
        assert get(server, noise, timeout_seconds=1).failure in ("protocol", "connect", "timeout")
