"""Sitemaps and indexes of them, within bounds; where one names its entries' days, it reaches back."""

from collections import deque
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from wirelake.addresses import address
from wirelake.config import Sitemap, filled_in
from wirelake.discover.search import Search, matches
from wirelake.formats import sitemaps
from wirelake.records import Kind, Link

MAX_DEPTH = 3  # an index, an index in it, a sitemap
MAX_CHILDREN = 200
MAX_ENTRIES = 50_000
ONE_DAY = timedelta(days=1)


def look(search: Search, part: Sitemap) -> Iterator[Link]:
    """The entries of the day; on an open day those without a day too.

    An entry's day is that of its publication, or else of its last change, in the source's zone. Whoever
    lists an entry late, after its day was closed, would lose it: so an open day takes the day before's too.
    """
    start = Link(url=filled_in(part.url, search.day), origin="sitemap")
    oldest: date | None = None
    kept = looked = matched = 0
    example = ""
    for entry in _entries(search, start):
        looked += 1
        fits = matches(part.link_pattern, entry.url)
        matched += fits
        example = example or ("" if fits else entry.url)
        shown = _day(search, entry.published or entry.updated)
        oldest = min(oldest or shown, shown) if shown else oldest
        if fits and (part.dated or _is_of(search, shown)):
            kept += 1
            yield entry
    if all(one.url != start.url for one in search.found.listings):  # else it failed
        search.account(start, looked, matched, kept, field="link_pattern", example=example)
    if looked and not kept and not search.is_open and not part.dated:
        _tell_reach(search, start, oldest)


def _tell_reach(search: Search, start: Link, oldest: date | None) -> None:
    if oldest is None:
        what = "does not say of which days its entries are"
    elif oldest > search.day:
        what = f"reaches back to {oldest}"
    else:
        return
    search.found.reach.append(f"the sitemap {start.url} {what}, and {search.day} is past")


def _entries(search: Search, start: Link) -> Iterator[Link]:
    """The entries of the sitemap and of its children, each sitemap once."""
    waiting = deque([(start, 1)])
    asked = {start.url}
    count = 0
    while waiting:
        link, depth = waiting.popleft()
        # An index may stand unchanged while its sitemaps change.
        found = search.listed(link, Kind.SITEMAP, sitemaps.read, whole=depth == 1)
        if found is None:
            continue
        for what in found.left:
            search.lose(link, what)
        for entry in found.entries:
            if count == MAX_ENTRIES:
                search.lose(start, f"more than {MAX_ENTRIES} entries: only the first are looked at")
                return
            count += 1
            yield entry
        waiting.extend((child, depth + 1) for child in _children(search, link, depth, found, asked))


def _children(search: Search, link: Link, depth: int, found: sitemaps.Sitemap, asked: set[str]) -> list[Link]:
    """The index's children that may hold the day, the nearest to it first."""
    chosen: dict[str, timedelta] = {}
    for child in found.children:
        changed = _day(search, child.updated)
        url = address(child.url)
        if url and url not in asked and not (changed and changed < search.day - ONE_DAY * search.is_open):
            chosen.setdefault(url, abs((changed or date.max) - search.day))
    room = MAX_CHILDREN + 1 - len(asked)
    if chosen and depth >= MAX_DEPTH:
        search.lose(link, f"an index at depth {depth}: its {len(chosen)} sitemaps are not asked for")
        return []
    if len(chosen) > room:
        search.lose(link, f"{len(chosen)} sitemaps: only {room} of them are asked for")
    nearest = sorted(chosen, key=lambda url: chosen[url])[:room]
    asked.update(nearest)
    return [Link(url=url, origin="sitemap") for url in nearest]


def _is_of(search: Search, shown: date | None) -> bool:
    if not search.is_open:
        return shown == search.day
    if shown is None or shown > max(search.source.open_days(search.now)):  # a clock ahead of ours
        return True
    return search.day - ONE_DAY <= shown <= search.day


def _day(search: Search, stated: str | None) -> date | None:
    """The day in the source's zone; a time without a zone is that zone's."""
    if stated is None or len(stated) == len("2026-03-04"):
        return date.fromisoformat(stated) if stated else None
    moment = datetime.fromisoformat(stated)
    try:
        return moment.astimezone(search.source.zone).date() if moment.tzinfo else moment.date()
    except OverflowError:  # year 1 or 9999
        return moment.date()
