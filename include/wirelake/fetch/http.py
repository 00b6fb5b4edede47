"""Link → RawArticle over HTTP.

A bad answer is data: it comes back as a RawArticle with its ``failure``, so that it is archived, counted
and rejected by name. Nothing is taken from the environment: no proxy, no credentials.
"""

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from weakref import WeakSet

from tenacity import Retrying, retry_if_result, stop_after_attempt, wait_random_exponential

from wirelake.config import FetchFacts, RightsFacts
from wirelake.errors import AccessError, ParseError
from wirelake.fetch.admission import Admission
from wirelake.fetch.credentials import Secrets, without_parameter
from wirelake.fetch.echoes import UNSEARCHED, echoes, masked, scrubbed
from wirelake.fetch.failures import is_passing
from wirelake.fetch.oauth2 import MAX_TOKEN_BYTES, Grant
from wirelake.fetch.pacing.pace import MAX_PAUSE, Breakers, Pace, StoppedError
from wirelake.fetch.quota import Quota
from wirelake.fetch.transport.connections import tls_context
from wirelake.fetch.transport.exchange import Connections, FailedError, Received, brief, retry_after
from wirelake.fetch.transport.guard import Resolve, Target, joined
from wirelake.fetch.transport.lookups import Addresses
from wirelake.fetch.transport.watchdog import Watchdog
from wirelake.fetch.way import Way
from wirelake.records import USED_UP, Kind, Link, RawArticle, Seen

USER_AGENT = "wirelake/0.1 (+https://github.com/wirelake/wirelake; {contact})"
MAX_REDIRECTS = 5
TRIES = 3
BUDGET = 3  # × the timeout of an exchange: for all tries of a link
POLICY_BYTES = 512 * 1024  # of a robots.txt or a tdmrep.json; RFC 9309 wants 500 KiB read
TRANSPORT = frozenset({"dns", "connect", "timeout"})
NOT_ASKED = frozenset({"host_down", "robots_unreachable", USED_UP})
NO_ARTICLE = ("image/", "video/", "audio/", "font/", "application/pdf")
REFUSED = 401
VALIDATOR = re.compile(r"[\x20-\x7e]{1,1000}")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a link is to be asked for, as ``Fetcher.get`` says; ``policy`` are robots.txt and tdmrep.json."""

    link: Link
    kind: Kind
    seen: Seen | None
    policy: bool = False
    wait: float = 0
    masked: bool = False


class Fetcher:
    """One source's HTTP, at its pace and under its rules; used by many threads. A context manager.

    Each thread has connections of its own, kept alive. robots.txt holds for whatever is asked for, feeds
    and sitemaps too: all of it is fetched by a robot (RFC 9309). Each origin's robots.txt and tdmrep.json
    are asked once, at the source's pace like the rest.
    """

    def __init__(
        self,
        facts: FetchFacts,
        *,
        contact: str,
        rights: RightsFacts | None = None,
        credentials: Secrets | None = None,
        quota: Quota | None = None,
        pace: Pace | None = None,
        breakers: Breakers | None = None,
        resolve: Resolve = socket.getaddrinfo,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        authorities: str | None = None,
    ) -> None:
        """``resolve`` answers as ``socket.getaddrinfo``; ``authorities``: a PEM file for certifi's."""
        self._facts = facts
        self._credentials = credentials
        self._quota = quota
        self._pace = pace or Pace(facts.requests_per_second)
        self._breakers = breakers or Breakers()
        self._clock = clock
        self._authorities = authorities
        self._addresses = Addresses(resolve, allow_loopback=facts.allow_loopback)
        self._admission = Admission(
            facts,
            rights or RightsFacts(),
            pace=self._pace,
            breakers=self._breakers,
            addresses=self._addresses,
            ask=self._ask_policy,
        )
        self._watchdog = Watchdog()
        self._ended = threading.Event()
        self._own = threading.local()
        self._lock = threading.Lock()
        self._tls: ssl.SSLContext | None = None
        self._open: WeakSet[Connections] = WeakSet()
        agent = USER_AGENT.format(contact=" ".join(contact.split())).encode("ascii", "replace").decode()
        self._headers = {"User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._quota:
            self._quota.give_back()
        with self._lock:
            for connections in list(self._open):
                connections.close()

    def stop(self) -> None:
        """Ask nothing more: whoever waits, or is being answered, in another thread gets StoppedError."""
        self._ended.set()
        self._pace.stop()
        self._watchdog.stop()

    def get(
        self,
        link: Link,
        kind: Kind = Kind.ARTICLE,
        *,
        seen: Seen | None = None,
        wait: float = 0,
        masked: bool = False,
    ) -> RawArticle:
        """The answer to a GET of the link, after redirects; on failure a RawArticle that says which.

        With ``seen``, it is asked whether that changed; where it did not, ``unchanged`` is ``seen``. What
        may pass is tried three times at most, within three times the timeout.

        ``wait`` is for how many seconds more than the timeout the server may take, as it was asked to.
        An answer that repeats the credentials fails; ``masked``, it is kept with a mask in their place.

        Raises:
            StoppedError: the fetcher was stopped, before or meanwhile.
        """
        return self._tried(_Asked(link, kind, seen, wait=wait, masked=masked))

    def sitemaps(self, url: str) -> list[str]:
        """The sitemaps that the robots.txt of this address' origin names."""
        return self._admission.sitemaps(url)

    def _ask_policy(self, url: str) -> RawArticle:
        """robots.txt or tdmrep.json, whose own reading is subject to neither."""
        return self._tried(_Asked(Link(url=url, origin="policy"), Kind.LINK_PAGE, None, policy=True))

    def _tried(self, asked: "_Asked") -> RawArticle:
        ends = time.monotonic() + BUDGET * (self._facts.timeout_seconds + asked.wait)

        def may_heal(raw: RawArticle) -> bool:
            if raw.failure is None or raw.failure in NOT_ASKED or not is_passing(raw.failure):
                return False
            pause = min(retry_after(raw.status, raw.header("retry-after")) or 0, MAX_PAUSE)
            return time.monotonic() + pause < ends

        retrying = Retrying(
            retry=retry_if_result(may_heal),
            stop=stop_after_attempt(TRIES),
            wait=wait_random_exponential(multiplier=0.2, max=5),
            sleep=self._rest,
            retry_error_callback=lambda state: state.outcome and state.outcome.result(),
        )
        raw: RawArticle = retrying(self._once, asked)
        if raw.failure and self._ended.is_set():
            raise StoppedError
        return raw

    def _rest(self, seconds: float) -> None:
        self._ended.wait(seconds)

    def _once(self, asked: "_Asked") -> RawArticle:
        seconds = self._facts.timeout_seconds + asked.wait
        way = Way(asked.link, asked.kind, asked.seen, asked.policy, self._clock(), seconds, asked.masked)
        try:
            raw = self._shown(way)
        except FailedError as failed:
            raw = way.failed(failed)
        return scrubbed(raw, self._credentials) if self._credentials else raw

    def _shown(self, way: Way) -> RawArticle:
        """What came of it, with a token where one is needed: where it is refused, with another one."""
        grant = self._credentials
        if not isinstance(grant, Grant) or way.policy:
            return self._followed(way)
        grant.make_ready(self._post)
        token = grant.token
        raw = self._followed(way)
        if raw.status == REFUSED:
            grant.replace(token, self._post)
            way.urls.clear()
            raw = self._followed(way)
        return raw

    def _post(self, url: str, headers: dict[str, str], form: bytes) -> tuple[int, bytes]:
        """Status and body of an answer to a POST; no redirect is followed."""
        link = Link(url=url, origin="policy")
        way = Way(link, Kind.LINK_PAGE, None, True, self._clock(), self._facts.timeout_seconds)
        target = self._admission.admit(way, url)
        with self._watchdog.deadline(way.left) as deadline:
            sent = self._headers | headers
            with self._connections().ask(target, sent, deadline, form=form) as received:
                received.check_head()
                body = received.body(MAX_TOKEN_BYTES)
                return received.head.status, b"".join(received.decoded(body))

    def _followed(self, way: Way) -> RawArticle:
        url = way.link.url
        for _ in range(MAX_REDIRECTS + 1):
            target = self._admission.admit(way, url)
            way.urls.append(target.url if way.urls else url)
            if self._quota and not way.policy and not self._quota.take():
                raise FailedError(USED_UP, f"{url} was not asked for: the quota of the day is used up")
            ended = self._asked(way, target)
            if isinstance(ended, RawArticle):
                return ended
            url = ended
        raise FailedError("too_many_redirects", f"more than {MAX_REDIRECTS} redirects, the last to {url}")

    def _asked(self, way: Way, target: Target) -> RawArticle | str:
        """What the address answers, or the next address where it redirects."""
        connections, headers = self._connections(), self._headers_for(way, target)
        address = self._credentials.address_for(target.url) if self._credentials and not way.policy else ""
        with self._watchdog.deadline(way.left) as deadline:
            try:
                with connections.ask(target, headers, deadline, address=address) as received:
                    self._breakers.answered(target.site)
                    way.fetched_at = self._clock()
                    received.check_head()
                    moved = received.head.location
                    if moved is None:
                        way.ip = connections.ip
                        return self._received(way, target, received)
                    received.skip()
            except FailedError as failed:
                if failed.answer is None and failed.failure in TRANSPORT:
                    self._breakers.failed(target.site)
                raise
            finally:
                way.left, way.ip = deadline.left, connections.ip
        if self._credentials and self._credentials.parameter:
            moved = without_parameter(moved, self._credentials.parameter)
        if self._credentials and self._credentials.spellings.stand_in(moved.encode("latin-1", "replace")):
            raise FailedError("secret_echoed", f"{target.url} redirects to where the credentials would show")
        try:
            return joined(target.url, moved)
        except AccessError as error:
            raise FailedError("protocol", brief(error), received.head) from error

    def _headers_for(self, way: Way, target: Target) -> dict[str, str]:
        headers, seen, first = dict(self._headers), way.seen, len(way.urls) == 1
        if seen and seen.etag and VALIDATOR.fullmatch(seen.etag):
            headers["If-None-Match"] = seen.etag
        # A redirect may lead elsewhere than it did; the page there may be older and yet another one.
        if seen and first and seen.last_modified and VALIDATOR.fullmatch(seen.last_modified):
            headers["If-Modified-Since"] = seen.last_modified
        way.conditional = len(headers) > len(self._headers)
        if self._credentials:
            headers |= self._credentials.headers_for(target.url)
        return headers

    def _received(self, way: Way, target: Target, received: Received) -> RawArticle:
        head = received.head
        if head.status == 304 and way.conditional:
            return way.ended(head, unchanged=way.seen)
        media = head.header("content-type").partition(";")[0].strip().lower()
        if head.status == 200 and way.kind is Kind.ARTICLE and media.startswith(NO_ARTICLE):
            raise FailedError("media_type", f"{target.url} is {media}", head)
        if (pause := retry_after(head.status, head.header("retry-after"))) is not None:
            self._pace.pause(target.site, pause)
        body = received.body(POLICY_BYTES if way.policy else self._facts.max_bytes)
        if head.status != 200:
            said = f"{target.url} answered {head.status} {head.reason}"
            if head.status == REFUSED and self._credentials:
                said += ": the credentials are refused"
            return way.ended(head, body, failure=f"http_{head.status}", detail=said)
        if not self._credentials and received.is_plausible(body):
            return way.ended(head, body)
        if self._credentials and (way.masked or self._credentials.parameter):  # pages name their own address
            return way.ended(*masked(self._credentials, head, body, target.url))
        decoded = received.decoded(body)
        if self._credentials:
            self._check_echo(self._credentials, target, received, decoded)
        for _ in decoded:
            pass  # as far as it decodes
        return way.ended(head, body)

    def _check_echo(
        self, credentials: Secrets, target: Target, received: Received, decoded: Iterator[bytes]
    ) -> None:
        try:
            echoed = echoes(credentials, decoded, received.head.header("content-type"))
        except ParseError as error:  # it is packed in itself, in a way that cannot be read
            raise FailedError("bad_encoding", f"{error.detail}; {UNSEARCHED}", received.head) from error
        if echoed:
            raise FailedError("secret_echoed", f"{target.url} repeats the credentials", received.head)

    def _connections(self) -> Connections:
        found: Connections | None = getattr(self._own, "connections", None)
        if found is None:
            with self._lock:
                self._tls = self._tls or tls_context(self._authorities)
                found = self._own.connections = Connections(self._addresses, self._tls)
                self._open.add(found)
        return found
