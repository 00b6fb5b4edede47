"""The small inputs of ../shared/reports, extracted and cleaned: what its README calls right."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from wirelake.clean import clean
from wirelake.config import SourceConfig, load_source, source_files
from wirelake.extract import extract
from wirelake.records import Article, Kind, Link, RawArticle

REPORTS = Path(__file__).parents[2] / "shared" / "reports"
SEEN = datetime(2026, 3, 9, 12, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not REPORTS.is_dir(), reason="the shared reports are not here")


@pytest.fixture(scope="module")
def source() -> SourceConfig:
    """A source that states nothing of its own about text or days."""
    return load_source(source_files()["un_news"])


def read(path: str, source: SourceConfig) -> list[Article]:
    format_ = "rss" if path.endswith(".xml") else "html"
    raw = RawArticle(
        link=Link(url=f"https://quay.example/{Path(path).stem}", origin="feed"),
        kind=Kind.ARTICLE,
        fetched_at=SEEN,
        body=(REPORTS / path).read_bytes(),
        raw_ref="un_news/2026-03-09#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    )
    found = extract(raw, format_)
    assert isinstance(found, list), found
    return [clean(one, source) for one in found]


def test_excerpts_of_feeds_say_so_and_have_no_footers(source: SourceConfig) -> None:
    articles = read("feed-footers/feed.xml", source)
    assert len(articles) == 3
    for one in articles:
        assert one.is_truncated
        assert "appeared first on" not in f"{one.body_text}{one.description}"
        assert "Continue reading" not in f"{one.body_text}{one.description}"
        assert one.body_text.endswith(("and is e…", "and is e […]"))


def test_captions_of_feeds_go_with_their_pictures(source: SourceConfig) -> None:
    first, second, third = read("feed-captions/feed.xml", source)
    assert first.body_text == "The council voted to widen it."
    assert second.body_text.startswith("Pilots said")
    assert (third.body_text, third.description) == ("", None)
    shown = [
        [(one.href or "")[-5:] for one in each.associations if one.caption] for each in (first, second, third)
    ]
    assert shown == [["1.jpg"], ["2.jpg"], ["3.jpg"]]
