"""The last two months of runs say whether a source usually has articles, and few of them are read for it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.quay import new_lake

from wirelake.batches.usual import came_that_night, stands_empty, usually_has_articles
from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.last_runs import last_runs
from wirelake.lake.schema import RUNS
from wirelake.storage import Store
from wirelake.write import write_run

TODAY = Batch("quay", date(2026, 3, 31))


def ran(store: Store, ago: int, articles: int, hour: int = 5, **facts: Any) -> str:
    """A run over the day so many days before TODAY; where its row stands."""
    day = TODAY.day - timedelta(days=ago)
    moment = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    row = dict.fromkeys(RUNS.names) | {"mode": "run", "status": "success", "articles": articles}
    row |= {"run_id": f"{moment:%Y%m%dT%H%M%SZ}-00000000", "started_at": moment, **facts}
    batch = Batch("quay", day)
    table = {name: _value(name, value) for name, value in row.items()}
    write_run(store, batch, table)
    return layout.run(batch, table["run_id"])


def test_the_last_run_is_the_one_that_began_last_whatever_its_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = new_lake(tmp_path / "lake")
    for ago in range(30):
        ran(store, ago, ago)
    late = f"takedown-{TODAY.day + timedelta(days=2):%Y%m%d}T040000Z-00000000"
    ran(store, 20, 70, run_id=late)
    asked: list[str] = []
    read = store.read

    def told(path: str, **more: Any) -> Any:
        asked.append(path)
        return read(path, **more)

    monkeypatch.setattr(store, "read", told)
    found = last_runs(store)
    assert {name: (row["capture_date"], row["articles"]) for name, row in found.items()} == {
        "quay": (TODAY.day - timedelta(days=20), 70)
    }
    assert sum(path.startswith("runs/") for path in asked) == 1


def _value(name: str, value: Any) -> Any:
    """A column that is never null has nothing to tell."""
    if value is not None or RUNS.field(name).nullable:
        return value
    kind = str(RUNS.field(name).type)
    return [] if kind.startswith(("list", "map")) else {"string": "", "bool": False}.get(kind, 0)


@pytest.mark.parametrize(
    ("days", "usual"),
    [
        ([], False),
        ([3], True),
        ([0], False),
        ([1, 0], False),
        ([1, 0, 1], True),
        ([*[0] * 29, *[5] * 31], True),
        ([*[5] * 29, *[0] * 31], False),
        ([*[0] * 20, *[5] * 19], False),
    ],
)
def test_most_days_had_some(tmp_path: Path, days: list[int], usual: bool) -> None:
    store = new_lake(tmp_path / "lake")
    for ago, articles in enumerate(days):
        ran(store, ago, articles)
    assert usually_has_articles(store, TODAY) is usual


def test_a_day_is_what_its_last_success_says(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    for ago in range(3):
        ran(store, ago, 0, hour=4)
        ran(store, ago, 7, hour=5)
        ran(store, ago, 0, hour=6, status="failed")
        ran(store, ago, 0, hour=7, mode="takedown")
    assert usually_has_articles(store, TODAY)


def test_other_days_and_other_sources_say_nothing(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    ran(store, 61, 7)
    ran(store, -1, 7)
    assert not usually_has_articles(store, TODAY)
    assert not usually_has_articles(store, Batch("pier", TODAY.day))


def test_a_damaged_row_is_set_aside_and_the_run_before_it_speaks(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    ran(store, 1, 7, hour=4)
    damaged = [ran(store, 1, 0, hour=hour) for hour in (5, 6)]
    store.write(damaged[0], b"no Parquet")
    Path(store.root, damaged[1]).write_bytes(b"other bytes than were written")
    assert usually_has_articles(store, TODAY)
    assert [store.read(path) for path in damaged] == [None, None]


def test_a_polled_sources_many_runs_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = new_lake(tmp_path / "lake")
    for ago in range(61):
        for hour in range(6):
            ran(store, ago, 7, hour=hour)
    asked: list[str] = []
    read = store.read

    def told(path: str, **more: Any) -> Any:
        asked.append(path)
        return read(path, **more)

    monkeypatch.setattr(store, "read", told)
    assert usually_has_articles(store, TODAY)
    assert 31 <= sum(path.startswith("runs/") for path in asked) <= 40


def test_what_came_that_night_is_told_by_the_hours_and_not_by_the_days(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    ran(store, 3, 7, run_id="20260331T040000Z-00000000")
    ran(store, 2, 0, run_id="20260331T041000Z-00000000")
    night = datetime(2026, 3, 31, 4, 20, tzinfo=UTC)
    assert came_that_night(store, TODAY, night)
    assert not came_that_night(store, TODAY, night + timedelta(days=1))
    assert not came_that_night(store, Batch("quay", TODAY.day - timedelta(days=3)), night)  # its own
    assert not came_that_night(store, Batch("pier", TODAY.day), night)
    assert [stands_empty(store, Batch("quay", date(2026, 3, day))) for day in (28, 29, 30)] == [
        False,
        True,
        False,  # it never ran
    ]
