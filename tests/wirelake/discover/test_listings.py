"""What each list held is counted; and what of a source's YAML cannot be right is told by it."""

from dataclasses import replace
from typing import Any

import pytest
from tests.wirelake.discover.searching import find, quay, rss
from tests.wirelake.fetch.hostile_server import HostileServer, page

from wirelake.discover.listings import Listing, mistakes, totals
from wirelake.storage import LocalStore

FRONT = (
    b'<main><h2><a href="/news/1">One</a></h2><h2><a href="/live/2">Two</a></h2></main><a href="/about">A</a>'
)
MAP = b"<urlset><url><loc>https://quay.example/news/1</loc><lastmod>2026-03-04</lastmod></url>%s</urlset>"
OLD = b"<url><loc>https://quay.example/old/2</loc><lastmod>2026-01-04</lastmod></url>"


def counted(store: LocalStore, part: dict[str, Any]) -> dict[str, int]:
    return totals(find(store, part).listings)


def test_a_list_says_what_it_held_what_matched_and_what_is_of_the_day(
    server: HostileServer, store: LocalStore
) -> None:
    server.answers["/feed"] = [rss("<item><link>https://quay.example/1</link></item>")] * 2
    assert counted(store, {"kind": "feed", "url": f"{server.url}/feed"}) == {
        "listed": 1,
        "matched": 1,
        "of_day": 1,
    }
    server.answers["/map"] = [page(MAP % OLD)]
    found = {"kind": "sitemap", "url": f"{server.url}/map", "link_pattern": "/(news|old)/"}
    assert counted(store, found) == {"listed": 2, "matched": 2, "of_day": 1}
    server.answers["/front"] = [page(FRONT)]
    found = {"kind": "link_page", "url": f"{server.url}/front", "select": "main a", "link_pattern": "/news/"}
    assert counted(store, found) == {"listed": 3, "matched": 1, "of_day": 1}


def test_files_of_a_drop_folder_are_listed_and_those_that_are_no_items_do_not_match(
    store: LocalStore,
) -> None:
    for name in ("1.xml", "2.xml", "3.xml.part"):
        store.write(f"drop/quay/2026-03-04/{name}", b"<nitf/>")
    found = counted(store, {"kind": "drop_folder", "prefix": "drop/quay/{day}"})
    assert found == {"listed": 3, "matched": 2, "of_day": 2}


@pytest.mark.parametrize(
    ("part", "answer", "said"),
    [
        ({"kind": "feed"}, None, "discover[0].url: {url} answers 404: no list stands there"),
        ({"kind": "feed"}, rss(), "discover[0].url: {url} holds no link"),
        (
            {"kind": "link_page", "select": "article h3 a"},
            page(FRONT),
            "discover[0].select: 'article h3 a' fits none of the 3 links of {url}",
        ),
        (
            {"kind": "link_page", "select": "main a", "link_pattern": "/story/"},
            page(FRONT),
            "discover[0].link_pattern: '/story/' fits none of the 3 links of {url}, such as {server}/news/1",
        ),
        (
            {"kind": "sitemap", "link_pattern": "/story/"},
            page(MAP % OLD),
            "discover[0].link_pattern: '/story/' fits none of the 2 links of {url}, such as https://quay.example/news/1",
        ),
    ],
)
def test_a_new_source_that_cannot_be_right_is_told(
    server: HostileServer, store: LocalStore, part: dict[str, Any], answer: bytes | None, said: str
) -> None:
    url = f"{server.url}/list"
    if answer is not None:
        server.answers["/list"] = [answer]
    listings = find(store, {**part, "url": url}).listings
    (wrong,) = mistakes(quay({**part, "url": url}), listings, is_new=True)
    assert said.format(url=url, server=server.url) in wrong
    of_older = mistakes(quay({**part, "url": url}), listings, is_new=False)
    assert bool(of_older) == (answer is None)  # an older source's list may be empty for once


def test_a_list_that_may_be_right_speaks_for_all() -> None:
    source = quay(
        {"kind": "feed", "url": "https://quay.example/a"}, {"kind": "feed", "url": "https://quay.example/b"}
    )
    gone = Listing(url="https://quay.example/a", failure="http_404")
    other = Listing(url="https://quay.example/b", part=1, listed=2, matched=2)
    assert mistakes(source, [gone], is_new=True)
    assert not mistakes(source, [gone, other], is_new=True)
    assert not mistakes(source, [], is_new=True)


def test_a_days_own_page_may_hold_no_link_but_its_menus() -> None:
    source = quay({"kind": "archive_page", "url": "https://quay.example/{day}", "link_pattern": "/news/"})
    one = Listing(url="https://quay.example/1", dated=True, field="link_pattern", listed=9)
    assert not mistakes(source, [one], is_new=True)
    (wrong,) = mistakes(source, [replace(one, listed=22)], is_new=True)
    assert "discover[0].link_pattern: '/news/' fits none of the 22 links" in wrong


def test_a_dated_list_may_be_missing_or_empty() -> None:
    source = quay({"kind": "feed", "url": "https://quay.example/{day}"})
    for one in (
        Listing(url="https://quay.example/1", dated=True, failure="http_404"),
        Listing(url="x", dated=True),
    ):
        assert not mistakes(source, [one], is_new=True)
