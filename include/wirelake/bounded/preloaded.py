"""What every bounded process has in place: done in the process from which they are forked, and only there.

The model that tells languages is 90 MB, and the phrases of the rules take a third of a second to compile.
"""

from datetime import UTC, datetime

import wirelake.bounded.reading
import wirelake.bounded.worker
import wirelake.formats.rss
import wirelake.formats.sitemaps
import wirelake.formats.text  # noqa: F401
from wirelake.clean import clean
from wirelake.config import SourceConfig
from wirelake.evidence import calendar_names
from wirelake.extract import extract
from wirelake.records import Kind, Link, RawArticle, Rejection

REF = "practice/2026-03-04#<urn:uuid:00000000-0000-0000-0000-000000000000>"
PAGE = "<!doctype html><html lang=en><body><h1>Port</h1><p>The basin was opened on Tuesday.</p></html>"


def _practise() -> None:
    """Read and clean a page, so that what is made at first use is made here."""
    source = SourceConfig.model_validate(
        {
            "name": "practice",
            "title": "Practice",
            "description": "A page of nobody's.",
            "homepage": "https://practice.example/",
            "contact": "nobody",
            "discover": [{"kind": "drop_folder", "prefix": "drop/practice/{day}"}],
        }
    )
    raw = RawArticle(
        link=Link(url="https://practice.example/1", origin="practice"),
        kind=Kind.ARTICLE,
        fetched_at=datetime(2026, 3, 4, tzinfo=UTC),
        body=PAGE.encode(),
        raw_ref=REF,
    )
    found = extract(raw)
    for article in () if isinstance(found, Rejection) else found:
        clean(article, source)


calendar_names.everywhere()
_practise()
