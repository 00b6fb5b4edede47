"""Pages of links: archive pages by the day, and pages that show the present."""

from datetime import date
from typing import Any

from tests.wirelake.discover.searching import find
from tests.wirelake.fetch.hostile_server import HostileServer, page

from wirelake.records import Kind
from wirelake.storage import LocalStore

FRONT = b"""<nav><a href="/about">About</a></nav><main><h2><a href="/news/1">Port reopens</a></h2>
<h2><a href="/live/2">Live</a></h2><div class="more"><a href="/news/3?src=front">Ferry</a><a>none</a></div>
</main>"""


def archive_page(server: HostileServer, pattern: str = r"/news/\d+") -> dict[str, Any]:
    return {"kind": "archive_page", "url": server.url + "/{day}", "link_pattern": pattern}


def link_page(server: HostileServer, select: str, **facts: Any) -> dict[str, Any]:
    return {"kind": "link_page", "url": server.url + "/front", "select": select, **facts}


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


def test_titles_are_read_by_the_pages_charset(server: HostileServer, store: LocalStore) -> None:
    body = '<meta charset="windows-1256"><a href="/news/1">ميناء</a>'.encode("windows-1256")
    server.answers["/2026-03-04"] = [page(body)]
    (link,) = find(store, archive_page(server)).links
    assert link.title == "ميناء"


def test_links_deep_in_the_markup_are_found(server: HostileServer, store: LocalStore) -> None:
    server.answers["/2026-03-04"] = [page(b"<div>" * 1000 + b'<a href="/news/1">One</a>')]
    assert len(find(store, archive_page(server)).links) == 1


def test_a_link_pages_links_are_where_the_selector_says(server: HostileServer, store: LocalStore) -> None:
    server.answers["/front"] = [page(FRONT)]
    found = find(store, link_page(server, "main h2 a, main .more"))
    assert [(link.url, link.title, link.origin) for link in found.links] == [
        (f"{server.url}/news/1", "Port reopens", "link_page"),
        (f"{server.url}/live/2", "Live", "link_page"),
        (f"{server.url}/news/3", "Ferry", "link_page"),
    ]
    assert found.exchanges[0].kind is Kind.LINK_PAGE
    found = find(store, link_page(server, "main a", link_pattern="/news/"))
    assert len(found.links) == 2


def test_a_link_page_without_links_is_told(server: HostileServer, store: LocalStore) -> None:
    server.answers["/front"] = [page(FRONT)]
    found = find(store, link_page(server, "main h3 a"))
    assert found.lost == [
        f"link_page {server.url}/front: no link of an article stands where 'main h3 a' says"
    ]


def test_a_link_page_shows_the_open_day_only(server: HostileServer, store: LocalStore) -> None:
    found = find(store, link_page(server, "a"), day=date(2026, 3, 3))
    assert found.reach == [
        f"the link page {server.url}/front shows the open day only, and 2026-03-03 is past"
    ]
    assert server.asked == []
