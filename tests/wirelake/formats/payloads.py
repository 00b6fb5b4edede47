"""Payloads of the formats' tests, as a drop folder receives them."""

import json
from datetime import UTC, datetime
from typing import Any

from wirelake.records import Kind, Link, RawArticle

RECEIVED = datetime(2026, 3, 5, 12, tzinfo=UTC)


def dropped(body: bytes | str | dict[str, Any] | list[Any], received: datetime = RECEIVED) -> RawArticle:
    """The bytes, the text in UTF-8, or the JSON of a value, as one file."""
    if not isinstance(body, bytes | str):
        body = json.dumps(body)
    return RawArticle(
        link=Link(url="drop:quay/2026-03-05/1", origin="drop_folder"),
        kind=Kind.ARTICLE,
        fetched_at=received,
        body=body.encode() if isinstance(body, str) else body,
        raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    )
