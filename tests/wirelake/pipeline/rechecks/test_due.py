"""Which links are asked for again, by what raw/ and their entries say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from wirelake.config import SourceConfig
from wirelake.lake.exchanges import Sight
from wirelake.pipeline.rechecks.due import due, failed_today
from wirelake.records import Kind, Link, Seen

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
URL = "https://quay.example/news/1"
LINK = Link(url=URL, origin="feed", title="Crane", published="2026-03-02T10:00:00+00:00")


def source(*hours: int) -> SourceConfig:
    facts: dict[str, Any] = {
        "name": "quay",
        "title": "Quay",
        "description": "An invented wire.",
        "homepage": "https://quay.example/",
        "contact": "https://quay.example/desk",
        "recheck_hours": hours,
        "discover": [{"kind": "feed", "url": "https://quay.example/feed.xml"}],
    }
    return SourceConfig.model_validate(facts)


def sight(link: Link = LINK, *, looks: tuple[datetime, ...] = (NOON,), kind: Kind = Kind.ARTICLE) -> Sight:
    seen = Seen(raw_ref="quay/2026-03-02#<urn:uuid:1>", fetched_at=looks[-1], payload_sha256="00", etag='"1"')
    return Sight(seen=seen, link=link, kind=kind, first_at=looks[0], looks=looks)


def test_a_new_link_is_asked_for_without_condition() -> None:
    assert due(source(), [LINK], {}, NOON) == [(LINK, None)]


def test_a_page_that_was_seen_is_left_alone() -> None:
    assert due(source(), [LINK], {URL: sight()}, NOON) == []


@pytest.mark.parametrize(
    "changed",
    [
        replace(LINK, title="Crane is blue"),
        replace(LINK, published="2026-03-02T11:00:00+00:00"),
        replace(LINK, updated="2026-03-02T11:30:00+00:00"),
    ],
)
def test_an_entry_that_changed_is_asked_for_conditionally(changed: Link) -> None:
    known = sight()
    assert due(source(), [changed], {URL: known}, NOON) == [(changed, known.seen)]


@pytest.mark.parametrize(
    "same",
    [
        replace(LINK, title=None, published=None),  # it says nothing now
        replace(LINK, updated=LINK.published),  # first said now, and no news
        Link(url=URL, origin="sitemap", title="Crane (front page)"),  # another list's own words
    ],
)
def test_silence_and_other_lists_words_are_no_change(same: Link) -> None:
    assert due(source(), [same], {URL: sight()}, NOON) == []


def test_the_operator_may_ask_again() -> None:
    known = sight()
    assert due(source(), [LINK], {URL: known}, NOON, refetch=True) == [(LINK, known.seen)]


@pytest.mark.parametrize(
    ("minutes", "looks", "is_due"),
    [
        (59, (0,), False),
        (60, (0,), True),
        (75, (0, 61), False),
        (6 * 60, (0, 61), True),
        (6 * 60 + 30, (0, 61, 6 * 60), False),
        (6 * 60 + 30, (0, 6 * 60 + 1), False),  # one look serves all that are due
        (100 * 60, (0, 61, 6 * 60), False),
    ],
)
@pytest.mark.parametrize("listed", [True, False])
def test_rechecks_come_once_each_also_off_the_feed(
    minutes: int, looks: tuple[int, ...], is_due: bool, listed: bool
) -> None:
    known = sight(looks=tuple(NOON + timedelta(minutes=look) for look in looks))
    links = [LINK] if listed else []
    asked = due(source(1, 6), links, {URL: known}, NOON + timedelta(minutes=minutes))
    assert asked == ([(LINK, known.seen)] if is_due else [])


def test_a_past_day_and_a_feed_itself_are_not_rechecked() -> None:
    later = NOON + timedelta(hours=2)
    assert due(source(1), [LINK], {URL: sight()}, later, rechecks=False) == []
    assert due(source(1), [], {URL: sight(kind=Kind.FEED)}, later) == []


def test_what_failed_today_may_come_by_now_or_never() -> None:
    def row(number: int, failure: str | None, kind: str = "article") -> dict[str, Any]:
        url = f"https://quay.example/news/{number}"
        hints = dict.fromkeys(("guid", "link_title", "link_published", "link_updated"))
        return {"url": url, "kind": kind, "failure": failure, "origin": "feed", **hints}

    index = [
        row(1, "timeout"),
        row(2, "http_404"),
        row(3, "timeout"),
        row(3, None),
        row(4, "connect", "feed"),
    ]
    again, hopeless = failed_today([*index, {**row(5, "vanished"), "url": "drop:quay/2026-03-02/5.txt"}])
    assert [link.url for link in again] == ["https://quay.example/news/1"]
    assert hopeless == {"https://quay.example/news/2"}
