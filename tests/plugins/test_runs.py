"""What the page reads: its bounds, its default range, and a lake that is missing or damaged."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from plugins.wire_page import runs
from tests.plugins import rows

from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.storage import LocalStore


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "lake")


def grid(
    store: LocalStore,
    readable: set[str],
    *,
    source: str | None = None,
    days: tuple[date, ...] = (),
    page: int = 1,
) -> Any:
    return runs.grid(store, configured=set(), readable=readable, source=source, days=list(days), page=page)


def test_a_missing_lake_is_an_empty_grid(store: LocalStore) -> None:
    shown = grid(store, {"coastal"})
    assert (shown["days"], shown["sources"], shown["cells"]) == ([], [], [])
    assert shown["lake"] == store.uri
    assert not Path(store.uri).exists()


def test_the_latest_thirty_days_that_have_runs(store: LocalStore) -> None:
    every_other = [rows.LAST - timedelta(days=2 * number) for number in range(40)]
    for day in every_other:
        rows.put_run(store, Batch("coastal", day), articles=1)
    assert grid(store, {"coastal"})["days"] == sorted(every_other)[-30:]


def test_a_day_of_pictures_alone_is_no_empty_one(store: LocalStore) -> None:
    rows.put_run(store, Batch("coastal", rows.FIRST), media=6, packages=1)
    (cell,) = grid(store, {"coastal"})["cells"]
    assert (cell["articles"], cell["others"]) == (0, 7)


def test_a_run_of_an_older_schema_is_shown() -> None:
    store = LocalStore(Path(__file__).parents[1] / "lakes" / "schema-1")
    cells = grid(store, {"beacon"})["cells"]
    assert {cell["state"] for cell in cells} <= {"success", "some_rejected"}
    assert sum(cell["articles"] for cell in cells) > 0 == sum(cell["others"] for cell in cells)


def test_days_of_others_do_not_count(store: LocalStore) -> None:
    rows.put_run(store, Batch("coastal", rows.FIRST), articles=1)
    rows.put_run(store, Batch("island", rows.LAST), articles=1)
    assert grid(store, {"coastal"})["days"] == [rows.FIRST]
    assert grid(store, {"coastal", "island"}, source="island")["days"] == [rows.LAST]


def test_a_range_shows_the_days_without_runs_too(store: LocalStore) -> None:
    rows.put_run(store, Batch("coastal", rows.LAST), articles=1)
    days = (rows.FIRST, rows.MIDDLE, rows.LAST)
    shown = grid(store, {"coastal"}, days=days)
    assert (shown["days"], [cell["day"] for cell in shown["cells"]]) == (list(days), [rows.LAST])


def test_many_sources_come_by_page(store: LocalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "MOST_CELLS", 4)
    names = [f"wire_{number}" for number in range(5)]
    for name in names:
        for day in (rows.MIDDLE, rows.LAST):
            rows.put_run(store, Batch(name, day), articles=1)
    pages = [grid(store, set(names), page=page) for page in (1, 2, 3, 4)]
    assert [page["sources"] for page in pages] == [names[:2], names[2:4], names[4:], []]
    assert [len(page["cells"]) for page in pages] == [4, 4, 2, 0]
    assert {page["pages"] for page in pages} == {3}


def test_a_damaged_record_spoils_its_own_cell_only(store: LocalStore) -> None:
    rows.put_run(store, Batch("coastal", rows.LAST), articles=1)
    store.write(layout.run(Batch("island", rows.LAST), "20251208T060000Z-00000000"), b"not Parquet")
    states = {cell["source"]: cell["state"] for cell in grid(store, {"coastal", "island"})["cells"]}
    assert states == {"coastal": "success", "island": "unreadable"}


def test_a_strangers_folder_is_passed_by(store: LocalStore) -> None:
    rows.put_run(store, Batch("coastal", rows.LAST), articles=1)
    for path in ("runs/notes/readme.parquet", f"runs/capture_date={rows.LAST}/stray.parquet"):
        store.write(path, b"")
    assert grid(store, {"coastal", "stray.parquet", "readme.parquet"}, source=None)["days"] == [rows.LAST]
