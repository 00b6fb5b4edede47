"""Asks for an article's later pages, one after another, by the fetcher that asked for its first."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from wirelake.addresses import canonicalise
from wirelake.bounded.pages import MARK
from wirelake.config import PagesFacts
from wirelake.discover.next_page import next_page
from wirelake.discover.search import Bounded
from wirelake.errors import ParseError
from wirelake.fetch import Fetcher
from wirelake.records import Kind, Link, RawArticle, Seen

MAX_BYTES = 20_000_000  # of all pages of an article, as received
ORIGIN = "page"


@dataclass(slots=True)
class Paged:
    """A fetcher whose answers have the later pages of their articles; used by every lane at the same time.

    A first page is asked for as it is, not only if it changed: that it did not says nothing of the others.
    ``is_other`` says of an address that it is that of another article, which ends the walk.
    """

    fetcher: Fetcher
    facts: PagesFacts
    bounded: Bounded
    is_other: Callable[[str], bool]
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def get(self, link: Link, kind: Kind = Kind.ARTICLE, *, seen: Seen | None = None) -> RawArticle:  # noqa: ARG002
        """The answer to the link, with the later pages as they came; one that failed is the last."""
        first = self.fetcher.get(link, kind)
        return first if first.failure else replace(first, pages=tuple(self._later(first)))

    def stop(self) -> None:
        """Ask nothing more."""
        self.fetcher.stop()

    def _later(self, first: RawArticle) -> Iterator[RawArticle]:
        page, number, size = first, 1, len(first.body)
        known = {_same(first.link.url), _same(first.final_url or "")}
        while (link := self._next(first, page, number)) is not None:
            if isinstance(link, RawArticle):
                yield link
                return
            if _same(link.url) in known or self.is_other(link.url):
                return
            known.add(_same(link.url))
            number += 1
            if number > self.facts.most or size > MAX_BYTES:
                told = f"more than {self.facts.most} pages, or {MAX_BYTES} bytes"
                yield _failed(link, first, "too_many_pages", told)
                return
            page = self.fetcher.get(link, Kind.PAGE)
            size += len(page.body)
            if page.failure is None and _same(page.final_url or link.url) in known - {_same(link.url)}:
                return  # it leads back
            yield page
            if page.failure:
                return

    def _next(self, first: RawArticle, page: RawArticle, number: int) -> Link | RawArticle | None:
        """The link to the page that follows; why it is not known, where the page cannot be read."""
        guid = f"{first.link.url}{MARK}{number + 1}"
        try:
            with self._one_at_a_time:
                url = self.bounded.call(next_page, page, first.link.url, number, self.facts)
        except ParseError as error:
            link = Link(url=f"{page.link.url}{MARK}{number + 1}", origin=ORIGIN, guid=guid)
            return _failed(link, first, error.reason, error.detail)
        return Link(url=url, origin=ORIGIN, guid=guid) if url else None


def _failed(link: Link, first: RawArticle, failure: str, detail: str) -> RawArticle:
    return RawArticle(
        link=link,
        kind=Kind.PAGE,
        fetched_at=first.fetched_at,
        failure=failure,
        failure_detail=detail or failure,
    )


def _same(url: str) -> str:
    return canonicalise(url) or url
