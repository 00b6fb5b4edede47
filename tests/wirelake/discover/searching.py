"""A search for the links of one day of an invented wire, over real HTTP on loopback."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import requests
from tests.wirelake.fetch.hostile_server import page

from wirelake.config import FetchFacts, SourceConfig
from wirelake.discover import Bounded, Discovered, discover
from wirelake.fetch import Fetcher
from wirelake.records import Kind, Link, RawArticle, Seen
from wirelake.storage import Store

DAY = date(2026, 3, 4)
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)  # the open days are the 4th and the 5th
FACTS = FetchFacts(allow_loopback=True, requests_per_second=100, timeout_seconds=5)


def quay(*parts: dict[str, Any], **facts: Any) -> SourceConfig:
    """The wire, with these parts of a discovery."""
    return SourceConfig.model_validate(
        {
            "name": "quay",
            "title": "Quay Wire",
            "description": "An invented wire of the tests.",
            "homepage": "https://quay.example/",
            "contact": "the tests",
            "drop_query": ["src"],
            "discover": parts,
            **facts,
        }
    )


def find(
    store: Store, *parts: dict[str, Any], day: date = DAY, bounded: Bounded | None = None, **facts: Any
) -> Discovered:
    """What a search finds."""
    with Fetcher(FACTS, contact="the tests", clock=lambda: NOON) as fetcher:
        return discover(quay(*parts, **facts), day, get=fetcher.get, store=store, now=NOON, bounded=bounded)


def poll(store: Store, *parts: dict[str, Any], seen: Mapping[str, Seen]) -> Discovered:
    """What a search of a polled source finds, where so much is known of it."""
    source = quay(*parts, poll="*/15 * * * *")
    return discover(source, DAY, get=ask, store=store, now=NOON, seen=seen)


def ask(link: Link, kind: Kind, *, seen: Seen | None = None) -> RawArticle:
    """A GET, conditional where something is known."""
    headers = {"If-None-Match": seen.etag} if seen and seen.etag else {}
    answer = requests.get(link.url, headers=headers, timeout=5)
    return RawArticle(
        link=link,
        kind=kind,
        fetched_at=NOON,
        status=answer.status_code,
        headers=tuple(answer.headers.items()),
        body=answer.content,
        unchanged=seen if answer.status_code == 304 else None,
    )


def known(etag: str | None = None) -> Seen:
    """An earlier capture."""
    return Seen(raw_ref="quay/2026-03-03#1", fetched_at=NOON, payload_sha256="0" * 64, etag=etag)


def rss(*items: str) -> bytes:
    """An answer that is a feed of these items."""
    return page(f'<rss version="2.0"><channel><title>q</title>{"".join(items)}</channel></rss>'.encode())
