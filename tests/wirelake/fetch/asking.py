"""A plain GET by the standard library, as ``Robots`` and ``TdmRep`` want it; refusals are data."""

import http.client
import urllib.error
import urllib.request
from datetime import UTC, datetime

from wirelake.records import Kind, Link, RawArticle

MOST = 2_000_000


def ask(url: str) -> RawArticle:
    """The answer of a loopback server, or the class of its failure."""
    link = Link(url=url, origin="robots")
    now = datetime.now(UTC)
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 (a test's own server)
            body, failure = _body(answer)
            return RawArticle(
                link=link,
                kind=Kind.LINK_PAGE,
                fetched_at=now,
                body=body,
                status=answer.status,
                headers=tuple(answer.headers.items()),
                failure=failure,
            )
    except urllib.error.HTTPError as error:
        failure = f"http_{error.code}"
        return RawArticle(link=link, kind=Kind.LINK_PAGE, fetched_at=now, status=error.code, failure=failure)
    except OSError as error:
        return RawArticle(
            link=link, kind=Kind.LINK_PAGE, fetched_at=now, failure="connect", failure_detail=str(error)
        )


def _body(answer: http.client.HTTPResponse) -> tuple[bytes, str | None]:
    try:
        body = answer.read()
    except http.client.IncompleteRead as error:
        return error.partial, "truncated"
    return body[:MOST], "too_large" if len(body) > MOST else None
