"""wirelake.read, and articles/ read by others without any of our code."""

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from tests.wirelake.quay import BATCH, DAY, NOON, contents, version
from tests.wirelake.write.publishing import publish, rejection

import wirelake
from wirelake.batches.staging import rejections_table
from wirelake.config import Batch
from wirelake.errors import ConfigError, FormatError
from wirelake.lake import layout, schema
from wirelake.lake.files import ForeignFileWarning
from wirelake.lake.reading import full_schema
from wirelake.storage import LocalStore, Store
from wirelake.write import write_rejected

NEXT, PIER = Batch("quay", DAY + timedelta(days=1)), Batch("pier", DAY)
EARLIER = DAY - timedelta(days=1)
COUNTS = [(EARLIER, 1), (DAY, 4)]


def fill(store: Store) -> Store:
    """quay's 1 and 2 of DAY and 3 of the day before, captured on DAY; its 4, captured later; pier's 1."""
    publish(
        store,
        BATCH,
        version(1, published_at=NOON, published_precision="instant"),
        version(2),
        version(3, EARLIER),
    )
    publish(store, NEXT, version(4, batch=NEXT))
    publish(store, PIER, version(1, batch=PIER))
    write_rejected(store, BATCH, rejections_table([rejection(1)]))
    return store


@pytest.fixture
def filled(store: Store) -> Store:
    return fill(store)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A lake in a folder, with a day that its articles have left."""
    store = LocalStore(tmp_path / "plain")
    publish(store, BATCH, version(1, NEXT.day))
    fill(store)
    return tmp_path / "plain"


def ids(found: pa.Table) -> list[str]:
    return [str(id_) for id_ in found["article_id"].to_pylist()]


def test_articles_by_day_and_then_as_they_stand(filled: Store) -> None:
    found = wirelake.read()  # WIRELAKE_LAKE names the lake
    assert ids(found) == ["quay:3", "pier:1", "quay:1", "quay:2", "quay:4"]
    assert found.schema == full_schema("articles")
    assert found.schema.field("published_date").type == pa.date32()
    assert found.schema.field("published_at").type == pa.timestamp("us", tz="UTC")
    assert found["published_at"].to_pylist()[2] == datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert wirelake.read(lake=filled.uri) == found


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("table", ["articles", "history", "rejected", "runs"])
def test_every_table_has_its_columns_also_where_it_is_empty(table: str) -> None:
    found = wirelake.read(table)
    assert found.schema.names == full_schema(table).names
    assert wirelake.read(table, source="nobody").schema == full_schema(table)


def test_a_copy_beside_our_file_is_told_and_left_out(filled: Store) -> None:
    path = layout.articles(DAY)
    folder = path.rpartition("/")[0]
    copies = [f"{folder}/copy.parquet", f"{folder}/old/articles.parquet"]
    for copied in copies:
        filled.write(copied, contents(filled, "articles")[path])
    with pytest.warns(ForeignFileWarning) as told:
        assert wirelake.read(lake=filled.uri).num_rows == 5
    said = [str(one.message) for one in told]
    assert sorted(said) == sorted(
        f"{filled.uri}: {copied} is no file of wirelake's: it was left out, and others that read the folder "
        "count its rows. Move it out of the lake"
        for copied in copies
    )


@pytest.mark.parametrize("table", ["history", "rejected"])
def test_a_copy_of_a_batchs_file_is_left_out(filled: Store, table: str) -> None:
    stood = wirelake.read(table)
    path, data = next(iter(contents(filled, table).items()))
    filled.write(path.replace(".parquet", " (1).parquet"), data)
    with pytest.warns(ForeignFileWarning, match="is no file of wirelake's"):
        assert wirelake.read(table).equals(stood)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"source": "pier"}, ["pier:1"]),
        ({"end": EARLIER}, ["quay:3"]),
        ({"start": "2026-03-02", "end": "2026-03-02", "source": "quay"}, ["quay:1", "quay:2", "quay:4"]),
        ({"start": pd.Timestamp(2026, 3, 2, 9), "source": "pier"}, ["pier:1"]),
        ({"start": "2026-03-03"}, []),
        ({"table": "history", "start": NEXT.day}, ["quay:4"]),
        ({"table": "history", "end": DAY, "source": "pier"}, ["pier:1"]),
    ],
    ids=str,
)
def test_filters(filled: Store, asked: dict[str, object], expected: list[str]) -> None:
    assert ids(wirelake.read(lake=filled.uri, **asked)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "columns",
    [["published_date"], ["word_count", "source"], ["source", "published_date", "authors"]],
    ids=str,
)
def test_columns_in_the_order_asked_for(filled: Store, columns: list[str]) -> None:
    found = wirelake.read(columns=columns, lake=filled.uri)
    assert found.schema.names == columns
    assert found.num_rows == 5
    assert wirelake.read(columns=columns, source="pier", lake=filled.uri).num_rows == 1


def test_what_stands_in_the_path_is_a_column(filled: Store) -> None:
    found = wirelake.read("rejected", lake=filled.uri).to_pylist()
    assert [(row["capture_date"], row["source"], row["reason"]) for row in found] == [
        (DAY, "quay", "empty_document")
    ]


def test_a_pandas_frame(filled: Store) -> None:
    frame = wirelake.read(pandas=True, lake=filled.uri)
    assert list(frame[frame["published_date"] == EARLIER]["article_id"]) == ["quay:3"]
    assert str(frame["published_at"].dtype) == "datetime64[us, UTC]"
    assert frame["published_at"].isna().sum() == 4


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"table": "stories"}, "no table 'stories'; there are articles, history, rejected, runs"),
        (
            {"columns": ["headline", "boddy"]},
            "articles has no column 'boddy'; it has published_date, article_id",
        ),
        ({"start": "03/02/2026"}, "not a day: '03/02/2026'; write it as 2025-12-07"),
        ({"end": "2026-02-30"}, "not a day"),
        ({"lake": "gs://bucket/lake"}, "write a folder or s3://bucket/prefix"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named(filled: Store, asked: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        wirelake.read(**({"lake": filled.uri} | asked))  # type: ignore[arg-type]


def test_an_object_that_is_no_table_is_named(filled: Store) -> None:
    path = layout.articles(DAY)
    whole = contents(filled, "articles")[path]
    for data in (b"", b"PAR1", whole[:-9], parquet(pa.table({"article_id": ["quay:1"]}))):
        filled.write(path, data)
        with pytest.raises(FormatError, match=path):
            wirelake.read(lake=filled.uri)


def test_a_column_younger_than_the_object_is_null(filled: Store) -> None:
    path = layout.articles(DAY)
    older = pq.read_table(io.BytesIO(contents(filled, "articles")[path]), partitioning=None)
    filled.write(path, parquet(older.drop_columns(["byline"])))
    found = wirelake.read(lake=filled.uri, start=DAY)
    assert found.schema == full_schema("articles")
    assert found["byline"].null_count == 4
    publish(filled, NEXT, version(5, batch=NEXT))  # and the next writer keeps its rows
    assert ids(wirelake.read(lake=filled.uri, start=DAY)) == ["pier:1", "quay:1", "quay:2", "quay:5"]


def test_foreign_folders_and_files_are_no_part_of_it(filled: Store) -> None:
    filled.write("articles/.ipynb_checkpoints/x.parquet", b"not ours")
    filled.write("articles/published_date=2026-03-02/notes.txt", b"not ours")
    filled.write("articles/published_date=__HIVE_DEFAULT_PARTITION__/x.parquet", b"not ours")
    assert wirelake.read(lake=filled.uri).num_rows == 5


class TestOthers:
    """The ways that docs/lake.md promises, on a plain folder."""

    def test_duckdb(self, folder: Path) -> None:
        glob = f"{folder}/articles/**/*.parquet"
        by_day = f"SELECT published_date, count(*) FROM read_parquet('{glob}') GROUP BY ALL ORDER BY ALL"  # noqa: S608
        with duckdb.connect() as connection:
            assert connection.sql(by_day).fetchall() == COUNTS  # a DATE, inferred
            missing = f"SELECT * FROM read_parquet('{folder}/history/*/*/*.parquet')"  # noqa: S608
            assert {"capture_date", "source"} <= set(connection.sql(missing).columns)

    def test_polars_by_folder(self, folder: Path) -> None:
        frame = pl.read_parquet(folder / "articles", hive_partitioning=True)
        assert frame.schema["published_date"] == pl.Date
        assert frame.group_by("published_date").len().sort("published_date").rows() == COUNTS
        assert len(pl.read_parquet(folder / "articles" / "**" / "*.parquet")) == 5

    def test_pandas_with_the_type_declared(self, folder: Path) -> None:
        days = ds.partitioning(pa.schema([("published_date", pa.date32())]), flavor="hive")
        frame = pd.read_parquet(folder / "articles", partitioning=days)
        assert sorted(frame["published_date"].value_counts().items()) == COUNTS
        since = pd.read_parquet(
            folder / "articles", partitioning=days, filters=[("published_date", ">=", date(2026, 3, 2))]
        )
        assert len(since) == 4

    def test_pandas_plain(self, folder: Path) -> None:
        frame = pd.read_parquet(folder / "articles")
        assert sorted(map(str, frame["published_date"])) == ["2026-03-01", *["2026-03-02"] * 4]

    def test_nobody_sees_what_is_superseded_or_embargoed(self, folder: Path) -> None:
        store = LocalStore(folder)
        changed = version(2, body_text="Changed.", first_seen_at=NOON + timedelta(days=1))
        publish(store, NEXT, changed, version(6, embargoed_until=NOON + timedelta(days=9)))
        texts = pl.read_parquet(folder / "articles" / "**" / "*.parquet").sort("article_id")
        assert texts.filter(pl.col("article_id") == "quay:2")["body_text"].to_list() == ["Changed."]
        assert "quay:6" not in texts["article_id"].to_list()


def test_every_column_says_what_it_means(filled: Store) -> None:
    (path, *_) = sorted(contents(filled, "articles"))
    for field in pq.read_schema(io.BytesIO(contents(filled, "articles")[path])):
        assert field.metadata[b"description"]
    assert all(field.metadata[b"description"] for field in schema.HISTORY)


def parquet(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()
