"""Finds the links of a source's day: one module a kind of discovery, each with ``look(search, part)``.

Whatever was fetched to find the links (the feed, the sitemap, the page) is kept in raw/ as well.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from importlib import import_module
from urllib.parse import unquote, urlsplit

from wirelake.addresses import address, canonicalise
from wirelake.config import SourceConfig
from wirelake.config.choice import LeftOut, left_out
from wirelake.discover.search import MAX_LINKS, Bounded, Discovered, Get, Lists, Search
from wirelake.records import Link, Seen
from wirelake.storage import Store

__all__ = ["MAX_LINKS", "Bounded", "Discovered", "Get", "discover", "unwanted"]


def discover(
    source: SourceConfig,
    day: date,
    *,
    get: Get,
    store: Store,
    now: datetime,
    seen: Mapping[str, Seen] | None = None,
    bounded: Bounded | None = None,
    inbox: Lists | None = None,
) -> Discovered:
    """What one capture day has, each address once, in the order of the source's YAML.

    ``seen`` holds, by address, what is asked for only if it changed; ``bounded`` runs the parsing of what was
    received, and without it that happens here. ``inbox`` is the source's, opened, where it has one.
    """
    search = Search(
        source=source,
        day=day,
        get=get,
        store=store,
        now=now,
        seen=seen or {},
        bounded=bounded,
        inbox=inbox,
    )
    found = search.found
    known: set[str] = set()
    for number, part in enumerate(source.discover):
        if not part.enabled:
            continue
        before = len(found.listings)
        for link in import_module(f"{__name__}.{part.kind}").look(search, part):
            wanted = _wanted(link, source.drop_query)
            if wanted is None:
                continue
            same = canonicalise(wanted.url) or wanted.url
            if same in known:
                continue
            known.add(same)
            if rule := unwanted(source, wanted.url):
                found.left_out[rule.rule] += 1
            else:
                found.links.append(wanted)
        found.listings[before:] = [
            replace(one, part=number, dated=part.dated) for one in found.listings[before:]
        ]
    if len(found.links) > MAX_LINKS:
        found.lost.append(f"{len(found.links)} links listed: only the first {MAX_LINKS} are fetched")
        del found.links[MAX_LINKS:]
    return found


def unwanted(source: SourceConfig, url: str) -> LeftOut | None:
    """The rule of the source that leaves out a link by its address, which then is not asked for."""
    return left_out(source.keep, source.drop, {"path": (unquote(urlsplit(url).path),)})


def _wanted(link: Link, drop_query: tuple[str, ...]) -> Link | None:
    """The link by the address to ask for; None for anything but http(s): javascript:, mailto:."""
    url = address(link.url, drop_query)
    return replace(link, url=url) if url else None
