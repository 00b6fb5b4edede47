"""The small inputs of ../shared/reports, extracted and cleaned: what its README calls right."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml.html import fromstring
from tests.wirelake.quay import capture, frozen, new_lake, received, run_of, write_sources

import wirelake
from wirelake import pipeline
from wirelake.clean import clean
from wirelake.config import Batch, SourceConfig, load_source, source_files
from wirelake.extract import extract
from wirelake.legible import seen
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


@pytest.mark.parametrize(
    ("page", "holds"),
    [
        ("ar", "\u200e"),
        ("persian-input", "\u200c"),
        ("persian-quotes", "\u200c"),
        ("some-words", "Getreideschiffe"),
    ],
)
def test_paragraphs_with_invisible_characters_stand_once_and_in_place(
    page: str, holds: str, source: SourceConfig
) -> None:
    path = f"invisible-characters/{page}.html"
    (one,) = read(path, source)
    body = fromstring((REPORTS / path).read_bytes()).find(".//div[@class='body']")
    shown = [seen("".join(each.itertext())) for each in body.iter("p", "li", "blockquote")]
    assert one.body_text.split("\n") == shown
    assert holds in one.body_text


@pytest.mark.parametrize(
    ("page", "day", "hour"),
    [
        ("d-time-tags", "2026-03-05", "07:15"),
        ("d2-time-label-inside", "2026-03-05", "07:15"),
        ("h-us", "2026-03-05", "03:32"),  # 22:32 of the day before in New York
        ("h3-fr-maj", "2026-03-04", None),
        ("p-meta-ampm", "2026-03-06", "01:15"),  # 20:15 of the day before, in the source's zone
    ],
)
def test_a_change_is_not_taken_for_the_publication(
    page: str, day: str, hour: str | None, source: SourceConfig
) -> None:
    (one,) = read(f"dates-of-change/{page}.html", source)
    assert str(one.published_date) == day
    assert (one.published_at and f"{one.published_at.astimezone(UTC):%H:%M}") == hour


@pytest.mark.parametrize("page", ["dropcap-div", "img-alt", "sr-only-link"])
def test_drop_caps_begin_their_word_and_nothing_is_for_listeners(page: str, source: SourceConfig) -> None:
    (one,) = read(f"drop-caps/{page}.html", source)
    assert one.body_text.startswith(("Mr Justice Quayside awarded", "The harbour council voted"))
    assert "new window" not in one.body_text
    assert "External link" not in one.body_text


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("br-in-cell", ["Day | Hours", "Mon | 10:00 AM - 1:00 PM / 3:00 PM - 8:00 PM", "Tue | Closed"]),
        ("div-in-cell", ["Mon | 10:00 AM - 8:00 PM", "Tue | Closed"]),
        ("input", ["Mon | 10:00 AM - 8:00 PM", "Tue | Closed", "Wed | 11:00 AM - 6:00 PM"]),
    ],
)
def test_the_words_of_a_tables_cells_stand_beside_their_day(
    page: str, rows: list[str], source: SourceConfig
) -> None:
    (one,) = read(f"tables/{page}.html", source)
    assert one.body_text.split("\n")[2:-1] == rows


def test_the_next_article_of_the_page_is_not_its_text(source: SourceConfig) -> None:
    (one,) = read("other-articles/input.html", source)
    assert [line.split()[0] for line in one.body_text.split("\n")] == ["The", "Work"]


def test_a_teaser_stays_and_its_offer_goes(source: SourceConfig) -> None:
    (one,) = read("paywall-teaser/lead-only.html", source)
    assert one.body_text.split("\n")[1:] == ["Work begins in April and is expected to last until the autum…"]
    assert one.is_truncated


@pytest.mark.parametrize("folder", ["canonical-home", "canonical-ogurl", "canonical-other-host"])
def test_pages_that_name_one_canonical_address_are_articles_of_their_own(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    write_sources(tmp_path / "sources", "quay")
    store = new_lake(tmp_path / "lake")
    pages = {number: (REPORTS / folder / f"q{number}.html").read_bytes() for number in range(3)}
    html, day = (("Content-Type", "text/html; charset=utf-8"),), Batch("quay", SEEN.date())
    sent = [received(number, page, at=SEEN, headers=html) for number, page in pages.items()]
    capture(store, day, sent, SEEN)
    pipeline.build_batch(run_of(day), accept=True, store=store, clock=frozen(SEEN))
    rows = wirelake.read(lake=store.uri).to_pylist()
    assert sorted(row["headline"] for row in rows) == [f"Quay {number} opens" for number in range(3)]
    assert len({row["article_id"] for row in rows}) == 3
    assert all("canonical_shared" in row["quality_flags"] for row in rows)


def test_a_guid_that_counts_versions_names_one_article(source: SourceConfig) -> None:
    (later,) = read("guid-suffix/feed.xml", source)
    text = (REPORTS / "guid-suffix/feed.xml").read_text(encoding="utf-8")
    raw = RawArticle(
        link=Link(url="https://quay.example/feed", origin="feed"),
        kind=Kind.ARTICLE,
        fetched_at=SEEN,
        body=text.replace("quay.html#1", "quay.html#0").encode(),
    )
    found = extract(raw, "rss")
    assert isinstance(found, list)
    first = clean(found[0], source)
    assert first.article_id == later.article_id
    assert (first.version, later.version) == ("0", "1")
