"""Sitemaps: which entries belong to a day, which sitemaps are asked for, and how far back they reach."""

import gzip
from datetime import date
from typing import Any

import pytest
from tests.wirelake.discover.searching import find, known, poll, rss
from tests.wirelake.fetch.hostile_server import HostileServer, page

from wirelake.discover.sitemap import MAX_CHILDREN, MAX_DEPTH
from wirelake.records import Kind
from wirelake.storage import LocalStore

SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)


def sitemap(server: HostileServer, path: str = "/map.xml", **facts: Any) -> dict[str, Any]:
    return {"kind": "sitemap", "url": server.url + path, **facts}


def url(path: str, changed: str = "", published: str = "") -> str:
    when = f"<news:publication_date>{published}</news:publication_date>"
    news = f"<news:news>{when}<news:title> A\n&amp; B </news:title></news:news>"
    last = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>\nhttps://quay.example{path} </loc>{last}{news if published else ''}</url>"


def urls(*entries: str) -> bytes:
    return f"<?xml version='1.0'?><urlset {SPACES}>{''.join(entries)}</urlset>".encode()


def index(server: HostileServer, *children: tuple[str, str]) -> bytes:
    listed = ""
    for path, changed in children:
        last = f"<lastmod>{changed}</lastmod>" if changed else ""
        listed += f"<sitemap><loc>{server.url}{path}</loc>{last}</sitemap>"
    return f"<sitemapindex {SPACES}>{listed}</sitemapindex>".encode()


def paths(server: HostileServer, store: LocalStore, day: str = "2026-03-04", **facts: Any) -> list[str]:
    found = find(store, sitemap(server), day=date.fromisoformat(day), **facts)
    return [link.url.removeprefix("https://quay.example") for link in found.links]


@pytest.mark.parametrize(
    ("day", "listed"),
    [
        ("2026-03-02", ["/2"]),
        ("2026-03-03", ["/3", "/late"]),
        # Open: what has no day may be of today, and what was listed late is of yesterday still.
        ("2026-03-04", ["/3", "/late", "/4", "/none", "/tomorrow"]),
        ("2026-03-05", ["/4", "/5", "/none", "/tomorrow"]),
        ("2026-03-01", []),
    ],
)
def test_the_entries_of_a_day(server: HostileServer, store: LocalStore, day: str, listed: list[str]) -> None:
    server.answers["/map.xml"] = [
        page(
            urls(
                url("/2", "2026-03-02"),
                url("/3", published="2026-03-03T09:00:00Z", changed="2026-03-05"),
                url("/late", "2026-03-03T20:59:59+00:00"),
                url("/4", "2026-03-03T21:00:00+00:00"),  # in Kuwait it was the 4th
                url("/5", "2026-03-05"),
                url("/none", "in March"),
                url("/tomorrow", "2026-03-06T09:00"),
            )
        )
    ]
    assert paths(server, store, day, timezone="Asia/Kuwait") == listed


def test_what_a_news_sitemap_says_of_its_entries(server: HostileServer, store: LocalStore) -> None:
    server.answers["/map.xml"] = [page(urls(url("/1?src=a&amp;b=1", "2026-03-04T10:00Z", "2026-03-04")))]
    found = find(store, sitemap(server))
    (link,) = found.links
    assert (link.url, link.title, link.origin) == ("https://quay.example/1?b=1", "A & B", "sitemap")
    assert (link.published, link.updated) == ("2026-03-04", "2026-03-04T10:00:00+00:00")
    assert [exchange.kind for exchange in found.exchanges] == [Kind.SITEMAP]


def test_the_pattern_chooses_entries(server: HostileServer, store: LocalStore) -> None:
    server.answers["/map.xml"] = [page(urls(url("/news/1"), url("/about")))]
    (link,) = find(store, sitemap(server, link_pattern="/news/")).links
    assert link.url == "https://quay.example/news/1"


@pytest.mark.parametrize(
    ("changed", "reach"),
    [
        ("2026-03-03", "reaches back to 2026-03-03"),
        ("", "does not say of which days its entries are"),
    ],
)
def test_how_far_a_sitemap_reaches_back(
    server: HostileServer, store: LocalStore, changed: str, reach: str
) -> None:
    server.answers["/map.xml"] = [page(urls(url("/1", changed), url("/2", changed and "2026-03-04")))]
    found = find(store, sitemap(server), day=date(2026, 2, 1))
    assert found.links == []
    assert found.reach == [f"the sitemap {server.url}/map.xml {reach}, and 2026-02-01 is past"]


def test_a_dated_sitemap_is_of_its_day(server: HostileServer, store: LocalStore) -> None:
    server.answers["/2026-02-01.xml"] = [page(urls(url("/1"), url("/2", "2026-03-04")))]
    assert len(find(store, sitemap(server, "/{day}.xml"), day=date(2026, 2, 1)).links) == 2


def test_an_index_leads_to_the_sitemaps_that_may_hold_the_day(
    server: HostileServer, store: LocalStore
) -> None:
    server.answers["/map.xml"] = [
        page(
            index(
                server,
                ("/old.xml", "2026-02-28"),
                ("/new.xml", "2026-03-05"),
                ("/none.xml", ""),
                ("/map.xml", ""),
                ("/day.xml.gz", "2026-03-04T00:00:00Z"),
            )
        )
    ]
    server.answers["/new.xml"] = [page(urls(url("/1", "2026-03-05")))]
    server.answers["/none.xml"] = [page(urls(url("/2", "2026-03-01")))]
    server.answers["/day.xml.gz"] = [page(gzip.compress(urls(url("/3", "2026-03-01"))))]
    # The nearest to the day first: what is cut off by a bound is the farthest.
    assert paths(server, store, "2026-03-01") == ["/3", "/2"]
    assert server.paths() == ["/map.xml", "/day.xml.gz", "/new.xml", "/none.xml"]


def test_indexes_are_followed_so_far_and_no_farther(server: HostileServer, store: LocalStore) -> None:
    for depth in range(1, MAX_DEPTH + 1):
        name = "/map.xml" if depth == 1 else f"/{depth}.xml"
        server.answers[name] = [page(index(server, (f"/{depth + 1}.xml", "")))]
    found = find(store, sitemap(server))
    assert server.paths() == ["/map.xml", "/2.xml", "/3.xml"]
    assert found.lost == [
        f"sitemap {server.url}/3.xml: an index at depth 3: its 1 sitemaps are not asked for"
    ]


def test_a_sitemap_has_so_many_children_and_no_more(server: HostileServer, store: LocalStore) -> None:
    children = [(f"/{number}.xml", "") for number in range(MAX_CHILDREN + 5)]
    server.answers["/map.xml"] = [page(index(server, *children, *children))]
    for path, _ in children:
        server.answers[path] = [page(urls(url(path)))]
    found = find(store, sitemap(server))
    assert len(server.paths()) == MAX_CHILDREN + 1
    assert len(found.links) == MAX_CHILDREN
    assert found.lost == [f"sitemap {server.url}/map.xml: 205 sitemaps: only 200 of them are asked for"]


def test_an_index_is_asked_for_whole_and_its_sitemaps_if_they_changed(
    server: HostileServer, store: LocalStore
) -> None:
    server.answers["/map.xml"] = [page(index(server, ("/a.xml", ""), ("/b.xml", "")))]
    server.answers["/a.xml"] = [page(b"", status="304 Not Modified")]
    server.answers["/b.xml"] = [page(urls(url("/2")))]
    seen = {f"{server.url}{path}": known('"v1"') for path in ("/map.xml", "/a.xml")}
    found = poll(store, sitemap(server), seen=seen)
    assert ["if-none-match" in head.lower() for head in server.asked] == [False, True, False]
    assert [link.url for link in found.links] == ["https://quay.example/2"]
    assert found.lost == []


def test_other_forms_of_sitemaps(server: HostileServer, store: LocalStore) -> None:
    server.answers["/map.xml"] = [rss("<item><link>https://quay.example/1</link></item>")]
    assert paths(server, store) == ["/1"]
    server.answers["/map.xml"] = [
        page(b"\xef\xbb\xbfhttps://quay.example/1\r\n\r\nhttps://quay.example/2\n#no\n")
    ]
    assert paths(server, store) == ["/1", "/2"]
    twice = gzip.compress(gzip.compress(urls(url("/1"))))
    server.answers["/map.xml"] = [page(twice, "Content-Encoding: gzip")]
    assert paths(server, store) == ["/1"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<!doctype html><html><body>Please log in", "its root is "),
        (b"Please log in", "neither XML nor a list of addresses"),
        (b'<!DOCTYPE a [<!ENTITY b "&c;&c;">]><urlset/>', "it declares entities"),
        (urls(url("/1"))[:-20], "line 2 is damaged"),
    ],
)
def test_what_is_no_sitemap_or_only_a_part_is_told(
    server: HostileServer, store: LocalStore, body: bytes, told: str
) -> None:
    server.answers["/map.xml"] = [page(body)]
    (lost,) = find(store, sitemap(server)).lost
    assert told in lost


def test_an_ampersand_that_stands_bare_costs_no_address(server: HostileServer, store: LocalStore) -> None:
    server.answers["/map.xml"] = [page(urls(url("/1?a=1&b=2"), url("/2")))]
    found = find(store, sitemap(server))
    assert [link.url for link in found.links] == ["https://quay.example/1?a=1&b=2", "https://quay.example/2"]
    assert found.lost == []
