"""Routes: lengths, chunks, codings, types, charsets, and pages that are no article."""

import gzip
import re
import socket
import threading
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime

import pyarrow as pa
from bench.suites.scenes import HTML, Scene, judged, words
from tests.wirelake.fetch.hostile_server import drip, flood, page

from wirelake.archive import archive
from wirelake.config import Batch
from wirelake.extract import extract
from wirelake.lake.exchanges import read_index
from wirelake.records import Link
from wirelake.storage import LocalStore

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
CHUNK = b"%x\r\n%s\r\n" % (len(HTML), HTML)
GZIP = "Content-Encoding: gzip"
BOMB = bytes(60_000_000)
PACKED = gzip.compress(HTML)
LONG = OK + b"Content-Length: 99999\r\n\r\n" + HTML
LARGE = r"(huge|endless|infinite|unbounded|oversize|large|[\d.]+ ?[gm]i?b)"
ASCII = "Content-Type: text/html; charset=ascii"


def _body(answer: bytes) -> Callable[[Scene], set[str]]:
    return lambda scene: words(scene.get(answer))


def _page(body: bytes, *headers: str) -> Callable[[Scene], set[str]]:
    return lambda scene: judged(scene.get(page(body, *headers)))


def _no_desync(scene: Scene) -> set[str]:
    """More body than its length, on a connection that is used again."""
    extra = page(b"<p>smuggled</p>")

    def answer(connection: socket.socket, _: threading.Event) -> None:
        connection.sendall(OK + b"Content-Length: 5\r\n\r\nHello" + extra)
        connection.recv(65_536)

    scene.server.answers |= {"/a": [answer], "/b": [page(HTML)]}
    with scene.fetcher() as fetcher:
        first, second = (
            fetcher.get(Link(url=scene.server.url + path, origin="feed")) for path in ("/a", "/b")
        )
    right = (first.body, second.body) == (b"Hello", HTML)
    return (
        {"body cut", "no desync", "cut at cl", "connection dropped", "drop", "ignore"}
        if right
        else {f"{first.body!r}, {second.body[:30]!r}"}
    )


def _bomb(scene: Scene) -> set[str]:
    packed: dict[str, tuple[bytes, str]] = {
        "deflate": (zlib.compress(BOMB), "deflate"),
        "br": (pa.compress(BOMB, codec="brotli", asbytes=True), "br"),
        "zstd": (pa.compress(BOMB, codec="zstd", asbytes=True), "zstd"),
    }
    found = next((name for name in packed if re.search(rf"\b{name}", scene.said)), None)
    body, coding = packed[found] if found else (gzip.compress(BOMB), "gzip")
    raw = scene.get(page(body, f"Content-Encoding: {coding}"))
    return words(raw) if not raw.body else {"kept"}


def _double(scene: Scene) -> set[str]:
    raw = scene.get(page(gzip.compress(gzip.compress(HTML)), "Content-Encoding: gzip, gzip"))
    return words(raw) | ({"single level"} if raw.failure is None else set())


def _other_coding(scene: Scene) -> set[str]:
    both = [
        scene.get(page(pa.compress(HTML, codec=codec, asbytes=True), f"Content-Encoding: {name}"))
        for codec, name in (("brotli", "br"), ("zstd", "zstd"))
    ]
    return set.union(*(judged(one) for one in both))


def _media(scene: Scene) -> set[str]:
    found = re.search(r"(image|video|audio|font|application)/[\w.+-]+", scene.said)
    media = found[0] if found else "application/pdf" if "pdf" in scene.said else "image/png"
    if media.endswith("octet-stream"):
        return _sniffed(media)(scene)
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {media}\r\nContent-Length: 900000\r\n\r\n".encode()
    raw = scene.get(drip(head, b"x", 0.2))
    return words(raw) | {"before body"} if not raw.body and raw.failure != "timeout" else words(raw)


def _sniffed(media: str | None, body: bytes = HTML) -> Callable[[Scene], set[str]]:
    def drive(scene: Scene) -> set[str]:
        said = f"Content-Type: {media}\r\n".encode() if media else b""
        got = judged(scene.get(OK + said + b"Content-Length: %d\r\n\r\n" % len(body) + body))
        return got | ({"sniff"} if "accept" in got else set())

    return drive


def _utf_7(scene: Scene) -> set[str]:
    body = HTML.replace(b"The crane", b"+ADw-script+AD4-alert(1) The crane")
    headers = b"Content-Type: text/html; charset=utf-7\r\nContent-Length: %d\r\n\r\n" % len(body)
    raw = scene.get(OK + headers + body)
    read = extract(raw)
    text = " ".join(one.extracted_text for one in read) if isinstance(read, list) else ""
    return {"ignore", "ignored"} if "+ADw" in text and "<script" not in text else {f"read {text[:60]!r}"}


def _same_digest(scene: Scene) -> set[str]:
    store, batch = LocalStore(scene.folder / "lake"), Batch("quay", date(2026, 3, 2))
    scene.server.answers["/a"] = [page(HTML)]
    for hour in (12, 13):
        now = datetime(2026, 3, 2, hour, tzinfo=UTC)
        with scene.fetcher() as fetcher:
            raw = fetcher.get(Link(url=f"{scene.server.url}/a", origin="feed"))
        archive(store, batch, [raw], f"{now:%Y%m%dT%H%M%SZ}-00000000")
    kinds = [row["record_type"] for row in read_index(store, batch)]
    return {"revisit record", "revisit"} if kinds == ["response", "revisit"] else {f"records: {kinds}"}


def _both_framings(scene: Scene) -> set[str]:
    head = OK + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
    raw = scene.get(head + CHUNK + b"0\r\n\r\n")
    return words(raw) | ({"chunked wins", "chunked"} if raw.body == HTML else set())


def _bad_chunk(scene: Scene) -> set[str]:
    raw = scene.get(CHUNKED + b"zz\r\n" + HTML)
    return words(raw) | ({"protocol_error"} if raw.failure else set())


def _stalled(scene: Scene) -> set[str]:
    return words(scene.get(drip(LONG, b"", 60), timeout_seconds=0.5))


def _endless(scene: Scene) -> set[str]:
    return words(scene.get(flood(OK + b"\r\n", 30_000_000)))


def _empty(scene: Scene) -> set[str]:
    return judged(scene.get(page(b""))) | {"empty"}


def _wall(scene: Scene) -> set[str]:
    return judged(scene.get(page(WALLS[next(name for name in WALLS if re.search(name, scene.said))])))


def _said(title: str, text: str) -> bytes:
    return (
        f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1><p>{text}</p></main>"
        "<footer><a href='/'>Home</a> <a href='/search'>Search</a></footer></body></html>"
    ).encode()


WALLS = {
    r"soft.?404": _said("Page not found", "Sorry, the page you are looking for could not be found (404)."),
    r"consent|cookie|gdpr": _said(
        "Before you continue",
        "We and our partners use cookies to process personal data. Accept all or manage your privacy "
        "settings to continue to the site.",
    ),
    r"paywall|subscri": _said(
        "Crane turns green",
        "The crane at the quay was painted green. Subscribe to continue reading this article. Already a "
        "subscriber? Log in.",
    ),
    r"captcha|bot|challenge|javascript required|cloudflare": _said(
        "Just a moment...", "Checking your browser before you continue. Enable JavaScript and cookies."
    ),
}

BODIES: tuple[tuple[str, Callable[[Scene], set[str]]], ...] = (
    (r"bomb", _bomb),
    (r"double|twice|nested.*gzip|gzip.*nested|gzip in gzip", _double),
    (r"gzip.*(trunc|cut|short|incomplete)|truncated gzip", _page(PACKED[:-60], GZIP)),
    (r"gzip.*(trailing|extra|junk)", _page(PACKED + b"junk", GZIP)),
    (r"gzip.*(corrupt|crc|bad|invalid|garbage)|corrupt.*gzip", _page(PACKED[:-8] + bytes(8), GZIP)),
    (
        r"(plain|identity|not).*gzip|gzip.*(plain|header.*(but|without)|but|not (compress|gzip))",
        _page(HTML, GZIP),
    ),
    (r"gzip.*(undeclared|without|no).*(header|encoding)|undeclared gzip", _page(PACKED)),
    (r"\b(br|zstd|brotli)\b", _other_coding),
    (
        r"raw deflate|deflate.*(raw|without|no).*",
        _page(zlib.compress(HTML)[2:-4], "Content-Encoding: deflate"),
    ),
    (r"deflate", _page(zlib.compress(HTML), "Content-Encoding: deflate")),
    (
        r"(unknown|unsupported|invalid|bogus).*(content-)?encoding|content-encoding: ?(compress|x-|foo|utf)",
        _page(HTML, "Content-Encoding: foo"),
    ),
    (r"charset=?.*utf-?7|utf-?7", _utf_7),
    (r"but pdf|pdf bytes|binary.*html", _sniffed("text/html", b"%PDF-1.7\n" + bytes(range(256)) * 9)),
    (r"octet-stream", _sniffed("application/octet-stream")),
    (r"(no|missing|without|empty|absent) content-type|content-type (missing|absent|empty)", _sniffed(None)),
    (r"content-type:? ?.*(image|video|audio|font|pdf|application)|(image|video|audio|pdf).*article", _media),
    (
        r"charset|encoding mismatch|mojibake",
        _page(HTML.replace(b"Tuesday", "Dienstag, grün".encode()), ASCII),
    ),
    (r"utf-?16", _sniffed("text/html; charset=utf-8", HTML.decode().encode("utf-16"))),
    (r"\bbom\b|byte.?order", _page(b"\xef\xbb\xbf" + HTML)),
    (r"\bnul\b|null byte|\\0.*body", _page(HTML.replace(b"Tuesday", b"Tues\0day"))),
    (
        r"content-length.*(not a number|non-?numeric|abc|nan|invalid|garbage|empty)",
        _body(OK + b"Content-Length: abc\r\n\r\n" + HTML),
    ),
    (
        r"content-length.*negative|negative.*content-length|content-length:? ?-\d",
        _body(OK + b"Content-Length: -5\r\n\r\n" + HTML),
    ),
    (
        r"(two|duplicate|conflict|multiple|differ).*content-length|content-length.*(twice|conflict|duplicate|multiple)",
        _body(OK + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\n" + HTML),
    ),
    (
        r"content-length (<|less|short|small|under)|more body|(extra|trailing) (bytes|data)"
        r"|desync|pipelin|smuggl",
        _no_desync,
    ),
    (
        r"content-length (>|greater|larger|longer|over|exceeds|beyond)|premature"
        r"|(body|bytes).*(shorter|less|fewer).*(content-length|declared|stated)",
        _body(LONG),
    ),
    (
        r"(chunked|transfer-encoding).*content-length|content-length.*(chunked|transfer-encoding)",
        _both_framings,
    ),
    (
        rf"content-length.*(huge|large|\d{{6,}}|[gtp]b)|too large"
        rf"|{LARGE}.*(body|page|content|response|stream|chunk)|body.*{LARGE}",
        _endless,
    ),
    (r"(no|missing|without) content-length", _body(OK + b"\r\n" + HTML)),
    (
        r"chunk.*(no|missing|without).*(last|final|terminat|end|zero)|chunk.*(trunc|cut|clos|eof|incomplete|abort)",
        _body(CHUNKED + CHUNK),
    ),
    (
        r"chunk.*(bad|invalid|garbage|not|non|negative|malformed|wrong|huge|overflow)",
        _bad_chunk,
    ),
    (
        r"chunk.*(trailer|extension)|chunked",
        _body(CHUNKED + CHUNK.replace(b"\r\n", b";a=b\r\n", 1) + b"0\r\nX-T: 1\r\n\r\n"),
    ),
    (
        r"(clos|eof|rst|reset|abort|cut|drop|stop).*(mid|in|within|during|halfway).*(body|page)"
        r"|mid-?body|truncated body|half.*body",
        _body(LONG),
    ),
    (r"stall.*body|body.*stall", _stalled),
    (r"same digest|same (body|payload|content)|identical|unchanged.*200", _same_digest),
    (
        r"soft.?404|consent|cookie wall|gdpr|paywall|subscri|captcha|bot wall|challenge|javascript required",
        _wall,
    ),
    (r"(empty|zero).*(200|body|page|response)|200.*(empty|no body|zero)", _empty),
)
