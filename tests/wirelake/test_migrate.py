"""wirelake migrate: step by step, each of which may be killed and repeated."""

import json
from uuid import uuid4

import pytest
from tests.wirelake.quay import BATCH, capture, contents, page, received

from wirelake.errors import ConfigError
from wirelake.lake.marker import MARKER, open_lake, read_marker
from wirelake.lake.schema import SCHEMA_VERSION
from wirelake.migrate import STEPS, migrate, plan
from wirelake.storage import Store, open_store


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


def test_where_no_lake_stands_nothing_is_made(lake_uri: str) -> None:
    place = open_store(f"{lake_uri}/{uuid4().hex}")
    place.write("photos/1.jpg", b"\xff")
    for act in (lambda: plan(place), lambda: migrate(place, silent)):
        with pytest.raises(ConfigError, match=r"stands here\. Is the address"):
            act()
    assert read_marker(place) is None
