"""SQL over the lake: what wirelake.read says, and nothing but the lake."""

import warnings
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.wirelake.lake.test_reading import fill
from tests.wirelake.quay import BATCH, DAY, NOON, contents, new_lake, version
from tests.wirelake.write.publishing import publish

import wirelake
from wirelake.config import Batch
from wirelake.errors import ConfigError, StorageError
from wirelake.lake.files import ForeignFileWarning
from wirelake.lake.reading import COMPUTED, SCHEMAS, full_schema
from wirelake.lake.sql import TABLES, sql
from wirelake.lake.sql.scanning import dataset
from wirelake.storage import Store
from wirelake.write import write_run

LATER = Batch("quay", DAY + timedelta(days=3))


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    write_run(store, BATCH, _run(BATCH, "1"))
    write_run(store, LATER, _run(LATER, "2", status="failed", failure="network", articles=0))
    return store


def _run(batch: Batch, run_id: str, **facts: Any) -> dict[str, Any]:
    at = NOON + timedelta(days=(batch.day - DAY).days)
    row = {field.name: None for field in SCHEMAS["runs"]}
    maps = ("seconds", "rejected_by_reason", "warnings_by_flag", "failures_by_class")
    empty = {name: {} for name in maps}  # type: ignore[var-annotated]
    names = ("captured", "articles", "rejected", "duplicates", "added", "changed", "removed")
    counts = dict.fromkeys(names, 3)
    texts = {"summary": "3 articles", "wirelake_version": "0", "ruleset_version": "0"}
    when = {"started_at": at, "ended_at": at, "published_dates": []}
    own = {"run_id": run_id, "mode": "run", "status": "success"}
    return row | empty | counts | texts | when | own | facts


def rows(table: pa.Table) -> list[str]:
    return sorted(map(str, table.to_pylist()))


@pytest.mark.parametrize("name", [*SCHEMAS, *COMPUTED])
def test_a_table_is_what_read_says(filled: Store, name: str) -> None:
    answer = sql(f"FROM {name}", lake=filled.uri)
    assert answer.schema.names == full_schema(name).names
    assert rows(answer) == rows(wirelake.read(name, lake=filled.uri))
    assert name in ("media", "packages") or len(answer)


def test_days_are_dates_and_instants_are_utc(filled: Store) -> None:
    answer = wirelake.sql(
        "SELECT published_date, published_at FROM articles WHERE published_date >= $day AND published_at IS "
        "NOT NULL",
        {"day": DAY},
        lake=filled.uri,
    )
    assert answer.to_pylist() == [{"published_date": DAY, "published_at": NOON}]
    assert answer.schema.field("published_at").type == pa.timestamp("us", "UTC")


def test_tables_are_joined(filled: Store) -> None:
    query = "SELECT count(*) AS n FROM articles JOIN history USING (source, article_id, version, raw_ref)"
    assert sql(query, lake=filled.uri)["n"].to_pylist() == [5]
    frame = sql("SELECT source, count(*) AS n FROM Articles GROUP BY ALL", lake=filled.uri, pandas=True)
    assert dict(zip(frame["source"], frame["n"], strict=True)) == {"quay": 4, "pier": 1}


def test_each_column_of_an_answer_has_a_name_of_its_own(tmp_path: Path) -> None:
    query = "SELECT 1 AS a, 2 AS b, 3 AS a, 4 AS a_1, 5 AS a"
    answer = sql(query, lake=new_lake(tmp_path).uri)
    assert answer.to_pylist() == [{"a": 1, "b": 2, "a_2": 3, "a_1": 4, "a_3": 5}]


def test_what_an_embargo_holds_is_in_history_and_not_readable(filled: Store) -> None:
    end = datetime.now(UTC) + timedelta(days=30)
    publish(filled, LATER, version(9, batch=LATER, embargoed_until=end))
    asked = "SELECT article_id FROM {} WHERE article_id = 'quay:9' AND coalesce({}, TRUE)"
    assert len(sql(asked.format("history", "NULL"), lake=filled.uri)) == 1
    assert len(sql(asked.format("readable", "readable_from <= now()"), lake=filled.uri)) == 0
    known = sql("SELECT count(*) AS n FROM readable WHERE readable_from <= now()", lake=filled.uri)
    assert known["n"].to_pylist() == [5]


def test_a_day_without_a_run_was_not_looked_at(filled: Store) -> None:
    answer = sql(
        "SELECT capture_date, looked, status, failure, articles FROM coverage ORDER BY 1", lake=filled.uri
    )
    days = [BATCH.day + timedelta(days=n) for n in range(4)]
    looked = [(True, "success", None, 3), *[(False, None, None, None)] * 2, (True, "failed", "network", 0)]
    assert [tuple(row.values()) for row in answer.to_pylist()] == [
        (day, *told) for day, told in zip(days, looked, strict=True)
    ]


def test_files_of_an_earlier_schema_lack_a_column_and_no_row() -> None:
    lake = str(Path(__file__).parents[3] / "lakes" / "schema-3")
    query = "SELECT count(*) AS n, count(association_spans) AS young FROM history"
    (row,) = sql(query, lake=lake).to_pylist()
    assert row["n"] == len(wirelake.read("history", lake=lake, columns=["article_id"])) > 0
    assert row["young"] == 0


def test_what_is_not_ours_is_left_out(tmp_path: Path) -> None:
    store = fill(new_lake(tmp_path))
    (path, data), *_ = contents(store, "articles").items()
    store.write(path.replace("articles.parquet", "copy.parquet"), data)
    with pytest.warns(ForeignFileWarning, match="copy.parquet"):
        assert len(sql("FROM articles", lake=store.uri)) == 5


def test_an_object_that_is_replaced_while_it_is_read_gives_no_wrong_rows(filled: Store) -> None:
    scanned = dataset(filled, "articles")
    publish(filled, Batch("quay", DAY + timedelta(days=2)), version(7, batch=LATER))
    try:
        found = scanned.to_table(columns=["article_id"])
    except OSError as error:
        assert "changed" in str(error)
    else:
        assert len(found) in (5, 6)


REFUSED = [
    "FROM '/etc/hostname'",
    "FROM read_csv('{folder}/other.csv')",
    "FROM glob('{folder}/*')",
    "COPY articles TO '{folder}/out.csv'",
    "ATTACH '{folder}/other.db'",
    "INSTALL httpfs",
    "SET enable_external_access = true",
    "SET TimeZone = 'Asia/Kuwait'",
    "EXPORT DATABASE '{folder}'",
]


@pytest.mark.parametrize("query", REFUSED)
def test_a_query_sees_nothing_but_the_lake(tmp_path: Path, query: str) -> None:
    store = new_lake(tmp_path / "lake")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises((ConfigError, StorageError), match=r"^sql: "):
        sql(query.format(folder=tmp_path), lake=store.uri)
    assert {one.name for one in tmp_path.iterdir()} == {"lake", "other.csv"}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELEC 1", "syntax error"),
        ("FROM artikles", "the tables are articles, media"),
        ("SELECT nothing FROM articles", "nothing"),
        ("SELECT CAST('x' AS INTEGER)", "Could not convert"),
        ("", "SELECT"),
    ],
)
def test_a_wrong_query_is_told_in_a_line(tmp_path: Path, query: str, told: str) -> None:
    store = new_lake(tmp_path)
    with pytest.raises(ConfigError, match=told) as caught:
        sql(query, lake=store.uri)
    assert "\n" not in str(caught.value)


def test_an_empty_lake_has_all_tables(tmp_path: Path) -> None:
    new_lake(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in TABLES:
            assert len(sql(f"FROM {name}", lake=str(tmp_path))) == 0


def test_no_lake_is_no_empty_lake(tmp_path: Path) -> None:
    with pytest.raises(ConfigError):
        sql("FROM articles", lake=str(tmp_path / "mistyped"))


def test_the_day_in_the_path_spares_reading(tmp_path: Path) -> None:
    store = fill(new_lake(tmp_path))
    for path, data in contents(store, "articles").items():
        if f"={DAY}" not in path:
            (tmp_path / path).write_bytes(data[: len(data) // 2])
    assert len(sql("FROM articles WHERE published_date = $1", [DAY], lake=store.uri)) == 4
