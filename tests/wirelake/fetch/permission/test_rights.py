"""tdmrep.json at an origin: which location counts, and what a broken file says."""

import gzip
import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.wirelake.fetch.asking import ask
from tests.wirelake.fetch.hostile_server import HostileServer, moved, page

from wirelake.fetch.permission.rights import MAX_BYTES, MAX_LOCATIONS, PLACE, TdmRep, locations
from wirelake.records import Rights

POLICY = "https://wire.example/policy.json"
RULES = [
    {"location": "/free/*.txt$", "tdm-reservation": 0},
    {"location": "/free/", "tdm-reservation": 1, "tdm-policy": POLICY},
    {"location": "/News", "tdm-reservation": "1"},
    {"location": "/caf%C3%A9", "tdm-reservation": True},
    {"location": "odd", "tdm-reservation": "yes"},
]


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


def states(server: HostileServer, stated: Any) -> TdmRep:
    server.answers[PLACE] = [page(json.dumps(stated).encode())]
    return TdmRep(ask)


@pytest.mark.parametrize(
    ("path", "reservation"),
    [
        ("/free/a.txt", 0),  # the first location that covers it, not the longest
        ("/free/a.txt?b", 1),
        ("/free/a.html", 1),
        ("/News/1", 1),
        ("/news/1", None),
        ("/café/1", 1),
        ("/caf%c3%a9", 1),
        ("/odd", None),
        ("/", None),
    ],
)
def test_the_first_location_that_covers_it_counts(
    server: HostileServer, path: str, reservation: int | None
) -> None:
    assert states(server, RULES).of(server.url + path).tdm_reservation == reservation


def test_the_evidence_names_the_file_and_the_location(server: HostileServer) -> None:
    found = states(server, RULES).of(f"{server.url}/free/1")
    file = server.url + PLACE
    assert found == Rights(
        tdm_reservation=1,
        tdm_policy=POLICY,
        evidence=(f"{file} /free/ tdm-reservation: 1", f"{file} /free/ tdm-policy: {POLICY}"),
    )


def test_an_origin_is_asked_once_a_day(server: HostileServer) -> None:
    now = [0.0]
    server.answers[PLACE] = [page(b"[]"), page(b'[{"location": "/", "tdm-reservation": 1}]')]
    tdm = TdmRep(ask, clock=lambda: now[0])
    assert [tdm.of(f"{server.url}/{n}").tdm_reservation for n in range(3)] == [None] * 3
    now[0] = 86_400.0
    assert tdm.of(f"{server.url}/4").tdm_reservation == 1
    assert server.paths() == [PLACE, PLACE]


def test_a_missing_file_states_nothing(server: HostileServer) -> None:
    server.answers[PLACE] = [page(b"no such page", status="404 Not Found")]
    assert TdmRep(ask).of(f"{server.url}/1") == Rights()


def test_redirects_and_gzip_are_followed(server: HostileServer) -> None:
    body = gzip.compress(b'[{"location": "/", "tdm-reservation": 1}]')
    server.answers = {PLACE: [moved("/t.json")], "/t.json": [page(body, "Content-Encoding: gzip")]}
    assert TdmRep(ask).of(f"{server.url}/1").tdm_reservation == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>Not found</html>", "Expecting value"),
        (b"[" * 100_000, "nested too deep"),
        (b"7", "not an array of locations"),
        (b'[{"location": "/"}' + b" " * MAX_BYTES, f"more than {MAX_BYTES}"),
        (json.dumps([{"location": "/"}] * (MAX_LOCATIONS + 1)).encode(), "locations"),
        (b"\xff\xfe\xfa", "decode"),
    ],
)
def test_a_broken_file_states_nothing_and_says_so(server: HostileServer, body: bytes, said: str) -> None:
    server.answers[PLACE] = [page(body)]
    found = TdmRep(ask).of(f"{server.url}/1")
    assert (found.tdm_reservation, found.tdm_policy) == (None, None)
    (evidence,) = found.evidence
    assert evidence.startswith(f"{server.url}{PLACE} cannot be read: ")
    assert said in evidence


def test_a_file_that_broke_off_states_nothing_and_says_so(server: HostileServer) -> None:
    whole = page(b'[{"location": "/", "tdm-reservation": 0}]')
    server.answers[PLACE] = [whole.replace(b"Content-Length: ", b"Content-Length: 9")]
    assert TdmRep(ask).of(f"{server.url}/1") == Rights(evidence=(f"{server.url}{PLACE}: truncated",))


def test_a_server_that_fails_is_asked_again_soon(server: HostileServer) -> None:
    now = [0.0]
    server.answers[PLACE] = [
        page(b"", status="503 Busy"),
        page(b'[{"location": "/", "tdm-reservation": 1}]'),
    ]
    tdm = TdmRep(ask, clock=lambda: now[0])
    assert tdm.of(f"{server.url}/1") == Rights(evidence=(f"{server.url}{PLACE}: http_503",))
    now[0] = 600.0
    assert tdm.of(f"{server.url}/1").tdm_reservation == 1


@pytest.mark.parametrize(
    "stated",
    [
        [None, 1, "x", [], {}],
        [{"location": 1, "tdm-reservation": 1}, {"location": " ", "tdm-reservation": 1}],
        [{"location": "/", "tdm-reservation": [1]}, {"location": "/", "tdm-reservation": {"a": 1}}],
        [{"location": "/", "tdm-reservation": 2, "tdm-policy": "javascript:alert(1)"}],
    ],
)
def test_what_states_nothing(stated: Any) -> None:
    found = [rights for _, rights in locations(json.dumps(stated).encode())]
    assert {(one.tdm_reservation, one.tdm_policy) for one in found} <= {(None, None)}


def test_one_rule_without_its_array_is_read() -> None:
    ((pattern, rights),) = locations(b'{"location": "/", "tdm-reservation": 1}')
    assert (pattern, rights.tdm_reservation) == ("/", 1)


def test_half_a_character_harms_no_capture(server: HostileServer) -> None:
    stated = (
        rb'[{"location": "/\ud800", "tdm-reservation": 1}, {"location": "/", "tdm-reservation": "\udc00"}]'
    )
    server.answers[PLACE] = [page(stated)]
    rights = TdmRep(ask).of(f"{server.url}/1")
    assert rights.tdm_reservation is None
    assert all(text.encode() for text in rights.evidence)
