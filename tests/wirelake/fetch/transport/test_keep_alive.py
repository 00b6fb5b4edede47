"""Connections that are used again."""

import socket
import threading

from tests.wirelake.fetch.hostile_server import HostileServer, page

from wirelake.config import FetchFacts
from wirelake.fetch import Fetcher
from wirelake.fetch.pacing.pace import Breakers, Pace
from wirelake.records import Link, RawArticle

FACTS = FetchFacts(allow_loopback=True, timeout_seconds=5)


class Unfailing(Breakers):
    """Breakers that no failure must ever reach."""

    def failed(self, host: str) -> None:
        raise AssertionError(f"{host} failed")


def both(server: HostileServer) -> list[RawArticle]:
    with Fetcher(FACTS, contact="the tests", pace=Pace(float("inf")), breakers=Unfailing()) as session:
        return [session.get(Link(url=server.url + path, origin="feed")) for path in ("/a", "/b")]


def test_one_that_the_server_closes_when_it_is_used_again_is_made_anew_at_once() -> None:
    second: list[bytes] = []

    def answer_then_close(connection: socket.socket, _: threading.Event) -> None:
        connection.sendall(page(b"a"))
        second.append(connection.recv(65_536))

    with HostileServer() as server:
        server.answers |= {"/a": [answer_then_close], "/b": [page(b"b")]}
        assert [(raw.failure, raw.body) for raw in both(server)] == [(None, b"a"), (None, b"b")]
        assert second[0].startswith(b"GET /b ")
        assert server.paths() == ["/a", "/b"]  # and only once more


def test_what_follows_a_body_is_not_the_next_answer() -> None:
    def answer_twice(connection: socket.socket, _: threading.Event) -> None:
        connection.sendall(page(b"a") + page(b"smuggled"))
        connection.recv(65_536)

    with HostileServer() as server:
        server.answers |= {"/a": [answer_twice], "/b": [page(b"b")]}
        assert [raw.body for raw in both(server)] == [b"a", b"b"]
