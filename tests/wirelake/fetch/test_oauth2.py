"""A client's tokens: as long as they hold, and whatever the wire answers instead of one."""

import json

import pytest

from wirelake.config.source import OAuth2Facts
from wirelake.fetch.credentials import Credentials
from wirelake.fetch.oauth2 import Grant
from wirelake.fetch.transport.exchange import FailedError

TOKEN_URL = "https://login.pier.example/token"  # noqa: S105
SECRET = "cl1ent/secret"  # noqa: S105
CLIENT = Credentials(auth="oauth2", login="desk", secret=SECRET, hosts=frozenset({"api.pier.example"}))
FEED = "https://api.pier.example/feed"


class Wire:
    """What the address of the tokens answers, and the time."""

    def __init__(self, status: int = 200, body: bytes | None = None, seconds: object = 3600) -> None:
        self.now, self.status, self.body, self.seconds = 0.0, status, body, seconds
        self.asked: list[tuple[dict[str, str], bytes]] = []

    def post(self, url: str, headers: dict[str, str], form: bytes) -> tuple[int, bytes]:
        assert url == TOKEN_URL
        self.asked.append((headers, form))
        told = {
            "access_token": f"t0ken-{len(self.asked)}",
            "token_type": "Bearer",
            "expires_in": self.seconds,
        }
        return self.status, json.dumps(told).encode() if self.body is None else self.body


def grant(wire: Wire, **facts: str) -> Grant:
    return Grant(
        CLIENT,
        OAuth2Facts.model_validate({"token_url": TOKEN_URL, "scope": "feed", **facts}),
        clock=lambda: wire.now,
    )


def test_a_token_is_shown_until_shortly_before_its_end() -> None:
    wire = Wire()
    found = grant(wire)
    assert found.headers_for(FEED) == {}
    for now, asked in ((0.0, 1), (3569.0, 1), (3571.0, 2), (3572.0, 2)):
        wire.now = now
        found.make_ready(wire.post)
        assert len(wire.asked) == asked
        assert found.headers_for(FEED) == {"Authorization": f"Bearer t0ken-{asked}"}
    assert found.headers_for("https://elsewhere.example/feed") == {}
    assert found.headers_for("http://api.pier.example/feed") == {}
    assert found.headers_for(TOKEN_URL) == {}
    assert found.scrub("t0ken-1 t0ken-2 cl1ent/secret") == "*** *** ***"
    assert "t0ken" not in repr(found)


def test_id_and_secret_stand_in_the_header_or_where_the_yaml_says_in_the_body() -> None:
    wire = Wire()
    grant(wire).make_ready(wire.post)
    grant(wire, client="body").make_ready(wire.post)
    (headers, form), (bare, whole) = wire.asked
    assert headers["Authorization"] == "Basic ZGVzazpjbDFlbnQlMkZzZWNyZXQ="
    assert form == b"grant_type=client_credentials&scope=feed"
    assert "Authorization" not in bare
    assert b"client_id=desk" in whole
    assert b"client_secret=cl1ent%2Fsecret" in whole


def test_a_refused_token_is_replaced_once_for_all_threads() -> None:
    wire = Wire()
    found = grant(wire)
    found.make_ready(wire.post)
    found.replace("t0ken-1", wire.post)
    found.replace("t0ken-1", wire.post)  # another thread, which was refused as well
    assert len(wire.asked) == 2
    assert found.token == "t0ken-2"  # noqa: S105


@pytest.mark.parametrize(
    ("status", "body", "failure"),
    [
        (401, b'{"error": "invalid_client"}', "http_401"),
        (400, b'{"error": "unauthorized_client", "error_description": "\\u0000no"}', "http_401"),
        (200, b'{"error": "invalid_scope"}', "http_401"),
        (503, b"", "http_503"),
        (302, b"", "http_302"),
        (200, b"<html>", "protocol"),
        (200, b"", "protocol"),
        (200, b"[]", "protocol"),
        (200, b'"token"', "protocol"),
        (200, b'{"token_type": "Bearer"}', "protocol"),
        (200, b'{"access_token": ["a"], "token_type": "Bearer"}', "protocol"),
        (200, b'{"access_token": "a\\r\\nX: y", "token_type": "Bearer"}', "protocol"),
        (200, b'{"access_token": "t0ken", "token_type": "Bearer", "expires_in": "soon"}', "protocol"),
        (200, b'{"access_token": "t0ken", "token_type": "Bearer", "expires_in": {}}', "protocol"),
        (200, b"\xff\xfe\x00", "protocol"),
        (401, b"no", "http_401"),
    ],
)
def test_whatever_comes_instead_is_named(status: int, body: bytes, failure: str) -> None:
    wire = Wire(status, body)
    with pytest.raises(FailedError) as told:
        grant(wire).make_ready(wire.post)
    assert told.value.failure == failure
    assert TOKEN_URL in told.value.detail


def test_a_token_without_an_end_holds_until_it_is_refused() -> None:
    wire = Wire(body=b'{"access_token": "t0ken", "token_type": "Bearer"}')
    found = grant(wire)
    for now in (0.0, 1e7):
        wire.now = now
        found.make_ready(wire.post)
    assert len(wire.asked) == 1
