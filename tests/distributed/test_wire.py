"""The log by which the distributed stack's politeness is judged sees what it is there for."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import requests
from tests.distributed.wire import HOSTS, Asked, Wires, overlapping


def test_two_requests_of_one_host_at_once_are_seen_and_others_are_not() -> None:
    with Wires(4) as wires, ThreadPoolExecutor(2) as pool:
        together = Barrier(2)

        def ask(name: str) -> None:
            together.wait()
            requests.get(f"http://{HOSTS[name]}:{wires.port}/{name}/2026-03-02.html", timeout=60)

        for _ in range(3):
            list(pool.map(ask, ("cove", "reef")))
        assert [overlapping(host.log) for host in wires.hosts.values()] == [[], []]
        log = wires.hosts[HOSTS["cove"]].log
        for _ in range(50):  # until the machine lets them meet
            list(pool.map(ask, ("cove", "strand")))
            if overlapping(log):
                return
    raise AssertionError("no two were seen at once")


def test_one_that_is_asked_for_during_a_long_one_is_seen_whatever_came_between() -> None:
    long, first, second = Asked("/long", 0.0, 9.0), Asked("/first", 1.0, 2.0), Asked("/second", 3.0, 4.0)
    assert overlapping([first, second, long]) == [(long, first), (long, second)]
    assert overlapping([first, second]) == []
