"""Fetching over real HTTP on loopback: from the demo's wires, and from a server that means ill."""

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.fetch.hostile_server import (
    SOON,
    Answer,
    HostileServer,
    drip,
    flood,
    moved,
    page,
    reset,
    silent,
)

from wirelake.config import FetchFacts
from wirelake.fetch import Fetcher
from wirelake.fetch.transport.exchange import retry_after
from wirelake.fetch.transport.guard import check_url
from wirelake.records import Kind, Link, RawArticle
from wirelake_demo.grammar import DAYS
from wirelake_demo.truth import Oddity, truth
from wirelake_demo.wire import serve

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
DEADLINE = 0.5


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def fetcher(**facts: Any) -> Fetcher:
    facts = {"allow_loopback": True, "requests_per_second": 100, "timeout_seconds": DEADLINE, **facts}
    return Fetcher(FetchFacts(**facts), contact="the tests – \n Ωmega", clock=lambda: NOON)


def get(url: str, kind: Kind = Kind.ARTICLE, **facts: Any) -> RawArticle:
    with fetcher(**facts) as session:
        return session.get(Link(url=url, origin="feed"), kind)


def test_the_bytes_are_kept_as_received(server: HostileServer) -> None:
    body = gzip.compress(b"<p>Hello</p>", mtime=0)
    server.answers["/a"] = [page(body, "Content-Encoding: gzip", 'ETag: "1"', "Set-Cookie: id=7")]
    raw = get(f"{server.url}/a", Kind.FEED)
    assert (raw.body, raw.status, raw.failure, raw.kind) == (body, 200, None, Kind.FEED)
    assert raw.header("content-encoding") == "gzip"
    assert raw.header("etag") == '"1"'
    assert raw.header("set-cookie") is None
    assert (raw.final_url, raw.fetched_at) == (f"{server.url}/a", NOON)


def test_an_answer_is_dated_to_when_it_came(server: HostileServer) -> None:
    """Not to when it was wished for: meanwhile another capture may have asked, and got an older page."""
    hours: list[int] = []

    def answer(connection: socket.socket, _: threading.Event) -> None:
        hours.append(1)
        connection.sendall(moved("/b") if len(hours) == 1 else page(b"x"))

    server.answers = {"/a": [answer], "/b": [answer]}
    facts = FetchFacts(allow_loopback=True, requests_per_second=100)
    with Fetcher(facts, contact="the tests", clock=lambda: NOON + timedelta(hours=len(hours))) as session:
        raw = session.get(Link(url=f"{server.url}/a", origin="feed"))
    assert (raw.failure, raw.fetched_at) == (None, NOON + timedelta(hours=2))


def test_it_says_who_asks_and_sends_no_cookie_back(server: HostileServer) -> None:
    server.answers["/a"] = [page(b"x", "Set-Cookie: id=7; Path=/")]
    with fetcher() as session:
        for _ in range(2):
            assert session.get(Link(url=f"{server.url}/a", origin="feed")).failure is None
    assert all("cookie" not in head.lower() for head in server.asked)
    assert "User-Agent: wirelake/" in server.asked[0]
    assert "the tests ? ?mega" in server.asked[0]


def test_redirects_are_followed(server: HostileServer) -> None:
    server.answers["/a"] = [moved("b?x=1")]
    server.answers["/b?x=1"] = [moved(f"{server.url}/%C3%A4")]
    server.answers["/%C3%A4"] = [page()]
    raw = get(f"{server.url}/a")
    assert (raw.failure, raw.final_url, raw.link.url) == (None, f"{server.url}/%C3%A4", f"{server.url}/a")


def test_a_redirect_to_an_address_in_utf8_is_followed(server: HostileServer) -> None:
    server.answers["/a"] = [moved("/ä".encode().decode("latin-1"))]
    server.answers["/%C3%A4"] = [page()]
    assert get(f"{server.url}/a").failure is None


def test_a_loop_of_redirects_ends(server: HostileServer) -> None:
    server.answers["/a"] = [moved("/b")]
    server.answers["/b"] = [moved("/a")]
    assert get(f"{server.url}/a").failure == "too_many_redirects"
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://224.0.0.1/",
        "http://0xa000001/",
        "//192.168.1.1/",
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "gopher://127.0.0.1/",
        "javascript:alert(1)",
    ],
)
def test_a_redirect_leads_to_no_private_address_and_no_other_scheme(
    server: HostileServer, target: str
) -> None:
    server.answers["/a"] = [moved(target)]
    assert get(f"{server.url}/a").failure == "refused_address"


@pytest.mark.parametrize("target", ["http://[broken", "http://127.0.0.1:99999/"])
def test_a_redirect_to_nonsense_is_a_failure(server: HostileServer, target: str) -> None:
    server.answers["/a"] = [moved(target)]
    assert get(f"{server.url}/a").failure in ("protocol", "refused_address")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "0", "[::1]"])
def test_loopback_is_refused_unless_allowed(server: HostileServer, host: str) -> None:
    raw = get(f"http://{host}:{server.port}/a", allow_loopback=False)
    assert raw.failure in ("refused_address", "dns")
    assert server.asked == []


class Names:
    """A resolver whose every answer is the next of a list."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, **_: object) -> list[tuple[Any, ...]]:
        self.asked.append(host)
        return [(0, socket.SOCK_STREAM, 6, "", (place, port)) for place in self.answers.pop(0)]


def test_a_name_is_resolved_once_and_what_was_vetted_is_dialled(server: HostileServer) -> None:
    server.answers["/a"] = [page()]
    names = Names(["127.0.0.1"], ["10.0.0.1"])
    facts = FetchFacts(allow_loopback=True, timeout_seconds=5, requests_per_second=100, ports=(server.port,))
    with Fetcher(facts, contact="the tests", resolve=names) as session:
        for _ in range(3):
            raw = session.get(Link(url=f"http://rebinding.example:{server.port}/a", origin="feed"))
            assert (raw.failure, raw.ip) == (None, "127.0.0.1")
    assert names.asked == ["rebinding.example"]
    assert "Host: rebinding.example:" in server.asked[0]


def test_of_a_mixed_answer_only_what_is_allowed_is_dialled(server: HostileServer) -> None:
    server.answers["/a"] = [page()]
    facts = FetchFacts(allow_loopback=True, timeout_seconds=5, requests_per_second=100, ports=(server.port,))
    names = Names(["10.0.0.1", "169.254.169.254", "fd00::1", "127.0.0.1"])
    with Fetcher(facts, contact="the tests", resolve=names) as session:
        raw = session.get(Link(url=f"http://mixed.example:{server.port}/a", origin="feed"))
    assert (raw.failure, raw.ip) == (None, "127.0.0.1")
    mixed = Names(["127.0.0.1", "10.0.0.1", "::1", "93.184.215.14"])
    assert check_url("http://mixed.example/", resolve=mixed)[1] == ("93.184.215.14",)


def test_a_name_that_leads_inside_is_refused(server: HostileServer) -> None:
    facts = FetchFacts(timeout_seconds=5, requests_per_second=100, ports=(server.port,))
    with Fetcher(facts, contact="the tests", resolve=Names(["127.0.0.1"])) as session:
        raw = session.get(Link(url=f"http://inside.example:{server.port}/a", origin="feed"))
    assert raw.failure == "refused_address"
    assert server.asked == server.policies == []


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/a", "file:///etc/passwd", "mailto:a@b", "", "http://", "x"])
def test_only_http_is_fetched(url: str) -> None:
    assert get(url).failure == "refused_address"


def test_a_name_that_cannot_be() -> None:
    assert get(f"http://{'a' * 70}.invalid/").failure == "dns"  # too long for DNS: no one is asked


@pytest.mark.parametrize("status", [201, 204, 304, 400, 401, 403, 404, 410, 451])
def test_any_other_status_is_a_failure_with_its_body(server: HostileServer, status: int) -> None:
    body = b"" if status in (204, 304) else b"gone"
    server.answers["/a"] = [page(body, status=f"{status} So")]
    raw = get(f"{server.url}/a")
    assert (raw.failure, raw.status, raw.body) == (f"http_{status}", status, body)
    assert str(status) in str(raw.failure_detail)


def test_a_redirect_without_a_target_is_a_failure(server: HostileServer) -> None:
    server.answers["/a"] = [page(b"", status="302 Found")]
    assert get(f"{server.url}/a").failure == "http_302"


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_what_may_heal_is_asked_again(server: HostileServer, status: int) -> None:
    broken = page(b"", "Retry-After: 0", "Connection: close", status=f"{status} Later")
    server.answers["/a"] = [broken, reset, page()]
    raw = get(f"{server.url}/a", timeout_seconds=5)
    assert (raw.failure, len(server.asked)) == (None, 3)


def test_what_does_not_heal_is_given_up(server: HostileServer) -> None:
    server.answers["/a"] = [page(b"", "Connection: close", status="500 Broken")]
    assert get(f"{server.url}/a", timeout_seconds=5).failure == "http_500"
    assert len(server.asked) == 3


@pytest.mark.parametrize("status", [429, 503])
def test_a_long_retry_after_is_left_to_a_later_run(server: HostileServer, status: int) -> None:
    server.answers["/a"] = [page(b"", "Retry-After: 999999", status=f"{status} Later"), page()]
    started = time.monotonic()
    raw = get(f"{server.url}/a")
    assert (raw.failure, len(server.asked)) == (f"http_{status}", 1)
    assert time.monotonic() - started < SOON


RETRY_AFTER = {
    "1": 1.0,
    "Wed, 21 Oct 2015 07:28:00 GMT": 0.0,
    "-1": None,
    "abc": None,
    "9" * 5000: None,
    "1.5": None,
    "Wed, 99 Foo 9999 07:28:00 GMT": None,
    "": None,
}


@pytest.mark.parametrize("said", RETRY_AFTER)
def test_retry_after_is_seconds_or_a_date(said: str) -> None:
    assert retry_after(503, said) == RETRY_AFTER[said]
    assert retry_after(200, said) is None


def test_retry_after_pauses_the_host_for_every_link(server: HostileServer) -> None:
    server.answers["/a"] = [page(b"", "Retry-After: 1", status="429 Slower")]
    server.answers["/b"] = [page()]
    with fetcher(timeout_seconds=0.2) as session:
        session.get(Link(url=f"{server.url}/a", origin="feed"))
        started = time.monotonic()
        assert session.get(Link(url=f"{server.url}/b", origin="feed")).failure is None
    assert 0.7 < time.monotonic() - started < SOON


def test_retry_after_holds_though_its_body_breaks_off(server: HostileServer) -> None:
    server.answers["/a"] = [b"HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 99\r\n\r\nx", page()]
    started = time.monotonic()
    assert get(f"{server.url}/a", timeout_seconds=5).failure is None
    assert 0.9 < time.monotonic() - started < SOON


def test_the_demos_planted_500_heals() -> None:
    with serve() as wire:
        (path,) = (
            one.path for day in DAYS for one in truth("demo_gulf", day) if one.oddity is Oddity.FAILS_FIRST
        )
        raw = get(wire.url + path)
    assert (raw.failure, raw.status) == (None, 200)
    assert raw.header("content-encoding") == "gzip"


def test_too_large_is_not_read(server: HostileServer) -> None:
    server.answers["/declared"] = [
        flood(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n", 50_000_000)
    ]
    server.answers["/endless"] = [flood(b"HTTP/1.1 200 OK\r\n\r\n", 50_000_000)]
    for path in ("/declared", "/endless"):
        raw = get(server.url + path, max_bytes=100_000, timeout_seconds=20)
        assert (raw.failure, raw.body) == ("too_large", b"")
    server.answers["/just"] = [page(b"x" * 100_000)]
    assert get(f"{server.url}/just", max_bytes=100_000).failure is None


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
SLOW: dict[str, Answer] = {
    "no answer": silent,
    "dripping status line": drip(b"HTTP/1.1 2", b"0", 0.1),
    "dripping headers": drip(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.1),
    "dripping header": drip(b"HTTP/1.1 200 OK\r\nX-A: ", b"b", 0.1),
    "dripping body": drip(HEAD, b"x", 0.1),
    "dripping body without length": drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x", 0.1),
    "dripping chunks": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.1),
    "dripping chunk size": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0", 0.1),
    "stopping body": drip(HEAD + b"x" * 500, b"", 60),
}


@pytest.mark.parametrize("how", SLOW)
def test_a_slow_answer_ends_at_the_deadline(server: HostileServer, how: str) -> None:
    server.answers["/a"] = [SLOW[how]]
    started = time.monotonic()
    raw = get(f"{server.url}/a")
    tries = 3  # within three times the deadline
    assert raw.failure == "timeout"
    assert time.monotonic() - started < tries * DEADLINE + SOON


BROKEN: dict[str, Answer] = {
    "truncated body": HEAD + b"x" * 10,
    "truncated chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx",
    "no last chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n",
    "chunk size that is none": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_body_that_breaks_off_is_no_article_but_kept(server: HostileServer, how: str) -> None:
    server.answers["/a"] = [BROKEN[how]]
    raw = get(f"{server.url}/a", timeout_seconds=5)
    assert raw.failure == "truncated"
    assert raw.body == b"x" * (10 if how == "truncated body" else 0 if "none" in how else 1)


NONSENSE: dict[str, Answer] = {
    "no HTTP": b"hello\r\n\r\n",
    "nothing": b"",
    "headers that break off": b"HTTP/1.1 200 OK\r\nContent-Ty",
    "headers without an end": b"HTTP/1.1 200 OK\r\nX-A: b\r\n",
    "reset": reset,
    "300 headers": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(300)) + b"\r\n",
    "endless header": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
}


HUNG_UP = ("nothing", "reset", "headers that break off", "headers without an end")


@pytest.mark.parametrize("how", NONSENSE)
def test_nonsense_is_a_failure(server: HostileServer, how: str) -> None:
    server.answers["/a"] = [NONSENSE[how]]
    raw = get(f"{server.url}/a", timeout_seconds=5)
    assert raw.failure == (
        "connect" if how in ("nothing", "reset") or how.startswith("headers") else "protocol"
    )
    assert raw.body == (b"hello\r\n\r\n" if how == "no HTTP" else b"")


def test_a_body_longer_than_its_length_is_cut_there(server: HostileServer) -> None:
    server.answers["/a"] = [b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello, and more"]
    assert get(f"{server.url}/a").body == b"Hello"


def test_a_length_that_is_no_number_never_crashes(server: HostileServer) -> None:
    server.answers["/a"] = [b"HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nHello"]
    raw = get(f"{server.url}/a")
    assert raw.failure is not None or raw.body == b"Hello"


def test_nothing_is_taken_from_the_environment(
    server: HostileServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login wirelake password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.answers["/a"] = [page()]
    assert get(f"{server.url}/a").failure is None
    assert "authorization" not in server.asked[0].lower()
    assert server.paths() == ["/a"]


def test_it_keeps_the_sources_pace(server: HostileServer) -> None:
    server.answers["/a"] = [page()]
    with fetcher(requests_per_second=10) as session:
        started = time.monotonic()
        for _ in range(4):
            session.get(Link(url=f"{server.url}/a", origin="feed"))
    assert time.monotonic() - started >= 0.3
