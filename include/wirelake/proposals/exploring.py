"""Looks at a site as a source's discovery would: few requests, at its pace, under its robots.txt."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from wirelake.addresses import address, joined, registrable_domain
from wirelake.batches.lakes import utc_now
from wirelake.bounded.pool import Bounded, bounded
from wirelake.config import FetchFacts, filled_in
from wirelake.discover.anchors import anchors
from wirelake.errors import ConfigError, FetchError, ParseError
from wirelake.fetch import Fetcher
from wirelake.formats import feeds, sitemaps
from wirelake.language.tags import canonical_tag
from wirelake.legible import one_line
from wirelake.payloads import payload
from wirelake.proposals.found import Asked, Listed, Proposal
from wirelake.proposals.front import Front, read_front
from wirelake.proposals.patterns import dated_pages, fits, pattern_of
from wirelake.proposals.zones import offsets_in, zone_of
from wirelake.records import Kind, Link, RawArticle

MOST_REQUESTS = 12  # robots.txt and tdmrep.json of each host not counted
FEEDS, SITEMAPS, PAGES = 3, 3, 2  # of each kind that are tried
MOST_URLS, LONGEST = 5_000, 1_000  # of a sitemap, to which patterns are put; characters
TIMEOUT, PACE = 15.0, 1.0  # seconds; requests a second
T = TypeVar("T")


def explore(
    name: str,
    url: str,
    *,
    contact: str,
    allow_loopback: bool = False,
    clock: Callable[[], datetime] = utc_now,
) -> Proposal:
    """What the site at this address offers, each list read.

    Raises:
        ConfigError: no address of the web.
        FetchError: the page did not come; the words say why.
    """
    start = address(url)
    if start is None:
        raise ConfigError(f"no address of the web: {url!r}; write it as https://harbour.example/")
    facts = FetchFacts(
        timeout_seconds=TIMEOUT, requests_per_second=PACE, allow_loopback=allow_loopback, ports=_ports(start)
    )
    with Fetcher(facts, contact=contact, clock=clock) as fetcher, bounded() as pool:
        look = _Look(fetcher, pool, registrable_domain(urlsplit(start).netloc), clock())
        return look.at(name, start, contact, allow_loopback=allow_loopback)


def _ports(url: str) -> tuple[int, ...]:
    ports: tuple[int, ...] = FetchFacts().ports
    own = urlsplit(url).port
    return ports if own is None or own in ports else (*ports, own)


@dataclass(slots=True)
class _Look:
    fetcher: Fetcher
    pool: Bounded
    domain: str
    now: datetime
    asked: list[Asked] = field(default_factory=list)
    offsets: list[timedelta] = field(default_factory=list)

    def at(self, name: str, url: str, contact: str, *, allow_loopback: bool) -> Proposal:
        front = self._read(url, Kind.LINK_PAGE, read_front)
        if front is None:
            raise FetchError(self.asked[-1].told)
        feeds = list(self._feeds(front))
        known = [link.url for one in feeds for link in one.links]
        samples = known or [*front.chosen]
        maps = list(self._sitemaps(url, samples))
        samples = samples or [link.url for one in maps for link in one.links][:200]
        lists = [*feeds, *maps, *self._archive_pages(url, front, samples)]
        if not any(one.matched for one in lists):
            lists += self._link_page(url, front)
        zone, zone_why = zone_of(url, self.offsets, front.language, self.now)
        language = front.language and canonical_tag(front.language)
        return Proposal(
            name=name,
            homepage=url,
            contact=contact,
            title=front.title or name,
            description=front.description or f"{front.title or name}, as its site says.",
            zone=zone,
            zone_why=zone_why,
            language=language,
            language_why="its front page states it" if language else "",
            lists=tuple(lists),
            asked=tuple(self.asked),
            by=f"`wirelake new {name}` from one look at the site",
            allow_loopback=allow_loopback,
        )

    def _read(self, url: str, kind: Kind, read: Callable[..., T], *facts: object) -> T | None:
        """What is read in the answer; None where it did not come, or cannot be read. Each request is told."""
        if len(self.asked) >= MOST_REQUESTS:
            return None
        raw: RawArticle = self.fetcher.get(Link(url=url, origin=str(kind)), kind)
        if raw.failure:
            self.asked.append(Asked(url=url, told=one_line(f"{raw.failure}: {raw.failure_detail or url}")))
            return None
        try:
            found = self.pool.call(read, raw, *facts)
        except ParseError as error:
            self.asked.append(Asked(url=url, told=f"came, and cannot be read: {error}"))
            return None
        self.asked.append(Asked(url=url, told=f"came, {len(raw.body):,} bytes"))
        if kind is Kind.FEED:
            self.offsets += offsets_in(payload(raw))
        return found

    def _is_own(self, url: str) -> bool:
        return registrable_domain(urlsplit(url).netloc) == self.domain and "{" not in url

    def _feeds(self, front: Front) -> Iterator[Listed]:
        for url in [one for one in front.feeds if self._is_own(one)][:FEEDS]:
            if (found := self._read(url, Kind.FEED, feeds.links)) and found[0]:
                links = tuple(found[0])
                yield Listed(kind="feed", url=url, links=links, listed=len(links), matched=len(links))

    def _sitemaps(self, url: str, samples: Sequence[str]) -> Iterator[Listed]:
        stated = [found for one in self.fetcher.sitemaps(url)[:100] if (found := address(one))]
        guessed = [one for one in (joined(url, "/sitemap.xml"),) if one and not stated]
        news_first = sorted(stated, key=lambda one: "news" not in one.lower())
        for place in [one for one in (news_first or guessed) if self._is_own(one)][:SITEMAPS]:
            if held := self._read(place, Kind.SITEMAP, sitemaps.read):
                yield self._mapped(place, held, samples)

    def _mapped(self, url: str, found: sitemaps.Sitemap, samples: Sequence[str]) -> Listed:
        """The sitemap; of an index the newest of its children is looked at for what the pattern fits."""
        entries = found.entries
        if found.children and not entries:
            newest = max(found.children, key=lambda one: one.updated or "")
            child = self._read(newest.url, Kind.SITEMAP, sitemaps.read) if self._is_own(newest.url) else None
            entries = child.entries if child else []
        urls = [one.url for one in entries if len(one.url) <= LONGEST][:MOST_URLS]
        pattern = pattern_of(samples) or pattern_of(urls)
        return Listed(
            kind="sitemap",
            url=url,
            links=tuple(entries[:200]),
            listed=len(urls),
            matched=fits(pattern, urls) if pattern else len(urls),
            pattern=pattern,
            children=len(found.children),
        )

    def _archive_pages(self, url: str, front: Front, samples: Sequence[str]) -> Iterator[Listed]:
        own = [one for one in (url, *(one for one, _ in front.links)) if self._is_own(one)]
        pattern = pattern_of(samples) or r"-[^/?#]+-"
        for template, day in [*dated_pages(own).items()][:PAGES]:
            found = self._read(filled_in(template, day), Kind.ARCHIVE_PAGE, anchors, None, pattern)
            if found and found.links:
                yield Listed(
                    kind="archive_page",
                    url=template,
                    links=tuple(found.links),
                    listed=found.listed,
                    matched=len(found.links),
                    pattern=pattern,
                )

    def _link_page(self, url: str, front: Front) -> Iterator[Listed]:
        if front.select:
            links = tuple(Link(url=one, origin="link_page") for one in front.chosen)
            pattern = pattern_of(front.chosen)
            matched = fits(pattern, front.chosen) if pattern else len(links)
            yield Listed(
                kind="link_page",
                url=url,
                links=links,
                listed=len(front.links),
                matched=matched,
                select=front.select,
                pattern=pattern,
            )
