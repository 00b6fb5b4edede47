"""A DuckDB file of views, opened by DuckDB alone."""

from datetime import timedelta
from pathlib import Path

import duckdb
import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.lake.test_reading import fill
from tests.wirelake.quay import BATCH, NOON, new_lake, version, write_sources
from tests.wirelake.write.publishing import publish

import wirelake
from wirelake.config import load_named
from wirelake.errors import ConfigError
from wirelake.lake.sql.catalog import PLACES, REMOTE, statements, write_catalog
from wirelake.storage import Store
from wirelake.write import write_source

COUNT = "SELECT count(*) FROM "


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    write_sources(tmp_path / "sources", "quay")
    store = new_lake(tmp_path / "a lake's")
    fill(store)
    write_source(store, load_named("quay"), NOON)
    return store


def test_any_tool_that_opens_duckdb_finds_the_tables(lake: Store, tmp_path: Path) -> None:
    file = tmp_path / "lake.duckdb"
    names = write_catalog(lake, file)
    assert {"articles", "history", "sources"} <= set(names)
    with duckdb.connect(str(file), read_only=True) as connection:
        for name in set(names) & set(PLACES):
            told = wirelake.sql(f"SELECT * FROM {name}", lake=lake.uri)  # noqa: S608 (our names)
            answer = connection.sql(f"FROM {name}").to_arrow_table()
            assert answer.schema.names == told.schema.names
            assert len(answer) == len(told)
        days = connection.execute("SELECT DISTINCT published_date - published_day FROM articles").fetchall()
        assert days == [(0,)]


def test_it_shows_what_stands_when_it_is_asked(lake: Store, tmp_path: Path) -> None:
    write_catalog(lake, tmp_path / "lake.duckdb")
    with duckdb.connect(str(tmp_path / "lake.duckdb"), read_only=True) as connection:
        (before,) = connection.execute(COUNT + "articles").fetchall()[0]
        publish(lake, BATCH, *(version(number) for number in range(40, 49)), now=NOON + timedelta(hours=1))
        (after,) = connection.execute(COUNT + "articles").fetchall()[0]
    assert after == len(wirelake.read(lake=lake.uri)) != before


def test_it_is_attached_under_another_name(lake: Store, tmp_path: Path) -> None:
    write_catalog(lake, tmp_path / "lake.duckdb")
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{tmp_path}/lake.duckdb' AS news (READ_ONLY)")
        assert connection.execute(COUNT + "news.articles").fetchall()[0][0]


def test_a_copy_in_the_folder_is_left_out(lake: Store, tmp_path: Path) -> None:
    (stood,) = [one for one in lake.objects("articles") if "2026-03-02" in one.path]
    answer = lake.read(stood.path)
    assert answer
    lake.write(stood.path.replace("articles.parquet", "copy.parquet"), answer[0])
    write_catalog(lake, tmp_path / "lake.duckdb")
    with duckdb.connect(str(tmp_path / "lake.duckdb")) as connection:
        with pytest.warns(UserWarning, match="no file of wirelake"):
            rows = wirelake.read(lake=lake.uri)
        assert connection.execute(COUNT + "articles").fetchall() == [(len(rows),)]


def test_as_sql(lake: Store, tmp_path: Path) -> None:
    write_catalog(lake, tmp_path / "lake.sql")
    with duckdb.connect() as connection:
        connection.execute((tmp_path / "lake.sql").read_text())
        assert connection.execute(COUNT + "history").fetchall()[0][0]


def test_what_stands_there_is_not_replaced_unasked(lake: Store, tmp_path: Path) -> None:
    file = tmp_path / "lake.duckdb"
    file.write_text("mine")
    with pytest.raises(ConfigError, match="stands already"):
        write_catalog(lake, file)
    with pytest.raises(ConfigError, match="this is none"):
        write_catalog(lake, file, replace=True)
    assert file.read_text() == "mine"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".lake")] == []


@pytest.mark.parametrize("name", ["lake.duckdb", "lake.sql"])
def test_a_catalogue_is_replaced_where_that_is_said(lake: Store, tmp_path: Path, name: str) -> None:
    write_catalog(lake, tmp_path / name)
    with pytest.raises(ConfigError, match="stands already"):
        write_catalog(lake, tmp_path / name)
    assert "articles" in write_catalog(lake, tmp_path / name, replace=True)


@pytest.mark.parametrize("mine", ["CREATE TABLE notes AS SELECT 1", "CREATE VIEW mine AS SELECT 1"])
def test_of_a_file_with_something_of_somebody_nothing_is_replaced(
    lake: Store, tmp_path: Path, mine: str
) -> None:
    file = tmp_path / "lake.duckdb"
    write_catalog(lake, file)
    with duckdb.connect(str(file)) as connection:
        connection.execute(mine)
    with pytest.raises(ConfigError, match="this is none"):
        write_catalog(lake, file, replace=True)


def test_of_an_empty_lake_and_a_strange_address_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no table has a file yet"):
        write_catalog(new_lake(tmp_path / "empty"), tmp_path / "lake.duckdb")
    with pytest.raises(ConfigError, match="for a pattern"):
        statements(new_lake(tmp_path / "a[b]"))
    assert not (tmp_path / "lake.duckdb").exists()


def test_on_s3_the_statements_begin_with_what_duckdb_needs(store: Store) -> None:
    fill(store)
    made = statements(store)
    assert (made[: len(REMOTE)] == [*REMOTE]) == store.uri.startswith("s3://")
    assert any(f"'{store.uri}/articles/published_date=*/articles*.parquet'" in one for one in made)
    assert "SECRET " not in "".join(made[len(REMOTE) :])


def test_by_the_command(
    lake: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WIRELAKE_LAKE", lake.uri)
    assert status(monkeypatch, "catalog", str(tmp_path / "lake.duckdb")) == 0
    told = capsys.readouterr().err
    assert "articles, history" in told
    assert "versions" in told
    assert status(monkeypatch, "catalog", str(tmp_path / "lake.duckdb")) == 2
    assert "--replace" in capsys.readouterr().err
