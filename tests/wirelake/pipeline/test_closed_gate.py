"""A closed gate holds back new text only: kills, embargoes and corrections are obeyed in that same run."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.obligations.quaynews import (
    NEXT,
    THIRD,
    WORDS,
    drop,
    run,
    text,
    wire_item,
    write_wires,
)
from tests.wirelake.obligations.test_takedown_deaths import DeadError, dying
from tests.wirelake.quay import BATCH, NOON, built, clear, contents, frozen, run_of

import wirelake
from wirelake import pipeline
from wirelake.config import Run
from wirelake.errors import QualityError
from wirelake.storage import Store

ONE = timedelta(days=1)
WRITES = 40  # more changes of the store than a run of this day makes


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sources"
    write_wires(folder)
    path = folder / "quay.yaml"
    path.write_text(path.read_text().replace("[wire, url]", "[guid, wire, url]"))
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    return folder


@pytest.fixture
def published(store: Store) -> Store:
    """Four articles stand in articles/."""
    drop(store, BATCH, "first", *(wire_item(n) for n in (1, 2, 3, 4)))
    run(store, BATCH, NOON)
    return store


def empty(number: int) -> dict[str, Any]:
    """An item that no expectation lets through."""
    return {**wire_item(number), "body_text": ""}


def said(number: int, what: str) -> dict[str, Any]:
    return {**wire_item(number, version="2"), "body_text": f"{text(number)} {what}"}


def corrected(number: int) -> dict[str, Any]:
    item = said(number, "The berths were not dredged at all.")
    return {**item, "headline": f"CORRECTED-{item['headline']}"}


def embargoed(number: int, until: str = "2026-03-09T00:00:00Z") -> dict[str, Any]:
    return {**said(number, "The bill is known."), "embargoed": until}


def deliver(store: Store, *items: dict[str, Any]) -> None:
    """The next day: these items, and more that are rejected than the gate lets pass."""
    drop(store, NEXT, "second", *items, *(empty(n) for n in range(20, 26)))


def obey(store: Store, *items: dict[str, Any]) -> str:
    deliver(store, *items)
    with pytest.raises(QualityError) as closed:
        run(store, NEXT, NOON + ONE)
    return str(closed.value)


def stands(store: Store, **options: Any) -> dict[int, tuple[str, str]]:
    """Number → version and last words of what may be read."""
    rows = wirelake.read(lake=store.uri, **options).to_pylist()
    return {
        int(row["headline"].split()[1]): (row["version"], row["body_text"].rpartition(". ")[2])
        for row in rows
    }


def last_run(store: Store) -> dict[str, Any]:
    rows = wirelake.read("runs", lake=store.uri, source="quay", start=NEXT.day, end=NEXT.day).to_pylist()
    return max(rows, key=lambda row: row["started_at"])


def test_a_kill_leaves_articles_in_the_run_whose_gate_is_closed(published: Store) -> None:
    told = obey(published, wire_item(2, "canceled", "2"), wire_item(7), wire_item(8))
    assert sorted(stands(published)) == [1, 3, 4]
    assert holding(published, *WORDS) == []
    row = last_run(published)
    assert (row["status"], row["removed"], row["published_dates"]) == ("failed", 1, [BATCH.day])
    (killed,) = row["obeyed"]
    assert killed.endswith(" taken down")
    for said_ in (told, row["summary"]):
        assert "6 of 9" in said_
        assert f"obeyed all the same: {killed}" in said_
    assert holding(published, text(7)) == [
        one for one in holding(published, text(7)) if one.partition("/")[0] in ("raw", "staging", "drop")
    ]


def test_embargoes_and_corrections_are_obeyed_and_new_text_is_held_back(published: Store) -> None:
    obey(published, embargoed(1), corrected(3), said(4, "It rained."), embargoed(8), corrected(9))
    found = stands(published)
    assert sorted(found) == [2, 3, 4]
    assert found[3] == ("2", "The berths were not dredged at all.")
    assert found[4][0] == "1"
    told = [one.partition(" ")[2] for one in last_run(published)["obeyed"]]
    assert sorted(told) == ["corrected", "withheld"]
    assert stands(published, as_of=NOON)[3][0] == "1"
    drop(published, THIRD, "third", wire_item(10))
    run(published, THIRD, NOON + 9 * ONE)
    assert sorted(stands(published)) == [
        1,
        2,
        3,
        4,
        10,
    ]  # the embargo is over; what is new is still held back


def test_the_day_that_an_operator_accepts_is_that_of_an_open_gate(published: Store) -> None:
    items = (embargoed(1), wire_item(2, "canceled", "2"), corrected(3), said(4, "It rained."), wire_item(7))
    obey(published, *items)
    at = frozen(NOON + 2 * ONE)
    pipeline.build_batch(Run.new(NEXT, "replay"), accept=True, store=published, clock=at)
    accepted = built(published)
    clear(published, "history", "rejected", "articles", "pending", "staging")
    for batch in (BATCH, NEXT):
        pipeline.build_batch(Run.new(batch, "replay"), accept=True, store=published, clock=at)
    assert built(published) == accepted


def test_what_stood_of_the_day_stays_beside_what_is_obeyed(published: Store) -> None:
    drop(published, NEXT, "early", wire_item(5), wire_item(6))
    run(published, NEXT, NOON + ONE)
    deliver(published, wire_item(2, "canceled", "2"))
    with pytest.raises(QualityError):
        run(published, NEXT, NOON + ONE + timedelta(hours=1))
    assert sorted(stands(published)) == [1, 3, 4, 5, 6]
    stood = built(published)
    with pytest.raises(QualityError):
        run(published, NEXT, NOON + ONE + timedelta(hours=2))
    assert built(published) == stood


def test_a_death_on_the_way_is_completed_by_the_next_try(published: Store) -> None:
    deliver(published, embargoed(1), wire_item(2, "canceled", "2"), corrected(3), wire_item(7))
    at = frozen(NOON + ONE)
    pipeline.fetch_batch(run_of(NEXT, "run"), store=published, clock=at)
    pipeline.extract_batch(run_of(NEXT, "run"), store=published, clock=at)
    stood = contents(published, "")
    whole: dict[str, bytes] = {}
    step = 7 if published.uri.startswith("s3:") else 1
    for change in (10_000, *range(1, WRITES, step)):
        for path in contents(published, "").keys() - stood.keys():
            published.delete(path)
        for path, data in stood.items():
            published.write(path, data)
        try:
            with dying(published, change), pytest.raises(QualityError):
                pipeline.validate_batch(run_of(NEXT, "run"), store=published, clock=at)
        except DeadError:
            with pytest.raises(QualityError):
                pipeline.validate_batch(run_of(NEXT, "run"), store=published, clock=at)
        whole = whole or built(published)
        assert built(published) == whole, change
        assert holding(published, *WORDS) == []
