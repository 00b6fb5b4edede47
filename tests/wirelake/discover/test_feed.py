"""Feeds: which links they give, when they are asked, and what may have been lost between two polls."""

from datetime import date
from typing import Any

import pytest
from tests.wirelake.discover.searching import find, known, poll, rss
from tests.wirelake.fetch.hostile_server import HostileServer, page

from wirelake.bounded.pool import Bounded
from wirelake.formats.rss import MAX_ENTRIES, parse
from wirelake.records import Kind
from wirelake.storage import LocalStore


def feed(server: HostileServer, path: str = "/feed", **facts: Any) -> dict[str, Any]:
    return {"kind": "feed", "url": server.url + path, **facts}


def item(url: str) -> str:
    return f"<item><link>{url}</link></item>"


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


def test_half_a_character_does_not_cost_the_feed(server: HostileServer, store: LocalStore) -> None:
    item = f"<item><title>Tide &#55296; &#xDFFF; and &#54620;</title><link>{server.url}/news/1</link></item>"
    server.answers["/feed"] = [page(f'<rss version="2.0"><channel>{item}</channel></rss>'.encode())]
    found = find(store, feed(server))
    assert [link.title for link in found.links] == ["Tide and 한"]


def test_an_entry_that_changed_says_when(server: HostileServer, store: LocalStore) -> None:
    server.answers["/feed"] = [
        page(
            b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://quay.example/1"/>'
            b"<published>2026-03-04T06:30:00Z</published><updated>2026-03-04T08:00:00Z</updated></entry>"
            b'<entry><link href="https://quay.example/2"/><published>2026-03-04T06:30:00Z</published></entry>'
            b"</feed>"
        )
    ]
    first, second = find(store, feed(server)).links
    assert (first.published, first.updated) == ("2026-03-04T06:30:00+00:00", "2026-03-04T08:00:00+00:00")
    assert (second.published, second.updated) == ("2026-03-04T06:30:00+00:00", None)


def test_a_full_text_feed_is_its_articles(server: HostileServer, store: LocalStore) -> None:
    text = "<description>The basin was open.</description>"
    server.answers["/feed"] = [rss(f"<item><title>Port</title><link>/news/1</link>{text}</item>")]
    found = find(store, feed(server, full_text=True))
    assert found.links == []
    (exchange,) = found.exchanges
    assert exchange.kind is Kind.ARTICLE
    (article,) = parse(exchange)
    assert (article.url, article.extracted_text) == (f"{server.url}/news/1", "The basin was open.")


def test_a_feed_that_has_not_changed_gives_nothing_and_loses_nothing(
    server: HostileServer, store: LocalStore
) -> None:
    server.answers["/feed"] = [page(b"", status="304 Not Modified")]
    found = poll(store, feed(server), seen={f"{server.url}/feed": known('"v1"')})
    assert 'if-none-match: "v1"' in server.asked[0].lower()
    assert (found.links, found.lost, found.gaps) == ([], [], [])
    assert found.exchanges[0].unchanged is not None


@pytest.mark.parametrize(
    ("seen", "gaps"),
    [
        (["/feed", "/news/0"], 1),
        (["/feed", "/news/1"], 0),
        (["/feed", "/news/1?utm_source=feed"], 0),  # by the address that stands for all its spellings
        (["/news/0"], 0),  # the feed itself is new
    ],
)
def test_a_feed_that_rolled_over_between_two_polls_is_told(
    server: HostileServer, store: LocalStore, seen: list[str], gaps: int
) -> None:
    listed = [path for path in seen if "utm" in path] or ["/news/1"]
    server.answers["/feed"] = [rss(item("/news/2"), *map(item, listed))]
    held = {f"{server.url}{path.partition('?')[0]}": known() for path in seen}
    found = poll(store, feed(server), seen=held)
    assert len(found.links) == 2
    told = f"the feed {server.url}/feed may have lost entries: none of its 2 was there before"
    assert found.gaps == [told] * gaps


def test_who_does_not_poll_has_no_gaps(server: HostileServer, store: LocalStore) -> None:
    server.answers["/feed"] = [rss(item("/news/2"))]
    assert find(store, feed(server)).gaps == []


def test_a_feed_of_too_many_entries_gives_the_first(server: HostileServer, store: LocalStore) -> None:
    server.answers["/feed"] = [rss(*(item(f"/news/{number}") for number in range(MAX_ENTRIES + 5)))]
    found = find(store, feed(server))
    assert [link.url for link in found.links[-1:]] == [f"{server.url}/news/{MAX_ENTRIES - 1}"]
    assert len(found.links) == MAX_ENTRIES
    assert found.lost == [f"feed {server.url}/feed: 2005 entries: only the first 2000 are looked at"]


def test_a_guid_that_is_an_address_stands_for_a_link(server: HostileServer, store: LocalStore) -> None:
    server.answers["/feed"] = [
        rss('<item><guid isPermaLink="false">https://quay.example/1</guid></item>'),
    ]
    assert [link.url for link in find(store, feed(server)).links] == ["https://quay.example/1"]


def test_well_formed_html_is_no_empty_feed(server: HostileServer, store: LocalStore) -> None:
    server.answers["/feed"] = [page(b"<html><body><p>Please log in</p></body></html>", "X: y")]
    (exchange,) = find(store, feed(server)).exchanges
    assert exchange.failure == "not_a_feed"


def test_parsing_can_run_within_bounds(server: HostileServer, store: LocalStore) -> None:
    bomb = b'<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rss><channel><item/></channel></rss>'
    server.answers["/feed"] = [rss(item("/news/1"))]
    server.answers["/bomb"] = [page(bomb)]
    server.answers["/list"] = [page(b'<a href="/news/2">Two</a>')]
    server.answers["/map"] = [page(b"<urlset><url><loc>https://quay.example/3</loc></url></urlset>")]
    parts = (
        feed(server),
        feed(server, "/bomb"),
        {"kind": "link_page", "url": f"{server.url}/list", "select": "a"},
        {"kind": "sitemap", "url": f"{server.url}/map"},
    )
    with Bounded(workers=1) as bounded:
        found = find(store, *parts, bounded=bounded)
    assert found == find(store, *parts)
    assert [exchange.failure for exchange in found.exchanges] == [None, "xml_bomb", None, None]
    assert len(found.links) == 3
