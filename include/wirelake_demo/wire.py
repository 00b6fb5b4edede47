"""The demo's HTTP server: three invented wires on loopback, nothing else.

Every answer depends on its path alone, but for one page a week that answers 500 the first time (see
``wirelake_demo.truth``). ``python -m wirelake_demo.wire --port 8900`` serves until Ctrl-C.
"""

import gzip
import hashlib
import threading
from functools import lru_cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import parse_qs, urlsplit

import typer

from wirelake_demo import routes
from wirelake_demo.grammar import MAX_ARTICLES
from wirelake_demo.rendering import article_page
from wirelake_demo.truth import WIRES, Kind, Oddity, check_articles

YAML_ADDRESS = "http://127.0.0.1:8900"  # what sources/*.yaml name
TEXT = "text/plain; charset=utf-8"


class DemoWire:
    """The server; answers from the moment it is made until ``close``. Port 0 takes a free one."""

    def __init__(self, port: int = 0, articles: int = 20) -> None:
        self.articles = articles
        self._failed: set[str] = set()
        self._lock = threading.Lock()
        # Kept: thousands of links take a second to compose.
        self._day_page = lru_cache(maxsize=16)(lambda path: routes.day_page(path, articles, self.url))
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def wait(self) -> None:
        """Serve until another thread closes the server, or Ctrl-C."""
        self._thread.join()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, target: str) -> tuple[int, str, bytes]:
        """Status, media type and body for a request target."""
        parts = urlsplit(target)
        if parts.path == "/robots.txt":
            return 200, TEXT, b"User-agent: *\nDisallow: /account/\n"
        if parts.path == "/":
            return 200, TEXT, "\n".join(("Three invented wires:", *WIRES, "")).encode()
        if page := self._day_page(parts.path):
            return 200, *page
        item = routes.article(parts.path, parse_qs(parts.query).get("v"))
        if item is None or item.kind is Kind.MISSING or item.number > self.articles:
            return 404, TEXT, b"404: no such page on this wire\n"
        if item.oddity is Oddity.FAILS_FIRST and self._fails_now(item.path):
            return 500, TEXT, b"500: the demo's planted failure; ask again\n"
        return 200, routes.HTML, article_page(item, self.url).encode()

    def _fails_now(self, path: str) -> bool:
        with self._lock:
            first = path not in self._failed
            self._failed.add(path)
            return first


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _handler(wire: DemoWire) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "wirelake-demo"
        timeout = 30
        wbufsize = -1  # head and body leave in one segment

        def do_GET(self) -> None:
            status, media_type, body = wire.answer(self.path)
            self._send(status, media_type, body)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

        def _send(self, status: int, media_type: str, body: bytes) -> None:
            zipped = "gzip" in self.headers.get("Accept-Encoding", "")
            tag = f'"{hashlib.sha256(body).hexdigest()[:20]}{"-gz" * zipped}"'
            unchanged = status == HTTPStatus.OK and self.headers.get("If-None-Match") == tag
            body = b"" if unchanged else gzip.compress(body, 6, mtime=0) if zipped else body
            self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else status)
            self.send_header("ETag", tag)
            self.send_header("Vary", "Accept-Encoding")
            if not unchanged:
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(body)))
                if zipped:
                    self.send_header("Content-Encoding", "gzip")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    return Handler


def serve(port: int = 0, articles: int = 20) -> DemoWire:
    """Start the wires in the background; use it in a ``with``, or ``close`` it.

    Raises:
        OSError: the port is taken.
        ValueError: a number of articles that no wire can write.
    """
    check_articles(articles)
    return DemoWire(port, articles)


def write_sources(folder: Path, base_url: str) -> list[Path]:
    """Write the wires' YAML files into ``folder``, naming ``base_url`` instead of port 8900."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for shipped in sorted((Path(__file__).parent / "sources").glob("*.yaml")):
        text = shipped.read_text(encoding="utf-8").replace(YAML_ADDRESS, base_url.rstrip("/"))
        (folder / shipped.name).write_text(text, encoding="utf-8")
        written.append(folder / shipped.name)
    return written


def _command(
    port: Annotated[
        int, typer.Option(help="port on 127.0.0.1; 0 takes a free one", min=0, max=65_535)
    ] = 8900,
    articles: Annotated[int, typer.Option(help="articles a wire and day", min=1, max=MAX_ARTICLES)] = 20,
    sources: Annotated[Path | None, typer.Option(help="write the wires' YAML files into this folder")] = None,
) -> None:
    """Serve three invented wires on this machine, for 2026-03-02 to 2026-03-08, until Ctrl-C."""
    try:
        with serve(port, articles) as wire:
            if sources:
                write_sources(sources, wire.url)
            typer.echo(f"{', '.join(WIRES)} on {wire.url}")
            wire.wait()
    except OSError as error:
        raise typer.BadParameter(f"port {port}: {error.strerror}: name another with --port") from error
    except KeyboardInterrupt:
        typer.echo("closed")


if __name__ == "__main__":
    typer.run(_command)
