"""Which links a day has: feeds, archive pages and drop folders, over real HTTP on loopback."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.fetch.hostile_server import HostileServer, page

from wirelake.config import FetchFacts, SourceConfig
from wirelake.discover import MAX_LINKS, Discovered, discover
from wirelake.fetch import Fetcher
from wirelake.records import Kind
from wirelake.storage import LocalStore

DAY = date(2026, 3, 4)
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[HostileServer]:
    with HostileServer() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "lake")


def find(store: LocalStore, *parts: dict[str, Any], day: date = DAY, now: datetime = NOON) -> Discovered:
    source = SourceConfig.model_validate(
        {
            "name": "quay",
            "title": "Quay Wire",
            "description": "An invented wire of the tests.",
            "homepage": "https://quay.example/",
            "contact": "the tests",
            "drop_query": ["src"],
            "discover": parts,
        }
    )
    facts = FetchFacts(allow_loopback=True, requests_per_second=100, timeout_seconds=5)
    with Fetcher(facts, contact="the tests", clock=lambda: NOON) as fetcher:
        return discover(source, day, get=fetcher.get, store=store, now=now)


def feed(server: HostileServer, path: str = "/feed") -> dict[str, Any]:
    return {"kind": "feed", "url": server.url + path}


def archive_page(server: HostileServer, pattern: str = r"/news/\d+") -> dict[str, Any]:
    return {"kind": "archive_page", "url": server.url + "/{day}", "link_pattern": pattern}


def rss(*items: str) -> bytes:
    return page(f'<rss version="2.0"><channel><title>q</title>{"".join(items)}</channel></rss>'.encode())


def test_rss(server: HostileServer, store: LocalStore) -> None:
    server.answers["/feed"] = [
        rss(
            "<item><title>A &amp;amp; B</title><link>https://quay.example/news/1?src=rss#top</link>"
            '<guid isPermaLink="false">q-1</guid><pubDate>Wed, 04 Mar 2026 09:30:00 +0300</pubDate></item>',
            "<item><title>Local time</title><link>/news/2?4711</link>"
            "<pubDate>Wed, 04 Mar 2026 09:30:00</pubDate></item>",
            "<item><title>No link</title></item>",
        )
    ]
    first, second = find(store, feed(server)).links
    assert (first.url, first.guid, first.title) == ("https://quay.example/news/1", "q-1", "A & B")
    assert (first.published, first.origin) == ("2026-03-04T09:30:00+03:00", "feed")
    assert second.url == f"{server.url}/news/2?4711"
    assert (second.guid, second.published) == (None, "2026-03-04T09:30:00")  # the source's zone is not UTC's


def test_atom_and_rdf(server: HostileServer, store: LocalStore) -> None:
    server.answers["/atom"] = [
        page(
            b'<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><feed xmlns="http://www.w3.org/2005/Atom">'
            b'<entry><id>urn:q:1</id><title>One</title><link href="https://quay.example/1"/>'
            b"<published>2026-03-04T06:30:00Z</published></entry></feed>"
        )
    ]
    server.answers["/rdf"] = [
        page(
            b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            b'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><item rdf:about="https://quay.example/2"><title>Two'
            b"</title><link>https://quay.example/2</link><dc:date>2026-03-04</dc:date></item></rdf:RDF>"
        )
    ]
    found = find(store, feed(server, "/atom"), feed(server, "/rdf"))
    assert [link.url for link in found.links] == ["https://quay.example/1", "https://quay.example/2"]
    assert [link.published for link in found.links] == ["2026-03-04T06:30:00+00:00", "2026-03-04"]
    assert [one.kind for one in found.exchanges] == [Kind.FEED, Kind.FEED]
    assert found.reach == []


def test_links_that_are_no_articles_are_dropped(server: HostileServer, store: LocalStore) -> None:
    odd = [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "mailto:a@b",
        "http://[broken",
        "http://u:p@quay.example/1",
    ]
    server.answers["/feed"] = [rss(*(f"<item><link>{url}</link></item>" for url in odd))]
    assert find(store, feed(server)).links == []


def test_an_address_is_asked_for_once(server: HostileServer, store: LocalStore) -> None:
    same = ["/news/1", "/news/1#comments", "/news/1?src=rss", "/news/1?utm_source=feed", "/news/1?id=2"]
    server.answers["/feed"] = [rss(*(f"<item><link>{url}</link></item>" for url in same))]
    server.answers["/2026-03-04"] = [page(b'<a href="/news/1">again</a><a href="/news/3">new</a>')]
    found = find(store, feed(server), archive_page(server))
    assert [link.url.removeprefix(server.url) for link in found.links] == [
        "/news/1",
        "/news/1?id=2",
        "/news/3",
    ]


def test_a_feed_of_another_day_is_not_asked(server: HostileServer, store: LocalStore) -> None:
    server.answers["/feed"] = [rss()]
    for day, asked in [(date(2026, 3, 5), 1), (date(2026, 3, 4), 2), (date(2026, 3, 3), 2)]:
        found = find(store, feed(server), day=day)
        assert len(server.asked) == asked
    assert found.reach == [f"the feed {server.url}/feed shows the open day only, and 2026-03-03 is past"]
    assert found.exchanges == []


def test_a_dated_feed_is_asked_for_its_day(server: HostileServer, store: LocalStore) -> None:
    find(store, feed(server, "/{day}.xml"), feed(server, "/{year}/{month}/{date}"), day=date(2025, 12, 7))
    assert server.paths() == ["/2025-12-07.xml", "/2025/12/07"]


def test_an_archive_pages_odd_hrefs(server: HostileServer, store: LocalStore) -> None:
    server.answers["/2026-03-04"] = [
        page(
            '<a href=" /news/1\n">One <b>bold</b></a><a href="news/2">Two</a>'
            '<a href="//127.0.0.1/news/3"></a>'
            '<a href="https://quay.example/news/4?a=b c">Four</a><a href="/news/ü5">x</a><a>none</a>'
            '<a href="">empty</a><a href="#top">top</a><a href="javascript:/news/6">js</a>'
            '<a href="http://[/news/7">broken</a><a href="/about">about</a>'
            '<a href="/news/8">ميناء</a>'.encode()
        )
    ]
    links = find(store, archive_page(server, r"/news/")).links
    assert [link.url for link in links] == [
        f"{server.url}/news/1",
        f"{server.url}/news/2",
        "http://127.0.0.1/news/3",
        "https://quay.example/news/4?a=b%20c",
        f"{server.url}/news/%C3%BC5",
        f"{server.url}/news/8",
    ]
    assert [links[0].title, links[2].title, links[5].title] == ["One bold", None, "ميناء"]
    assert links[0].origin == "archive_page"


def test_an_archive_pages_base_counts(server: HostileServer, store: LocalStore) -> None:
    server.answers["/2026-03-04"] = [page(b'<base href="https://quay.example/en/"><a href="news/1">One</a>')]
    (link,) = find(store, archive_page(server)).links
    assert link.url == "https://quay.example/en/news/1"


def test_a_login_page_is_no_empty_day(server: HostileServer, store: LocalStore) -> None:
    server.answers["/feed"] = [page(b"<html><body>Please log in</body></html>")]
    server.answers["/2026-03-04"] = [page(b"")]
    found = find(store, feed(server), archive_page(server))
    assert [one.failure for one in found.exchanges] == ["not_a_feed", "not_html"]
    assert len(found.lost) == 2
    assert found.exchanges[0].body  # it is kept all the same


def test_what_fails_is_told(server: HostileServer, store: LocalStore) -> None:
    found = find(store, archive_page(server))
    assert found.lost == [
        f"archive_page {server.url}/2026-03-04: {server.url}/2026-03-04 answered 404 Not Found"
    ]
    assert found.exchanges[0].kind is Kind.ARCHIVE_PAGE


def test_what_is_not_enabled_is_not_asked(server: HostileServer, store: LocalStore) -> None:
    assert find(store, {**feed(server), "enabled": False}) == Discovered()
    assert server.asked == []


def test_the_number_of_links_is_bounded(server: HostileServer, store: LocalStore) -> None:
    anchors = "".join(f'<a href="/news/{number}"></a>' for number in range(MAX_LINKS + 5))
    server.answers["/2026-03-04"] = [page(anchors.encode())]
    found = find(store, archive_page(server))
    assert len(found.links) == MAX_LINKS
    assert "only the first" in found.lost[-1]


def test_a_drop_folders_files(store: LocalStore, tmp_path: Path) -> None:
    folder = tmp_path / "lake" / "drop" / "quay" / "2026-03-04"
    (folder / "more").mkdir(parents=True)
    names = ["a.txt", "b c.txt", "d\ne.txt", "more/f.html", ".hidden", "ü%.txt", "#1.txt"]
    for name in [*names, os.fsdecode(b"latin-\xe9.txt")]:
        (folder / name).write_text("x")
    (folder / "link.txt").symlink_to("/etc/passwd")
    (folder.parent / "2026-03-05").mkdir()
    (folder.parent / "2026-03-05" / "other.txt").write_text("x")
    found = find(store, {"kind": "drop_folder", "prefix": "drop/quay/{day}"})
    urls = [link.url.removeprefix("drop:quay/2026-03-04/") for _, link in found.files]
    assert sorted(urls) == sorted(
        ["a.txt", "b%20c.txt", "d%0Ae.txt", "more/f.html", "%C3%BC%25.txt", "%231.txt", "latin-%E9.txt"]
    )
    assert all(store.read(path) for path, _ in found.files)


def test_a_drop_folder_that_is_not_there_is_empty(store: LocalStore) -> None:
    assert find(store, {"kind": "drop_folder", "prefix": "drop/quay/{day}"}).files == []


def test_half_a_character_does_not_cost_the_feed(server: HostileServer, store: LocalStore) -> None:
    item = f"<item><title>Tide &#55296; &#xDFFF; and &#54620;</title><link>{server.url}/news/1</link></item>"
    server.answers["/feed"] = [page(f'<rss version="2.0"><channel>{item}</channel></rss>'.encode())]
    found = find(store, feed(server))
    assert [link.title for link in found.links] == ["Tide \ufffd \ufffd and 한"]
