"""Pages of links, such as a front page, which show the present only."""

from collections.abc import Iterable

from wirelake.config import LinkPage, filled_in
from wirelake.discover.anchors import anchors
from wirelake.discover.search import Search
from wirelake.records import Kind, Link


def look(search: Search, part: LinkPage) -> Iterable[Link]:
    """The links where the selector says; that there are none is told, for then the page has changed."""
    if not search.is_open:
        search.found.reach.append(
            f"the link page {part.url} shows the open day only, and {search.day} is past"
        )
        return ()
    page = Link(url=filled_in(part.url, search.day), origin="link_page")
    found = search.listed(page, Kind.LINK_PAGE, anchors, part.select, part.link_pattern)
    if found is None:
        return ()
    matched = len(found.links)
    field = "link_pattern" if found.selected else "select"
    search.account(page, found.listed, matched, matched, field=field, example=found.example)
    if not matched:
        search.lose(page, f"no link of an article stands where {part.select!r} says")
    return found.links
