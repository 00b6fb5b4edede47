"""What a day's search finds, whatever the kinds of discovery."""

from typing import Any

from tests.wirelake.discover.searching import DAY, NOON, find, quay, rss
from tests.wirelake.fetch.hostile_server import HostileServer, page

from wirelake.discover import MAX_LINKS, Discovered, discover
from wirelake.records import Kind, Link, RawArticle
from wirelake.storage import LocalStore


def feed(server: HostileServer, path: str = "/feed") -> dict[str, Any]:
    return {"kind": "feed", "url": server.url + path}


def archive_page(server: HostileServer, pattern: str = r"/news/\d+") -> dict[str, Any]:
    return {"kind": "archive_page", "url": server.url + "/{day}", "link_pattern": pattern}


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


def test_a_login_page_is_no_empty_day(server: HostileServer, store: LocalStore) -> None:
    server.answers["/feed"] = [page(b"<html><body>Please log in</body></html>")]
    server.answers["/2026-03-04"] = [page(b"")]
    found = find(store, feed(server), archive_page(server))
    assert [one.failure for one in found.exchanges] == ["not_a_feed", "not_html"]
    assert len(found.lost) == 2
    assert found.exchanges[0].body  # it is kept all the same


def test_what_fails_is_told(server: HostileServer, store: LocalStore) -> None:
    found = find(store, archive_page(server))
    assert found.lost == [f"archive_page {server.url}/2026-03-04 answered 404 Not Found"]
    assert found.exchanges[0].kind is Kind.ARCHIVE_PAGE


def test_a_librarys_words_are_told_by_the_class_of_the_failure(store: LocalStore) -> None:
    def nobody(link: Link, kind: Kind, **_: object) -> RawArticle:
        detail = f"{link.url}: [Errno -2] Name or service not known"
        return RawArticle(link=link, kind=kind, fetched_at=NOON, failure="dns", failure_detail=detail)

    facts = quay({"kind": "feed", "url": "https://quay.example/feed"})
    (lost,) = discover(facts, DAY, get=nobody, store=store, now=NOON).lost
    assert lost == "feed https://quay.example/feed: dns: [Errno -2] Name or service not known"


def test_what_is_not_enabled_is_not_asked(server: HostileServer, store: LocalStore) -> None:
    assert find(store, {**feed(server), "enabled": False}) == Discovered()
    assert server.asked == []


def test_the_number_of_links_is_bounded(server: HostileServer, store: LocalStore) -> None:
    anchors = "".join(f'<a href="/news/{number}"></a>' for number in range(MAX_LINKS + 5))
    server.answers["/2026-03-04"] = [page(anchors.encode())]
    found = find(store, archive_page(server))
    assert len(found.links) == MAX_LINKS
    assert "only the first" in found.lost[-1]
