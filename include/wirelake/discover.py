"""SourceConfig, day → Links: feeds, dated archive pages and drop folders.

Whatever was fetched to find the links (the feed, the archive page) is kept in raw/ as well.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from urllib.parse import quote, urljoin

from lxml import html as lxml_html
from lxml.etree import LxmlError

from wirelake.addresses import address, canonicalise
from wirelake.config import ArchivePage, DropFolder, Feed, SourceConfig, filled_in
from wirelake.errors import ParseError
from wirelake.formats import payload, rss
from wirelake.records import Kind, Link, RawArticle
from wirelake.storage import Store

MAX_LINKS = 20_000
Get = Callable[[Link, Kind], RawArticle]


@dataclass(kw_only=True)
class Discovered:
    """What a day's discovery found.

    ``links`` to fetch, the ``files`` of drop folders as (path, link), the ``exchanges`` that listed the
    links, in ``reach`` why a part of the discovery could not look at this day, and in ``lost`` what was there
    and could not be listed.
    """

    links: list[Link] = field(default_factory=list)
    files: list[tuple[str, Link]] = field(default_factory=list)
    exchanges: list[RawArticle] = field(default_factory=list)
    reach: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def discover(source: SourceConfig, day: date, *, get: Get, store: Store, now: datetime) -> Discovered:
    """The links of one capture day, each address once, in the order of the source's YAML."""
    found = Discovered()
    seen: set[str] = set()
    for part in source.discover:
        if not part.enabled:
            continue
        match part:
            case DropFolder():
                found.files += _dropped(store, source, part, day)
            case Feed() | ArchivePage():
                for link in _listed(source, part, day, get, now, found):
                    same = canonicalise(link.url) or link.url
                    if same not in seen:
                        seen.add(same)
                        found.links.append(link)
    if len(found.links) > MAX_LINKS:
        found.lost.append(f"{len(found.links)} links listed: only the first {MAX_LINKS} are fetched")
        del found.links[MAX_LINKS:]
    return found


def _listed(
    source: SourceConfig, part: Feed | ArchivePage, day: date, get: Get, now: datetime, found: Discovered
) -> Iterator[Link]:
    if isinstance(part, Feed) and not part.dated and day not in source.open_days(now):
        found.reach.append(f"the feed {part.url} shows the open day only, and {day} is past")
        return
    kind = Kind.FEED if isinstance(part, Feed) else Kind.ARCHIVE_PAGE
    answer = get(Link(url=filled_in(part.url, day), origin=part.kind), kind)
    links: list[Link] = []
    if answer.failure is None:
        try:
            links = rss.links(answer) if isinstance(part, Feed) else _anchors(answer, part.link_pattern)
        except ParseError as error:  # a login page instead of a feed: the day is not known to be empty
            answer = replace(answer, failure=error.reason, failure_detail=error.detail)
    found.exchanges.append(answer)
    if answer.failure is not None:
        found.lost.append(f"{part.kind} {answer.link.url}: {answer.failure_detail or answer.failure}")
    for link in links:
        url = address(link.url, source.drop_query)
        if url is not None:  # anything but http(s): a javascript: or mailto: link
            yield replace(link, url=url)


def _anchors(answer: RawArticle, pattern: str) -> list[Link]:
    """The links of a page whose whole address the pattern is found in.

    Raises:
        ParseError: not_html.
    """
    data = payload(answer)
    try:
        tree = lxml_html.fromstring(data, parser=lxml_html.HTMLParser(encoding=_utf8(data)))
    except (LxmlError, ValueError) as error:
        raise ParseError("not_html", str(error)) from error
    base = answer.final_url or answer.link.url
    stated = next((one.get("href") for one in tree.iter("base") if one.get("href")), "")
    base = _joined(base, stated) or base
    urls = ((anchor, _joined(base, anchor.get("href"))) for anchor in tree.iter("a") if anchor.get("href"))
    return [
        Link(url=url, origin="archive_page", title=" ".join(anchor.text_content().split()) or None)
        for anchor, url in urls
        if url and re.search(pattern, url)
    ]


def _utf8(data: bytes) -> str | None:
    # Without a declaration lxml takes bytes for Latin-1.
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _joined(base: str, target: str) -> str | None:
    try:
        return urljoin(base, target.strip())
    except ValueError:  # http://[broken
        return None


def _dropped(store: Store, source: SourceConfig, part: DropFolder, day: date) -> Iterator[tuple[str, Link]]:
    folder = filled_in(part.prefix, day)
    for stored in store.objects(folder):
        name = stored.path.removeprefix(folder).lstrip("/")
        if not name.startswith("."):
            # Quoted: a file's name may hold line ends, or bytes that are no text.
            written = quote(os.fsencode(name))
            yield stored.path, Link(url=f"drop:{source.name}/{day}/{written}", origin="drop_folder")
