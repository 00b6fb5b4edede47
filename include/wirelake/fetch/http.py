"""Link → RawArticle over HTTP.

A bad answer is data: it comes back as a RawArticle with its ``failure``, so that it is archived, counted
and rejected by name. Nothing is taken from the environment: no proxy, no credentials.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from http.cookiejar import DefaultCookiePolicy
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.util import Retry

from wirelake.config import FetchFacts
from wirelake.errors import AccessError
from wirelake.fetch.guard import GuardedAdapter, check_url
from wirelake.records import Kind, Link, RawArticle

USER_AGENT = "wirelake/0.1 (+https://github.com/wirelake/wirelake; {contact})"
MAX_REDIRECTS = 5
HEALING = (429, 500, 502, 503, 504)
RETRY = Retry(
    total=3,
    redirect=0,
    status_forcelist=HEALING,
    backoff_factor=0.2,
    backoff_jitter=0.1,
    backoff_max=5,
    respect_retry_after_header=False,
    raise_on_status=False,
)
# They belong to the connection or to its credentials, not to the article.
NOT_KEPT = frozenset({"set-cookie", "set-cookie2", "transfer-encoding", "connection", "keep-alive"})


class _FailedError(Exception):
    """An exchange that ended badly: the failure's class and its words."""

    def __init__(self, failure: str, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure
        self.detail = detail


class Fetcher:
    """One source's HTTP session, at its pace. Use as a context manager."""

    def __init__(
        self,
        facts: FetchFacts,
        *,
        contact: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._facts = facts
        self._clock = clock
        self._next_start = 0.0
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        agent = USER_AGENT.format(contact=" ".join(contact.split())).encode("ascii", "replace")
        self._session.headers.update({"User-Agent": agent, "Accept-Encoding": "gzip, deflate"})
        for scheme in ("http://", "https://"):
            adapter = GuardedAdapter(max_retries=RETRY, allow_loopback=facts.allow_loopback)
            self._session.mount(scheme, adapter)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def get(self, link: Link, kind: Kind = Kind.ARTICLE) -> RawArticle:
        """The answer to a GET of the link, after redirects; on failure a RawArticle that says which."""
        fetched_at = self._clock()
        try:
            return self._follow(link, kind, fetched_at)
        except _FailedError as failed:
            return RawArticle(
                link=link,
                kind=kind,
                fetched_at=fetched_at,
                failure=failed.failure,
                failure_detail=failed.detail,
            )

    def _follow(self, link: Link, kind: Kind, fetched_at: datetime) -> RawArticle:
        url = link.url
        for _ in range(MAX_REDIRECTS + 1):
            self._check(url)
            answer = self._ask(url)
            with answer:
                if not answer.is_redirect:
                    return self._received(link, kind, fetched_at, answer, url)
                url = self._target(url, answer)
        raise _FailedError("too_many_redirects", f"more than {MAX_REDIRECTS} redirects, the last to {url}")

    def _check(self, url: str) -> None:
        try:
            check_url(url, allow_loopback=self._facts.allow_loopback)
        except AccessError as error:
            raise _FailedError("refused_address", _brief(error)) from error
        except OSError as error:
            raise _FailedError("dns", f"{url}: {_brief(error)}") from error

    def _target(self, url: str, answer: requests.Response) -> str:
        try:
            return urljoin(url, self._session.get_redirect_target(answer) or "")
        except ValueError as error:  # http://[broken, or bytes that are no UTF-8
            raise _FailedError("bad_answer", f"{url} redirects to no address: {_brief(error)}") from error

    def _ask(self, url: str) -> requests.Response:
        time.sleep(max(0.0, self._next_start - time.monotonic()))
        self._next_start = time.monotonic() + 1 / self._facts.requests_per_second
        try:
            return self._session.get(
                url, allow_redirects=False, stream=True, timeout=self._facts.timeout_seconds
            )
        except AccessError as error:  # the connection led elsewhere than the check
            raise _FailedError("refused_address", _brief(error)) from error
        except requests.exceptions.SSLError as error:
            raise _FailedError("tls", _brief(error)) from error
        except requests.exceptions.Timeout as error:
            raise _FailedError("timeout", _brief(error)) from error
        except requests.exceptions.ConnectionError as error:
            # What urllib3 gave up trying keeps its last reason inside.
            last = getattr(error.args[0], "reason", None) if error.args else None
            failure = "timeout" if isinstance(last, ReadTimeoutError) else "connect"
            raise _FailedError(failure, _brief(error)) from error
        except (requests.exceptions.RequestException, HTTPError, ValueError) as error:
            raise _FailedError("bad_answer", _brief(error)) from error

    def _received(
        self, link: Link, kind: Kind, fetched_at: datetime, answer: requests.Response, url: str
    ) -> RawArticle:
        body = self._body(answer)
        failed = None if answer.status_code == 200 else f"http_{answer.status_code}"
        return RawArticle(
            link=link,
            kind=kind,
            fetched_at=fetched_at,
            body=body,
            status=answer.status_code,
            headers=tuple((k, v) for k, v in answer.headers.items() if k.lower() not in NOT_KEPT),
            final_url=url,
            failure=failed,
            failure_detail=failed and f"{url} answered {answer.status_code} {answer.reason}",
        )

    def _body(self, answer: requests.Response) -> bytes:
        """The body, transfer-decoded and still content-encoded, within the source's bounds."""
        late = threading.Event()

        def abandon() -> None:
            late.set()
            with suppress(OSError, RuntimeError, ValueError):  # it ended in this very moment
                answer.raw.shutdown()

        timer = threading.Timer(self._facts.timeout_seconds, abandon)
        timer.daemon = True
        timer.start()
        try:
            body = self._read(answer)
        except (HTTPError, OSError) as error:
            slow = late.is_set() or isinstance(error, ReadTimeoutError)
            raise _FailedError("timeout" if slow else "truncated", _brief(error)) from error
        finally:
            timer.cancel()
        if late.is_set():  # a body without a stated length ends where the connection does
            raise _FailedError("timeout", f"no end after {self._facts.timeout_seconds:g} s")
        return body

    def _read(self, answer: requests.Response) -> bytes:
        parts, size = [], 0
        while chunk := answer.raw.read(65_536, decode_content=False):
            parts.append(chunk)
            size += len(chunk)
            if size > self._facts.max_bytes:
                raise _FailedError("too_large", f"more than {self._facts.max_bytes} bytes")
        return b"".join(parts)


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
