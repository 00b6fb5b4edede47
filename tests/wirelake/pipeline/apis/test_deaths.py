"""kill -9 of a capture of an API, after each of its changes: the cursor is never ahead of raw/."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.wirelake.mortality import SIGKILL, Mortal
from tests.wirelake.pipeline.apis.agency import RENDITION, Agency
from tests.wirelake.pipeline.apis.captures import BATCH, cursor, ids
from tests.wirelake.quay import NOON, new_lake, run_of, write_sources

from wirelake.lake.exchanges import read_index
from wirelake.storage import Store

TASKS = ["fetch", "extract", "validate", "write"]
ITEMS = 5
MOST_CHANGES = 60


@pytest.fixture
def apart(agency: Agency, tmp_path: Path) -> Agency:
    """The agency with five items whose texts stand apart."""
    write_sources(tmp_path / "sources", "quay")
    agency.write_source(tmp_path / "sources", RENDITION, "  requests_per_day: 1000\n")
    agency.renditions = True
    for number in range(ITEMS):
        agency.publish(number)
    return agency


@pytest.fixture
def mortal(apart: Agency, tmp_path: Path) -> Iterator[Mortal]:
    del apart  # its YAML stands
    process = Mortal("tests.wirelake.pipeline.mortal", WIRELAKE_SOURCES=str(tmp_path / "sources"))
    yield process
    process.end()


def run(mortal: Mortal, store: Store, tasks: list[str], **when: float) -> dict[str, int]:
    order = {"run": str(run_of(BATCH, "run")), "tasks": tasks, "change": 0, "now": NOON.isoformat()}
    return mortal.run(lake=store.uri, **(order | when))  # type: ignore[arg-type]


def assert_not_ahead(store: Store) -> None:
    """Every item before the cursor stands in raw/."""
    passed = int(parse_qs(urlsplit(cursor(store)).query).get("seq", ["0"])[0])
    held = {row["guid"] for row in read_index(store, BATCH) if row["kind"] == "article"}
    assert {f"pier{number:04}" for number in range(passed)} <= held


def test_killed_after_any_change_nothing_is_lost_or_twofold(mortal: Mortal, tmp_path: Path) -> None:
    whole = new_lake(tmp_path / "whole")
    changes = run(mortal, whole, ["fetch"])["changes"]
    assert cursor(whole).endswith(f"seq={ITEMS}")
    run(mortal, whole, TASKS[1:])
    expected = ids(whole)
    assert len(expected) == ITEMS
    assert 4 <= changes <= MOST_CHANGES
    for change in range(1, changes + 1):
        store = new_lake(tmp_path / f"lake{change}")
        assert run(mortal, store, ["fetch"], change=change)["status"] == SIGKILL
        assert_not_ahead(store)
        assert run(mortal, store, TASKS)["status"] == 0
        assert_not_ahead(store)
        assert cursor(store).endswith(f"seq={ITEMS}"), f"killed after change {change} of {changes}"
        assert ids(store) == expected, f"killed after change {change} of {changes}"


def test_killed_at_moments_between_its_changes_as_well(mortal: Mortal, apart: Agency, tmp_path: Path) -> None:
    for number, seconds in enumerate((0.15, 0.3, 0.5, 0.8)):
        store = new_lake(tmp_path / f"moment{number}")
        run(mortal, store, ["fetch"], seconds=seconds)  # killed, or done before
        assert_not_ahead(store)
        assert run(mortal, store, TASKS)["status"] == 0
        assert len(ids(store)) == ITEMS
        assert cursor(store).endswith(f"seq={ITEMS}")
    assert apart.asked["/feed"] >= 4
