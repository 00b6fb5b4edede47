"""Which hosts may be asked, in every spelling of an address."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from wirelake.errors import AccessError
from wirelake.fetch.transport.guard import check_address, check_url

CASES = Path(__file__).parents[5] / "shared" / "cases" / "net" / "ssrf_hosts.jsonl"
REFUSED = [
    "127.0.0.1",
    "10.0.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2001:0:7f00:1::",
]


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused(address: str) -> None:
    with pytest.raises(AccessError, match="not a public address"):
        check_address(address, allow_loopback=False)


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808"]
)
def test_what_is_public_passes(address: str) -> None:
    check_address(address, allow_loopback=False)


def test_loopback_is_all_that_may_be_allowed() -> None:
    check_address("127.0.0.1", allow_loopback=True)
    check_address("::ffff:127.0.0.1", allow_loopback=True)
    with pytest.raises(AccessError):
        check_address("10.0.0.1", allow_loopback=True)


def public(_: str, port: int, **__: object) -> list[tuple[Any, ...]]:
    """As if every name led to a public address."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", port))]


SPELLINGS = [
    "http://127。0。0。1/",
    "http://①②⑦.0.0.1/",
    "http://%31%32%37.0.0.1/",
    "http://exa%6dple.com/",
    "http://localhost。/",
    "http://LOCALHOST./",
    "http://a.LocalHost/",
    "http://metadata.google.internal./",
    "http://printer.local/",
    "http://router.home.arpa/",
    "http://intranet/",
    "http://a..b.com/",
    "http://[fe80::1%25eth0]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::127.0.0.1]/",
    "http://[fec0::1]/",
    "http://[fd00:ec2::254]/",
    "http://[2001:0:7f00:1::]/",
    "http://168.63.129.16/",
    "http://192.0.0.192/",
    "http://100.100.100.200/",
    "http://@example.com/",
    "http://:@example.com/",
    "http://a:b@example.com/",
    "http://example.com\\@127.0.0.1/",
    "http:\\\\example.com/",
    "http:/example.com/",
    "http:example.com/",
    "//example.com/",
    "http://example.com\t/",
    "http://exam\nple.com/",
    "http://example.com/\x00",
    " http://example.com/",
    "http://example.com:0/",
    "http://example.com:6379/",
    "http://example.com:99999/",
    "http://example.com:-1/",
    "http://example.com/" + "a" * 9000,
    "ws://example.com/",
    "data:text/html,x",
    "",
]


@pytest.mark.parametrize("url", SPELLINGS)
def test_what_is_not_plainly_public_is_refused_before_anyone_is_asked(url: str) -> None:
    def nobody(*_: object, **__: object) -> list[tuple[Any, ...]]:
        raise AssertionError("resolved")

    with pytest.raises(AccessError):
        check_url(url, resolve=nobody)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        ("https://example.com:443/a#b", "https://example.com/a"),
        ("http://münchen.de/ä?ö=ü", "http://xn--mnchen-3ya.de/%C3%A4?%C3%B6=%C3%BC"),
        ("http://example.com./", "http://example.com./"),
        ("http://example.com/@a:b", "http://example.com/@a:b"),
        ("http://example.com:8080/a b", "http://example.com:8080/a%20b"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://134744072/", "http://8.8.8.8/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_what_is_public_is_asked_as_browsers_ask_it(url: str, asked: str) -> None:
    assert check_url(url, resolve=public)[0].url == asked


def test_a_port_is_open_where_it_is_named_and_on_loopback_where_that_is() -> None:
    assert check_url("http://example.com:6379/", ports=(6379,), resolve=public)[0].port == 6379
    assert check_url("http://127.0.0.1:6379/", allow_loopback=True)[1] == ("127.0.0.1",)
    with pytest.raises(AccessError):
        check_url("http://example.com:6379/", allow_loopback=True, resolve=public)


@pytest.mark.skipif(not CASES.is_file(), reason="the collected cases are not beside this checkout")
def test_the_collected_hosts_are_judged_right() -> None:
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    assert len(cases) > 50
    for case in cases:
        try:
            check_url(case["url"], resolve=public)
            passed = True
        except AccessError:
            passed = False
        assert passed == case["allowed"], case
