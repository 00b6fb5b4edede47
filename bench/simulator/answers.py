"""What the simulated hosts answer: pages, and everything that a server can do wrong.

A path is ``/<route>/<anything>``; the routes are the keys of ROUTES.
"""

import asyncio
import random
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable
from functools import cache

PAGE_BYTES = 74_000  # as sent; decoded about four times as much
BOMB_BYTES = 100_000_000  # decoded
ROBOTS = b"User-agent: *\nDisallow: /private/\n"
UNHURRIED = "127.0.0.60"  # whose robots.txt asks for a tenth of a second between two requests
CRAWL_DELAY = 0.1
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"
WORDS = [
    "harbour", "council", "tariff", "reservoir", "orchard", "ferry", "quarterly", "ministry", "wheat", "tram",
    "granite", "ballot", "lagoon", "archive", "turbine", "auction", "plateau", "census", "bakery", "signal",
]  # fmt: skip


@cache
def _common() -> tuple[bytes, bytes]:
    """What all pages share, plain and deflated: prose, and markup that compresses well, as on real pages."""
    chance, parts = random.Random(74), []  # noqa: S311
    deflated = b""
    while len(deflated) < PAGE_BYTES:
        for _ in range(15):
            prose = " ".join(f"{chance.choice(WORDS)}{chance.randrange(400)}" for _ in range(60))
            menu = '<li class="menu__item menu__item--depth-2"><a href="/section/latest">Latest</a></li>' * 3
            parts.append(f"<p>{prose}.</p>\n<ul>{menu}</ul>\n")
        plain = "".join(parts).encode()
        deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
        deflated = deflate.compress(plain) + deflate.flush()
    return plain, deflated


def page(path: str) -> bytes:
    """A gzip page of its own for the path: a stored block with its title, then what all pages share."""
    plain, deflated = _common()
    title = f"<!doctype html><html><head><title>{path}</title></head><body><h1>{path}</h1>\n".encode()
    stored = b"\x00" + struct.pack("<HH", len(title), len(title) ^ 0xFFFF) + title
    check = zlib.crc32(plain, zlib.crc32(title))
    return GZIP_HEAD + stored + deflated + struct.pack("<II", check, len(title) + len(plain))


@cache
def bomb() -> bytes:
    """A small gzip body that decodes to 100 MB."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
    million = b"0" * 1_000_000
    return b"".join([*(deflate.compress(million) for _ in range(BOMB_BYTES // 1_000_000)), deflate.flush()])


def whole(body: bytes, *headers: str, status: str = "200 OK", length: int | str | None = None) -> bytes:
    """A complete answer; ``length`` is what it states instead of its true length."""
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Length: {len(body) if length is None else length}",
        *(headers or ("Content-Type: text/html; charset=utf-8",)),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


HTML_GZIP = ("Content-Type: text/html; charset=utf-8", "Content-Encoding: gzip")
UTF_16 = "Content-Type: text/html; charset=utf-16"
Answer = Callable[[str, asyncio.StreamWriter], Awaitable[bool]]


def _sends(build: Callable[[str], bytes], *, close: bool = False) -> Answer:
    async def answer(path: str, writer: asyncio.StreamWriter) -> bool:
        writer.write(build(path))
        return not close

    return answer


async def _drip(_path: str, writer: asyncio.StreamWriter) -> bool:
    writer.write(whole(b"<p>", length=1_000_000))
    while True:
        await asyncio.sleep(0.2)
        writer.write(b"x")
        await writer.drain()


async def _drip_head(_path: str, writer: asyncio.StreamWriter) -> bool:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        await asyncio.sleep(0.2)
        writer.write(b"x")
        await writer.drain()


async def _slow(_path: str, writer: asyncio.StreamWriter) -> bool:
    await asyncio.sleep(60)
    writer.write(whole(b"<p>At last</p>"))
    return True


async def _reset(_path: str, writer: asyncio.StreamWriter) -> bool:
    writer.write(whole(b"<p>", length=1_000_000))
    await writer.drain()
    raw: socket.socket = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return False


async def _hang_up(_path: str, _writer: asyncio.StreamWriter) -> bool:
    return False


async def _robots(_path: str, writer: asyncio.StreamWriter) -> bool:
    own = f"Crawl-delay: {CRAWL_DELAY}\n" if writer.get_extra_info("sockname")[0] == UNHURRIED else ""
    writer.write(whole(ROBOTS + own.encode(), "Content-Type: text/plain"))
    return True


def _next_loop(path: str) -> bytes:
    turn = path.rpartition("-")[2]
    number = int(turn) + 1 if turn.isdigit() else 1
    return whole(b"", f"Location: /loop/turn-{number}", status="302 Found")


def _moved(path: str) -> bytes:
    return whole(b"", f"Location: /page/{path.removeprefix('/moved/')}", status="301 Moved Permanently")


def _status(line: str, *headers: str) -> Answer:
    return _sends(lambda _: whole(b"<p>Sorry</p>", "Content-Type: text/html", *headers, status=line))


ROUTES: dict[str, Answer] = {
    "page": _sends(lambda path: whole(page(path), *HTML_GZIP)),
    "moved": _sends(_moved),
    "robots.txt": _robots,
    "drip": _drip,
    "drip_head": _drip_head,
    "slow": _slow,
    "reset": _reset,
    "hang_up": _hang_up,
    "bomb": _sends(lambda _: whole(bomb(), *HTML_GZIP)),
    "loop": _sends(_next_loop),
    "inward": _sends(lambda _: whole(b"", "Location: http://10.0.0.1/", status="302 Found")),
    "short": _sends(lambda path: whole(page(path)[:-1000], *HTML_GZIP, length=len(page(path))), close=True),
    "no_number": _sends(lambda _: whole(b"<p>Hello</p>", length="abc"), close=True),
    "charset": _sends(lambda _: whole("<p>Zürich</p>".encode("cp1252"), UTF_16)),
    "missing": _status("404 Not Found"),
    "broken": _status("500 Internal Server Error"),
    "busy": _status("429 Too Many Requests", "Retry-After: 1"),
    "forbidden": _status("403 Forbidden"),
    "image": _sends(lambda _: whole(b"\x89PNG", "Content-Type: image/png")),
}  # fmt: skip
MISSING = ROUTES["missing"]
