"""An invented agency's API on loopback, in the shape of a paid wire's: pages of items with ``next_page``."""

import json
import threading
from base64 import b64encode
from collections import Counter
from datetime import date
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

KEY = "k3y-of/the+Pier"
CLIENT, SECRET = "pier-desk", "cl1ent/secret+Pier"
BASIC = b64encode(b"pier-desk:cl1ent%2Fsecret%2BPier").decode()
POLICIES = ("/robots.txt", "/.well-known/tdmrep.json")
YAML = """
title: Pier
description: An invented wire of the tests.
homepage: https://pier.example/
contact: https://pier.example/desk
identity: [{identity}]
language: en
poll: "*/15 * * * *"
gate: {{allow_empty: true}}
discover:
  - kind: api
    url: {url}/feed?page_size=2
    items: $.data.items[*].item
    next: $.data.next_page
{part}
fetch:
  allow_loopback: true
  ports: [{port}]
  requests_per_second: 100
  timeout_seconds: 5
{fetch}
"""
HEADER = "  connection: pier_wire\n  auth: header\n  auth_header: X-Api-Key\n"
OAUTH2 = "  connection: pier_wire\n  auth: oauth2\n  oauth2: {{token_url: '{url}/token', scope: feed}}\n"
RENDITION = "    rendition: $.renditions.nitf.href\n    guid: $.altids.itemid\n    updated: $.version\n"
NITF = """<?xml version="1.0"?><nitf><head><title>{title}</title>
<docdata><doc-id id-string="{id}"/><date.issue norm="{day}T100000Z"/></docdata></head><body>
<body.head><hedline><hl1>{title}</hl1></hedline></body.head><body.content>
<p>{text} The harbour office confirmed it on the same morning.</p>
<p>A second crane will follow in the autumn, and nobody expects the tide to wait for it.</p>
</body.content></body></nitf>"""


class Agency:
    """``items`` are what it has sent, oldest first; what a test sets makes it fail."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.items: list[dict[str, Any]] = []
        self.renditions = False  # the texts stand apart
        self.key: str | None = None
        self.tokens: list[str] = []  # that hold; the last is given out
        self.given = 0
        self.secured = False  # a token is needed
        self.expires_in: int | None = 3600
        self.fails: dict[str, list[int]] = {}  # path → statuses of its next answers
        self.asked: Counter[str] = Counter()
        self.waited: list[str] = []
        self.echoes = ""  # what each next_page repeats
        self.goes_back = False
        self.kills: Any = None  # a process to end as soon as a page is asked for
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def publish(self, number: int, *, version: int = 1, **more: Any) -> None:
        """An item."""
        title = f"Crane {number} turns green in the old harbour"
        text = f"Crane number {number} was painted green by shift {version}."
        item: dict[str, Any] = {
            "uri": f"{self.url}/content/{number}?qt=1",
            "altids": {"itemid": f"pier{number:04}", "friendlykey": str(number), "referenceid": "1"},
            "editorialpriority": "r",
            "version": version,
            "type": "text",
            "pubstatus": "usable",
            "headline": title,
            "versioncreated": f"{self.day}T10:{version:02}:00Z",
            "firstcreated": f"{self.day}T10:00:00Z",
        }
        body = f"<p>{text} The harbour office confirmed it.</p><p>A second crane will follow in autumn.</p>"
        if self.renditions:
            item["renditions"] = {"nitf": {"href": f"/content/{number}.nitf?ver={version}"}}
        else:
            item["body_html"] = body
        self.items.append({**item, **more})

    def write_source(self, folder: Path, part: str = "", fetch: str = "") -> None:
        """Its YAML."""
        identity = "guid" if "guid" in part else "wire"
        folder.mkdir(exist_ok=True)
        facts = YAML.format(
            url=self.url, port=self.port, part=part, identity=identity, fetch=fetch.format(url=self.url)
        )
        (folder / "pier.yaml").write_text(facts, encoding="utf-8")

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[str, bytes] | None:
        """What stands at the path."""
        if path == "/feed":
            start = int(query.get("seq", ["0"])[0])
            self.waited += query.get("wait", [])
            start = max(0, start - 2) if self.goes_back else start
            self.goes_back = False
            some = self.items[start : start + 2]
            following = f"/feed?page_size=2&seq={start + len(some)}{self.echoes}"
            data = {"items": [{"meta": {}, "item": one} for one in some], "next_page": following}
            return "application/json", json.dumps({"api_version": "1", "data": data}).encode()
        if path.endswith(".nitf"):
            number, version = int(path.split("/")[2].removesuffix(".nitf")), query["ver"][0]
            day = f"{self.day:%Y%m%d}"
            text = f"Crane number {number} was painted green by shift {version}."
            title = f"Crane {number} turns green in the old harbour"
            return "text/xml", NITF.format(title=title, id=f"pier{number:04}", text=text, day=day).encode()
        return None

    def token(self, authorization: str, asked: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """What the token's address answers."""
        if authorization != f"Basic {BASIC}":
            return 401, {"error": "invalid_client", "error_description": f"no such: {authorization}"}
        assert asked == {"grant_type": ["client_credentials"], "scope": ["feed"]}
        self.given += 1
        self.tokens = [f"t0ken/number+{self.given:04}-of-the-Pier"]
        return 200, {"access_token": self.tokens[0], "token_type": "Bearer", "expires_in": self.expires_in}

    def knows(self, headers: Message) -> bool:
        """The request carries what it has to."""
        if self.key is not None:
            return headers.get("X-Api-Key") == self.key
        if self.secured:
            return headers.get("Authorization") in [f"Bearer {one}" for one in self.tokens]
        return True


def _handler(wire: Agency) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            wire.asked[self.path] += 1
            wire.asked[parts.path] += 1
            if wire.kills and parts.path != "/robots.txt":
                wire.kills()
            if left := wire.fails.get(parts.path):
                self._say(left.pop(0), "text/plain", b"not now")
            elif parts.path not in POLICIES and not wire.knows(self.headers):
                self._say(401, "text/plain", b"who are you?")
            elif found := wire.answer(parts.path, parse_qs(parts.query)):
                self._say(200, *found)
            else:
                self._say(404, "text/plain", b"nothing here")

        def do_POST(self) -> None:
            wire.asked[self.path] += 1
            body = parse_qs(self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode())
            if left := wire.fails.get(self.path):
                self._say(left.pop(0), "text/plain", b"not now")
            else:
                status, told = wire.token(self.headers.get("Authorization", ""), body)
                self._say(status, "application/json", json.dumps(told).encode())

        def _say(self, status: int, media: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    return Handler
