"""Link → RawArticle over HTTP, or from a drop folder. The only importer of requests.

A bad answer is data: it comes back as a RawArticle with its ``failure``, so that it is archived, counted
and rejected by name. Nothing is taken from the environment: no proxy, no credentials.
"""

import ipaddress
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.util import Retry

from wirelake.config import FetchFacts
from wirelake.errors import StorageError
from wirelake.records import Kind, Link, RawArticle
from wirelake.storage import Store

USER_AGENT = "wirelake/0.1 (+https://github.com/wirelake/wirelake; {contact})"
MAX_REDIRECTS = 5
MAX_DROPPED_BYTES = 50_000_000
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
        self._session.headers.update(
            {"User-Agent": USER_AGENT.format(contact=contact), "Accept-Encoding": "gzip, deflate"}
        )
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=RETRY))

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
            _check_address(url, allow_loopback=self._facts.allow_loopback)
            answer = self._ask(url)
            with answer:
                if not answer.is_redirect:
                    return self._received(link, kind, fetched_at, answer, url)
                url = urljoin(url, answer.headers["location"])
        raise _FailedError("too_many_redirects", f"more than {MAX_REDIRECTS} redirects, the last to {url}")

    def _ask(self, url: str) -> requests.Response:
        time.sleep(max(0.0, self._next_start - time.monotonic()))
        self._next_start = time.monotonic() + 1 / self._facts.requests_per_second
        try:
            return self._session.get(
                url, allow_redirects=False, stream=True, timeout=self._facts.timeout_seconds
            )
        except requests.exceptions.SSLError as error:
            raise _FailedError("tls", _brief(error)) from error
        except requests.exceptions.Timeout as error:
            raise _FailedError("timeout", _brief(error)) from error
        except requests.exceptions.ConnectionError as error:
            raise _FailedError("connect", _brief(error)) from error
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
        deadline = time.monotonic() + self._facts.timeout_seconds
        parts, size = [], 0
        try:
            while chunk := answer.raw.read(65_536, decode_content=False):
                parts.append(chunk)
                size += len(chunk)
                if size > self._facts.max_bytes:
                    raise _FailedError("too_large", f"more than {self._facts.max_bytes} bytes")
                if time.monotonic() > deadline:
                    raise _FailedError("timeout", f"no end after {self._facts.timeout_seconds:g} s")
        except ReadTimeoutError as error:
            raise _FailedError("timeout", _brief(error)) from error
        except (HTTPError, OSError) as error:
            raise _FailedError("truncated", _brief(error)) from error
        return b"".join(parts)


def read_dropped(store: Store, path: str, link: Link, fetched_at: datetime) -> RawArticle:
    """A file of a drop folder as a RawArticle."""
    answer = store.read(path)
    if answer is None:
        raise StorageError(f"{path} left the drop folder while it was read")
    body = answer[0]
    if len(body) > MAX_DROPPED_BYTES:
        return RawArticle(
            link=link,
            kind=Kind.ARTICLE,
            fetched_at=fetched_at,
            failure="too_large",
            failure_detail=f"{path}: {len(body)} bytes, more than {MAX_DROPPED_BYTES}",
        )
    return RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=fetched_at, body=body)


def _check_address(url: str, *, allow_loopback: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise _FailedError("refused_address", f"{url}: only http and https are fetched")
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 80, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError) as error:
        raise _FailedError("dns", f"{parts.hostname}: {error}") from error
    for *_, place in found:
        address = ipaddress.ip_address(str(place[0]).partition("%")[0])
        if not address.is_global and not (allow_loopback and address.is_loopback):
            raise _FailedError("refused_address", f"{parts.hostname} is {address}, not a public address")


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:300]
