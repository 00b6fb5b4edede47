"""Many hosts at once: each link answered once, in its host's order, nobody starved, nothing left running."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from bench.simulator import Hosts, simulated
from tests.wirelake.fetch.hostile_server import SOON

from wirelake.config import FetchFacts
from wirelake.fetch import Fetcher
from wirelake.fetch.pacing.lanes import AHEAD, TURN_LINKS, fetch_all
from wirelake.fetch.pacing.pace import Pace, StoppedError
from wirelake.records import Kind, Link, RawArticle, Seen


class Asker:
    """A client of real HTTP that keeps to a pace, as the Fetcher does, and counts what it does at once."""

    def __init__(self, proxy: str | None = None) -> None:
        self.pace = Pace(1000)
        self.asked: list[str] = []
        self.most_hosts = 0
        self._busy: list[str] = []
        self._lock = threading.Lock()
        self._proxies = {"http": proxy} if proxy else None

    def get(self, link: Link, kind: Kind = Kind.ARTICLE, *, seen: Seen | None = None) -> RawArticle:
        host = urlsplit(link.url).netloc
        with self._lock:
            self.asked.append(link.url)
            assert host not in self._busy, "two threads ask one host"
            self._busy.append(host)
            self.most_hosts = max(self.most_hosts, len(self._busy))
        try:
            self.pace.wait(host)
            answer = requests.get(link.url, timeout=20, proxies=self._proxies)
        finally:
            with self._lock:
                self._busy.remove(host)
        return RawArticle(
            link=link, kind=kind, fetched_at=datetime.now(UTC), body=answer.content, unchanged=seen
        )

    def stop(self) -> None:
        self.pace.stop()


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosts]:
    with simulated(tmp_path_factory.mktemp("hosts") / "log", hosts=12, latency=0, seconds=300) as running:
        yield running


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    yield
    assert lanes_running() == 0


def lanes_running() -> int:
    return sum(thread.name.startswith("lane-") for thread in threading.enumerate())


def links(hosts: Hosts, number: int, count: int, test: str, route: str = "missing") -> list[Link]:
    """So many links of one host; ``test`` keeps one test's paths apart from another's."""
    return [Link(url=hosts.url(number, f"/{route}/{test}/{n}"), origin="feed") for n in range(count)]


def unseen(found: list[Link]) -> list[tuple[Link, Seen | None]]:
    return [(link, None) for link in found]


def until(true: Callable[[], bool]) -> None:
    """Wait for it, ten seconds at most."""
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.01)


def test_each_link_is_answered_once_and_each_host_in_its_order(hosts: Hosts) -> None:
    asked = [link for number in range(1, 13) for link in links(hosts, number, number * 3, "once")]
    asker = Asker()
    found = [raw.link for raw in fetch_all(asker, unseen(asked), lanes=4)]
    assert sorted(link.url for link in found) == sorted(link.url for link in asked)
    assert 1 < asker.most_hosts <= 4
    for number in range(1, 13):
        mine = [r.path for r in hosts.requests() if r.host == f"127.0.0.{number}" and "/once/" in r.path]
        assert mine == [f"/missing/once/{n}" for n in range(number * 3)]


def test_what_was_seen_of_a_link_goes_with_it(hosts: Hosts) -> None:
    seen = Seen(raw_ref="a/2026-03-02#1", fetched_at=datetime.now(UTC), payload_sha256="0")
    asked = [(link, seen if n % 2 else None) for n, link in enumerate(links(hosts, 1, 4, "seen"))]
    assert [raw.unchanged for raw in fetch_all(Asker(), asked, lanes=2)] == [None, seen, None, seen]


def test_a_large_host_starves_none(hosts: Hosts) -> None:
    asked = links(hosts, 1, TURN_LINKS * 6, "fair")
    asked += [link for number in range(2, 9) for link in links(hosts, number, 4, "fair")]
    assert sum(1 for _ in fetch_all(Asker(), unseen(asked), lanes=1)) == len(asked)
    order = [r.host for r in hosts.requests() if "/fair/" in r.path]
    last_of_the_small = max(i for i, host in enumerate(order) if host != "127.0.0.1")
    assert order[:last_of_the_small].count("127.0.0.1") == TURN_LINKS


def test_hosts_of_one_domain_share_a_lane(hosts: Hosts) -> None:
    asker = Asker(proxy=hosts.url(1, ""))
    names = [f"{letter}.example.com" for letter in "abc"] * 5
    asked = [Link(url=f"http://{name}/{n}", origin="feed") for n, name in enumerate(names)]
    found = [raw.link for raw in fetch_all(asker, unseen(asked), lanes=9)]
    assert found == asked
    assert asker.most_hosts == 1


def test_a_slow_consumer_holds_the_lanes(hosts: Hosts) -> None:
    asked = [link for number in range(1, 5) for link in links(hosts, number, 40, "slow-consumer")]
    asker = Asker()
    answers = fetch_all(asker, unseen(asked), lanes=4)
    next(answers)
    until(lambda: len(asker.asked) == 1 + 4 + AHEAD)
    time.sleep(0.2)  # they would go on at once
    assert len(asker.asked) == 1 + 4 + AHEAD
    assert sum(1 for _ in answers) == len(asked) - 1


def test_a_closed_generator_wakes_who_waits_and_ends_all(hosts: Hosts) -> None:
    asker = Asker()
    asked = [link for number in range(1, 6) for link in links(hosts, number, 100, "closed")]
    for number in range(2, 6):
        asker.pace.pause(urlsplit(hosts.url(number, "/")).netloc, 100)
    answers = fetch_all(asker, unseen(asked), lanes=5)
    next(answers)
    began = time.monotonic()
    answers.close()
    assert lanes_running() == 0
    assert time.monotonic() - began < SOON
    assert len(asker.asked) < 50


def test_a_consumer_that_raises_ends_all(hosts: Hosts) -> None:
    asker = Asker()

    def consume() -> None:
        for _ in fetch_all(asker, unseen(links(hosts, 1, 200, "raises")), lanes=3):
            raise KeyError("the consumer's own")

    with pytest.raises(KeyError, match="the consumer's own"):
        consume()
    assert len(asker.asked) < 50


def test_a_bug_in_a_lane_reaches_the_consumer(hosts: Hosts) -> None:
    asked = [link for number in range(1, 4) for link in links(hosts, number, 30, "bug")]
    asked.insert(40, Link(url="bug://", origin="feed"))
    with pytest.raises(requests.exceptions.InvalidSchema):
        list(fetch_all(Asker(), unseen(asked), lanes=3))


def test_who_stops_the_fetcher_is_heard_by_the_consumer(hosts: Hosts) -> None:
    asker = Asker()
    answers = fetch_all(asker, unseen(links(hosts, 1, 200, "stopped")), lanes=3)
    next(answers)
    asker.stop()
    with pytest.raises(StoppedError):
        list(answers)


def test_all_answers_taken_leave_the_fetcher_in_service(hosts: Hosts) -> None:
    asker = Asker()
    answers = fetch_all(asker, unseen(links(hosts, 1, 2, "first")), lanes=3)
    assert next(answers) is not None
    assert next(answers) is not None
    answers.close()
    assert len(list(fetch_all(asker, unseen(links(hosts, 1, 2, "second")), lanes=3))) == 2


def test_the_fetcher_answers_for_every_kind_of_trouble(hosts: Hosts) -> None:
    routes = {"page": None, "missing": "http_404", "short": "truncated", "loop": "too_many_redirects"}
    wanted = {hosts.url(n, f"/{route}/1"): end for n in (1, 2, 3) for route, end in routes.items()}
    wanted |= {"http://[broken": "refused_address", "drop:a/2026-03-02/b.xml": "refused_address"}
    facts = FetchFacts(allow_loopback=True, ports=(hosts.port,), requests_per_second=100)
    with Fetcher(facts, contact="test") as fetcher:
        asked = [Link(url=url, origin="feed") for url in wanted]
        found = list(fetch_all(fetcher, unseen(asked), lanes=facts.lanes))
    assert {raw.link.url: raw.failure for raw in found} == wanted
    assert len(found) == len(wanted)


def test_exchanges_in_flight_end_with_the_consumer(hosts: Hosts) -> None:
    asked = [links(hosts, number, 1, "flight", "drip")[0] for number in range(2, 8)]
    asked += links(hosts, 1, 1, "flight")
    facts = FetchFacts(allow_loopback=True, ports=(hosts.port,), requests_per_second=100, timeout_seconds=60)
    with Fetcher(facts, contact="test") as fetcher:
        answers = fetch_all(fetcher, unseen(asked), lanes=facts.lanes)
        next(answers)
        until(lambda: sum("/drip/flight/" in r.path for r in hosts.requests()) == 6)
        began = time.monotonic()
        answers.close()
        assert time.monotonic() - began < SOON


class TerminatedError(Exception):
    """What a signal's handler raises, as Airflow's does."""


def test_a_signal_ends_a_capture_that_waits(hosts: Hosts) -> None:
    def terminate(*_: object) -> None:
        raise TerminatedError

    facts = FetchFacts(allow_loopback=True, ports=(hosts.port,), requests_per_second=100, timeout_seconds=60)
    before = signal.signal(signal.SIGUSR1, terminate)
    sender = threading.Timer(0.3, signal.pthread_kill, (threading.get_ident(), signal.SIGUSR1))
    sender.start()
    began = time.monotonic()
    try:
        with Fetcher(facts, contact="test") as fetcher, pytest.raises(TerminatedError):
            list(fetch_all(fetcher, unseen(links(hosts, 1, 2, "signal", "drip")), lanes=facts.lanes))
    finally:
        sender.join(10)
        signal.signal(signal.SIGUSR1, before)
    assert time.monotonic() - began < SOON


def test_nothing_asked_is_nothing_answered() -> None:
    assert list(fetch_all(Asker(), [], lanes=3)) == []


def test_the_simulated_hosts_end_with_their_time(tmp_path: Path) -> None:
    with simulated(tmp_path / "log", hosts=1, latency=0, seconds=0.3) as hosts:

        def gone() -> bool:
            try:
                requests.get(hosts.url(1, "/missing/1"), timeout=5)
            except requests.exceptions.ConnectionError:
                return True
            return False

        until(gone)
