"""Routes: names, certificates, and robots.txt."""

import re
import socket
import ssl
import time
from collections.abc import Callable
from typing import Any

from bench.suites.scenes import HTML, Scene, local, words
from tests.wirelake.fetch.certificates import Authority, SlowHandshake, TlsServer
from tests.wirelake.fetch.hostile_server import Answer, flood, moved, page, reset, silent

from wirelake.fetch.transport.guard import check_url
from wirelake.records import Link

HOST = "wire.example"
PUBLIC = "93.184.215.14"
Names = Callable[..., list[tuple[Any, ...]]]


def _answering(*places: str) -> Names:
    """A resolver whose every answer is the next of these, each a list of addresses parted by blanks."""
    left = list(places)

    def resolve(_: str, port: int, **__: object) -> list[tuple[Any, ...]]:
        answer = left.pop(0) if len(left) > 1 else left[0]
        return [(0, socket.SOCK_STREAM, 6, "", (place, port)) for place in answer.split()]

    return resolve


def _named(scene: Scene, resolve: Names, **given: Any) -> Any:
    scene.server.answers["/a"] = [page(HTML)]
    with scene.fetcher(resolve=resolve, **given) as fetcher:
        return fetcher.get(Link(url=f"http://{HOST}:{scene.server.port}/a", origin="feed"))


def _failing(number: int) -> Callable[[Scene], set[str]]:
    def resolve(*_: object, **__: object) -> list[tuple[Any, ...]]:
        raise socket.gaierror(number, "the name is not known")

    return lambda scene: words(_named(scene, resolve))


def _slow_name(scene: Scene) -> set[str]:
    def resolve(*_: object, **__: object) -> list[tuple[Any, ...]]:
        time.sleep(6)
        raise socket.gaierror(socket.EAI_AGAIN, "late")

    started = time.monotonic()
    got = words(_named(scene, resolve, timeout_seconds=0.4))
    return got | {"timeout"} if time.monotonic() - started < 4 else {"late"}


def _mixed(scene: Scene) -> set[str]:
    _, dialled = check_url(f"http://{HOST}/", resolve=_answering(f"10.0.0.1 {PUBLIC} 127.0.0.1 ::1"))
    # On loopback, where it is allowed: of a mixed answer what is not allowed is passed over.
    raw = _named(scene, _answering("10.0.0.1 169.254.169.254 127.0.0.1"))
    right = dialled == (PUBLIC,) and (raw.failure, raw.ip) == (None, "127.0.0.1")
    return {"private never dialled", "never dialled"} if right else {f"{dialled}, {raw.failure}"}


def _rebinding(scene: Scene) -> set[str]:
    raw = _named(scene, _answering("127.0.0.1", "10.0.0.1"))
    right = (raw.failure, raw.ip) == (None, "127.0.0.1")
    told = {"ssrf_blocked", "blocked", "pin", "resolve once", "one resolution", "never dialled", "same ip"}
    return told if right else {f"{raw.failure}, {raw.ip}"}


def _inside(scene: Scene) -> set[str]:
    return words(_named(scene, _answering("10.0.0.1")))


def _tls(scene: Scene) -> set[str]:
    said, authority = scene.said, Authority(scene.folder)
    other = "wrong" in said or "mismatch" in said or "hostname" in said
    foreign = re.search(r"unknown|untrusted|ca\b|issuer|chain", said)
    signer = Authority(scene.folder / "foreign") if foreign else authority
    made = signer.certificate(
        "other.example" if other else HOST, expired="expired" in said, self_signed="self" in said
    )
    old = re.search(r"(tls|ssl) ?v?(1\.[01]|3|2)\b(?!\.)|weak|old", said)
    newest = ssl.TLSVersion.TLSv1_1 if old and "1.1" in said else ssl.TLSVersion.TLSv1 if old else None
    with TlsServer(made, newest) as server:
        server.answers["/a"] = [page(HTML)]
        with scene.fetcher(ports=(server.port,), resolve=local, authorities=str(authority.path)) as fetcher:
            return words(fetcher.get(Link(url=f"https://{HOST}:{server.port}/a", origin="feed")))


def _handshake(scene: Scene) -> set[str]:
    with SlowHandshake() as server:
        url = f"https://127.0.0.1:{server.port}/a"
        with scene.fetcher(ports=(server.port,), timeout_seconds=0.5) as fetcher:
            return words(fetcher.get(Link(url=url, origin="feed")))


def _plain_on_tls(scene: Scene) -> set[str]:
    url = f"https://127.0.0.1:{scene.server.port}/a"
    with scene.fetcher(timeout_seconds=1) as fetcher:
        return words(fetcher.get(Link(url=url, origin="feed")))


def _robots(answer: Answer) -> Callable[[Scene], set[str]]:
    def drive(scene: Scene) -> set[str]:
        found = re.search(r"\b([345]\d\d)\b", scene.said)
        given = page(b"", status=f"{found[1]} So") if found and answer == b"status" else answer
        scene.server.answers |= {"/robots.txt": [given], "/r": [page(b"User-agent: *\nDisallow: /b")]}
        raw = scene.get(page(HTML), robots="respect", timeout_seconds=0.6)
        allowed = {"allow", "allow all", "no rules", "no restriction", "parse", "ignore", "follow"}
        return allowed if raw.failure is None else words(raw)

    return drive


ENDLESS = b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /b\n"
STRANGE = b"\xef\xbb\xbfUser-agent: *\nDisallow: /b\n\xff\xfe\0"
LONG = b"User-agent: *\nDisallow: /b\n" + b"# long\n" * 120_000
HOSTS: tuple[tuple[str, Callable[[Scene], set[str]]], ...] = (
    (r"robots.*redirect.*(loop|endless|\b[6-9]\b|\d\d)", _robots(moved("/robots.txt"))),
    (r"robots.*redirect", _robots(moved("/r"))),
    (r"robots.*\b[345]\d\d\b", _robots(b"status")),
    (r"robots.*\b5xx", _robots(page(b"", status="500 Broken"))),
    (r"robots.*\b4xx", _robots(page(b"", status="404 No"))),
    (r"robots.*(timeout|time out|slow|never|silent|hang|drip)", _robots(silent)),
    (r"robots.*(unreachable|reset|rst|refused|down)", _robots(reset)),
    (r"robots.*html", _robots(page(HTML))),
    (r"robots.*(endless|infinite|[\d.]+ ?[mg]i?b)", _robots(flood(ENDLESS, 8_000_000))),
    (r"robots.*(huge|large|long|big|[\d.]+ ?ki?b)", _robots(page(LONG))),
    (r"robots.*(empty|blank|0 b)", _robots(page(b""))),
    (r"robots.*(bom|binary|utf-?16|garbage|invalid|encoding)", _robots(page(STRANGE))),
    (r"rebind|toctou|second (answer|resolution|lookup)|changes? (answer|between)", _rebinding),
    (r"dns.*(mixed|public.*private|private.*public)", _mixed),
    (r"dns.*(timeout|time out|slow|hang|never)", _slow_name),
    (r"dns.*(private|loopback|127\.|10\.|internal|only private|0\.0\.0\.0)|resolves to", _inside),
    (r"nxdomain|no such (name|host|domain)|unknown host", _failing(socket.EAI_NONAME)),
    (
        r"servfail|dns.*(fail|error|empty|no (answer|address|record)|temp|refused)|no a(aaa)? record",
        _failing(socket.EAI_AGAIN),
    ),
    (r"(tls|ssl|handshake).*(slow|drip|stall|hang|timeout|never)", _handshake),
    (r"(http|plain).*(on|over|at).*(443|tls|https)|not tls", _plain_on_tls),
    (r"\b(tls|ssl|certificate|cert|sni)\b", _tls),
)
