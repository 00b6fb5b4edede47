"""A wire on loopback whose feed and pages a test edits while it is read, and which may lose its network."""

import hashlib
import threading
from base64 import b64encode
from collections import Counter
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

YAML = """
title: Newsroom
description: An invented wire of the tests.
homepage: https://newsroom.example/
contact: https://newsroom.example/desk
identity: [url]
language: en
poll: "{poll}"
discover:
  - kind: feed
    url: {url}/feed.xml
fetch:
  allow_loopback: true
  requests_per_second: 100
  timeout_seconds: 5
"""
NOBODY = "http://127.0.0.1:9"  # the port to which nothing answers
ITEM = (
    "<item><title>{title}</title><link>{url}/news/{number}</link><pubDate>{day} 10:00:00 GMT</pubDate></item>"
)
PAGE = """<html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="{day}T10:00:00+00:00"></head>
<body>{advertisement}
<article><h1>{title}</h1><p>{text} The harbour office confirmed it on the same morning.</p>
<p>A second crane will follow in the autumn, and nobody expects the tide to wait for it.</p></article></body>
</html>"""


def story(title: str, day: date, text: str, advertisement: str = "") -> bytes:
    """A page of that day."""
    return PAGE.format(title=title, day=day, text=text, advertisement=advertisement).encode()


class Newsroom:
    """``items`` is what the feed lists, number → title; ``pages`` what stands behind, number → text."""

    def __init__(self, day: date, port: int = 0) -> None:
        self.day = day
        self.items: dict[int, str] = {}
        self.pages: dict[int, str] = {}
        self.asked: Counter[str] = Counter()
        self.spared: Counter[str] = Counter()  # answered 304
        self.dies_after: int | None = None  # so many pages, then the network is gone
        self.password: str | None = None  # of the user desk; robots.txt is for everybody
        self.advertisement = ""  # HTML that stands on every page, outside of its article
        self.instead: dict[int, bytes] = {}  # what is answered in the place of a page
        self.gone: set[int] = set()  # numbers of pages that are answered 410
        self.dead: int | None = None  # the number of an item on a host that is not there
        self._server: ThreadingHTTPServer | None = None
        self.port = port
        self.start()
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def publish(self, number: int, text: str | None = None) -> None:
        """An article, in the feed and behind it."""
        self.items[number] = f"Crane {number} turns green in the old harbour"
        self.pages[number] = text or f"Crane number {number} was painted green by the night shift."

    def write_source(self, folder: Path, more: str = "", *, poll: str = "*/15 * * * *") -> None:
        """The wire's YAML."""
        folder.mkdir(exist_ok=True)
        facts = YAML.format(url=self.url, poll=poll) + more
        (folder / "newsroom.yaml").write_text(facts, encoding="utf-8")

    def start(self) -> None:
        """Be on the network (again), at the same port."""
        self._server = _Server(("127.0.0.1", self.port), _handler(self))
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Be gone: whoever connects is refused."""
        server, self._server = self._server, None
        if server:
            server.shutdown()
            server.server_close()

    def answer(self, path: str) -> bytes | None:
        """What stands at the path."""
        if path == "/feed.xml":
            day = f"{self.day:%a, %d %b %Y}"
            items = (
                ITEM.format(
                    title=title, url=NOBODY if number == self.dead else self.url, number=number, day=day
                )
                for number, title in self.items.items()
            )
            return f'<rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()
        number = path.removeprefix("/news/")
        if not number.isdigit() or int(number) not in self.pages or int(number) in self.gone:
            return None
        if int(number) in self.instead:
            return self.instead[int(number)]
        title = self.items.get(int(number), f"Crane {number} turns green in the old harbour")
        text, advertisement = self.pages[int(number)], self.advertisement
        return story(title, self.day, text, advertisement)


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def _handler(wire: Newsroom) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if wire.dies_after is not None and self.path.startswith("/news/"):
                wire.dies_after -= 1
                if wire.dies_after < 0:
                    wire.dies_after = None
                    threading.Thread(target=wire.stop).start()
            if wire._server is None:
                self.close_connection = True
                return
            wire.asked[self.path] += 1
            if wire.password is not None and not self._is_known():
                self.send_error(401)
                return
            body = wire.answer(self.path)
            tag = f'"{hashlib.sha256(body or b"").hexdigest()[:16]}"'
            if body is not None and self.headers.get("If-None-Match") == tag:
                wire.spared[self.path] += 1
                self.send_response(304)
                self.send_header("ETag", tag)
                self.end_headers()
                return
            gone = self.path.startswith("/news/") and int(self.path.rpartition("/")[2]) in wire.gone
            self.send_response(410 if gone else 404 if body is None else 200)
            self.send_header("ETag", tag)
            self.send_header("Content-Type", "text/xml" if self.path.endswith(".xml") else "text/html")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def _is_known(self) -> bool:
            basic = b64encode(f"desk:{wire.password}".encode()).decode()
            return self.path == "/robots.txt" or self.headers.get("Authorization") == f"Basic {basic}"

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    return Handler
