"""One search for one day's links: what it is given, and what it has found so far."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from wirelake.addresses import canonicalise
from wirelake.config import SourceConfig
from wirelake.discover.cursors import Step
from wirelake.discover.listings import Listing
from wirelake.errors import ParseError
from wirelake.records import Kind, Link, Lying, RawArticle, Seen
from wirelake.storage import Store, Stored

MAX_LINKS = 20_000
T = TypeVar("T")
# (link, kind), and seen=Seen where it is to be asked only if it changed since; of an API's page masked=True,
# where it may repeat the credentials, and wait=seconds for which it may keep us waiting.
Get = Callable[..., RawArticle]


class Bounded(Protocol):
    """Runs a function within limits of time and memory; ParseError where it exceeds them."""

    def call(self, function: Callable[..., Any], /, *args: Any) -> Any:
        """Run it."""


class Lists(Protocol):
    """An inbox that somebody has opened."""

    def look(self) -> list[Lying]:
        """What lies there; FetchError or AccessError where it cannot be had."""


def matches(pattern: str | None, url: str) -> bool:
    """The pattern is found in the whole address; where there is none, all match."""
    return pattern is None or re.search(pattern, url) is not None


@dataclass(kw_only=True)
class Discovered:
    """What a day's discovery found.

    ``links`` to fetch, the ``files`` of drop folders and of an inbox as listed, each with its link, the
    ``exchanges`` that listed the links, ``records`` of articles that need no fetch, in ``reach`` why a part
    of the discovery could not look at this day, in ``lost`` what was there and could not be listed, in
    ``gaps`` what may have come and gone between two polls, in ``passed_over`` what is no item: name → what it
    is, in ``listings`` what each list held, in ``steps`` how far the cursors of APIs may move, and in
    ``left_out`` how many links a rule of the source leaves out: rule → links. Of an inbox ``lying`` has the
    entries of its files, by link, and ``held`` those that raw/ holds already. ``records`` are read as they
    are taken, and only then is ``lost`` complete.
    """

    links: list[Link] = field(default_factory=list)
    files: list[tuple[Stored, Link]] = field(default_factory=list)
    exchanges: list[RawArticle] = field(default_factory=list)
    records: Iterable[RawArticle] = ()
    reach: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    passed_over: dict[str, str] = field(default_factory=dict)
    listings: list[Listing] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    lying: dict[str, Lying] = field(default_factory=dict)
    held: list[Lying] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Search:
    """What every kind of discovery is given."""

    source: SourceConfig
    day: date
    get: Get
    store: Store
    now: datetime
    seen: Mapping[str, Seen]
    bounded: Bounded | None
    inbox: Lists | None = None
    found: Discovered = field(default_factory=Discovered)

    @property
    def is_open(self) -> bool:
        """What shows the present only shows this day."""
        return self.day in self.source.open_days(self.now)

    def earlier(self, url: str) -> Seen | None:
        """What an earlier capture holds of the address, in whatever spelling."""
        known = self.seen.get(url)
        if known is None and (same := canonicalise(url, self.source.drop_query)):
            known = self.seen.get(same)
        return known

    def listed(
        self, link: Link, kind: Kind, read: Callable[..., T], *facts: object, whole: bool = False
    ) -> T | None:
        """What ``read(answer, *facts)`` finds in the answer, which is kept among the exchanges.

        None where there is nothing to read: it failed, which is told in ``lost``, or it has not changed.
        ``whole`` asks for it even if it has not.
        """
        known = None if whole else self.earlier(link.url)
        answer = self.get(link, kind, seen=known) if known else self.get(link, kind)
        result: T | None = None
        if answer.failure is None and answer.unchanged is None:
            try:
                result = self.bounded.call(read, answer, *facts) if self.bounded else read(answer, *facts)
            except ParseError as error:  # a login page instead of a feed: the day is not known to be empty
                answer = replace(answer, failure=error.reason, failure_detail=error.detail)
        if answer.failure is None:
            self.found.exchanges.append(answer)
        else:
            self.fail(answer)
        return result

    def fail(self, answer: RawArticle) -> None:
        """Keep a list that could not be had, and say why."""
        failure = answer.failure or ""
        self.found.exchanges.append(answer)
        self.found.listings.append(Listing(url=answer.link.url, failure=failure))
        self.lose(answer.link, _in_words(answer, failure))

    def account(
        self, link: Link, listed: int, matched: int, of_day: int, *, field: str = "url", example: str = ""
    ) -> None:
        """Count what a list held that was read; ``field`` and ``example`` as in a Listing."""
        self.found.listings.append(
            Listing(url=link.url, listed=listed, matched=matched, of_day=of_day, field=field, example=example)
        )

    def lose(self, link: Link, what: str) -> None:
        """Name what was there and could not be listed; the address once, where ``what`` begins with it."""
        said = what if what.startswith(f"{link.url} ") else f"{link.url}: {what}"
        self.found.lost.append(f"{link.origin} {said}")


def _in_words(answer: RawArticle, failure: str) -> str:
    """The failure, by its class where the words are a library's: ``dns: Name or service not known``."""
    detail = answer.failure_detail or failure
    told = detail.removeprefix(f"{answer.link.url}: ")
    if failure in ("not_a_feed", "not_a_sitemap"):
        told += "; open its address: where the list stands elsewhere now, correct it in the YAML"
        return f"{failure}: {told}"
    return detail if told == detail else f"{failure}: {told}"
