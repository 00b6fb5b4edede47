"""Certificates are verified, by the host's name, whatever address was dialled."""

import socket
import ssl
import time
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.fetch.certificates import Authority, SlowHandshake, TlsServer
from tests.wirelake.fetch.hostile_server import SOON, HostileServer, moved, page

from wirelake.config import FetchFacts
from wirelake.fetch import Fetcher
from wirelake.records import Link, RawArticle

HOST = "wire.example"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def here(_: str, port: int, **__: object) -> list[tuple[Any, ...]]:
    """Every name is this machine's."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


def get(url: str, port: int, authority: Authority | None, seconds: float = 5) -> RawArticle:
    facts = FetchFacts(
        allow_loopback=True, requests_per_second=100, timeout_seconds=seconds, ports=(port, 443)
    )
    trusted = str(authority.path) if authority else None
    with Fetcher(facts, contact="the tests", resolve=here, authorities=trusted) as session:
        return session.get(Link(url=url, origin="feed"))


def ask(server: TlsServer, authority: Authority | None, host: str = HOST) -> RawArticle:
    server.answers = {path: [page(path.encode())] for path in ("/a", "/robots.txt")}
    return get(f"https://{host}:{server.port}/a", server.port, authority)


def test_a_certificate_of_a_known_authority_for_the_name_passes(authority: Authority) -> None:
    with TlsServer(authority.certificate(HOST)) as server:
        raw = ask(server, authority)
        assert (raw.failure, raw.body, raw.ip) == (None, b"/a", "127.0.0.1")
        assert set(server.names) == {HOST}


@pytest.mark.parametrize("wrong", ["expired", "self_signed", "wrong host", "unknown authority", "old"])
def test_any_other_is_a_failure_of_tls(authority: Authority, wrong: str, tmp_path: Path) -> None:
    signer = Authority(tmp_path) if wrong == "unknown authority" else authority
    host = "other.example" if wrong == "wrong host" else HOST
    made = signer.certificate(host, expired=wrong == "expired", self_signed=wrong == "self_signed")
    with TlsServer(made, ssl.TLSVersion.TLSv1 if wrong == "old" else None) as server:
        raw = ask(server, authority)
        # robots.txt comes first, and it cannot be had.
        assert (raw.failure, "tls" in str(raw.failure_detail)) == ("robots_unreachable", True)
        assert server.asked == server.policies == []


def test_the_addresss_own_certificate_is_not_asked_for(authority: Authority) -> None:
    # A certificate for the address that is dialled does not stand for the name.
    with TlsServer(authority.certificate("localhost")) as server:
        assert ask(server, authority).failure == "robots_unreachable"


def test_only_certifis_authorities_are_trusted_by_default(authority: Authority) -> None:
    with TlsServer(authority.certificate(HOST)) as server:
        assert ask(server, None).failure == "robots_unreachable"


def test_a_handshake_that_drips_ends_at_the_deadline() -> None:
    with SlowHandshake() as server:
        started = time.monotonic()
        raw = get(f"https://{HOST}:{server.port}/a", server.port, None, seconds=0.5)
        assert raw.failure == "robots_unreachable"
        assert "timeout" in str(raw.failure_detail)
        assert time.monotonic() - started < SOON


def test_a_downgrade_is_on_record(authority: Authority) -> None:
    with TlsServer(authority.certificate(HOST)) as safe, HostileServer() as plain:
        plain.answers["/b"] = [page()]
        safe.answers["/a"] = [moved(f"http://127.0.0.1:{plain.port}/b")]
        url = f"https://{HOST}:{safe.port}/a"
        raw = get(url, safe.port, authority)
    assert raw.failure is None
    assert raw.redirects == (url, f"http://127.0.0.1:{plain.port}/b")


def test_tls_is_spoken_to_a_server_that_speaks_none() -> None:
    with HostileServer() as plain:
        raw = get(f"https://127.0.0.1:{plain.port}/a", plain.port, None, seconds=1)
    assert raw.failure == "robots_unreachable"
