"""What is read of a JSON Feed: its links, and the articles of one that carries their text."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.wirelake.formats.payloads import dropped

from wirelake.errors import ParseError
from wirelake.extract import extract
from wirelake.formats import feeds, sniff
from wirelake.records import AltId, Article, Association, Author

ITEM: dict[str, Any] = {
    "id": "https://quay.example/news/7",
    "url": "https://quay.example/news/7",
    "title": "Basin < 9 m deep & open",
    "content_html": "<p>The basin is open.</p><p>It was shut for nine days.</p><img src='/b.jpg' alt='B'>",
    "content_text": "The basin is open.",
    "summary": "Open after nine days.",
    "image": "https://quay.example/basin.jpg",
    "attachments": [{"url": "https://quay.example/7.mp3", "mime_type": "audio/mpeg", "title": "Bell"}],
    "date_published": "2026-03-04T12:05:52+03:00",
    "date_modified": "2026-03-04T13:00:00+03:00",
    "authors": [{"name": "Invented Writer", "url": "https://quay.example/writer"}],
    "tags": ["harbours", "dredging", "harbours"],
    "_quay": {"berth": 4},
}


def feed(*items: Any, **facts: Any) -> dict[str, Any]:
    head = {"version": "https://jsonfeed.org/version/1.1", "title": "Quay", "language": "en-GB"}
    return head | {"items": list(items)} | facts


def only(item: dict[str, Any], **facts: Any) -> Article:
    found = extract(dropped(feed(item, **facts)))
    assert isinstance(found, list)
    (article,) = found
    return article


def test_an_item_is_an_article() -> None:
    article = only(ITEM)
    assert article.source_format == "json_feed"
    assert (article.headline, article.url) == (ITEM["title"], ITEM["url"])
    assert article.extracted_text == "The basin is open.\nIt was shut for nine days."
    assert article.description == "Open after nine days."
    assert article.authors == (Author(name="Invented Writer"),)
    assert article.subjects == ("harbours", "dredging")
    assert article.language == "en-GB"
    assert [(one.value, one.origin) for one in article.date_candidates] == [
        ("2026-03-04T12:05:52+03:00", "feed")
    ]
    assert article.version_created == datetime(2026, 3, 4, 10, tzinfo=UTC)
    assert article.associations == (
        Association(rel="media", type="image", href="https://quay.example/basin.jpg"),
        Association(rel="enclosure", type="audio/mpeg", href="https://quay.example/7.mp3", caption="Bell"),
        Association(rel="inline", type="image", href="https://quay.example/b.jpg", caption="B"),
    )
    assert [one.role for one in article.alt_ids] == ["file"]
    extra = dict(article.extra)
    assert extra["feed_title"] == "Quay"
    assert extra["author_href"] == "https://quay.example/writer"
    assert "_quay" in extra


def test_one_author_of_the_first_version_and_those_of_the_feed() -> None:
    item = {"id": 5, "content_text": "x"}
    first, second = Author(name="Invented Writer"), Author(name="Second Writer")
    old = only(item | {"author": {"name": first.name}}, version="https://jsonfeed.org/version/1")
    assert old.authors == (first,)
    assert only(item, authors=[{"name": first.name}, {"name": second.name}]).authors == (first, second)


def test_ids_that_are_numbers_and_none_at_all() -> None:
    assert only({"id": 5, "content_text": "x"}).alt_ids[0] == AltId(role="guid", value="5")
    nameless = extract(dropped(feed({"content_text": "one"}, {"content_text": "two"})))
    assert isinstance(nameless, list)
    assert len({one.alt_ids for one in nameless}) == 2


def test_a_text_without_markup_and_a_summary_alone() -> None:
    assert only({"id": "1", "content_text": "One.\n\nTwo < three."}).extracted_text == "One.\nTwo < three."
    article = only({"id": "1", "summary": "All there is."})
    assert (article.extracted_text, article.description) == ("All there is.", None)


def test_links() -> None:
    others = [{"id": "2", "url": "mailto:a@quay.example"}, {"id": "https://quay.example/3"}, "no item", None]
    found, left = feeds.links(dropped(feed(ITEM, *others, next_url="https://quay.example/feed/2")))
    assert [one.url for one in found] == ["https://quay.example/news/7", "https://quay.example/3"]
    assert found[0].title == ITEM["title"]
    assert found[0].published == "2026-03-04T12:05:52+03:00"
    assert not left
    assert feeds.links(dropped(feed())) == ([], [])


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (feed(), "empty_document"),
        (feed(items="none"), "not_a_feed"),
        (json.dumps(feed(ITEM))[:-30], "not_json"),
        (feed(*[{"id": n} for n in range(2_001)]), "too_many_entries"),
    ],
)
def test_what_is_refused(body: Any, reason: str) -> None:
    rejected = extract(dropped(body))
    assert not isinstance(rejected, list)
    assert rejected.reason == reason


def test_it_is_told_from_other_json_by_its_version_alone() -> None:
    assert sniff(json.dumps(feed(ITEM)).encode()) == "json_feed"
    assert sniff(json.dumps(feed(ITEM)).replace("/", "\\/").encode()) == "json_feed"
    other = {"items": [ITEM], "version": "1.1", "about": "https://jsonfeed.org/version/1.1"}
    assert sniff(json.dumps(other).encode()) == "ninjs"
    with pytest.raises(ParseError, match="not_a_feed"):
        feeds.links(dropped(other))
