"""Routes: status lines, headers, redirects, statuses and Retry-After."""

import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from bench.suites.scenes import HTML, Scene, judged, local, secret, words
from tests.wirelake.fetch.certificates import Authority, TlsServer
from tests.wirelake.fetch.hostile_server import drip, moved, page, reset, silent

from wirelake.errors import AccessError
from wirelake.fetch.transport.guard import check_url, joined
from wirelake.records import Link, Seen

OK = b"HTTP/1.1 200 OK\r\n"
WHOLE = page(HTML)
OTHERS = (("303", "307"), ("307", "308"), ("308", "done"))
PAST = "Wed, 21 Oct 2015 07:28:00 GMT"
HONOURED = {"honour", "honor", "wait", "pause", "delay", "back off", "backoff", "retry", "respect"}
LARGE = r"(huge|long|large|big|giant|oversize|endless|[\d.]+ ?[km]i?b)"
LF = (OK + b"Content-Length: %d\r\n\r\n" % len(HTML)).replace(b"\r", b"") + HTML
HINTS = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
LENGTH = b"Content-Length: %d\r\n\r\n" % len(HTML) + HTML


def _slow(start: bytes, piece: bytes) -> Callable[[Scene], set[str]]:
    def drive(scene: Scene) -> set[str]:
        started = time.monotonic()
        raw = scene.get(drip(start, piece, 0.1), timeout_seconds=0.6)
        return words(raw) if time.monotonic() - started < 4 else {"too late"}

    return drive


def _head(head: bytes) -> Callable[[Scene], set[str]]:
    return lambda scene: words(scene.get(head))


def _no_status_line(scene: Scene) -> set[str]:
    raw = scene.get(HTML)
    return words(raw) if raw.body == HTML else {"lost the bytes"}


def _reset(scene: Scene) -> set[str]:
    raw = scene.get(reset)
    return words(raw) if 2 <= len(scene.server.asked) <= 6 else {"not retried"}


def _silent(scene: Scene) -> set[str]:
    return words(scene.get(silent, timeout_seconds=0.4))


def _chain(scene: Scene) -> set[str]:
    length = scene.number(30)
    for number in range(length):
        scene.server.answers[f"/{number}"] = [moved(f"/{number + 1}")]
    scene.server.answers[f"/{length}"] = [WHOLE]
    return words(scene.get(path="/0"))


def _loop(scene: Scene) -> set[str]:
    scene.server.answers["/b"] = [moved("/a")]
    return words(scene.get(moved("/b")))


TARGETS = {
    "file": "file:///etc/passwd",
    "javascript": "javascript:alert(1)",
    "data:": "data:text/html,x",
    "ftp": "ftp://127.0.0.1/x",
    "gopher": "gopher://127.0.0.1:70/x",
    "scheme": "ftp://127.0.0.1/x",
    "metadata": "http://169.254.169.254/latest/meta-data/",
    "localhost": "http://localhost/",
    "loopback": "http://127.0.0.1/",
    "link-local": "http://169.254.1.1/",
    "private": "http://10.0.0.1/",
    "rfc1918": "http://192.168.0.1/",
    "internal": "http://10.0.0.1/",
    "port": "http://example.com:22/",
    "credential": "http://user:word@example.com/",
    "userinfo": "http://user:word@example.com/",
}


def _redirect_to(scene: Scene) -> set[str]:
    """To what the words name: an address as it is written, or a kind of one.

    Loopback is open here for the server's sake; where a redirect leads to it, it is vetted as elsewhere.
    """
    written = re.search(r"to (\S+://\S+|\[[0-9a-f:.]+\]|\d+\.\d+\.\d+\.\d+\S*|0x\w+|\d{8,})", scene.said)
    if written:
        text = written[1]
        target = text if "://" in text else f"http://{text}/"
    else:
        target = next((one for word, one in TARGETS.items() if word in scene.said), "")
    if not target:
        return {"not driven"}
    if "127." in target or "localhost" in target or "::1" in target:
        try:
            check_url(joined("http://example.com/", target), resolve=local)
        except AccessError:
            return {"ssrf_blocked", "blocked", "refuse"}
        return {"asked for it"}
    return words(scene.get(moved(target)))


def _redirect(target: str) -> Callable[[Scene], set[str]]:
    def drive(scene: Scene) -> set[str]:
        scene.server.answers |= {"/b": [WHOLE], "/%C3%A4": [WHOLE], "/b%20c": [WHOLE], "/x/b": [WHOLE]}
        return words(scene.get(moved(target)))

    return drive


def _same_scheme(scene: Scene) -> set[str]:
    return _redirect(f"//127.0.0.1:{scene.server.port}/b")(scene)


def _downgrade(scene: Scene) -> set[str]:
    authority = Authority(scene.folder)
    with TlsServer(authority.certificate("wire.example")) as safe:
        safe.answers["/a"] = [moved(f"{scene.server.url}/b")]
        scene.server.answers["/b"] = [WHOLE]
        url = f"https://wire.example:{safe.port}/a"
        with scene.fetcher(ports=(safe.port,), resolve=local, authorities=str(authority.path)) as fetcher:
            raw = fetcher.get(Link(url=url, origin="feed"))
    kept = raw.redirects == (url, f"{scene.server.url}/b")
    return {"record downgrade", "policy: record", "record"} if kept else {"not on record"}


def _upgrade(scene: Scene) -> set[str]:
    authority = Authority(scene.folder)
    with TlsServer(authority.certificate("wire.example")) as safe:
        safe.answers["/b"] = [WHOLE]
        scene.server.answers["/a"] = [moved(f"https://wire.example:{safe.port}/b")]
        with scene.fetcher(ports=(safe.port,), resolve=local, authorities=str(authority.path)) as fetcher:
            return words(fetcher.get(Link(url=f"{scene.server.url}/a", origin="feed")))


def _cross_host(scene: Scene) -> set[str]:
    scene.server.answers["/a"] = [moved(f"http://other.example:{scene.other.port}/b")]
    scene.other.answers["/b"] = [WHOLE]
    raw = scene.get(credentials=secret(), resolve=local)
    first, second = scene.server.asked[-1].lower(), scene.other.asked[-1].lower()
    dropped = "authorization" in first and "authorization" not in second and "cookie" not in second
    return {"headers dropped", "dropped", "stripped"} if dropped and not raw.failure else {"carried over"}


def _retry_after(said: str, *expected: str, paused: bool) -> Callable[[Scene], set[str]]:
    def drive(scene: Scene) -> set[str]:
        status = "503 Busy" if "503" in scene.said else "429 Slower"
        raw = scene.get(page(b"", f"Retry-After: {said}", status=status), WHOLE)
        fine = raw.failure is None or float(scene.paused[0] if scene.paused else 0) > 5
        right = bool(scene.paused) == paused and fine
        return set(expected) if right else {f"paused {scene.paused}, {raw.failure}"}

    return drive


def _seconds(scene: Scene) -> set[str]:
    found = re.search(r"retry-after:?\s*(\d+)", scene.said)
    seconds = int(found[1]) if found else 2
    raw = scene.get(page(b"", f"Retry-After: {seconds}", status=f"{scene.number(429)} Slower"), WHOLE)
    waited = scene.paused == [seconds]
    capped = {"cap", "max"} if seconds > 120 and raw.failure else set()
    return HONOURED | capped | {f"{seconds} s"} if waited else {"not honoured"}


def _date(scene: Scene) -> set[str]:
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    scene.get(page(b"", f"Retry-After: {at}", status="429 Slower"), WHOLE)
    waited = bool(scene.paused) and 0 <= scene.paused[0] <= 3
    return HONOURED | {"parsed"} if waited else {"not honoured"}


def _not_modified(scene: Scene) -> set[str]:
    raw = scene.get(page(b"", status="304 Not Modified"))
    lost = raw.body or raw.unchanged
    return words(raw) | {"no data loss"} if not lost else {"taken for an article"}


def _unchanged(scene: Scene) -> set[str]:
    now = datetime.now(UTC)
    seen = Seen(raw_ref="quay/2026-03-04#1", fetched_at=now, payload_sha256="0" * 64, etag='"1"')
    raw = scene.get(page(b"", status="304 Not Modified"), seen=seen)
    return {"not modified", "unchanged", "revisit", "304"} if raw.unchanged is seen else words(raw)


def _status(status: str, body: bytes = b"") -> Callable[[Scene], set[str]]:
    return lambda scene: judged(scene.get(page(body, status=status))) | {f"http_{status[:3]}"}


def _closed_between(scene: Scene) -> set[str]:
    """A connection that is kept alive, and closed when it is used again."""
    asked: list[bytes] = []

    def first_then_close(connection: socket.socket, _: threading.Event) -> None:
        connection.sendall(WHOLE)
        asked.append(connection.recv(65_536))

    scene.server.answers |= {"/a": [first_then_close], "/b": [WHOLE]}
    with scene.fetcher() as fetcher:
        link = [Link(url=scene.server.url + path, origin="feed") for path in ("/a", "/b")]
        raws = [fetcher.get(one) for one in link]
    once = len([head for head in scene.server.asked if head.startswith("GET /b ")]) == 1
    right = once and [one.failure for one in raws] == [None, None] and asked[0].startswith(b"GET /b")
    return {"transparent", "single retry", "retry", "ok"} if right else {f"{raws[1].failure}, {asked[:1]}"}


def _other_redirects(scene: Scene) -> set[str]:
    scene.server.answers |= {f"/{n}": [page(b"", f"Location: /{m}", status=f"{n} Moved")] for n, m in OTHERS}
    scene.server.answers["/done"] = [WHOLE]
    return words(scene.get(path="/303"))


def _cookies(scene: Scene) -> set[str]:
    scene.server.answers["/a"] = [page(HTML, *(f"Set-Cookie: id{n}=7; Path=/" for n in range(80)))]
    with scene.fetcher() as fetcher:
        raws = [fetcher.get(Link(url=f"{scene.server.url}/a", origin="feed")) for _ in range(2)]
    sent = any("\r\ncookie" in head.lower() for head in scene.server.asked)
    kept = any(one.header("set-cookie") for one in raws)
    return {"kept or sent"} if sent or kept else {"ignored", "not stored", "not kept", "not sent", "dropped"}


def _unreachable(scene: Scene) -> set[str]:
    """A listener whose queue is full takes no connection, and says nothing."""
    with socket.socket() as listener, ExitStack() as waiting:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            one = waiting.enter_context(socket.socket())
            one.setblocking(False)
            one.connect_ex(listener.getsockname())
        port = listener.getsockname()[1]
        with scene.fetcher(ports=(port,), timeout_seconds=0.4) as fetcher:
            return words(fetcher.get(Link(url=f"http://127.0.0.1:{port}/", origin="feed")))


def _refused(scene: Scene) -> set[str]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with scene.fetcher(ports=(port,)) as fetcher:
        got = words(fetcher.get(Link(url=f"http://127.0.0.1:{port}/", origin="feed")))
    return got | {"conn_refused", "retry"} if got & {"connect", "host_down"} else got


def _broken_head(scene: Scene) -> set[str]:
    """Neither taken for a whole answer nor for an empty page."""
    got = words(scene.get(OK + b"Content-Ty"))
    return got | {"protocol_error", "truncated"} if "connect" in got else got


HEADS: tuple[tuple[str, Callable[[Scene], set[str]]], ...] = (
    (r"keep-alive.*(clos|idle|drop|stale)|stale connection", _closed_between),
    (r"(drip|slow|trickle).*(status)", _slow(b"HTTP/1.1 2", b"0")),
    (r"(drip|slow|trickle|loris).*(head)|slowloris", _slow(OK, b"X-A: b\r\n")),
    (r"drip|trickle|slow(ly)? (body|read)|slow.*byte", _slow(OK + b"Content-Length: 1000\r\n\r\n", b"x")),
    (r"slow connect|connect.*(slow|time|hang)|black ?hole|syn\b", _unreachable),
    (r"set-cookie|cookie (flood|jar)", _cookies),
    (r"conn(ection)?.?refused|refuses", _refused),
    (r"never answers|no (answer|response)\b|silent|hangs?\b|accept.*(nothing|stall)", _silent),
    (r"no status line|http/0\.9|garbage|not http|binary status", _no_status_line),
    (
        r"\d+ headers|many headers|too many headers",
        _head(OK + b"".join(b"X-%d: y\r\n" % n for n in range(300)) + LENGTH),
    ),
    (
        rf"{LARGE}.*status line|status line.*{LARGE}|{LARGE} status",
        _head(b"HTTP/1.1 200 " + b"x" * 200_000 + b"\r\n" + LENGTH),
    ),
    (rf"{LARGE}.*header|header.*{LARGE}", _head(OK + b"X-A: " + b"x" * 2_000_000 + b"\r\n" + LENGTH)),
    (r"(clos|eof|rst|reset|abort|cut|drop).*(mid|in|within|during|before).*head", _broken_head),
    (r"fold|multi-?line", _head(OK + b"X-A: b\r\n c\r\n\td\r\n" + LENGTH)),
    (r"without reason|no reason|empty reason", _head(b"HTTP/1.1 200\r\n" + LENGTH)),
    (r"(bare|only|just).?(lf|line ?feed)|lf.?(only|instead)|without cr", _head(LF)),
    (
        r"(1xx|10[0-3]|interim|continue|hints).*(flood|endless|many|loop)|(flood|endless|many).*(1xx|10[0-3])",
        _head(b"HTTP/1.1 100 Continue\r\n\r\n" * 500),
    ),
    (r"100.continue|103|early hints|\b10[0-3]\b|1xx|interim", _head(HINTS + WHOLE)),
    (r"(nul|\\0|0x00|control).*head|head.*(nul|\\0|control)", _head(OK + b"X-A: a\0b\r\n" + LENGTH)),
    (r"non-?ascii.*head|utf-?8.*head|latin-?1.*head", _head(OK + "X-A: ä€\r\n".encode() + LENGTH)),
    (
        r"header.*(without|no|empty) ?(colon|name|value)?|(malformed|invalid|empty) header",
        _head(OK + b"nonsense\r\n: b\r\nX-A:\r\n" + LENGTH),
    ),
    (
        r"lowercase|mixed.?case|header.?case",
        _head(b"HTTP/1.1 200 ok\r\ncontent-LENGTH: %d\r\n\r\n" % len(HTML) + HTML),
    ),
    (r"http/1\.0", _head(b"HTTP/1.0 200 OK\r\n" + LENGTH)),
    (r"http/[239]\b", _head(b"HTTP/9.9 200 OK\r\n" + LENGTH)),
    (r"(status|code).*999|unknown status", _status("999 So", HTML)),
    (r"status (code )?(abc|not|invalid|non)|(invalid|bad) status", _head(b"HTTP/1.1 abc OK\r\n" + LENGTH)),
    (
        r"redirect.*(other|another|different).?(host|origin|domain)|cross-?(host|origin|domain)|authorization",
        _cross_host,
    ),
    (r"redirect.*https\s*(→|->|to)\s*http\b|downgrade", _downgrade),
    (r"redirect.*http\s*(→|->|to)\s*https|upgrade", _upgrade),
    (
        r"redirect.*(w/o|without|no|missing|empty) (location|target)|location.*(missing|empty)",
        _head(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
    ),
    (r"redirect.*chain|chain.*redirect|\d+ redirects", _chain),
    (r"redirect.*(loop|self|itself|circ|endless|infinite)|(loop|endless).*redirect", _loop),
    (r"redirect.*(relative|\.\./|path)|relative.*(redirect|location)", _redirect("x/../b")),
    (r"redirect.*(non-?ascii|utf-?8|unicode|iri|umlaut)", _redirect("/ä".encode().decode("latin-1"))),
    (r"redirect.*(space|blank)", _redirect("/b c")),
    (r"redirect.*(fragment|#)", _redirect("/b#top")),
    (r"redirect.*(protocol-?relative|scheme-?relative|to //)", _same_scheme),
    (r"redirect.*(broken|invalid|malformed|garbage|nonsense|unparse)", _redirect("http://[broken")),
    (r"redirect.*30[378]", _other_redirects),
    (r"redirect", _redirect_to),
    (r"refresh", _head(OK + b"Refresh: 0; url=http://10.0.0.1/\r\n" + LENGTH)),
    (
        r"past.*retry-after|retry-after.*(past|ago|old)",
        _retry_after(PAST, "0 s", "0s", "immediately", paused=True),
    ),
    (
        r"retry-after:?.*(-\d|abc|invalid|rubbish|garbage|negative|nonsense|number)",
        _retry_after("-1", "ignored", "ignore", paused=False),
    ),
    (r"retry-after.*(date|gmt|future)", _date),
    (
        r"retry-after:?.*(huge|\d{4,}|year|absurd|enormous|very)",
        _retry_after("999999", "cap", "max", "limit", "bound", paused=True),
    ),
    (r"retry-after|\b429\b", _seconds),
    (r"304 (without|unasked|w/o|no)|unexpected 304|unsolicited 304", _not_modified),
    (r"304|not modified", _unchanged),
    (r"\b204\b", _status("204 No Content")),
    (r"\b205\b", _status("205 Reset Content")),
    (r"\b206\b|partial content", _status("206 Partial Content", HTML)),
    (r"\b(4\d\d|5\d\d)\b", lambda scene: _status(f"{scene.number(500)} So", b"x")(scene) | {"retry"}),
    (r"\brst\b|reset|refused|accept then close|closes? (at once|immediately|without)", _reset),
)
