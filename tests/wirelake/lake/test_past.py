"""What was known at an instant: no look-ahead, and the past stays what it was."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from tests.wirelake.quay import BATCH, DAY, NOON, version
from tests.wirelake.write.publishing import publish

import wirelake
from wirelake.config import Batch
from wirelake.errors import ConfigError
from wirelake.lake.decisions.events import Cause, Event, What, record
from wirelake.records import Article
from wirelake.storage import Store

ONE = timedelta(days=1)
STATED = NOON - 3 * ONE  # when the articles of these tests say that they were published


def a(number: int, name: str, day: int, **fields: Any) -> Article:
    """Version ``name`` of an article, seen at noon of that day."""
    given = {"body_text": f"Crane {number}, as told in {name}.", "published_at": STATED, **fields}
    at = NOON + day * ONE
    return replace(version(number, STATED.date(), version=name, **given), first_seen_at=at, fetched_at=at)


def batch(day: int) -> Batch:
    return Batch("quay", DAY + day * ONE)


# Capture day → what it showed. The last line is a backfill, made on day 4 for day 0.
SEEN = {
    0: [a(1, "1", 0), a(2, "1", 0)],
    1: [a(1, "2", 1), a(3, "1", 1, embargoed_until=NOON + 3 * ONE)],
    2: [a(1, "1", 2), a(2, "2", 2, published_at=STATED + ONE, published_date=STATED.date() + ONE)],
    3: [a(2, "3", 3, pub_status="canceled", record_kind="control", body_text="")],
}
BACKFILLED = [a(4, "1", 4), a(1, "3", 4)]
KNOWN = {  # day → articles/ at noon of it, as (article, version)
    -1: [],
    0: [(1, "1"), (2, "1")],
    1: [(1, "2"), (2, "1")],
    2: [(1, "2"), (2, "2")],
    3: [(1, "2"), (3, "1")],
    4: [(1, "3"), (3, "1"), (4, "1")],
}


@pytest.fixture
def filled(store: Store) -> Store:
    for day, shown in SEEN.items():
        publish(store, batch(day), *shown, now=NOON + day * ONE)
        assert wirelake.read(lake=store.uri).num_rows == len(KNOWN[day])
    publish(store, BATCH, *SEEN[0], *BACKFILLED, now=NOON + 4 * ONE)
    return store


def known(store: Store, at: datetime) -> list[tuple[int, str]]:
    found = wirelake.read(as_of=at, columns=["article_id", "version"], lake=store.uri).to_pylist()
    return sorted((int(row["article_id"].partition(":")[2]), row["version"]) for row in found)


def test_each_day_is_as_it_was_known_then(filled: Store) -> None:
    for day, expected in KNOWN.items():
        assert known(filled, NOON + day * ONE) == expected, day


def test_now_is_what_stands_in_articles(filled: Store) -> None:
    stands = wirelake.read(lake=filled.uri)
    assert wirelake.read(as_of=NOON + 4 * ONE, lake=filled.uri).equals(stands)
    assert wirelake.read(as_of="2030-01-01T00:00:00+05:30", lake=filled.uri).equals(stands)


def test_the_days_are_those_of_the_articles(filled: Store) -> None:
    moved = STATED.date() + ONE
    assert wirelake.read(as_of=NOON + 2 * ONE, start=moved, lake=filled.uri)["article_id"].to_pylist() == [
        "quay:2"
    ]


def test_an_instant_between(filled: Store) -> None:
    assert known(filled, NOON - timedelta(microseconds=1)) == []
    assert known(filled, NOON + 3 * ONE - timedelta(microseconds=1)) == [(1, "2"), (2, "2")]


def test_history_of_an_instant(filled: Store) -> None:
    found = wirelake.read("history", as_of=NOON + ONE, lake=filled.uri)
    assert len(found) == 4
    assert found.schema == wirelake.read("history", lake=filled.uri).schema


def test_versions(filled: Store) -> None:
    columns = ["article_id", "version", "version_seq", "valid_from", "valid_to", "is_current", "changed"]
    found = wirelake.read("versions", as_of=NOON + 4 * ONE, columns=columns, lake=filled.uri).to_pylist()

    def day(at: datetime | None) -> float | None:
        return None if at is None else (at - NOON) / ONE

    told = [
        (
            *list(row.values())[:3],
            day(row["valid_from"]),
            day(row["valid_to"]),
            row["is_current"],
            row["changed"],
        )
        for row in found
    ]
    assert told == [
        ("quay:1", "1", 1, 0, 1, False, []),
        ("quay:1", "2", 2, 1, 4, False, ["text"]),
        ("quay:1", "3", 3, 4, None, True, ["text"]),
        ("quay:2", "1", 1, 0, 2, False, []),
        ("quay:2", "2", 2, 2, 3, False, ["text", "date"]),
        ("quay:2", "3", 3, None, None, False, []),
        ("quay:3", "1", 1, 3, None, True, []),
        ("quay:4", "1", 1, 4, None, True, []),
    ]


def test_versions_of_some_days(filled: Store) -> None:
    found = wirelake.read("versions", start=date(2026, 3, 4), end="2026-03-04", lake=filled.uri)
    assert found["version"].to_pylist() == ["2"]
    assert found.column_names[:2] == ["capture_date", "source"]


def test_decisions_count_from_when_they_were_taken(filled: Store) -> None:
    at = NOON + 4 * ONE
    taken = Event(what=What.TAKEDOWN, article_id="quay:1", at=at, cause=Cause.OPERATOR, reason="asked for")
    record(filled, taken)
    assert known(filled, at - timedelta(seconds=1)) == KNOWN[3]
    assert known(filled, at) == [(3, "1"), (4, "1")]


def test_an_instant_needs_a_zone(filled: Store) -> None:
    for wrong, said in (
        ("2026-03-02T12:00:00", "zone"),
        ("yesterday", "instant"),
        (datetime(2026, 3, 2), "zone"),
    ):
        with pytest.raises(ConfigError, match=said):
            wirelake.read(as_of=wrong, lake=filled.uri)
    with pytest.raises(ConfigError, match="not kept by instant"):
        wirelake.read("runs", as_of=NOON, lake=filled.uri)


def test_an_empty_lake_has_no_past(store: Store) -> None:
    for table in ("articles", "versions", "history"):
        assert wirelake.read(table, as_of=NOON, lake=store.uri).num_rows == 0
