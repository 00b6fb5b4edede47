"""APIs: pages of JSON or XML, followed from the cursor that the lake keeps.

Nothing is written here. Each page that was read is a step, to which the cursor may move once the page's
items stand in raw/.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit, urlunsplit

from wirelake.addresses import address, joined
from wirelake.config import Api, Batch, filled_in
from wirelake.discover import cursors
from wirelake.discover.api.reading import MAX_ITEMS, Page, read_page
from wirelake.discover.cursors import MAX_ADDRESS, Kept, Step
from wirelake.discover.search import MAX_LINKS, Search
from wirelake.errors import ParseError
from wirelake.records import HIDDEN, USED_UP, Kind, Link, RawArticle

MAX_BYTES = 200_000_000  # of the pages of one run, which are in memory together
REFUSED = frozenset({"http_400", "http_404", "http_410", "http_422"})  # as wires answer to an old cursor


def look(search: Search, part: Api) -> Iterator[Link]:
    """The links to the items' texts, where these stand apart."""
    if not part.dated and not search.is_open:
        search.found.reach.append(f"the API {part.url} shows the open day only, and {search.day} is past")
        return
    kept = cursors.kept(search.store, Batch(search.source.name, search.day), part)
    walk = _Walk(search, part, kept)
    yield from walk.links(kept.address or walk.first)
    if walk.was_refused and part.cursor_refused == "begin":
        yield from walk.links(walk.first)


@dataclass(slots=True)
class _Walk:
    """From page to page of one list."""

    search: Search
    part: Api
    kept: Kept
    asked: set[str] = field(default_factory=set)
    size: int = 0
    count: int = 0  # of links
    was_refused: bool = False

    @property
    def first(self) -> str:
        return filled_in(self.part.first, self.search.day)

    def links(self, start: str) -> Iterator[Link]:
        """Follow the pages from there; the links of each."""
        where: str | None = start
        while where:
            if why := self._full():
                self.search.found.reach.append(f"{self.part.url}: {why}; the rest is left to the next time")
                return
            self.asked.add(where)
            link = Link(url=self._asked_for(where), origin="api")
            answer = self._answer(link)
            page = self._page(link, answer, is_kept=where == self.kept.address)
            if page is None:
                return
            after = self._after(link, answer, page, where)
            self._keep(link, answer, page)
            yield from page.links
            if after is None:
                return
            self.search.found.steps.append(Step(self.kept, after, tuple(one.url for one in page.links)))
            where = self._followed(link, page, where, after)

    def _full(self) -> str:
        """Why no more pages may be followed in this run; "" where they may."""
        if len(self.asked) >= self.part.max_pages:
            return f"{self.part.max_pages} pages were followed, as many as max_pages allows"
        if self.size > MAX_BYTES or self.count > MAX_LINKS - MAX_ITEMS:
            return f"{self.size:,} bytes and {self.count:,} links are as much as one run takes"
        return ""

    def _asked_for(self, where: str) -> str:
        name = self.part.wait_parameter
        return _with_parameter(where, name, str(self.part.wait_seconds)) if name else where

    def _answer(self, link: Link) -> RawArticle:
        answer = self.search.get(link, Kind.FEED, wait=self.part.wait_seconds, masked=True)
        self.size += len(answer.body)
        return answer

    def _page(self, link: Link, answer: RawArticle, *, is_kept: bool) -> Page | None:
        """The page; None where it failed, which is told."""
        if answer.failure is None:
            try:
                facts = answer, self.part, self.search.source.name
                bounded = self.search.bounded
                read: Page = bounded.call(read_page, *facts) if bounded else read_page(*facts)
                return read
            except ParseError as error:
                answer = replace(answer, failure=error.reason, failure_detail=error.detail)
        if answer.failure == USED_UP:
            self.search.lose(link, answer.failure_detail or USED_UP)
            return None
        self.was_refused = is_kept and answer.failure in REFUSED
        if not self.was_refused:
            self.search.fail(answer)
        elif self.part.cursor_refused == "begin":
            self.search.found.gaps.append(
                f"the API {self.part.url} refused the cursor ({answer.failure}): begun anew at {self.first}; "
                "what came in between may be missing"
            )
        else:
            cure = f"write cursor_refused: begin, and the list begins anew at {self.first}"
            told = f"{answer.failure_detail}: the wire refuses the cursor: {cure}"
            self.search.fail(replace(answer, failure="cursor_refused", failure_detail=told))
        return None

    def _keep(self, link: Link, answer: RawArticle, page: Page) -> None:
        """Put the page among what was found, unless it holds nothing: a wire that has no news says so
        whenever it is asked."""
        found = self.search.found
        self.count += len(page.links)
        if page.items or not page.leads_on:
            self.search.account(link, *[page.items] * 3, field="items")
        if page.items:
            kind = Kind.FEED if self.part.rendition else Kind.ARTICLE
            found.exchanges.append(replace(answer, kind=kind))
        for item, body in page.loose:
            found.exchanges.append(
                RawArticle(link=item, kind=Kind.ARTICLE, fetched_at=answer.fetched_at, body=body)
            )

    def _after(self, link: Link, answer: RawArticle, page: Page, where: str) -> str | None:
        """From where to go on after this page: None where it leads to no place that may be asked."""
        if page.next is not None:
            led = joined(answer.final_url or link.url, page.next)
        elif page.cursor is not None and self.part.cursor_parameter:
            led = _with_parameter(where, self.part.cursor_parameter, page.cursor)
        else:
            return where
        led = led and address(without_hidden(led))
        led = led and _without_parameter(led, self.part.wait_parameter)
        if led is None or len(led) > MAX_ADDRESS or HIDDEN in led or _site(led) != _site(self.first):
            self.search.lose(
                link,
                "its next page is none that may be asked for with the credentials: "
                f"{(led or page.next or '')[:200]}",
            )
            return None
        return led

    def _followed(self, link: Link, page: Page, where: str, after: str) -> str | None:
        """The page to ask for at once: not after one that holds nothing, which is the end for now."""
        if not page.items or (page.next is None and (self.part.next or after == where)):
            return None
        if after in self.asked:
            self.search.lose(link, f"it leads back to {after}, which was asked for already: a loop")
            return None
        return after


def without_hidden(url: str) -> str:
    """The address without the parameters in which the wire repeated our credentials, as now masked."""
    parts = urlsplit(url)
    kept = [one for one in parts.query.split("&") if HIDDEN not in unquote_plus(one)]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _with_parameter(url: str, name: str, value: str) -> str:
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != name]
    return urlunsplit(parts._replace(query=urlencode([*query, (name, value)])))


def _without_parameter(url: str, name: str | None) -> str:
    parts = urlsplit(url)
    kept = [one for one in parts.query.split("&") if unquote_plus(one.partition("=")[0]) != name]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _site(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
