"""Sitemaps: each is read without an exception, and where it names addresses, some are found."""

import base64
import gzip
import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.suites import Result

from wirelake.formats import sitemaps
from wirelake.records import Kind, Link, RawArticle

SECONDS = 1.0
GZIP = b"\x1f\x8b"
NAMED = re.compile(rb"https?://(?!www\.sitemaps\.org|www\.google\.com/schemas|www\.w3\.org)[\w.-]+/\S")


def run(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    """One result a file."""
    with (folder / entry["file"]).open(encoding="utf-8") as lines:
        for line in lines:
            yield _result(json.loads(line))


def _result(row: dict[str, Any]) -> Result:
    body = base64.b64decode(row["content_b64"])
    link = Link(url=f"https://www.example.com/{row['name']}", origin="sitemap")
    raw = RawArticle(link=link, kind=Kind.SITEMAP, fetched_at=datetime.now(UTC), body=body)
    wanted = "some addresses" if _names_addresses(body) else "no exception"
    began = time.monotonic()
    try:
        found = sitemaps.read(raw)
    except Exception as error:  # whatever the code raises is what is looked for
        return Result(id=row["id"], passed=False, got=f"raised {error!r}", wanted=wanted)
    took = time.monotonic() - began
    count = len(found.entries) + len(found.children)
    passed = took < SECONDS and (count > 0 or wanted == "no exception")
    return Result(id=row["id"], passed=passed, got=f"{count} addresses in {took:.3f} s", wanted=wanted)


def _names_addresses(body: bytes) -> bool:
    try:
        plain = gzip.decompress(body) if body.startswith(GZIP) else body
    except (OSError, EOFError):
        return False
    return NAMED.search(plain) is not None
