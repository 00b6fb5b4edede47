"""new at the command line, against an invented site on loopback: what it proposes, and that it is right."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.quay import NOON

from wirelake import config
from wirelake.commands.days import FAILED, NOTHING, WRONG
from wirelake.proposals.patterns import dated_pages, pattern_of
from wirelake.proposals.zones import UNKNOWN, offsets_in, zone_of

NEWS = [f"/news/{4710 + n}/the-crane-{n}-turns-green" for n in range(6)]
HOSTILE = 'Quay \\" \\n- x: [&a *a] {day} \u202e\U0001f6a2 # no'
FRONT = f"""<html lang="en-KW"><head><title>Home</title>
<meta property="og:site_name" content='{HOSTILE}'>
<meta name="description" content="{"long " * 3000}">
<link rel="alternate" type="application/rss+xml" href="/feed.xml">
<link rel="alternate" type="application/rss+xml" href="https://elsewhere.example/feed.xml">
<link rel="alternate" type="application/rss+xml" href="/bomb.xml"></head><body>
<a href="/archive/2026/03/05/">Yesterday</a><a href="javascript:alert(1)">x</a><a href="/{{year}}/x">y</a>
<main>{"".join(f'<h2><a href="{one}">The crane has turned green</a></h2>' for one in NEWS)}</main>"""
PAGES = {
    "/": FRONT,
    "/robots.txt": "User-agent: *\nDisallow: /private\nSitemap: /maps.xml\nSitemap: /private/map.xml\n",
    "/feed.xml": '<rss version="2.0"><channel>'
    + "".join(
        f"<item><title>Crane</title><link>http://HOST{one}</link>"
        "<pubDate>Thu, 05 Mar 2026 10:40:00 +0300</pubDate></item>"
        for one in NEWS
    )
    + "</channel></rss>",
    "/bomb.xml": '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;&b;">]><rss><channel>&c;</channel></rss>',
    "/maps.xml": "<sitemapindex><sitemap><loc>http://HOST/map-1.xml</loc><lastmod>2026-03-05</lastmod>"
    "</sitemap><sitemap><loc>http://HOST/map-0.xml</loc><lastmod>2025-01-01</lastmod></sitemap></sitemapindex>",
    "/map-1.xml": "<urlset>"
    + "".join(f"<url><loc>http://HOST{one}</loc></url>" for one in [*NEWS, "/about", "/imprint"])
    + "</urlset>",
    "/archive/2026/03/05/": "".join(f'<a href="{one}">Crane</a>' for one in NEWS[:2]),
    "/bare": "<html><body><p>Nothing is here.</p></body></html>",
}


class Site(ThreadingHTTPServer):
    """An invented site that counts what it is asked for."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.pages = PAGES
        self.host = f"127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        site = self.server
        assert isinstance(site, Site)
        site.asked.append(self.path)
        body = site.pages.get(self.path, "").replace("HOST", site.host).encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr("wirelake.proposals.exploring.PACE", 100.0)
    with Site() as site:
        Thread(target=site.serve_forever, daemon=True).start()
        yield site
        site.shutdown()


def asked(monkeypatch: pytest.MonkeyPatch, name: str, url: str, *words: str) -> object:
    return status(monkeypatch, "new", name, url, "--contact", "desk@quay.example", *words)


def test_a_site_with_feed_sitemaps_and_archive(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, site: Site
) -> None:
    assert asked(monkeypatch, "quay", f"http://{site.host}/", "--allow-loopback") == 0
    told = capsys.readouterr().out
    assert "bomb.xml: came, and cannot be read" in told
    assert "private/map.xml: blocked_by_robots" in told
    assert "elsewhere.example" not in told
    source = config.load_source(folder / "quay.yaml")
    assert (source.timezone, source.language, source.enabled) == ("Asia/Kuwait", "en-KW", False)
    assert "\U0001f6a2" in source.title
    assert "- x: [&a *a] {day}" in source.title
    assert len(source.description) <= 200
    feed, maps, archive = source.discover
    assert (feed.kind, maps.kind, archive.kind) == ("feed", "sitemap", "archive_page")
    assert getattr(archive, "url", "") == f"http://{site.host}/archive/{{year}}/{{month}}/{{date}}/"
    assert getattr(maps, "link_pattern", "") == r"/news/\d"
    assert "held 8 links, of which 6 are taken, an index of 2 sitemaps" in (folder / "quay.yaml").read_text()
    assert len(site.asked) <= 14  # and robots.txt, tdmrep.json
    assert site.asked.count("/robots.txt") == 1
    assert "/private/map.xml" not in site.asked
    # The very lists are what discovery reads.
    with (folder / "quay.yaml").open("a", encoding="utf-8") as file:
        file.write("  requests_per_second: 100\n")
    assert status(monkeypatch, "check", "quay") == 0
    capsys.readouterr()
    assert status(monkeypatch, "discover", "quay", "--json") == 0
    assert len(json.loads(capsys.readouterr().out)["links"]) >= 6
    stood = (folder / "quay.yaml").read_bytes()
    assert asked(monkeypatch, "quay", f"http://{site.host}/", "--allow-loopback") == WRONG
    assert "nothing is overwritten" in capsys.readouterr().err
    assert (folder / "quay.yaml").read_bytes() == stood


def test_a_bare_page_gives_a_draft_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, site: Site
) -> None:
    site.pages = {"/bare": PAGES["/bare"]}
    assert asked(monkeypatch, "bare", f"http://{site.host}/bare", "--allow-loopback") == NOTHING
    assert "No list of articles was found" in capsys.readouterr().out
    assert config.load_source(folder / "bare.yaml").timezone == "UTC"


def test_what_cannot_be_looked_at_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, site: Site
) -> None:
    for name, url, words, code, said in (
        ("none", f"http://{site.host}/none", ("--allow-loopback",), FAILED, "http_404"),
        ("here", f"http://{site.host}/", (), FAILED, "refused_address"),
        ("mail", "mailto:desk@quay.example", (), WRONG, "no address of the web"),
        ("Quay", f"http://{site.host}/", (), WRONG, "no name of a new source"),
        ("quay_poll", f"http://{site.host}/", (), WRONG, "no name of a new source"),
    ):
        assert asked(monkeypatch, name, url, *words) == code
        assert said in capsys.readouterr().err
    assert not [*folder.iterdir()]


def test_patterns_are_of_what_addresses_share() -> None:
    assert pattern_of([f"https://quay.example{one}" for one in NEWS]) == r"/news/\d"
    assert pattern_of([f"https://quay.example/2026/03/0{n}/crane" for n in range(1, 6)]) == r"/\d{4}/\d{1,2}/"
    assert pattern_of([f"https://quay.example/{n}/crane-{n}" for n in range(70_000, 70_005)]) == r"\d{5,}"
    assert (
        pattern_of(["https://quay.example/a", "https://quay.example/b/c", "https://quay.example/d"]) is None
    )
    assert [
        *dated_pages(["https://quay.example/day/2026-03-05.html", "https://quay.example/2026/13/05/"])
    ] == ["https://quay.example/day/{day}.html"]


def test_a_zone_is_guessed_by_country_and_offset() -> None:
    assert zone_of("https://quay.kw/", [], None, NOON)[0] == "Asia/Kuwait"
    assert zone_of("https://quay.example/", [], "en", NOON) == ("UTC", UNKNOWN)
    pacific = offsets_in(b"<pubDate>Thu, 05 Mar 2026 10:40:00 -0800</pubDate>")
    assert pacific == [timedelta(hours=-8)]
    assert zone_of("https://quay.us/", pacific, None, NOON)[0] == "America/Los_Angeles"
    assert zone_of("https://quay.us/", [], None, NOON)[0] == "UTC"
