"""A short item without a headline takes its first line; what is long, a page or canceled stays as it is."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wirelake.records import Article
from wirelake.statements.flashes import FLAG, headed, read_as_text

ONE = Article(
    source="quay",
    raw_ref="quay/2026-03-05#1",
    raw_sha256="",
    source_format="newsml_g2",
    first_seen_at=datetime(2026, 3, 5, tzinfo=UTC),
)
LINE = "FLASH: Northern basin closed after crane falls"


@pytest.mark.parametrize(
    ("body", "headline"),
    [
        (LINE, LINE),
        (f"{LINE}\nMore to follow.", LINE),
        (f"The northern basin was closed. {'It is wide and deep. ' * 8}", "The northern basin was closed."),
        ("word " * 60, f"{'word ' * 49}word…"),
    ],
)
def test_the_first_line_or_sentence_is_the_headline(body: str, headline: str) -> None:
    found = headed(replace(ONE, body_text=body, urgency=1))
    assert (found.headline, found.body_text, found.urgency) == (headline, body, 1)
    assert found.quality_flags == (FLAG,)


@pytest.mark.parametrize(
    "article",
    [
        replace(ONE, body_text=LINE, headline="Basin closed"),
        replace(ONE, body_text="word " * 300),
        replace(ONE, body_text=""),
        replace(ONE, body_text=LINE, source_format="html"),
    ],
)
def test_what_is_no_flash_gets_no_headline(article: Article) -> None:
    assert headed(article) == article


def test_a_line_alone_is_read_as_text() -> None:
    assert read_as_text(replace(ONE, headline=LINE, extracted_text=LINE)).headline == ""
    bulletin = read_as_text(replace(ONE, headline=LINE, urgency=2))
    assert (bulletin.headline, bulletin.extracted_text) == ("", LINE)


@pytest.mark.parametrize(
    "article",
    [
        replace(ONE, headline=LINE, urgency=4),
        replace(ONE, headline=LINE, urgency=1, pub_status="canceled"),
        replace(ONE, headline=LINE, urgency=1, type="picture"),
        replace(ONE, headline=LINE, extracted_text=f"{LINE}\nThe text."),
        replace(ONE, headline=LINE, extracted_text=LINE, source_format="html"),
    ],
)
def test_other_headlines_stay(article: Article) -> None:
    assert read_as_text(article) == article
