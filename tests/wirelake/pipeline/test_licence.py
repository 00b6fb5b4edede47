"""A source's licence ends: its articles leave articles/ at that instant, as those do that expire."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.obligations.quaynews import NEXT, drop, replay, run, wire_item
from tests.wirelake.quay import BATCH, NOON, contents, new_lake, write_sources

import wirelake
from wirelake import config
from wirelake.errors import ConfigError
from wirelake.lake import pending
from wirelake.storage import LocalStore

ONE = timedelta(days=1)
ENDS = datetime(2026, 3, 4, 23, tzinfo=UTC)  # the end of 4 March in Oslo
OSLO = "timezone: Europe/Oslo\nlicence_until: {}\n"
TEXT = "The berths of Aldergate were dredged by night, and a second barge is awaited there next week. " * 5


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("WIRELAKE_SPOOL", str(tmp_path / "state"))
    return tmp_path / "sources"


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return new_lake(tmp_path / "lake")


def licensed(folder: Path, until: str) -> None:
    write_sources(folder, "quay", more=OSLO.format(until) if until else "timezone: Europe/Oslo\n")
    path = folder / "quay.yaml"
    path.write_text(path.read_text().replace("[wire, url]", "[wire, guid, url]"))


def item(number: int) -> dict[str, Any]:
    return {**wire_item(number), "uri": f"item-{number}", "body_text": f"{number}: {TEXT}"}


def stand(store: LocalStore, **options: Any) -> list[str]:
    rows = wirelake.read("articles", source="quay", lake=store.uri, **options)
    return sorted(str(one)[-1] for one in rows["article_id"].to_pylist())


def last_run(store: LocalStore) -> dict[str, Any]:
    runs: list[dict[str, Any]] = wirelake.read("runs", source="quay", lake=store.uri).to_pylist()
    return max(runs, key=lambda one: one["started_at"])


def test_articles_leave_at_the_end_of_the_licence_and_an_extended_one_brings_them_back(
    store: LocalStore, folder: Path
) -> None:
    licensed(folder, "2026-03-04")
    drop(store, BATCH, "first", item(1), {**item(2), "expires": "2026-03-03T18:00:00Z"})
    run(store, BATCH, NOON)
    assert stand(store) == ["1", "2"]
    rows = wirelake.read("history", lake=store.uri).to_pylist()
    told = {row["article_id"][-1]: (row["expires"], row["quality_flags"]) for row in rows}
    assert told["1"] == (ENDS, ["licence_until"])
    assert told["2"] == (datetime(2026, 3, 3, 18, tzinfo=UTC), [])  # its wire's own end is earlier
    assert last_run(store)["warnings_by_flag"] == [("licence_until", 1)]
    drop(store, NEXT, "second", item(3))
    run(store, NEXT, ENDS - timedelta(seconds=1))
    assert stand(store) == ["1", "3"]
    assert last_run(store)["review"] == []
    drop(store, NEXT, "third", item(4))
    run(store, NEXT, ENDS)
    assert stand(store) == []
    assert last_run(store)["review"] == ["its licence ended at 2026-03-04T23:00Z"]
    assert "its licence ended at 2026-03-04T23:00Z" in last_run(store)["summary"]
    assert stand(store, as_of=ENDS - timedelta(seconds=1)) == ["1", "3"]
    assert stand(store, as_of=ENDS) == []
    before = contents(store, "history", "articles")
    replay(store, BATCH, NEXT, at=ENDS + ONE)
    assert contents(store, "history", "articles") == before
    licensed(folder, "2027-03-04T12:00:00+01:00")
    replay(store, BATCH, NEXT, at=ENDS + ONE)
    assert stand(store) == ["1", "3", "4"]
    licensed(folder, "")
    replay(store, BATCH, NEXT, at=ENDS + ONE)
    assert stand(store) == ["1", "3", "4"]
    assert all(one["quality_flags"] == [] for one in wirelake.read(lake=store.uri).to_pylist())
    assert {id_[-1] for one in pending.waiting(store, "quay") for id_ in one.all} == set()


def test_what_expires_later_is_not_looked_at_before(store: LocalStore, folder: Path) -> None:
    licensed(folder, "2026-03-04")
    drop(store, BATCH, "first", item(1))
    run(store, BATCH, NOON)
    (held,) = pending.waiting(store, "quay")
    assert held.due(ENDS - timedelta(seconds=1)) == {}
    assert {id_[-1] for id_ in held.due(ENDS)} == {"1"}


def test_a_licence_that_is_stated_later_holds_for_what_comes_and_by_a_replay_for_what_came(
    store: LocalStore, folder: Path
) -> None:
    licensed(folder, "")
    drop(store, BATCH, "first", item(1), item(2))
    run(store, BATCH, NOON)
    licensed(folder, "2026-03-04")
    drop(store, NEXT, "again", item(1))
    run(store, NEXT, NOON + ONE)
    rows = wirelake.read(lake=store.uri, columns=["article_id", "quality_flags"]).to_pylist()
    assert [one["quality_flags"] for one in rows] == [["licence_until"], []]  # and no version_reused
    replay(store, NEXT, at=ENDS)
    assert stand(store) == ["2"]
    replay(store, BATCH, at=ENDS)
    assert stand(store) == []


@pytest.mark.parametrize(
    ("until", "ends"),
    [
        ("2026-03-28", "2026-03-28T23:00:00+00:00"),
        ("2026-03-29", "2026-03-29T22:00:00+00:00"),  # a day of 23 hours
        ('"2026-03-29"', "2026-03-29T22:00:00+00:00"),
        ("2026-03-29T18:00:00Z", "2026-03-29T18:00:00+00:00"),
        ('"2026-03-29T18:00:00+05:30"', "2026-03-29T12:30:00+00:00"),
    ],
)
def test_a_day_ends_in_the_sources_zone_and_an_instant_in_its_own(
    folder: Path, until: str, ends: str
) -> None:
    licensed(folder, until)
    assert config.load_named("quay").licence_ends == datetime.fromisoformat(ends)


@pytest.mark.parametrize(
    "until",
    [
        "soon",
        "2026-02-30",
        "2026-03-04 12:00:00",
        '"2026-03-04T12:00:00"',
        "20260304",
        "true",
        "9999-12-31",
        "[1]",
    ],
)
def test_a_wrong_end_is_named_with_its_cure(folder: Path, until: str) -> None:
    licensed(folder, until)
    with pytest.raises(ConfigError) as wrong:
        config.load_named("quay")
    assert re.search(r"quay\.yaml:\d+: licence_until: ", str(wrong.value))
    assert ": write a " in str(wrong.value)
