"""wirelake.stream: the rows of wirelake.read, day by day, while others write."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.wirelake.quay import DAY, NOON, version

import wirelake
from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.errors import ConfigError, ConflictError
from wirelake.lake import layout
from wirelake.lake.marker import begin
from wirelake.lake.reading import full_schema
from wirelake.lake.versions.sights import REUSED
from wirelake.records import Article
from wirelake.storage import LocalStore, Store
from wirelake.write import acknowledge, write_articles, write_history

ONE = timedelta(days=1)
DAYS = 14  # more than are read ahead


def shown(day: int, number: int, name: str = "1", **fields: Any) -> Article:
    """Version ``name`` of an article, seen at noon of that day."""
    given = {"body_text": f"Crane {number}, as told in {name}.", **fields}
    at = NOON + day * ONE
    return replace(version(number, version=name, **given), first_seen_at=at, fetched_at=at)


def batch(day: int) -> Batch:
    return Batch("quay", DAY + day * ONE)


def show(store: Store, day: int, *articles: Article) -> None:
    write_history(store, batch(day), articles_table(list(articles)))


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> LocalStore:
    """An article a day, one that every day shows, and one whose number is used twice, far apart."""
    store = LocalStore(tmp_path_factory.mktemp("streams") / "lake")
    begin(store)
    for day in range(DAYS):
        articles = [shown(day, 100 + day), shown(day, 1, str(1 + day // 5))]
        articles += [shown(day, 2, "1", body_text=f"Crane 2 on day {day}.")] if day in (0, DAYS - 1) else []
        show(store, day, *articles)
    acknowledge(store, write_articles(store, batch(DAYS), NOON + DAYS * ONE))
    return store


@pytest.fixture
def filled(once: LocalStore, tmp_path: Path) -> Store:
    return LocalStore(shutil.copytree(once.root, tmp_path / "lake"))


def rows(found: pa.Table) -> list[str]:
    return sorted(map(repr, found.to_pylist()))


@pytest.mark.parametrize("table", ["articles", "history", "versions", "rejected", "runs", "sources", "media"])
def test_the_rows_are_those_of_the_table(once: LocalStore, table: str) -> None:
    with wirelake.stream(table, lake=once.uri) as stream:
        assert stream.schema == full_schema(table)
        assert rows(stream.read_all()) == rows(wirelake.read(table, lake=once.uri))


def test_versions_come_by_the_day_that_showed_them_first(filled: Store) -> None:
    columns = ["capture_date", "article_id", "version_seq", "changed", "quality_flags", "is_current"]
    found = wirelake.stream("versions", columns=columns, lake=filled.uri).read_all()
    assert found.column_names == columns
    told = [(row["article_id"], row["version_seq"]) for row in found.to_pylist()]
    assert told[:3] == [("quay:1", 1), ("quay:100", 1), ("quay:2", 1)]
    assert [seq for id_, seq in told if id_ == "quay:1"] == [1, 2, 3]
    (last,) = (row for row in found.to_pylist() if row["article_id"] == "quay:2" and row["version_seq"] == 2)
    assert (last["changed"], last["is_current"], last["capture_date"]) == (
        ["text"],
        True,
        batch(DAYS - 1).day,
    )
    assert REUSED in last["quality_flags"]
    some = wirelake.stream(
        "versions", columns=["version_seq"], start=batch(5).day, end=batch(5).day, lake=filled.uri
    )
    assert some.read_all()["version_seq"].to_pylist() == [2, 1]


def test_a_day_that_gains_rows_meanwhile_changes_nothing(filled: Store) -> None:
    expected = rows(wirelake.read("versions", lake=filled.uri))
    stream = wirelake.stream("versions", lake=filled.uri)
    first = stream.read_next_batch()
    last = DAYS - 1
    again = [shown(last, 0), shown(last, 100 + last), shown(last, 1, str(1 + last // 5))]
    show(filled, last, *again, shown(last, 2, "1", body_text=f"Crane 2 on day {last}."))
    assert rows(pa.Table.from_batches([first, *stream])) == expected
    assert len(wirelake.read("versions", lake=filled.uri)) == len(expected) + 1


def test_a_row_that_is_replaced_meanwhile_ends_the_stream(filled: Store) -> None:
    stream = wirelake.stream("articles", as_of=NOON + DAYS * ONE, lake=filled.uri)
    stream.read_next_batch()
    show(filled, DAYS - 1, shown(DAYS - 1, 100 + DAYS - 1, body_text="Crane 113, read by other rules."))
    with pytest.raises(ConflictError, match="ask again"):
        stream.read_all()


def test_an_object_that_goes_meanwhile_ends_the_stream(filled: Store) -> None:
    stream = wirelake.stream("history", lake=filled.uri)
    stream.read_next_batch()
    filled.delete(layout.history(batch(DAYS - 1)))
    with pytest.raises(ConflictError, match=r"history\.parquet was replaced"):
        stream.read_all()


def test_what_is_wrong_is_said_before_the_first_batch(filled: Store) -> None:
    with pytest.raises(ConfigError, match="no column 'texts'"):
        wirelake.stream("versions", columns=["texts"], lake=filled.uri)
    with pytest.raises(ConfigError, match="not kept by instant"):
        wirelake.stream("rejected", as_of=NOON, lake=filled.uri)
