"""The columns of schema 5 in a lake of before: migrated, killed on the way, and read beside old files."""

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.dataset as ds
import pytest

import wirelake
from wirelake.errors import StorageError
from wirelake.lake.changes.announced import left
from wirelake.lake.schema import ARTICLES, HISTORY
from wirelake.migrate import migrate
from wirelake.storage import LocalStore, Store, open_store

HERE = Path(__file__).parent
KEPT = HERE / "schema-4"
NEW = ("row_id", "local_date", "rights_status", "published_day")
ONE, OTHER = "articles/published_date=2026-03-02", "articles/published_date=2026-03-03"


@pytest.fixture(autouse=True)
def wire(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(HERE / "wire"))


def copied(place: Path) -> Store:
    shutil.copytree(KEPT, place)
    return open_store(str(place))


def silent(*_: object) -> None:
    """No progress is shown."""


def tables(store: Store) -> dict[str, bytes]:
    paths = [one.path for table in ("articles", "history") for one in store.objects(table)]
    return {path: answer[0] for path in paths if (answer := store.read(path))}


@pytest.fixture
def migrated(tmp_path: Path) -> Store:
    store = copied(tmp_path / "lake")
    migrate(store, silent)
    return store


def test_every_row_has_them(migrated: Store) -> None:
    rows = wirelake.read(lake=migrated.uri).to_pylist()
    assert rows
    for row in rows:
        assert row["published_day"] == row["published_date"]
        assert row["local_date"] and row["rights_status"] == "unknown"
    before = wirelake.read(lake=str(KEPT)).drop_columns(list(NEW))
    assert wirelake.read(lake=migrated.uri).drop_columns(list(NEW)).equals(before)


def test_each_article_meets_one_row_of_history(migrated: Store) -> None:
    keys = Counter(wirelake.read("history", lake=migrated.uri)["row_id"].to_pylist())
    assert set(keys.values()) == {1}
    joined = "SELECT a.raw_ref, h.raw_ref FROM articles a JOIN history h USING (row_id)"
    found = wirelake.sql(joined, lake=migrated.uri).to_pylist()
    assert len(found) == len(wirelake.read(lake=migrated.uri))
    assert all(row["raw_ref"] == row["raw_ref_1"] for row in found)


def test_of_a_source_whose_yaml_is_gone_the_local_date_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "none").mkdir()
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "none"))
    store = copied(tmp_path / "lake")
    migrate(store, silent)
    rows = wirelake.read(lake=store.uri).to_pylist()
    assert all((row["local_date"] is None) == (row["published_at"] is not None) for row in rows)
    assert all(row["row_id"] and row["published_day"] for row in rows)


def test_who_keeps_a_copy_is_told_once_to_begin_anew(migrated: Store) -> None:
    paths = [one.path for one in migrated.objects("pending")]
    assert [one.is_anew for one in left(migrated, paths).values()].count(True) == 1


class Dying(LocalStore):
    """Dies at its next write but so many."""

    left = 0

    def write(self, *args: Any, **options: Any) -> Any:
        if self.left == 0:
            raise StorageError("the disk is gone")
        self.left -= 1
        return super().write(*args, **options)


def test_wherever_it_dies_the_next_one_ends_with_the_same_bytes(tmp_path: Path, migrated: Store) -> None:
    wanted = tables(migrated)
    old = {path.relative_to(KEPT).as_posix(): path.read_bytes() for path in KEPT.rglob("*.parquet")}
    for writes in range(100):
        place = tmp_path / f"died-{writes}"
        copied(place)
        store = Dying(place)
        store.left = writes
        try:
            migrate(store, silent)
        except StorageError:
            assert all(data in (old[path], wanted[path]) for path, data in tables(store).items())
            migrate(open_store(str(place)), silent)
            assert tables(store) == wanted
            shutil.rmtree(place)
        else:
            break
    assert 5 < writes < 99


@pytest.fixture
def mixed(tmp_path: Path, migrated: Store) -> Path:
    """A file that an earlier version wrote beside one of today."""
    for folder, origin in ((ONE, KEPT), (OTHER, Path(migrated.uri))):
        shutil.copytree(origin / folder, tmp_path / "mixed" / folder)
    return tmp_path / "mixed" / "articles"


def test_old_and_new_files_are_read_beside_each_other(mixed: Path) -> None:
    old, new = (len(ds.dataset(mixed.parent / one).to_table()) for one in (ONE, OTHER))
    told = Counter({True: new, False: old})
    glob = str(mixed / "*" / "*.parquet")
    asked = "SELECT row_id IS NOT NULL FROM read_parquet(?, hive_partitioning=true, union_by_name=true)"
    with duckdb.connect() as connection:
        assert Counter(row[0] for row in connection.execute(asked, [glob]).fetchall()) == told
    frame = pl.scan_parquet(
        sorted(mixed.rglob("*.parquet"), reverse=True), hive_partitioning=True, missing_columns="insert"
    ).collect()
    assert Counter(frame["row_id"].is_not_null().to_list()) == told
    rows = ds.dataset(mixed, schema=ARTICLES, partitioning="hive").to_table(["row_id"])
    assert Counter(one is not None for one in rows["row_id"].to_pylist()) == told


def test_one_copied_file_says_its_day(mixed: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.parquet"
    shutil.copy(mixed.parent / OTHER / "articles.parquet", copy)
    assert {f"{day}" for day in pl.read_parquet(copy)["published_day"]} == {"2026-03-03"}
    with duckdb.connect() as connection:
        days = connection.execute("SELECT DISTINCT published_day::VARCHAR FROM read_parquet(?)", [f"{copy}"])
        assert days.fetchall() == [("2026-03-03",)]


def test_the_new_columns_stand_where_they_make_sense() -> None:
    assert set(NEW) <= set(ARTICLES.names)
    assert {"row_id", "local_date", "zone_edition", "rights_status"} <= set(HISTORY.names)
