"""wirelake migrate: step by step, each of which may be killed and repeated."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.wirelake.quay import BATCH, DAY, NOON, capture, contents, page, received, version

from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.errors import ConfigError
from wirelake.lake.exchanges import read_index
from wirelake.lake.marker import MARKER, open_lake, read_marker
from wirelake.lake.schema import SCHEMA_VERSION
from wirelake.lake.streams import read
from wirelake.migrate import STEPS, migrate, plan
from wirelake.storage import Store, open_store
from wirelake.write import write_history

HOUR = timedelta(hours=1)
NEXT = Batch("quay", DAY + timedelta(days=1))


@pytest.fixture
def older(lake_uri: str) -> Store:
    """A lake from before the marker."""
    store = open_store(f"{lake_uri}/{uuid4().hex}")
    capture(store, BATCH, [received(1, page(1))])
    return store


def silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


def test_a_lake_from_before_the_marker_gets_it_and_nothing_else_changes(older: Store) -> None:
    stood = contents(older, "raw")
    assert [(step.name, objects) for step, objects in plan(older)] == [("marker", [MARKER])]
    assert read_marker(older) is None  # a plan changes nothing
    told: list[tuple[str, int, int]] = []
    assert migrate(older, lambda *said: told.append(said)) == 1
    assert told == [("marker", 0, 1), ("marker", 1, 1)]
    assert contents(older, "raw") == stood
    assert open_lake(older.uri, to_write=True)
    assert (plan(older), migrate(older, silent)) == ([], 0)


def test_a_marker_of_an_earlier_version_is_raised_and_keeps_its_date(older: Store) -> None:
    began = "2026-03-02T12:00:00Z"
    older.write(MARKER, json.dumps({"schema_version": SCHEMA_VERSION - 1, "created_at": began}).encode())
    assert migrate(older, silent) == 1
    marker = read_marker(older)
    assert marker
    assert (marker.schema_version, f"{marker.created_at:%Y-%m-%d}") == (SCHEMA_VERSION, "2026-03-02")


def test_the_marker_is_the_last_step(older: Store) -> None:
    assert STEPS[-1].name == "marker"
    for step in STEPS:  # each may be repeated, whether it had come to its end or not
        for _ in range(2):
            for path in [*step.due(older), *step.due(older)]:
                step.apply(older, path)
        assert step.due(older) == []


def test_a_gone_page_is_named_by_what_stood_there(older: Store) -> None:
    """Its own payload says that nothing is there; the index says on what it follows."""
    (row,) = read_index(older, BATCH)
    stood = f"{BATCH}#{row['record_id']}"
    fields: dict[str, Any] = {"at": NOON + HOUR, "failure": "gone", "follows": stood}
    answer = received(1, b"", status=410, **fields)
    capture(older, NEXT, [answer])
    (said,) = read_index(older, NEXT)
    ref = f"{NEXT}#{said['record_id']}"
    known = version(1, version="0123456789abcdef", raw_ref=ref, raw_sha256=said["payload_sha256"])
    gone = replace(known, content_sha256="", record_kind="control", signals=("gone",))
    write_history(older, NEXT, articles_table([gone]))
    migrate(older, silent)
    (kept,) = read("history", lake=older.uri)["version"].to_pylist()
    assert kept == row["payload_sha256"] != said["payload_sha256"]


def test_a_name_of_the_wires_stays_though_it_looks_like_a_hash(older: Store) -> None:
    write_history(older, BATCH, articles_table([version(1, version="0123456789abcdef")]))
    migrate(older, silent)
    assert read("history", lake=older.uri)["version"].to_pylist() == ["0123456789abcdef"]


def test_what_is_damaged_is_left_to_whoever_makes_it_again(older: Store) -> None:
    write_history(older, BATCH, articles_table([version(1)]))
    older.write("history/capture_date=2026-03-01/source=quay/history.parquet", b"PAR1 no more")
    migrate(older, silent)
    assert open_lake(older.uri, to_write=True)


def test_where_no_lake_stands_nothing_is_made(lake_uri: str) -> None:
    place = open_store(f"{lake_uri}/{uuid4().hex}")
    place.write("photos/1.jpg", b"\xff")
    for act in (lambda: plan(place), lambda: migrate(place, silent)):
        with pytest.raises(ConfigError, match=r"stands here\. Is the address"):
            act()
    assert read_marker(place) is None
