"""A key that a wire wants as a parameter of the address: sent, and nowhere in what is kept or said."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from tests.wirelake.fetch.hostile_server import HostileServer, moved, page
from tests.wirelake.fetch.test_credentials import here

from wirelake.config import FetchFacts
from wirelake.fetch import Fetcher
from wirelake.fetch.credentials import Credentials, from_connection, without_parameter
from wirelake.fetch.spellings import Spellings
from wirelake.records import Link, RawArticle

KEY = "s3cret/with+signs&more"
SENT = "s3cret%2Fwith%2Bsigns%26more"


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def facts(**more: Any) -> FetchFacts:
    given = {
        "connection": "quay",
        "auth": "query",
        "allow_loopback": True,
        "requests_per_second": 100,
        **more,
    }
    return FetchFacts.model_validate(given)


def key(**more: Any) -> Credentials:
    text = json.dumps({"conn_type": "http", "password": KEY})
    return from_connection(text, facts(**more), {"127.0.0.1", "wire.example"})


def get(server: HostileServer, path: str, *others: HostileServer) -> RawArticle:
    known = facts(ports=[server.port, *(one.port for one in others)], timeout_seconds=5)
    with Fetcher(known, contact="the tests", credentials=key(), resolve=here) as session:
        return session.get(Link(url=f"{server.url}{path}", origin="feed"))


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://wire.example/a", f"https://wire.example/a?api_key={SENT}"),
        ("https://wire.example/a?b=%2f&c", f"https://wire.example/a?b=%2f&c&api_key={SENT}"),
        # as an API writes its next page, with the mask that raw/ has in the place of the key
        ("https://wire.example/a?api_key=***&page=2", f"https://wire.example/a?page=2&api_key={SENT}"),
        ("https://wire.example/a?api%5Fkey=x", f"https://wire.example/a?api_key={SENT}"),
        ("http://wire.example/a", "http://wire.example/a"),
        ("https://other.example/a", "https://other.example/a"),
    ],
)
def test_it_is_a_parameter_of_the_wires_own_addresses_over_tls_alone(url: str, asked: str) -> None:
    assert key().address_for(url) == asked
    assert key().headers_for(url) == {}


def test_the_source_names_the_parameter() -> None:
    assert (
        key(auth_parameter="token").address_for("https://wire.example/")
        == f"https://wire.example/?token={SENT}"
    )


def test_it_reaches_the_wire_and_nothing_that_is_kept(
    server: HostileServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.answers["/a?api_key=" + SENT] = [page(f"<link href='/a?api_key={SENT}'><p>Quay</p>".encode())]
    raw = get(server, "/a")
    assert server.paths() == [f"/a?api_key={SENT}"]
    assert b"<p>Quay</p>" in raw.body
    assert raw.final_url == f"{server.url}/a"
    for text in (repr(raw), caplog.text):
        assert not Spellings([KEY]).stand_in(text.encode())


def test_a_redirect_that_repeats_it_leads_to_the_address_without_it(server: HostileServer) -> None:
    server.answers["/a?api_key=" + SENT] = [moved(f"{server.url}/b?api_key={SENT}&c=1")]
    server.answers[f"/b?c=1&api_key={SENT}"] = [page(b"<p>Quay</p>")]
    raw = get(server, "/a")
    assert (raw.failure, raw.final_url) == (None, f"{server.url}/b?c=1")


def test_a_redirect_to_another_host_carries_none(server: HostileServer) -> None:
    with HostileServer() as other:
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        server.answers["/a?api_key=" + SENT] = [moved(f"{elsewhere}/b?api_key={SENT}")]
        get(server, "/a", other)
        assert other.asked
        assert not any("s3cret" in head for head in other.asked)


def test_robots_txt_is_asked_for_without_it(server: HostileServer) -> None:
    get(server, "/a")
    assert server.policies
    assert not any("s3cret" in head for head in server.policies)


@pytest.mark.parametrize(
    ("url", "name", "left"),
    [
        ("https://a.example/?k=1", "k", "https://a.example/"),
        ("https://a.example/?k&b=%2F#k=1", "k", "https://a.example/?b=%2F#k=1"),
        ("/next?b=1&k=2&c", "k", "/next?b=1&c"),
        ("https://a.example/k", "k", "https://a.example/k"),
    ],
)
def test_all_else_of_an_address_stays_as_it_is_written(url: str, name: str, left: str) -> None:
    assert without_parameter(url, name) == left
