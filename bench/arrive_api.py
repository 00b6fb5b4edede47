"""Items per CPU-second of an API whose texts stand apart: our capture against bare requests, in one run.

    python bench/arrive_api.py FOLDER [--items 2000] [--rounds 3]

An API on loopback, in a process of its own, lists 100 items a page; the text of each is a request with a key.
Every client is a process of its own; they take turns. ``bare`` is a session of requests that follows
``next_page`` and keeps the texts in memory. ``fetch`` is our discovery and fetcher with all their checks,
without a pace; ``capture`` puts pages and texts into raw/ and moves the cursor as well. CPU is user and
system time of the client's process, in which the pages are read too.
"""

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

sys.path.insert(0, str(Path(__file__).parent.parent))

KEY = "k3y-of-the-bench"
PAGE = 100
TEXT = "<p>Crane number {} was painted green by the night shift, and the harbour office confirmed it.</p>"


class Api(BaseHTTPRequestHandler):
    """Pages of items, and their texts of 4 kB."""

    protocol_version = "HTTP/1.1"
    items = 0

    def setup(self) -> None:
        super().setup()
        self.wfile = self.connection.makefile("wb", -1)  # head and body in one write

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/feed":
            body, media = self._page(int(parse_qs(parts.query).get("seq", ["0"])[0])), "application/json"
        elif parts.path.startswith("/text/"):
            body, media = f"<nitf>{TEXT.format(parts.path[6:]) * 40}</nitf>".encode(), "text/xml"
        else:
            body, media = b"", "text/plain"
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def _page(self, start: int) -> bytes:
        numbers = range(start, min(start + PAGE, self.items))
        items = [{"item": {"id": f"pier{n}", "version": 1, "text": {"href": f"/text/{n}"}}} for n in numbers]
        return json.dumps({"data": {"items": items, "next_page": f"/feed?seq={start + len(items)}"}}).encode()

    def log_message(self, *_: Any) -> None:
        """Stay silent."""


def serve(items: int) -> None:
    """Be the API, and say on which port."""
    Api.items = items
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    print(server.server_address[1], flush=True)
    server.serve_forever()


def bare(port: int, _: Path) -> int:
    """As little as requests can do."""
    import requests

    done, where, base = 0, "/feed", f"http://127.0.0.1:{port}"
    with requests.Session() as session:
        session.trust_env = False
        session.headers["X-Api-Key"] = KEY
        while True:
            data = session.get(base + where, timeout=30).json()["data"]
            if not data["items"]:
                return done
            for one in data["items"]:
                with session.get(base + one["item"]["text"]["href"], stream=True, timeout=30) as answer:
                    done += bool(answer.raw.read(decode_content=False))
            where = data["next_page"]


def fetch(port: int, folder: Path) -> int:
    """Our discovery and fetcher; nothing is kept."""
    return sum(raw.failure is None for raw in _captured(port, folder, {}))


def capture(port: int, folder: Path) -> int:
    """All of a capture: raw/ and the cursor too."""
    from wirelake.archive import archive
    from wirelake.config import Batch
    from wirelake.discover import cursors
    from wirelake.storage import LocalStore

    found: dict[str, Any] = {}
    store, batch = LocalStore(folder), Batch("pier", datetime.now(UTC).date())
    pages = -(-Api.items // PAGE)
    new = archive(store, batch, _captured(port, folder, found, with_pages=True), "20260302T120000Z-bench")
    cursors.move(store, found["found"].steps, lambda _: False)
    return new - pages


def _captured(port: int, folder: Path, kept: dict[str, Any], *, with_pages: bool = False) -> Iterator[Any]:
    from wirelake.config import SourceConfig
    from wirelake.discover import discover
    from wirelake.fetch import Fetcher, credentials_of, fetch_all
    from wirelake.fetch.pacing.pace import Pace
    from wirelake.storage import LocalStore

    source = SourceConfig.model_validate(_source(port))
    credentials = credentials_of(source, f"http://:{KEY}@127.0.0.1/")
    now = datetime.now(UTC)
    with Fetcher(source.fetch, contact="bench", credentials=credentials, pace=Pace(float("inf"))) as fetcher:
        found = discover(source, now.date(), get=fetcher.get, store=LocalStore(folder), now=now)
        kept["found"] = found
        if with_pages:
            yield from found.exchanges
        yield from fetch_all(fetcher, [(link, None) for link in found.links], lanes=1)


def _source(port: int) -> dict[str, Any]:
    url = f"http://127.0.0.1:{port}/feed"
    places = {"items": "$.data.items[*].item", "next": "$.data.next_page", "rendition": "$.text.href"}
    fetching = {"allow_loopback": True, "ports": [port], "connection": "pier", "auth": "header"}
    return {
        "name": "pier",
        "title": "Pier",
        "description": "An invented wire of the bench.",
        "homepage": "https://pier.example/",
        "contact": "bench",
        "discover": [{"kind": "api", "url": url, "max_pages": 1000, "guid": "$.id", **places}],
        "fetch": fetching,
    }


CLIENTS: dict[str, Callable[[int, Path], int]] = {"bare": bare, "fetch": fetch, "capture": capture}


def client(name: str, port: int, items: int, folder: Path) -> None:
    """Be one client, and say what it did."""
    Api.items = items
    if name != "bare":  # imports are no part of it
        import wirelake.archive
        import wirelake.discover.api
        import wirelake.fetch  # noqa: F401
    import requests  # noqa: F401

    wall, cpu = time.monotonic(), time.process_time()
    done = CLIENTS[name](port, folder)
    told = {"done": done, "wall": time.monotonic() - wall, "cpu": time.process_time() - cpu}
    print(json.dumps(told))


def _ran(name: str, port: int, items: int, folder: Path) -> dict[str, float]:
    command = (
        sys.executable,
        __file__,
        str(folder),
        "--as",
        name,
        "--port",
        str(port),
        "--items",
        str(items),
    )
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    if told["done"] != items:
        raise SystemExit(f"{name}: {told['done']} of {items} items")
    return told


def main() -> None:
    """Print the table."""
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("folder", type=Path)
    given.add_argument("--items", type=int, default=2000)
    given.add_argument("--rounds", type=int, default=3)
    given.add_argument("--as", dest="name", choices=("serve", *CLIENTS), help=argparse.SUPPRESS)
    given.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    asked = given.parse_args()
    if asked.name == "serve":
        return serve(asked.items)
    if asked.name:
        return client(asked.name, asked.port, asked.items, asked.folder)
    command = (sys.executable, __file__, str(asked.folder), "--as", "serve", "--items", str(asked.items))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            port = int(server.stdout.readline() if server.stdout else 0)
            rounds = [
                {name: _ran(name, port, asked.items, asked.folder / f"{name}-{number}") for name in CLIENTS}
                for number in range(asked.rounds)
            ]
        finally:
            server.kill()
    print("| client | items/CPU-s | × bare | items/s |\n|---|---|---|---|")
    for name in CLIENTS:
        speed = statistics.median(asked.items / one[name]["cpu"] for one in rounds)
        ratio = statistics.median(one["bare"]["cpu"] / one[name]["cpu"] for one in rounds)
        pace = statistics.median(asked.items / one[name]["wall"] for one in rounds)
        print(f"| {name} | {speed:.0f} | {ratio:.2f} | {pace:.0f} |")
    return None


if __name__ == "__main__":
    main()
