"""What a request must pass before it is sent: the address guard, its host's rules, and its turn."""

import time
from collections.abc import Callable

from wirelake.config import FetchFacts, RightsFacts
from wirelake.errors import AccessError
from wirelake.fetch.pacing.pace import Breakers, Pace
from wirelake.fetch.permission.rights import TdmRep, reserved, strictest
from wirelake.fetch.permission.robots import Robots
from wirelake.fetch.transport.exchange import FailedError, brief
from wirelake.fetch.transport.guard import Target, parse
from wirelake.fetch.transport.lookups import Addresses
from wirelake.fetch.way import Way
from wirelake.records import RawArticle, Rights
from wirelake.rights import AGENT


class Admission:
    """For all threads of a fetcher; ``ask`` fetches robots.txt and tdmrep.json, each origin's once."""

    def __init__(
        self,
        facts: FetchFacts,
        rights: RightsFacts,
        *,
        pace: Pace,
        breakers: Breakers,
        addresses: Addresses,
        ask: Callable[[str], RawArticle],
    ) -> None:
        self._facts = facts
        self._rights = rights
        self._pace = pace
        self._breakers = breakers
        self._addresses = addresses
        self._robots = Robots(AGENT, ask)
        self._tdmrep = TdmRep(ask)

    def admit(self, way: Way, url: str) -> Target:
        """The address to be asked, once it may be.

        Raises:
            FailedError: refused_address, host_down, dns, robots_unreachable, blocked_by_robots or
                rights_reserved.
            StoppedError: the fetcher was stopped.
        """
        try:
            target = parse(url, allow_loopback=self._facts.allow_loopback, ports=self._facts.ports)
        except AccessError as error:
            raise FailedError("refused_address", brief(error)) from error
        if not way.policy and not self._breakers.allows(target.site):
            raise FailedError("host_down", f"{target.site} failed many times in a row and was not asked")
        self._find(way, target)
        if not way.policy:
            self._obey(way, target)
        self._pace.wait(target.site)
        return target

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of this address' origin names, which is asked for once."""
        return self._robots.sitemaps(url)

    def _find(self, way: Way, target: Target) -> None:
        """Look the host up; the connection will go to what was found and vetted here."""
        started = time.monotonic()
        try:
            self._addresses.of(target.host, target.port, way.left)
        except AccessError as error:
            raise FailedError("refused_address", brief(error)) from error
        except OSError as error:
            self._breakers.failed(target.site)
            raise FailedError("dns", f"{target.url}: {brief(error)}") from error
        way.left -= time.monotonic() - started

    def _obey(self, way: Way, target: Target) -> None:
        verdict = self._robots.verdict(target.url)
        if verdict.crawl_delay:
            self._pace.slow(target.site, verdict.crawl_delay)
        said = Rights(
            robots_allowed=None if verdict.unreachable else verdict.allowed,
            rsl_license=verdict.license,
            evidence=(verdict.evidence,) if verdict.evidence else (),
        )
        way.rights = strictest(way.rights, said)
        if not verdict.allowed and self._rights.robots == "respect":
            failure = "robots_unreachable" if verdict.unreachable else "blocked_by_robots"
            raise FailedError(failure, verdict.evidence)
        said = self._tdmrep.of(target.url)
        way.rights = strictest(way.rights, said)
        if reserved(said) and self._rights.reservation == "respect":
            raise FailedError("rights_reserved", "; ".join(said.evidence))
