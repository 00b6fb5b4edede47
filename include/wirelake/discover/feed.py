"""Feeds: RSS, RDF, Atom and JSON Feed. A full-text feed is itself the articles, and no page is fetched."""

from collections.abc import Iterator

from wirelake.config import Feed, filled_in
from wirelake.discover.search import Search
from wirelake.formats import feeds
from wirelake.records import Kind, Link


def look(search: Search, part: Feed) -> Iterator[Link]:
    """The entries' links."""
    if not part.dated and not search.is_open:
        search.found.reach.append(f"the feed {part.url} shows the open day only, and {search.day} is past")
        return
    feed = Link(url=filled_in(part.url, search.day), origin="feed")
    known = search.earlier(feed.url)
    listed = search.listed(feed, Kind.ARTICLE if part.full_text else Kind.FEED, feeds.links)
    if listed is None:
        return
    links, left = listed
    search.account(feed, *[len(links)] * 3)
    if part.full_text:
        return
    for what in left:
        search.lose(feed, what)
    if search.source.poll and known and links and not any(search.earlier(link.url) for link in links):
        search.found.gaps.append(
            f"the feed {feed.url} may have lost entries: none of its {len(links)} was there before"
        )
    yield from links
