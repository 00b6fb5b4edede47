"""What is asked before an article is: the host's rules, its rights, its state, and what is known already."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.wirelake.fetch.hostile_server import SOON, Answer, HostileServer, moved, page, reset, silent

from wirelake.config import FetchFacts, RightsFacts
from wirelake.fetch import Fetcher
from wirelake.fetch.pacing.pace import Breakers, Pace, StoppedError
from wirelake.records import Kind, Link, RawArticle, Seen

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
SEEN = Seen(
    raw_ref="quay/2026-03-04#1",
    fetched_at=NOON,
    payload_sha256="0" * 64,
    etag='W/"1"',
    last_modified="Wed, 04 Mar 2026 09:00:00 GMT",
)


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def fetcher(rights: RightsFacts | None = None, **given: Any) -> Fetcher:
    more = {name: given.pop(name) for name in ("pace", "breakers") if name in given}
    facts = {"allow_loopback": True, "requests_per_second": 100, "timeout_seconds": 5, **given}
    return Fetcher(FetchFacts.model_validate(facts), contact="the tests", rights=rights, **more)


def link(server: HostileServer, path: str = "/a") -> Link:
    return Link(url=server.url + path, origin="feed")


def get(server: HostileServer, kind: Kind = Kind.ARTICLE, **given: Any) -> RawArticle:
    with fetcher(**given) as session:
        return session.get(link(server), kind)


RECORD = RightsFacts(robots="record", reservation="record")


@pytest.mark.parametrize("kind", list(Kind))
def test_what_robots_txt_forbids_is_not_asked_for(server: HostileServer, kind: Kind) -> None:
    server.answers["/robots.txt"] = [page(b"User-agent: *\nDisallow: /a")]
    server.answers["/a"] = [page()]
    raw = get(server, kind)
    assert (raw.failure, raw.rights.robots_allowed) == ("blocked_by_robots", False)
    assert "Disallow: /a" in str(raw.failure_detail)
    assert server.paths() == ["/robots.txt"]


def test_where_a_licence_allows_it_the_verdict_is_recorded(server: HostileServer) -> None:
    server.answers["/robots.txt"] = [page(b"User-agent: *\nDisallow: /a\nLicense: https://quay.example/rsl")]
    server.answers["/a"] = [page()]
    raw = get(server, rights=RECORD)
    assert (raw.failure, raw.rights.robots_allowed) == (None, False)
    assert raw.rights.rsl_license == "https://quay.example/rsl"
    assert any("robots.txt" in one for one in raw.rights.evidence)


def test_a_redirect_into_what_is_forbidden_is_not_followed(server: HostileServer) -> None:
    server.answers["/robots.txt"] = [page(b"User-agent: *\nDisallow: /b")]
    server.answers |= {"/a": [moved("/b")], "/b": [page()]}
    assert get(server).failure == "blocked_by_robots"
    with HostileServer() as other:
        other.answers |= {"/robots.txt": [page(b"User-agent: *\nDisallow: /")], "/c": [page()]}
        server.answers["/a"] = [moved(f"{other.url}/c")]
        raw = get(server)
        assert raw.failure == "blocked_by_robots"
        assert other.paths() == ["/robots.txt"]
        assert raw.redirects == ()  # it never came there


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (page(b"", status="404 Not Found"), None),
        (page(b"", status="401 Who"), None),
        (page(b"", status="403 No"), None),
        (page(b"<html><p>Disallow: /</p></html>"), None),
        (page(b"\xff\xfe\0" * 99), None),
        (page(b"User-agent: *\nDisallow: /b\n" + b"#" * 900_000), None),
        (page(b"User-agent: *\nDisallow: /a\n" + b"#" * 900_000), "blocked_by_robots"),
        (page(b"", status="500 Broken"), "robots_unreachable"),
        (page(b"", status="503 Later"), "robots_unreachable"),
        (reset, "robots_unreachable"),
        (silent, "robots_unreachable"),
        (moved("http://10.0.0.1/robots.txt"), "robots_unreachable"),
        (moved("/robots.txt"), None),  # more redirects than anyone must follow: as if there were none
    ],
)
def test_robots_txt_by_rfc_9309(server: HostileServer, answer: Answer, failure: str | None) -> None:
    server.answers |= {"/robots.txt": [answer], "/a": [page()]}
    raw = get(server, timeout_seconds=0.5)
    assert raw.failure == failure
    assert ("/a" in server.paths()) == (failure is None)


def test_a_crawl_delay_slows_the_host(server: HostileServer) -> None:
    server.answers |= {"/robots.txt": [page(b"User-agent: *\nCrawl-delay: 0.5")], "/a": [page()]}
    with fetcher() as session:
        session.get(link(server))
        started = time.monotonic()
        assert session.get(link(server)).failure is None
    assert time.monotonic() - started >= 0.4


def test_a_reservation_in_tdmrep_json_is_respected_or_recorded(server: HostileServer) -> None:
    stated = b'[{"location": "/a", "tdm-reservation": 1, "tdm-policy": "https://quay.example/tdm"}]'
    server.answers |= {"/.well-known/tdmrep.json": [page(stated)], "/a": [page()]}
    raw = get(server)
    assert (raw.failure, raw.rights.tdm_reservation) == ("rights_reserved", 1)
    assert "/a" not in server.paths()
    raw = get(server, rights=RECORD)
    assert (raw.failure, raw.rights.tdm_reservation) == (None, 1)
    assert raw.rights.tdm_policy == "https://quay.example/tdm"


def test_what_an_answers_headers_reserve_is_kept_with_it(server: HostileServer) -> None:
    server.answers["/a"] = [page(b"x", "TDM-Reservation: 1", "X-Robots-Tag: noai, noarchive")]
    raw = get(server)
    assert (raw.failure, raw.rights.tdm_reservation, raw.rights.robots_allowed) == (None, 1, True)
    assert raw.rights.robots_meta == ("noai", "noarchive")


def test_what_did_not_change_is_not_sent_again(server: HostileServer) -> None:
    server.answers["/a"] = [page(b"", status="304 Not Modified")]
    with fetcher() as session:
        raw = session.get(link(server), seen=SEEN)
    assert (raw.failure, raw.status, raw.unchanged, raw.body) == (None, 304, SEEN, b"")
    assert 'If-None-Match: W/"1"' in server.asked[0]
    assert "If-Modified-Since: Wed, 04 Mar 2026 09:00:00 GMT" in server.asked[0]


def test_304_without_being_asked_is_a_failure(server: HostileServer) -> None:
    server.answers["/a"] = [page(b"", status="304 Not Modified")]
    assert get(server).failure == "http_304"
    bare = Seen(raw_ref="quay/2026-03-04#1", fetched_at=NOON, payload_sha256="0" * 64)
    with fetcher() as session:
        assert session.get(link(server), seen=bare).failure == "http_304"


def test_validators_that_no_header_can_carry_are_left_out(server: HostileServer) -> None:
    server.answers["/a"] = [page()]
    odd = Seen(raw_ref="q#1", fetched_at=NOON, payload_sha256="0" * 64, etag='"a\r\nX: y"', last_modified="ä")
    with fetcher() as session:
        assert session.get(link(server), seen=odd).failure is None
    assert "If-" not in server.asked[0]


def test_a_date_of_the_last_answer_says_nothing_of_where_a_redirect_leads_now(server: HostileServer) -> None:
    server.answers |= {"/a": [moved("/b")], "/b": [page()]}
    with fetcher() as session:
        session.get(link(server), seen=SEEN)
    assert "If-None-Match" in server.asked[1]
    assert "If-Modified-Since" not in server.asked[1]


def test_a_host_that_is_down_is_left_alone(server: HostileServer) -> None:
    server.answers["/a"] = [reset]
    breakers = Breakers()
    with fetcher(breakers=breakers) as session:
        failures = [session.get(link(server)).failure for _ in range(3)]
        asked = len(server.asked)
        server.answers["/a"] = [page()]
        assert session.get(link(server)).failure == "host_down"
    assert failures[0] == "connect"
    assert failures[-1] == "host_down"
    assert asked == len(server.asked) <= 6


def test_a_host_that_answers_whatever_it_says_is_not_down(server: HostileServer) -> None:
    server.answers["/a"] = [page(b"", status="404 Not Found")]
    with fetcher() as session:
        assert {session.get(link(server)).failure for _ in range(8)} == {"http_404"}


def test_a_stopped_fetcher_lets_go_of_whoever_waits(server: HostileServer) -> None:
    server.answers["/a"] = [silent]
    pace = Pace(100)
    ended: list[type[BaseException]] = []

    def wait(session: Fetcher, path: str) -> None:
        try:
            session.get(link(server, path))
        except StoppedError as stopped:
            ended.append(type(stopped))

    with fetcher(pace=pace, timeout_seconds=60) as session:
        session.get(link(server, "/known"))
        pace.pause(server.url.removeprefix("http://"), 100)
        waiting = [threading.Thread(target=wait, args=(session, path)) for path in ("/a", "/b")]
        for one in waiting:
            one.start()
        started = time.monotonic()
        session.stop()
        for one in waiting:
            one.join(10)
        with pytest.raises(StoppedError):
            session.get(link(server))
    assert time.monotonic() - started < SOON
    assert ended == [StoppedError, StoppedError]


def stop_then(session: Fetcher, begun: threading.Event) -> None:
    """Stop it once that has happened."""
    begun.wait(10)
    session.stop()


def test_a_stopped_fetcher_ends_an_exchange_in_flight(server: HostileServer) -> None:
    begun = threading.Event()

    def stall(_: Any, ended: threading.Event) -> None:
        begun.set()
        ended.wait(30)

    server.answers["/a"] = [stall]
    with fetcher(timeout_seconds=60) as session:
        threading.Thread(target=stop_then, args=(session, begun), daemon=True).start()
        started = time.monotonic()
        with pytest.raises(StoppedError):
            session.get(link(server))
    assert time.monotonic() - started < SOON
