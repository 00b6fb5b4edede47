"""A wire's credentials reach its own hosts only, and are seen nowhere."""

import gzip
import io
import json
import logging
import socket
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from tests.wirelake.fetch.hostile_server import HostileServer, moved, page
from tests.wirelake.fetch.spelling import pages

from wirelake.config import FetchFacts, SourceConfig
from wirelake.errors import ConfigError
from wirelake.fetch import Fetcher, credentials_of
from wirelake.fetch.credentials import Credentials, from_connection
from wirelake.fetch.spellings import Spellings
from wirelake.records import Link, RawArticle

SECRET = "s3cret/with+signs"  # noqa: S105
TOKEN = "cXVheTpzM2NyZXQvd2l0aCtzaWducw=="  # noqa: S105, quay:<SECRET> in base64


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def facts(auth: str = "basic", **more: Any) -> FetchFacts:
    given = {"connection": "quay", "auth": auth, "allow_loopback": True, "requests_per_second": 100, **more}
    return FetchFacts.model_validate(given)


def uri(written: str = "s3cret%2Fwith%2Bsigns") -> str:
    return f"http://quay:{written}@wire.example/x?y=z"


@pytest.mark.parametrize(
    ("auth", "header"),
    [
        ("basic", ("Authorization", f"Basic {TOKEN}")),
        ("bearer", ("Authorization", f"Bearer {SECRET}")),
        ("header", ("X-Api-Key", SECRET)),
        ("cookies", ("Cookie", SECRET)),
    ],
)
@pytest.mark.parametrize("form", ["uri", "json"])
def test_both_of_airflows_forms_are_read(auth: str, header: tuple[str, str], form: str) -> None:
    as_json = {"conn_type": "http", "login": "quay", "password": SECRET, "host": "https://wire.example"}
    read = from_connection(uri() if form == "uri" else json.dumps(as_json), facts(auth), {"feeds.example"})
    for host in ("wire.example", "feeds.example"):
        assert read.headers_for(f"https://{host}/a") == dict([header])


def test_cookies_may_stand_in_the_extra() -> None:
    for extra in (
        {"cookies": {"a": "1234", "b": "5678"}},
        json.dumps({"cookies": {"a": "1234", "b": "5678"}}),
    ):
        text = json.dumps({"conn_type": "http", "extra": extra})
        read = from_connection(text, facts("cookies"), {"wire.example"})
        assert read.headers_for("https://wire.example/") == {"Cookie": "a=1234; b=5678"}
        assert read.scrub("5678!") == "***!"


@pytest.mark.parametrize(
    "url",
    [
        "http://wire.example/",
        "https://wire.example.evil.example/",
        "https://evil.example/?wire.example",
        "https://www.wire.example/",
        "https://evil.example#wire.example",
        "https://evil.example\\@wire.example/",
        "https://user@wire.example/",
        "http://127.0.0.1/",
        "ftp://wire.example/",
        "",
    ],
)
def test_no_other_host_and_no_plain_http_gets_them(url: str) -> None:
    read = from_connection(uri(), facts(allow_loopback=False), {"127.0.0.1"})
    assert read.headers_for(url) == {}


@pytest.mark.parametrize(
    "text",
    ["", "quay", "{", "[]", "http://wire.example/", '{"password": ""}', '{"extra": "{"}', '{"extra": 4}'],
)
def test_what_cannot_be_used_is_a_config_error(text: str) -> None:
    with pytest.raises(ConfigError, match="connection 'quay'"):
        from_connection(text, facts(), ())


def test_a_secret_that_would_part_the_headers_is_refused_and_not_shown() -> None:
    with pytest.raises(ConfigError) as raised:
        from_connection(uri("hush%0d%0aX-Evil%3a1"), facts("bearer"), ())
    assert "hush" not in str(raised.value)
    assert raised.value.__suppress_context__ or raised.value.__cause__ is None


def test_they_are_shown_nowhere() -> None:
    read = from_connection(uri(), facts(), ())
    for text in (repr(read), str(read), f"{read}", repr([read])):
        assert SECRET not in text
    told = f"a {SECRET} b Basic {TOKEN} c s3cret%2Fwith%2Bsigns d s3cret/with%2Bsigns"
    assert read.scrub(told) == "a *** b Basic *** c *** d ***"


def test_a_source_names_its_connection() -> None:
    source = {
        "name": "quay",
        "title": "Quay Wire",
        "description": "An invented wire of the tests.",
        "homepage": "https://quay.example/",
        "contact": "the tests",
        "discover": [{"kind": "feed", "url": "https://feeds.quay.example/rss"}],
    }
    assert credentials_of(SourceConfig.model_validate(source), None) is None
    paid = SourceConfig.model_validate(source | {"fetch": {"connection": "quay"}})
    with pytest.raises(ConfigError, match="AIRFLOW_CONN_QUAY"):
        credentials_of(paid, None)
    read = credentials_of(paid, uri())
    assert read is not None
    assert read.hosts == {"feeds.quay.example", "wire.example"}


def here(_: str, port: int, **__: object) -> list[tuple[Any, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


def get(server: HostileServer, *others: HostileServer, auth: str = "basic") -> RawArticle:
    hidden = Credentials(
        auth=auth, login="quay", secret=SECRET, hosts=frozenset({"127.0.0.1"}), allow_loopback=True
    )
    known = facts(auth, ports=[server.port, *(one.port for one in others)], timeout_seconds=5)
    with Fetcher(known, contact="the tests", credentials=hidden, resolve=here) as session:
        return session.get(Link(url=f"{server.url}/a", origin="feed"))


def sent(server: HostileServer) -> list[bool]:
    return [TOKEN in head or SECRET in head for head in server.asked]


def test_a_redirect_to_another_host_carries_none(server: HostileServer) -> None:
    with HostileServer() as other:
        server.answers["/a"] = [moved("/b")]
        server.answers["/b"] = [moved(f"http://other.example:{other.port}/c")]
        other.answers["/c"] = [page(b"<p>Hello</p>")]
        raw = get(server, other)
        assert raw.failure is None
        assert (sent(server), sent(other)) == ([True, True], [False])
        assert all("authorization" not in head.lower() for head in other.asked + other.policies)


def _zipped(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files.items():
            file.writestr(name, text)
    return data.getvalue()


ECHOES: dict[str, bytes] = {
    "reason": page(b"<p>x</p>", status=f"403 {SECRET} {TOKEN}"),
    "header": page(b"<p>x</p>", f"X-Got: Basic {TOKEN}", f"X-Robots-Tag: noai {SECRET}"),
    "body": page(f"<p>{SECRET}</p>".encode()),
    "packed body": page(gzip.compress(f"<p>{TOKEN}</p>".encode()), "Content-Encoding: gzip"),
    "body of a failure": page(SECRET.encode(), status="500 Broken"),
    "packed body of a failure": page(
        gzip.compress(f"no entry for {TOKEN}".encode()), "Content-Encoding: gzip", status="403 No"
    ),
    "packed body that breaks off": b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 999\r\n\r\n"
    + gzip.compress(TOKEN.encode()),
    "body that breaks off": b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + SECRET.encode(),
    "body packed twice": page(
        gzip.compress(gzip.compress(f"<p>{SECRET}</p>".encode())), "Content-Encoding: gzip"
    ),
    "body packed in many members": page(
        b"".join(gzip.compress(bytes([one])) for one in f"<p>{SECRET}</p>".encode()), "Content-Encoding: gzip"
    ),
    "body after a megabyte": page(b"<p>" + b"x" * 1_048_550 + f"<p>{SECRET}</p>".encode()),
    "body in an unknown packing": page(
        b"\x1f\x9d" + SECRET[:8].encode() + SECRET[8:].encode(), "Content-Encoding: compress"
    ),
    "body of two files": page(_zipped(a=SECRET, b="x")),
    "body of a failure in UTF-16": page(SECRET.encode("utf-16"), status="500 Broken"),
    "body that breaks off within it": b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + SECRET[:-1].encode(),
    "reason in other letters": page(b"x", status=f"403 {''.join(f'%{ord(one):02x}' for one in SECRET)}"),
    "reason that is too long": page(b"x", status=f"403 {'x' * 190}{SECRET}"),
    "header in other letters": page(b"x", f"X-Got: {''.join(f'&#{ord(one)};' for one in TOKEN)}"),
    "no HTTP": f"GET /a {TOKEN} {SECRET}\r\n\r\n".encode(),
    "redirect to another host": moved(f"http://other.example/?key={SECRET}"),
    "redirect that is refused": moved(f"http://10.0.0.1/{TOKEN}"),
    "redirect to nowhere": moved(f"http://[{SECRET}"),
    "length": b"HTTP/1.1 200 OK\r\nContent-Length: 1, " + TOKEN.encode() + b"\r\n\r\nx",
    "header that is none": b"HTTP/1.1 200 OK\r\n" + SECRET.encode() + b"\r\nX: y\r\n\r\nx",
}


@pytest.mark.parametrize("how", ECHOES)
def test_a_server_that_repeats_them_brings_them_nowhere(
    server: HostileServer, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.answers["/a"] = [ECHOES[how]]
    raw = get(server)
    hidden = Spellings([SECRET, TOKEN])
    for text in (repr(raw), raw.body.decode("latin-1"), caplog.text):
        assert not hidden.stand_in(text.encode())
        assert SECRET[:9] not in text
        assert TOKEN[:9] not in text
    assert sent(server)[0]
    if "body" in how:
        assert raw.body == b""
        assert raw.failure in ("secret_echoed", "bad_encoding")
    if "redirect to another" in how:
        assert raw.failure == "secret_echoed"


@pytest.mark.parametrize("how", pages("a"))
def test_a_page_that_repeats_them_in_another_spelling_is_not_kept(server: HostileServer, how: str) -> None:
    server.answers["/a"] = [page(pages(TOKEN)[how])]
    raw = get(server)
    assert (raw.failure, raw.body) == ("secret_echoed", b"")


def test_what_only_looks_like_them_is_kept(server: HostileServer) -> None:
    body = f"<p>{SECRET[:5]} and {TOKEN[:5]}, s3cret with signs: 100% &#115;ecret \\u0073 =73</p>".encode()
    server.answers["/a"] = [page(gzip.compress(body), "Content-Encoding: gzip")]
    raw = get(server)
    assert raw.failure is None
    assert gzip.decompress(raw.body) == body
