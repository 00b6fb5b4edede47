"""articles/ in several objects a day: each source in its own bucket, and nothing else is another."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from tests.wirelake.processes import run_at_once
from tests.wirelake.quay import BATCH, DAY, NOON, contents, new_lake, version
from tests.wirelake.write.publishing import publish

from wirelake import pipeline
from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.buckets import Buckets, buckets_of, day_in, may_hold, number_in
from wirelake.lake.changes import announced
from wirelake.lake.marker import MARKER, begin, set_buckets
from wirelake.lake.sql import sql
from wirelake.lake.streams import read
from wirelake.storage import Store, open_store
from wirelake.upkeep import Scope, inspect, repair
from wirelake.write import rebuild_day

NEXT = Batch("quay", DAY + timedelta(days=1))
PIER = Batch("pier", DAY)
DOCK = Batch("dock", DAY)  # in the bucket of quay
QUAY, PIERS = (layout.articles(DAY, number, 3) for number in (2, 1))


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A lake of three buckets."""
    store = open_store(str(tmp_path / "lake"))
    begin(store, 3)
    monkeypatch.setenv("WIRELAKE_LAKE", store.uri)
    return store


def test_as_many_write_as_there_are_buckets(lake: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert pipeline.pools()[pipeline.WRITE_POOL] == 3
    monkeypatch.setenv("WIRELAKE_LAKE", f"{lake.uri}-none")
    assert pipeline.pools()[pipeline.WRITE_POOL] == 1


def test_a_sources_bucket_is_the_same_for_ever() -> None:
    places = [Buckets(of).place(DAY, name) for of in (1, 16, 256) for name in ("quay", "pier")]
    assert [one.removeprefix(f"{layout.articles_on(DAY)}/") for one in places] == [
        "articles.parquet",
        "articles.parquet",
        "articles-13-of-16.parquet",
        "articles-14-of-16.parquet",
        "articles-205-of-256.parquet",
        "articles-062-of-256.parquet",
    ]


def test_a_name_says_what_it_may_hold() -> None:
    for of in (1, 2, 16, 200):
        held = [one for one in Buckets(of).places([DAY]) if may_hold(one, "quay")]
        assert held == Buckets(of).places([DAY], "quay")
        assert (number_in(held[0]), day_in(held[0])) == (of, DAY)
    odd = (
        "copy",
        "articles-0-of-0",
        "articles-0-of-1",
        "articles-3-of-3",
        "articles-02-of-3",
        "articles-1-of-999",
    )
    for name in odd:
        assert number_in(f"{layout.articles_on(DAY)}/{name}.parquet") == 0
    assert Buckets(3, (1,)).places([DAY], "quay") == [layout.articles(DAY), QUAY]


def test_a_lake_of_one_bucket_is_as_it_was(tmp_path: Path) -> None:
    store = new_lake(tmp_path)
    answer = store.read(MARKER)
    assert answer
    assert b"buckets" not in answer[0]
    publish(store, BATCH, version(1))
    assert contents(store, "articles").keys() == {layout.articles(DAY)}


def test_each_source_is_written_to_its_own_object_alone(lake: Store) -> None:
    publish(lake, PIER, version(1, batch=PIER))
    publish(lake, DOCK, version(1, batch=DOCK))
    stood = contents(lake, "articles")
    assert stood.keys() == {QUAY, PIERS}
    changes = publish(lake, BATCH, version(1), version(2, NEXT.day))
    now = contents(lake, "articles")
    assert now.keys() == {QUAY, PIERS, layout.articles(NEXT.day, 2, 3)}
    assert now[PIERS] == stood[PIERS]
    assert changes.dates == {DAY, NEXT.day}
    assert Counter(read(lake=lake.uri)["source"].to_pylist()) == {"pier": 1, "dock": 1, "quay": 2}
    for name in ("quay", "pier"):
        mine = read(lake=lake.uri, source=name, start=DAY, end=DAY)
        assert mine["source"].to_pylist() == [name]
    publish(lake, BATCH)
    assert contents(lake, "articles") == stood


def test_a_reader_of_one_source_opens_none_of_others(lake: Store) -> None:
    publish(lake, BATCH, version(1))
    publish(lake, PIER, version(1, batch=PIER))
    opened: list[str] = []
    with patch.object(type(lake), "read", autospec=True, side_effect=_noting(type(lake).read, opened)):
        assert read(lake=lake.uri, source="quay").num_rows == 1
    assert QUAY in opened
    assert PIERS not in opened


def _noting(read: Any, opened: list[str]) -> Any:
    def noted(self: Store, path: str) -> Any:
        opened.append(path)
        return read(self, path)

    return noted


def test_a_damaged_object_is_made_again_and_its_sources_alone_begin_anew(lake: Store) -> None:
    for batch in (BATCH, PIER, DOCK):
        publish(lake, batch, version(1, batch=batch))
    stood = contents(lake, "articles")
    lake.write(QUAY, b"no Parquet at all")
    publish(lake, BATCH, version(1), version(2))
    assert contents(lake, "articles")[PIERS] == stood[PIERS]
    assert set(read(lake=lake.uri)["article_id"].to_pylist()) == {"quay:1", "quay:2", "dock:1", "pier:1"}
    left = {name: announced.left(lake, paths(lake, name)) for name in ("quay", "dock", "pier")}
    assert {name: [one.is_anew for one in some.values()] for name, some in left.items()} == {
        "quay": [],  # its writer has told it
        "dock": [True],
        "pier": [],
    }


def paths(store: Store, source: str) -> list[str]:
    return [one.path for one in store.objects(layout.pending_of(source))]


def test_verify_repairs_the_damaged_object(lake: Store) -> None:
    for batch in (BATCH, PIER):
        publish(lake, batch, version(1, batch=batch))
    stood = contents(lake, "articles")
    lake.write(PIERS, b"no Parquet at all")
    found = inspect(Scope(), store=lake)
    assert [fault.path for fault in found.faults] == [PIERS]
    repair(found, store=lake, clock=lambda: NOON)
    assert contents(lake, "articles") == stood
    assert not rebuild_day(lake, DAY, NOON)


def test_verify_names_an_object_that_is_none_of_the_lakes_buckets(lake: Store) -> None:
    publish(lake, BATCH, version(1))
    stood = contents(lake, "articles")
    lake.write(layout.articles(DAY), stood[QUAY])  # as a restored backup of before, or an older wirelake
    (fault,) = inspect(Scope(), store=lake).faults
    assert (fault.path, "3 buckets" in fault.what) == (layout.articles(DAY), True)
    repair(inspect(Scope(), store=lake), store=lake, clock=lambda: NOON)
    assert contents(lake, "articles") == stood


def test_a_query_sees_all_buckets_and_no_copy(lake: Store) -> None:
    for batch in (BATCH, PIER):
        publish(lake, batch, version(1, batch=batch))
    lake.write(QUAY.replace(".parquet", " (copy).parquet"), contents(lake, "articles")[QUAY])
    with pytest.warns(UserWarning, match="no file of wirelake's"):
        answer = sql("SELECT count(*) AS n, count(DISTINCT source) AS s FROM articles", lake=lake.uri)
    assert answer.to_pylist() == [{"n": 2, "s": 2}]


WRITING = """
import sys
from unittest.mock import patch
from tests.wirelake.quay import DAY, version
from tests.wirelake.write.publishing import publish
from wirelake.config import Batch
from wirelake.storage import open_store
from wirelake.write import places

uri, source = sys.argv[1:]
store = open_store(uri)
def refused(*of):
    raise AssertionError("a conflict")
print("ready", flush=True)
sys.stdin.readline()
with patch("wirelake.errors.ConflictError.__init__", refused):
    for number in range(10):
        publish(store, Batch(source, DAY), *(version(n, batch=Batch(source, DAY)) for n in range(number)))
"""


@pytest.mark.parametrize("lake_uri", ["s3"], indirect=True)
def test_writers_of_two_buckets_meet_no_conflict(store: Store) -> None:
    set_buckets(store, 3)
    run_at_once(["-c", WRITING, store.uri, "quay"], ["-c", WRITING, store.uri, "pier"])
    assert Counter(read(lake=store.uri)["source"].to_pylist()) == {"quay": 9, "pier": 9}


def test_an_article_changes_its_day_within_its_bucket(lake: Store) -> None:
    publish(lake, BATCH, version(1))
    moved = replace(version(1), published_date=NEXT.day, version="b", raw_ref=f"{NEXT}#<urn:uuid:{1:036}>")
    assert publish(lake, NEXT, moved).dates == {DAY, NEXT.day}
    assert [one["published_date"] for one in read(lake=lake.uri).to_pylist()] in ([DAY], [NEXT.day])
    assert buckets_of(open_store(lake.uri)) == Buckets(3)
