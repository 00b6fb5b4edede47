"""A page that breaks the extractor is a rejection; a system that ran out of memory or time is none."""

from datetime import UTC, datetime
from typing import Any

import pytest

from wirelake.errors import ParseError
from wirelake.formats import html
from wirelake.records import Kind, Link, RawArticle

PAGE = b"<html><head><title>Port reopens</title></head><body><h1>Port reopens</h1></body></html>"


def raw(body: bytes = PAGE) -> RawArticle:
    return RawArticle(
        link=Link(url="https://quay.example/1", origin="sitemap"),
        kind=Kind.ARTICLE,
        fetched_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
        body=body,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    )


def broken_by(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def paragraphs(*_: Any) -> None:
        raise error

    monkeypatch.setattr(html, "text_of", paragraphs)


@pytest.mark.parametrize("error", [MemoryError(), TimeoutError("the process had its time")])
def test_what_a_process_lacks_is_no_failure_of_the_page(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken_by(error, monkeypatch)
    with pytest.raises(type(error)):
        html.parse(raw())


def test_whatever_else_breaks_on_a_page_is_its_rejection(monkeypatch: pytest.MonkeyPatch) -> None:
    broken_by(ValueError("no such node"), monkeypatch)
    with pytest.raises(ParseError) as refused:
        html.parse(raw())
    assert (refused.value.reason, refused.value.detail) == ("extractor_failed", "ValueError: no such node")
