"""One request and its answer, over one thread's connections, within one deadline.

Whatever a server does ends as an ``Answer`` or as a ``FailedError`` that names the failure's class.
"""

import http.client
import ssl
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.util import Retry

from wirelake.errors import AccessError, ParseError
from wirelake.fetch.transport.connections import Line, PinnedAdapter
from wirelake.fetch.transport.guard import Target
from wirelake.fetch.transport.lookups import Addresses
from wirelake.fetch.transport.watchdog import Deadline
from wirelake.legible import header
from wirelake.payloads.codings import MAX_DECODED_BYTES, coding_of, pieces

MAX_HEADERS = 131_072  # bytes of all of an answer's headers; http.client allows 100 of them
MAX_REASON = 200
PIECE = 65_536
REDIRECTS = frozenset({301, 302, 303, 307, 308})
# How decoding fails, in the words of the failures' classes.
MAX_RATIO = 40  # text that deflates better than to a fortieth is looked at
CODINGS = frozenset({"deflate", "br", "zstd", "compress", "x-compress"})
UNDECODED = {"too_large": "too_large", "truncated": "truncated", "content_encoding": "bad_encoding"}


class FailedError(Exception):
    """An exchange that ended badly: the failure's class, its words, and what had arrived by then."""

    def __init__(self, failure: str, detail: str, answer: "Answer | None" = None, body: bytes = b"") -> None:
        super().__init__(detail)
        self.failure = failure
        self.detail = detail
        self.answer = answer
        self.body = body


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer's head, as it came."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]

    def header(self, name: str) -> str:
        """The first header of that name, whatever its case; "" for none."""
        return next((v for k, v in self.headers if k.lower() == name), "")

    @property
    def location(self) -> str | None:
        """Where a redirect leads, as it is written; None where this is none."""
        return self.header("location") or None if self.status in REDIRECTS else None


def retry_after(status: int | None, said: str | None) -> float | None:
    """For how many seconds 429 or 503 asks to be left alone; None without it, or where it is rubbish."""
    if status not in (429, 503) or not said:
        return None
    try:
        return Retry().parse_retry_after(said)  # seconds or a date; none for one that has passed
    except (HTTPError, ValueError, OverflowError):
        return None


class Connections:
    """One thread's connections: as many as it has hosts, kept alive."""

    def __init__(self, addresses: Addresses, tls: ssl.SSLContext) -> None:
        self._line = Line(addresses)
        self._adapter = PinnedAdapter(self._line, tls)

    @property
    def ip(self) -> str | None:
        """The address that was asked last."""
        return self._line.ip

    def close(self) -> None:
        """Close them."""
        self._adapter.close()

    def ask(
        self,
        target: Target,
        headers: Mapping[str, str],
        deadline: Deadline,
        *,
        address: str = "",
        form: bytes | None = None,
    ) -> "Received":
        """Send a GET, or a POST of a form that may be sent twice, and read the answer's head.

        ``address`` is the target's with a secret in it, to be sent and not to be shown.

        Raises:
            FailedError: no such head came.
        """
        self._line.deadline, self._line.ip, self._line.unread = deadline, None, b""
        request = requests.PreparedRequest()
        request.method, request.url, request.headers = (
            "GET",
            address or target.url,
            CaseInsensitiveDict(headers),
        )
        if form is not None:
            request.method, request.body = "POST", form
            request.headers["Content-Type"] = "application/x-www-form-urlencoded"
            request.headers["Content-Length"] = str(len(form))
        try:
            try:
                response = self._send(request, deadline)
            except requests.ConnectionError as error:
                # A server may close a connection that it kept alive at the moment when it is used again.
                if not self._line.reused or deadline.late or _is_no_http(error):
                    raise
                response = self._send(request, deadline)
        except AccessError as error:
            raise FailedError("refused_address", brief(error)) from error
        except (requests.RequestException, HTTPError, ValueError, OSError) as error:
            failure = "timeout" if deadline.late else _named(error)
            raise FailedError(failure, f"{target.url}: {brief(error)}", body=self._line.unread) from error
        return Received(response, deadline)

    def _send(self, request: requests.PreparedRequest, deadline: Deadline) -> requests.Response:
        return self._adapter.send(request, stream=True, timeout=max(0.001, deadline.left))


class Received:
    """An answer whose head is here and whose body is not read yet. Use as a context manager."""

    def __init__(self, response: requests.Response, deadline: Deadline) -> None:
        self._response = response
        self._deadline = deadline
        headers = tuple((header(str(k)), header(str(v))) for k, v in response.raw.headers.items())
        reason = header(str(response.reason or ""))
        self.head = Answer(response.status_code, reason[:MAX_REASON], headers)

    def __enter__(self) -> "Received":
        return self

    def __exit__(self, *_: object) -> None:
        self._response.close()

    def check_head(self) -> None:
        """Refuse headers that are too large, or that the deadline broke off.

        Raises:
            FailedError: protocol or timeout.
        """
        if self._deadline.late:  # http.client takes headers that break off for whole ones
            raise FailedError("timeout", "the headers did not end in time", self.head)
        if (size := sum(len(k) + len(v) for k, v in self.head.headers)) > MAX_HEADERS:
            raise FailedError("protocol", f"{size} bytes of headers, more than {MAX_HEADERS}", self.head)

    def body(self, limit: int) -> bytes:
        """The body, transfer-decoded and still content-encoded.

        Raises:
            FailedError: too_large, truncated or timeout, with what had arrived until then.
        """
        raw, parts, size = self._response.raw, [], 0
        try:
            while size <= limit and (part := raw.read1(PIECE, decode_content=False)):
                parts.append(part)
                size += len(part)
        except (HTTPError, OSError, ValueError) as error:
            slow = self._deadline.late or isinstance(error, ReadTimeoutError)
            failure = "timeout" if slow else "truncated"
            raise FailedError(failure, brief(error), self.head, b"".join(parts)) from error
        body = b"".join(parts)
        if size > limit:
            raise FailedError("too_large", f"more than {limit} bytes", self.head, body[:limit])
        if self._deadline.late:  # a body without a stated length ends where the connection does
            raise FailedError("timeout", "the body did not end in time", self.head, body)
        return body

    def decoded(self, body: bytes) -> Iterator[bytes]:
        """The body without its Content-Encoding, a piece at a time and bounded.

        Raises:
            FailedError: too_large, truncated or bad_encoding.
        """
        try:
            yield from pieces(body, self.head.header("content-encoding"))
        except ParseError as error:
            raise FailedError(UNDECODED[error.reason], error.detail, self.head, body) from error

    def is_plausible(self, body: bytes) -> bool:
        """The body needs no decoding to be believed; to inflate each costs more than to fetch it.

        A gzip ends with the size that it had. Where that is no size of an article, the stream is a bomb, or
        was cut and ends in other bytes; and where the connection's end is the body's, nothing else says
        that it is whole. What still lies here is found out, within the same bounds, when it is extracted.
        """
        coding = coding_of(body, self.head.header("content-encoding"))
        if coding != "gzip":
            return coding not in CODINGS
        framed = self.head.header("content-length") or self.head.header("transfer-encoding")
        size = int.from_bytes(body[-4:], "little")
        return bool(framed) and len(body) // 2 <= size <= min(MAX_RATIO * len(body), MAX_DECODED_BYTES)

    def skip(self) -> None:
        """Read a short body away, so that the connection can be used again."""
        with suppress(FailedError):
            if (self._response.raw.length_remaining or 0) <= PIECE:
                self.body(PIECE)


def brief(error: Exception) -> str:
    """An error's words, in one line."""
    return " ".join(str(error).split())[:300]


def _named(error: Exception) -> str:
    """The class of a failure to get an answer's head."""
    inside = list(_chain(error))
    if any(isinstance(one, ssl.SSLEOFError | ssl.SSLZeroReturnError) for one in inside):
        return "connect"  # the other side hung up in the middle of the handshake
    if any(isinstance(one, requests.exceptions.SSLError | ssl.SSLError) for one in inside):
        return "tls"
    if any(isinstance(one, requests.Timeout | ReadTimeoutError | TimeoutError) for one in inside):
        return "timeout"
    if _is_no_http(error) or not isinstance(error, requests.ConnectionError):
        return "protocol"
    return "connect"


def _is_no_http(error: Exception) -> bool:
    """Something came, and it is not HTTP; a connection that ends without a word is another thing."""
    return any(
        isinstance(one, http.client.HTTPException) and not isinstance(one, ConnectionError)
        for one in _chain(error)
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and those it came from: requests and urllib3 keep them in args and reason too."""
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        inside: list[Any] = [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]
        waiting += [other for other in inside if isinstance(other, BaseException)]
