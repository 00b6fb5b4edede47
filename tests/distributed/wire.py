"""Invented wires of March 2026, on hosts of loopback that keep a log of who asked when."""

import re
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple, Self

ARTICLES = 6  # of a source and day
SECONDS = 0.02  # that an answer takes, so that two at once would be seen
HOSTS = {
    "cove": "127.0.0.2",
    "strand": "127.0.0.2",
    "reef": "127.0.0.3",
    "skerry": "127.0.0.3",
    "tarn": "127.0.0.4",
}
YAML = """
title: {title} Wire
description: An invented wire of the tests.
homepage: http://{host}:{port}/
contact: the tests
identity: [url]
language: en
discover:
  - kind: archive_page
    url: http://{host}:{port}/{name}/{{day}}.html
    link_pattern: '/{name}/\\d{{4}}-\\d\\d-\\d\\d/\\d+$'
fetch:
  allow_loopback: true
  requests_per_second: 100
  timeout_seconds: 30
"""
PAGE = """<html lang="en"><head><title>{title}</title>
<meta property="article:published_time" content="{day}T10:00:00+00:00"></head>
<body><article><h1>{title}</h1>
<p>The pilots of {name} counted {count} sails at the {number}. buoy on {day}, more than ever before.</p>
<p>The harbour office confirmed it the same morning, and a crane will follow in the autumn.</p></article>
</body></html>"""


class Asked(NamedTuple):
    """A request: its path, and when it began and ended, in seconds of a monotonic clock."""

    path: str
    began: float
    ended: float


@dataclass(frozen=True, slots=True)
class Host:
    """A host of the wires, and its log."""

    server: ThreadingHTTPServer
    log: list[Asked]


class Wires:
    """The wires of the first ``sources`` names of HOSTS, all at one port."""

    def __init__(self, sources: int) -> None:
        self.names = list(HOSTS)[:sources]
        self.hosts: dict[str, Host] = {}
        self.port = 0
        for address in dict.fromkeys(HOSTS[name] for name in self.names):
            log: list[Asked] = []
            server = _Server((address, self.port), _handler(log))
            self.port = server.server_address[1]
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            self.hosts[address] = Host(server, log)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for host in self.hosts.values():
            host.server.shutdown()
            host.server.server_close()

    def write_sources(self, folder: Path) -> None:
        """The wires' YAML files."""
        folder.mkdir(exist_ok=True)
        for name in self.names:
            facts = YAML.format(title=name.title(), host=HOSTS[name], port=self.port, name=name)
            (folder / f"{name}.yaml").write_text(facts, encoding="utf-8")


def answer(path: str) -> bytes | None:
    """What stands at the path: a day's list, or an article."""
    if listed := re.fullmatch(r"/(\w+)/(\d{4}-\d\d-\d\d)\.html", path):
        name, day = listed.groups()
        numbers = range(1, ARTICLES + 1 if day.startswith("2026-03") else 1)
        links = (f'<a href="/{name}/{day}/{number}">{number}</a>' for number in numbers)
        return f"<html><body><main>{' '.join(links)}</main></body></html>".encode()
    if shown := re.fullmatch(r"/(\w+)/(\d{4}-\d\d-\d\d)/(\d+)", path):
        name, day, number = shown.groups()
        title = f"Sails off {name.title()} point are counted at buoy {number}"
        count = int(day.replace("-", "")) % 89 + int(number)
        return PAGE.format(title=title, name=name, day=day, number=number, count=count).encode()
    return b"User-agent: *\nDisallow:\n" if path == "/robots.txt" else None


def overlapping(log: list[Asked]) -> list[tuple[Asked, Asked]]:
    """Requests of one host that were there at once, in pairs."""
    found, latest = [], Asked("", 0.0, 0.0)
    for one in sorted(log, key=lambda asked: asked.began):
        if one.began < latest.ended:
            found.append((latest, one))
        latest = max(latest, one, key=lambda asked: asked.ended)
    return found


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def _handler(log: list[Asked]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and body leave in one segment

        def do_GET(self) -> None:
            began = time.monotonic()
            body = answer(self.path)
            time.sleep(SECONDS)
            log.append(Asked(self.path, began, time.monotonic()))
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    return Handler
