"""What a source's rules keep and drop leave out: counted, kept in raw/ or not asked for, and found again."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.obligations.quaynews import NEXT, drop, run, wire_item, write_wires
from tests.wirelake.pipeline.newsroom import Newsroom
from tests.wirelake.pipeline.test_capture import BATCH as NEWSROOM
from tests.wirelake.pipeline.test_capture import DAY, MORNING, headlines, poll, runs
from tests.wirelake.quay import BATCH, NOON

from wirelake.config import load_named
from wirelake.errors import QualityError
from wirelake.inquiry import why
from wirelake.lake.reading import read_days
from wirelake.pipeline.discovery.searches import search, search_json
from wirelake.storage import Store


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sources"
    write_wires(folder)
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    return folder


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    with Newsroom(DAY) as newsroom:
        for number in (1, 2, 12):
            newsroom.publish(number)
        yield newsroom


def with_rules(sources: Path, rules: str) -> None:
    path = sources / "quay.yaml"
    path.write_text(f"{path.read_text()}\n{rules}\n", encoding="utf-8")


def rejected(store: Store) -> list[tuple[str, str, str]]:
    rows = read_days(store, "rejected", DAY, DAY).to_pylist()
    return sorted((row["headline"], row["reason"], row["detail"]) for row in rows)


def told(store: Store, source: str) -> dict[str, Any]:
    row: dict[str, Any]
    (row,) = read_days(store, "runs", DAY, DAY, source=source).to_pylist()
    return row


def test_an_address_that_is_not_wanted_is_not_asked_for_and_counted(
    store: Store, sources: Path, newsroom: Newsroom
) -> None:
    newsroom.write_source(sources, "drop: {path: ['^/news/1']}\nkeep: {path: [/news/]}\n")
    poll(store, MORNING)
    assert (newsroom.asked["/news/1"], newsroom.asked["/news/2"], newsroom.asked["/news/12"]) == (0, 1, 0)
    assert headlines(store) == ["Crane 2 turns green in the old harbour"]
    (row,) = runs(store)
    assert "2 left out by drop.path '^/news/1'" in str(row["summary"])
    looked = search_json(search(load_named("newsroom"), DAY, store=store, clock=lambda: MORNING))
    assert looked["left_out"] == {"drop.path '^/news/1'": 2}
    answered = why(f"{newsroom.url}/news/12", store=store, source="newsroom", day=NEWSROOM.day)
    assert answered.verdict == "not_chosen"
    assert "drop.path '^/news/1' fits '/news/12'" in answered.told


def test_what_an_article_says_of_itself_is_judged_when_it_is_there(store: Store, sources: Path) -> None:
    with_rules(sources, "drop: {title: ['3 turns'], category: [^Tides$]}")
    drop(
        store,
        BATCH,
        "first",
        *(wire_item(n) for n in (1, 2, 3)),
        {**wire_item(4), "subject": [{"name": "Tides"}]},
    )
    run(store, BATCH, NOON)
    reasons = [(one, reason) for one, reason, _ in rejected(store)]
    assert reasons == [
        ("Crane 3 turns green", "left_out_by_title"),
        ("Crane 4 turns green", "left_out_by_category"),
    ]
    assert rejected(store)[1][2] == "drop.category '^Tides$' fits 'Tides'"
    row = told(store, "quay")
    assert (row["articles"], row["rejected"]) == (2, 2)
    assert dict(row["rejected_by_reason"]) == {"left_out_by_title": 1, "left_out_by_category": 1}


def test_what_is_left_out_is_no_fault_of_the_day(store: Store, sources: Path) -> None:
    with_rules(sources, "keep: {title: [Crane 1 ]}")
    drop(store, BATCH, "first", *(wire_item(n) for n in range(1, 9)))
    run(store, BATCH, NOON)  # 7 of 8: the gate stays open
    assert len(rejected(store)) == 7
    assert told(store, "quay")["status"] == "success"


def test_what_is_missing_is_missed_whatever_was_left_out(store: Store, sources: Path) -> None:
    drop(store, BATCH, "first", wire_item(1))
    run(store, BATCH, NOON)
    with_rules(sources, "drop: {title: [Crane]}")
    drop(store, NEXT, "second", wire_item(2))
    with pytest.raises(QualityError, match=r"usually has some \(1 left_out_by_title"):
        run(store, NEXT, NOON + timedelta(days=1))


def test_a_kill_is_obeyed_whatever_its_headline_says(store: Store, sources: Path) -> None:
    drop(store, BATCH, "first", wire_item(1), wire_item(2))
    run(store, BATCH, NOON)
    with_rules(sources, "drop: {title: ['Crane 1 ']}")
    killed = {**wire_item(1, version="2"), "pubstatus": "canceled"}
    drop(store, BATCH, "second", killed)
    run(store, BATCH, NOON)
    assert headlines(store) == ["Crane 2 turns green"]
    assert not [one for one in rejected(store) if one[1].startswith("left_out")]
