"""Dated pages of links, which reach back as far as the wire keeps them."""

from collections.abc import Iterable

from wirelake.config import ArchivePage, filled_in
from wirelake.discover.anchors import anchors
from wirelake.discover.search import Search
from wirelake.records import Kind, Link


def look(search: Search, part: ArchivePage) -> Iterable[Link]:
    """The links of the day's page that match the pattern."""
    page = Link(url=filled_in(part.url, search.day), origin="archive_page")
    found = search.listed(page, Kind.ARCHIVE_PAGE, anchors, None, part.link_pattern)
    if found is None:
        return ()
    matched = len(found.links)
    search.account(page, found.listed, matched, matched, field="link_pattern", example=found.example)
    return found.links
