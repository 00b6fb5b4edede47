"""What the robots.txt of an origin says of an address: asked once, kept for a day (RFC 9309).

====================================  ==================================================================
2xx                                   its rules hold for 24 hours
4xx, 3xx, more redirects than asked   unavailable: no restriction (401 and 403 too)
5xx, no answer, an unreadable answer  unreachable: everything is forbidden, asked again after ten minutes
====================================  ==================================================================
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from wirelake.errors import ParseError
from wirelake.fetch.permission.origins import PerOrigin, origin
from wirelake.fetch.permission.robots_txt import (
    Rules,
    allowed,
    crawl_delay,
    deciding,
    license,  # noqa: A004
    parse,
    sitemaps,
)
from wirelake.payloads import payload
from wirelake.records import RawArticle

__all__ = [
    "Robots",
    "Rules",
    "Verdict",
    "allowed",
    "crawl_delay",
    "license",
    "origin",
    "parse",
    "sitemaps",
]

KEPT_SECONDS = 24 * 3600.0
UNREACHABLE_SECONDS = 600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an origin's robots.txt says of one address."""

    allowed: bool
    unreachable: bool = False
    crawl_delay: float | None = None  # seconds between two starts
    license: str | None = None  # where the RSL licence stands
    evidence: str = ""


class Robots:
    """The robots.txt of every origin that is asked for, kept for a day; used by many threads."""

    def __init__(
        self,
        agent: str,
        ask: Callable[[str], RawArticle],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``ask`` is a GET that follows at least five redirects and never raises for what a server does."""
        self._agent = agent
        self._ask = ask
        self._origins = PerOrigin(self._learnt, clock=clock)

    def verdict(self, url: str) -> Verdict:
        """What the robots.txt of this address' origin says of it."""
        place = origin(url)
        if place is None:
            return Verdict(allowed=False, evidence=f"{url[:200]}: not an http(s) address")
        file = f"{place}/robots.txt"
        if url == file:
            return Verdict(allowed=True, evidence=f"{file}: may always be fetched")
        known = self._origins.of(place)
        if known.rules is None:
            return Verdict(
                allowed=not known.unreachable,
                unreachable=known.unreachable,
                evidence=f"{file}: {known.said}",
            )
        forbidden = deciding(known.rules, self._agent, url)
        return Verdict(
            allowed=forbidden is None,
            crawl_delay=crawl_delay(known.rules, self._agent),
            license=license(known.rules, self._agent),
            evidence=f"{file}: {forbidden or 'no rule forbids it'}",
        )

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of this address' origin names, as absolute addresses."""
        place = origin(url)
        rules = self._origins.of(place).rules if place else None
        return [urljoin(f"{place}/", one) for one in rules.sitemaps] if rules else []

    def _learnt(self, place: str) -> tuple["_Known", float]:
        raw = self._ask(f"{place}/robots.txt")
        status = raw.status or 0
        if 300 <= status < 500 or raw.failure == "too_many_redirects":
            said = f"{raw.failure or status}: no restriction"
            return _Known(rules=None, unreachable=False, said=said), KEPT_SECONDS
        try:
            # What is too large was cut, and its start is read; what broke off might have forbidden more.
            whole = raw.failure in (None, f"http_{status}")
            if 200 <= status < 300 and (whole or (raw.failure == "too_large" and raw.body)):
                return _Known(rules=parse(payload(raw)), unreachable=False, said=""), KEPT_SECONDS
            why = raw.failure or f"http_{status}"
        except ParseError as error:
            why = error.reason
        said = f"could not be read ({why}): all is forbidden"
        if raw.failure and not status:  # the host gave no answer at all: that comes first
            cause = (raw.failure_detail or "no answer").removeprefix(f"{place}/robots.txt: ")
            said = f"{why}: {cause}; without it all is forbidden"
        return _Known(rules=None, unreachable=True, said=said), UNREACHABLE_SECONDS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    rules: Rules | None
    unreachable: bool
    said: str
