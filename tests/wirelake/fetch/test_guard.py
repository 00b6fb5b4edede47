"""Which hosts may be asked, in every spelling of an address."""

import json
import socket
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from wirelake.errors import AccessError
from wirelake.fetch.guard import check_address, check_url

CASES = Path(__file__).parents[4] / "shared" / "cases" / "net" / "ssrf_hosts.jsonl"
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


@pytest.mark.skipif(not CASES.is_file(), reason="the collected cases are not beside this checkout")
def test_no_spelling_of_a_private_host_passes() -> None:
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    private = [case["url"] for case in cases if not case["allowed"] and is_numeric(case["url"])]
    assert len(private) > 25
    for url in private:
        with pytest.raises(AccessError):
            check_url(url, allow_loopback=False)


def is_numeric(url: str) -> bool:
    """The host is an address, however it is written: a name would be looked up beyond this machine."""
    try:
        socket.getaddrinfo(urlsplit(url).hostname, 80, flags=socket.AI_NUMERICHOST)
    except (OSError, ValueError):
        return False
    return True
