"""How often a domain is asked, and when a host is left alone."""

import math
import threading
import time

import pytest

from wirelake.fetch.pacing.pace import MAX_CRAWL_DELAY, MAX_PAUSE, OPEN_SECONDS, Breakers, Pace, StoppedError


class Clock:
    """A clock that moves only when someone sleeps or a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def starts(pace: Pace, clock: Clock, host: str, count: int) -> list[float]:
    """The times at which so many requests started, from the first on."""
    found = []
    for _ in range(count):
        pace.wait(host)
        found.append(clock())
    return [round(at - found[0], 6) for at in found]


def test_starts_are_evenly_spaced_and_never_made_up_for(clock: Clock) -> None:
    pace = Pace(4, clock=clock, sleep=clock.sleep)
    assert starts(pace, clock, "a.example", 4) == [0, 0.25, 0.5, 0.75]
    clock.now += 60  # a long rest earns no burst
    assert starts(pace, clock, "a.example", 3) == [0, 0.25, 0.5]


def test_hosts_of_one_domain_share_its_rate(clock: Clock) -> None:
    pace = Pace(1, clock=clock, sleep=clock.sleep)
    before = clock()
    for host in ("a.example.com", "b.example.com:8080", "other.example.org"):
        pace.wait(host)
    assert clock() - before == 1


def test_a_crawl_delay_is_a_floor_with_a_cap(clock: Clock) -> None:
    pace = Pace(1, clock=clock, sleep=clock.sleep)
    pace.slow("a.example", 0.1)
    assert starts(pace, clock, "a.example", 2) == [0, 1]
    pace.slow("a.example", 7)
    pace.slow("a.example", 3)
    assert starts(pace, clock, "a.example", 2) == [0, 7]
    pace.slow("a.example", math.inf)
    assert starts(pace, clock, "a.example", 2) == [0, MAX_CRAWL_DELAY]


def test_a_pause_halts_a_domain_once_with_a_cap(clock: Clock) -> None:
    pace = Pace(1, clock=clock, sleep=clock.sleep)
    pace.wait("a.example")
    pace.pause("a.example", 999_999)
    pace.pause("a.example", 5)
    before = clock()
    assert starts(pace, clock, "a.example", 2) == [0, 1]
    assert clock() - before == MAX_PAUSE + 1


@pytest.mark.parametrize("said", [-5, 0, math.nan])
def test_nonsense_leaves_the_pace_as_it_is(clock: Clock, said: float) -> None:
    pace = Pace(1, clock=clock, sleep=clock.sleep)
    pace.slow("a.example", said)
    pace.pause("a.example", said)
    assert starts(pace, clock, "a.example", 3) == [0, 1, 2]


def test_a_pause_holds_who_waits_already() -> None:
    pace = Pace(20)
    pace.wait("a.example")
    began = time.monotonic()
    waiter = threading.Thread(target=pace.wait, args=("a.example",))
    waiter.start()
    pace.pause("a.example", 0.3)
    waiter.join(10)
    assert time.monotonic() - began >= 0.3


def test_many_threads_never_exceed_the_rate() -> None:
    pace, found = Pace(50), []

    def ask() -> None:
        for _ in range(5):
            pace.wait("a.example")
            found.append(time.monotonic())

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(found) == 30
    assert max(found) - min(found) >= 29 / 50 - 0.015  # the first may be late in noting its time


def test_stop_wakes_who_waits_and_lets_nobody_start() -> None:
    pace, woken = Pace(1), []
    pace.pause("a.example", 100)

    def ask() -> None:
        with pytest.raises(StoppedError):
            pace.wait("a.example")
        woken.append(True)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    pace.stop()
    for thread in threads:
        thread.join(10)
    assert len(woken) == 3
    with pytest.raises(StoppedError):
        pace.wait("b.example")


def test_a_host_that_fails_five_times_in_a_row_is_left_alone(clock: Clock) -> None:
    breakers = Breakers(clock=clock)
    for _ in range(4):
        breakers.failed("a.example")
    breakers.answered("a.example")
    for _ in range(4):
        breakers.failed("a.example")
    assert breakers.allows("a.example")
    breakers.failed("a.example")
    assert not breakers.allows("a.example")
    assert breakers.allows("b.example")


def test_a_host_that_is_down_is_tried_once_a_while(clock: Clock) -> None:
    breakers = Breakers(clock=clock)
    for _ in range(5):
        breakers.failed("a.example")
    clock.now += OPEN_SECONDS
    assert [breakers.allows("a.example") for _ in range(3)] == [True, False, False]
    breakers.failed("a.example")
    assert not breakers.allows("a.example")
    clock.now += OPEN_SECONDS
    assert breakers.allows("a.example")
    breakers.answered("a.example")
    assert [breakers.allows("a.example") for _ in range(3)] == [True, True, True]


def test_a_try_that_never_reports_does_not_close_a_host_for_good(clock: Clock) -> None:
    breakers = Breakers(clock=clock)
    for _ in range(5):
        breakers.failed("a.example")
    clock.now += OPEN_SECONDS
    assert breakers.allows("a.example")
    clock.now += OPEN_SECONDS
    assert breakers.allows("a.example")
