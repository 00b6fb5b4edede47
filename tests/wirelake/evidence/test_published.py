"""Which of several dates counts, and which contradictions are flagged."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from wirelake.config import SourceConfig
from wirelake.evidence.published import dated
from wirelake.records import Article, DateCandidate

QUAY = SourceConfig.model_validate(
    {
        "name": "quay",
        "title": "Quay Wire",
        "description": "An invented wire of the tests.",
        "homepage": "https://quay.example/",
        "contact": "the tests",
        "timezone": "Asia/Kuwait",
        "discover": [{"kind": "drop_folder", "prefix": "drop/quay/{day}"}],
    }
)
ARTICLE = Article(
    source="quay",
    raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    raw_sha256="0" * 64,
    source_format="html",
    first_seen_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
)


def said(value: str, origin: str = "json_ld", weight: float = 0.95, **more: Any) -> DateCandidate:
    precision = "day" if len(value) == 10 else "minute"
    return DateCandidate(value=value, raw=value, origin=origin, precision=precision, weight=weight, **more)


def settled(*candidates: DateCandidate, url: str | None = None) -> Article:
    return dated(replace(ARTICLE, date_candidates=candidates, url=url), QUAY)


@pytest.mark.parametrize(
    ("stated", "instant"),
    [
        ("2026-03-04", "2026-03-04T14:05:00"),
        ("2026-03-04T00:00:00", "2026-03-04T14:05:00"),  # how software writes a day
        ("2026-03-04T00:00:00+00:00", "2026-03-04T14:05:00"),
        ("2026-03-04T09:00:00+00:00", "2026-03-04T09:00:00"),
    ],
)
def test_another_place_gives_a_stated_day_its_time(stated: str, instant: str) -> None:
    found = settled(said(stated), said("2026-03-04T09:05:00-05:00", "visible_time", 0.7))
    assert found.published_at == datetime.fromisoformat(f"{instant}+00:00")
    assert found.quality_flags == ()


def test_an_evening_in_america_is_of_the_day_that_the_page_states() -> None:
    found = settled(said("2026-03-03"), said("2026-03-04T02:40:26+00:00", "meta", 0.9))
    assert found.published_at == datetime(2026, 3, 4, 2, 40, 26, tzinfo=UTC)
    assert settled(said("2026-03-03"), said("2026-03-04T02:40:26+00:00", "x", 0.7)).published_at is None


def test_a_midnight_without_a_zone_is_a_day() -> None:
    found = settled(said("2026-03-04T00:00:00"))
    assert (found.published_at, found.published_date) == (None, date(2026, 3, 4))
    assert found.published_precision == "day"


def test_a_zoned_instant_goes_before_a_local_time_of_the_day() -> None:
    found = settled(
        said("2026-03-04"), said("2026-03-04T08:00:00", "a", 0.9), said("2026-03-04T09:05:00-05:00", "b", 0.7)
    )
    assert found.date_source == "b"


def test_a_proven_offset_is_not_called_assumed() -> None:
    found = settled(said("2026-03-04T14:05:00+00:00"), said("2026-03-04T09:05:00", "written", 0.55))
    local = found.date_candidates[1]
    assert (local.value, local.zone_assumed) == ("2026-03-04T09:05:00-05:00", None)
    (alone,) = settled(said("2026-03-04T09:05:00")).date_candidates
    assert (alone.value, alone.zone_assumed) == ("2026-03-04T09:05:00+03:00", "Asia/Kuwait")


def test_the_day_of_a_change_counts_where_nothing_else_stands() -> None:
    change = said("2026-03-05T08:00:00+00:00", "modified", 0.2)
    assert settled(change).date_source == "modified"
    assert settled(change).date_confidence == 0.2
    found = settled(replace(change, weight=0.9), said("2026-01-04", "url", 0.6))
    assert (found.date_source, found.quality_flags) == ("url", ())


@pytest.mark.parametrize(
    ("other", "flags"),
    [
        (said("2026-03-03", "meta", 0.9), ()),
        (said("2026-03-01", "meta", 0.9), ("dates_contradict",)),
        (said("2026-03-01", "url", 0.6), ("dates_contradict",)),
        (said("2026-03-01", "written", 0.55), ()),  # a line of which nothing is said
        (said("2026-03-01", "visible_time", 0.3), ()),
    ],
)
def test_what_contradicts_the_stated_day(other: DateCandidate, flags: tuple[str, ...]) -> None:
    found = settled(said("2026-03-04"), other)
    assert (found.published_date, found.quality_flags) == (date(2026, 3, 4), flags)


def test_the_shown_day_of_a_stated_change_is_no_contradiction() -> None:
    shown, change = said("2026-03-04", "written", 0.6), said("2026-03-04T08:00:00+00:00", "modified", 0.2)
    assert settled(said("2026-01-04"), shown).quality_flags == ("dates_contradict",)
    assert settled(said("2026-01-04"), shown, change).quality_flags == ()


def test_a_future_date_yields_to_another_and_is_flagged() -> None:
    found = settled(said("2031-03-04"), said("2026-03-04", "url", 0.6))
    assert (found.published_date, found.quality_flags) == (date(2026, 3, 4), ("dates_contradict",))
    assert found.date_candidates[0].refused == "published_in_future"
    alone = settled(said("2031-03-04"))  # which the expectations reject
    assert (alone.published_date, alone.date_candidates[0].refused) == (date(2031, 3, 4), None)
    assert settled(said("2026-03-06"), said("2026-03-05", "url", 0.6)).published_date == date(2026, 3, 6)


def test_a_month_in_the_address_refutes_and_states_nothing() -> None:
    url = "https://quay.example/2026/03/basin-opens"
    assert settled(url=url).published_date is None
    shown = settled(said("2025-01-02", "written", 0.55), url=url)
    assert shown.published_date is None
    assert shown.date_candidates[0].refused == "not_the_month_of_its_address"
    assert settled(said("2025-01-02"), url=url).quality_flags == ("dates_contradict",)
    for weight, flags in ((0.3, ()), (0.55, ()), (0.6, ("dates_contradict",))):
        other = said("2025-01-02", "written", weight)
        assert settled(said("2026-03-04"), other, url=url).quality_flags == flags
    for near in ("2026-02-28", "2026-04-01", "2026-03-15"):
        assert settled(said(near, "written", 0.55), url=url).published_date == date.fromisoformat(near)


def test_every_candidate_is_kept_once_the_weightiest_first() -> None:
    twice = said("2026-03-04", "meta", 0.9)
    found = settled(said("1970-01-01", "meta", 0.85), twice, said("2026-03-04"), twice)
    assert [(one.origin, one.refused) for one in found.date_candidates] == [
        ("json_ld", None),
        ("meta", None),
        ("meta", "implausible_date"),
    ]
