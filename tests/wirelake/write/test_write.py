"""articles/ follows history/, whatever the order, the repetitions, the crashes and the other writers."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.wirelake.processes import run_at_once
from tests.wirelake.quay import BATCH, DAY, NOON, built, clear, contents, version
from tests.wirelake.write.publishing import publish, rejection

from wirelake.batches.staging import articles_table, rejections_table
from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.decisions.events import Cause, Event, What, record
from wirelake.lake.marker import begin
from wirelake.lake.schema import ARTICLES
from wirelake.lake.streams import read
from wirelake.records import Article
from wirelake.storage import Store, open_store
from wirelake.write import (
    acknowledge,
    parquet,
    touch,
    write_articles,
    write_history,
    write_rejected,
)

NEXT, THIRD = (Batch("quay", DAY + timedelta(days=n)) for n in (1, 2))
OTHER = Batch("pier", DAY)

PUBLISHING = """
import sys
from datetime import date, timedelta
from tests.wirelake.quay import DAY, version
from tests.wirelake.write.publishing import publish
from wirelake.config import Batch
from wirelake.storage import open_store

uri, source, first = sys.argv[1], sys.argv[2], int(sys.argv[3])
store = open_store(uri)
print("ready", flush=True)
sys.stdin.readline()
for n in range(first, first + 10):
    batch = Batch(source, DAY + timedelta(days=n))
    days = [DAY - timedelta(days=k % 2) for k in range(5)]
    publish(store, batch, *(version(10 * n + k, days[k], batch=batch) for k in range(5)))
"""


def rows(store: Store, *columns: str) -> list[tuple[object, ...]]:
    """articles/, these columns of it."""
    table = read(lake=store.uri, columns=list(columns))
    return [tuple(row.values()) for row in table.to_pylist()]


def test_a_repetition_writes_nothing(store: Store) -> None:
    versions = [version(n, DAY - timedelta(days=n % 2)) for n in range(5)]
    first = publish(store, BATCH, *versions)
    assert (first.added, first.changed, first.removed) == (5, 0, 0)
    assert first.dates == {DAY, DAY - timedelta(days=1)}
    stood = {table: store.objects(table) for table in ("history", "articles")}
    again = publish(store, BATCH, *reversed(versions))
    assert (again.added, again.changed, again.removed, again.dates) == (0, 0, 0, set())
    assert {table: store.objects(table) for table in stood} == stood  # ETags too
    assert store.objects("pending") == []


def test_a_b_a_are_three_versions(store: Store) -> None:
    a, b = version(1, body_text="The crane is red."), version(1, body_text="The crane is green.")
    for batch, shown in ((BATCH, a), (NEXT, b), (THIRD, a)):
        publish(store, batch, seen_on(batch, shown))
    assert rows(store, "body_text", "version_seq", "updated_at") == [
        ("The crane is red.", 3, seen_on(THIRD, a).first_seen_at)
    ]
    publish(store, NEXT, seen_on(NEXT, a))  # the second day is built anew and shows A as well
    assert rows(store, "version_seq", "updated_at") == [(1, seen_on(BATCH, a).first_seen_at)]


def test_an_article_that_changes_its_day_leaves_the_old_one(store: Store) -> None:
    publish(store, BATCH, version(1), version(2))
    moved = publish(store, NEXT, seen_on(NEXT, replace(version(1), published_date=NEXT.day, version="b")))
    assert rows(store, "published_date", "article_id") == [(DAY, "quay:2"), (NEXT.day, "quay:1")]
    assert (moved.added, moved.changed, moved.removed) == (0, 1, 0)
    assert moved.dates == {DAY, NEXT.day}


def test_a_day_that_its_last_article_leaves_keeps_an_object_without_rows(store: Store) -> None:
    publish(store, BATCH, version(1))
    publish(store, BATCH, version(1, NEXT.day))
    assert [one.path for one in store.objects("articles")] == list(map(layout.articles, (DAY, NEXT.day)))
    left = pq.read_table(io.BytesIO(stood(store, layout.articles(DAY))))
    assert (left.num_rows, left.schema.names) == (0, ARTICLES.names)
    changes = publish(store, BATCH)
    assert (changes.removed, changes.dates) == (1, {NEXT.day})
    assert built(store) == {}
    assert read("articles", lake=store.uri).num_rows == read("history", lake=store.uri).num_rows == 0


def stood(store: Store, path: str) -> bytes:
    answer = store.read(path)
    assert answer is not None
    return answer[0]


def test_what_is_canceled_leaves_and_an_old_day_does_not_bring_it_back(store: Store) -> None:
    publish(store, BATCH, version(1), version(2))
    canceled = version(1, None, pub_status="canceled", version="killed", body_text="")
    changes = publish(store, NEXT, seen_on(NEXT, canceled))
    assert (changes.removed, changes.dates) == (1, {DAY})
    publish(store, BATCH, version(1), version(2))
    assert rows(store, "article_id") == [("quay:2",)]


def test_no_older_version_stands_in_the_place_of_a_withheld_one(store: Store) -> None:
    publish(store, BATCH, version(1, body_text="First."))
    withheld = version(1, body_text="Second.", pub_status="withheld")
    changes = publish(store, NEXT, seen_on(NEXT, withheld))
    assert changes.dates == {DAY}
    assert rows(store, "body_text", "version_seq") == []


def test_control_records_never_stand_in_articles(store: Store) -> None:
    changes = publish(store, BATCH, version(1, None, record_kind="control"), version(2))
    assert rows(store, "article_id") == [("quay:2",)]
    assert changes.added == 1


def test_an_embargo_holds_until_the_clock_passes_it(store: Store) -> None:
    until = NOON + timedelta(hours=1)
    embargoed = version(1, embargoed_until=until)
    assert publish(store, BATCH, embargoed, version(2)).added == 1
    # Other days are written: nothing happens before the instant, and at the instant it is released.
    publish(store, NEXT, seen_on(NEXT, version(3)), now=until - timedelta(seconds=1))
    assert rows(store, "article_id") == [("quay:2",), ("quay:3",)]
    released = publish(store, THIRD, now=until)
    assert (released.added, released.dates) == (1, {DAY})
    assert rows(store, "article_id") == [("quay:1",), ("quay:2",), ("quay:3",)]
    assert store.objects("pending") == []


def test_an_embargo_outlives_repetitions_and_replays(store: Store) -> None:
    until = NOON + timedelta(hours=1)
    for _ in range(2):
        publish(store, BATCH, version(1, embargoed_until=until))
    assert built(store).keys() == {layout.history(BATCH)}
    publish(store, BATCH, version(1))  # built anew: the wire's page no longer has one
    assert store.objects("pending") == []
    assert rows(store, "article_id") == [("quay:1",)]


def test_two_sources_share_a_day(store: Store) -> None:
    publish(store, BATCH, version(1), version(2, published_at=NOON, published_precision="instant"))
    alone = contents(store, "articles")
    publish(store, OTHER, *(version(n, batch=OTHER) for n in (1, 2)))
    assert rows(store, "source", "article_id") == [
        ("pier", "pier:1"),
        ("pier", "pier:2"),
        ("quay", "quay:2"),  # by published_at; where only the day is known, last
        ("quay", "quay:1"),
    ]
    assert len(store.objects("articles")) == 1
    publish(store, OTHER)
    assert contents(store, "articles") == alone


@pytest.mark.parametrize("second", ["pier", "quay"], ids=["two sources", "one source"])
def test_two_writers_at_once_lose_nothing(lake_uri: str, second: str) -> None:
    run_at_once(
        ["-c", PUBLISHING, lake_uri, "quay", "0"],
        ["-c", PUBLISHING, lake_uri, second, "10"],
    )
    store = open_store(lake_uri)
    expected = {
        (f"{source}:{10 * n + k}", DAY - timedelta(days=k % 2))
        for source, first in (("quay", 0), (second, 10))
        for n in range(first, first + 10)
        for k in range(5)
    }
    found = rows(store, "article_id", "published_date")
    assert len(found) == len(expected) == 100
    assert set(found) == expected
    assert store.objects("pending") == []


class Interrupted:
    """A store in which another writer gets ahead of the first write below ``articles/``."""

    def __init__(self, store: Store, other: Callable[[], object]) -> None:
        self.uri = store.uri
        self.read = store.read
        self.objects = store.objects
        self.read_range = store.read_range
        self.etag = store.etag
        self.folders = store.folders
        self.passed_over = store.passed_over
        self.delete = store.delete
        self.local_copy = store.local_copy
        self.in_each = store.in_each
        self.spool = store.spool
        self.temporary = store.temporary
        self._write = store.write
        self._others = [other]

    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        if path.startswith("articles/") and self._others:
            self._others.pop()()
        self._write(path, data, if_etag=if_etag)


@pytest.mark.parametrize("moved_to", [DAY, NEXT.day], ids=["the same object", "another object"])
def test_a_writer_that_was_overtaken_starts_anew(store: Store, moved_to: date) -> None:
    later = seen_on(NEXT, version(1, moved_to, body_text="Later."))
    overtaken = Interrupted(store, lambda: publish(store, NEXT, later))
    publish(overtaken, BATCH, version(1))
    assert rows(store, "article_id", "published_date", "body_text") == [("quay:1", moved_to, "Later.")]


def test_a_decision_that_overtakes_a_writer_holds(store: Store) -> None:
    """Also where it found nothing to take out of articles/, as the writer had not put it there yet."""

    def take_down() -> None:
        kill = Event(
            what=What.TAKEDOWN, article_id="quay:1", at=NOON, cause=Cause.OPERATOR, reason="by order"
        )
        record(store, kill)
        touch(store, BATCH, ["quay:1"])
        acknowledge(store, write_articles(store, BATCH, NOON))

    publish(Interrupted(store, take_down), BATCH, version(1))
    assert rows(store, "article_id") == []


def test_no_write_lists_the_history_of_all_sources(store: Store) -> None:
    publish(store, BATCH, version(1))
    with (
        patch.object(store, "objects", wraps=store.objects) as objects,
        patch.object(store, "in_each", wraps=store.in_each) as in_each,
    ):
        publish(store, BATCH, version(2))
    assert not {"history", "rejected"} & {call.args[0] for call in objects.call_args_list}
    assert [call.args[0] for call in in_each.call_args_list].count("history") == 1


class TestAWriterThatDied:
    """Between any two of its steps: the next writer of the source completes its work."""

    def test_after_history_was_replaced(self, store: Store) -> None:
        write_history(store, BATCH, articles_table([version(1)]))
        changes = publish(store, NEXT, seen_on(NEXT, version(2)))
        assert rows(store, "article_id") == [("quay:1",), ("quay:2",)]
        assert changes.added == 2
        assert store.objects("pending") == []

    def test_the_articles_that_its_old_history_held_are_not_forgotten(self, store: Store) -> None:
        publish(store, BATCH, version(1), version(2, NEXT.day))
        write_history(store, BATCH, articles_table([version(1)]))  # dies; the retry sees its own history
        changes = publish(store, BATCH, version(1))
        assert rows(store, "article_id") == [("quay:1",)]
        assert NEXT.day in changes.dates

    def test_another_writer_that_comes_too_early_leaves_the_set_to_its_owner(self, store: Store) -> None:
        from wirelake.lake import pending

        # Announced, and not yet written: another day of the source is settled meanwhile.
        table = articles_table([version(1)])
        announced = {"quay:1": {DAY}}
        order = [("article_id", "ascending"), ("first_seen_at", "ascending"), ("version", "ascending")]
        pending.announce(store, BATCH, announced, parquet(table, order))
        publish(store, NEXT, seen_on(NEXT, version(2)))
        assert len(store.objects("pending")) == 1
        store.write(layout.history(BATCH), parquet(table, order))
        acknowledge(store, write_articles(store, BATCH, NOON))
        assert rows(store, "article_id") == [("quay:1",), ("quay:2",)]
        assert store.objects("pending") == []

    def test_the_days_that_it_rewrote_are_named_by_the_next(self, store: Store) -> None:
        write_history(store, BATCH, articles_table([version(1), version(2, NEXT.day)]))
        write_articles(store, BATCH, NOON)  # dies before this is on record
        again = publish(store, BATCH, version(1), version(2, NEXT.day))
        assert again.dates == {DAY, NEXT.day}
        assert publish(store, BATCH, version(1), version(2, NEXT.day)).dates == set()


def test_rejected_is_replaced_whole(store: Store) -> None:
    write_rejected(store, BATCH, rejections_table([rejection(2), rejection(1)]))
    path = layout.rejected(BATCH)
    assert [row["raw_ref"] for row in stored(store, path).to_pylist()] == ["1", "2"]
    write_rejected(store, BATCH, rejections_table([rejection(3)]))
    assert [row["raw_ref"] for row in stored(store, path).to_pylist()] == ["3"]
    write_rejected(store, BATCH, rejections_table([]))
    assert pq.read_table(io.BytesIO(stood(store, path))).num_rows == 0
    write_rejected(store, NEXT, rejections_table([]))
    assert [one.path for one in store.objects("rejected")] == [path]  # where none stood there is none


def test_the_files_are_made_for_analysts(store: Store) -> None:
    publish(store, BATCH, *(version(n) for n in range(3)))
    data = contents(store, "articles")[layout.articles(DAY)]
    file = pq.ParquetFile(io.BytesIO(data))
    assert "published_date" not in file.schema_arrow.names  # it stands in the path
    group = file.metadata.row_group(0)
    columns = {group.column(n).path_in_schema: group.column(n) for n in range(group.num_columns)}
    assert {column.compression for column in columns.values()} == {"ZSTD"}
    assert columns["article_id"].is_stats_set
    assert not columns["body_text"].is_stats_set
    sorting = [file.schema_arrow.names[one.column_index] for one in group.sorting_columns]
    assert sorting[0] == "source"


DAYS_SHOWN = {
    BATCH: [version(1, body_text="Red."), version(2), version(3, None, pub_status="withheld")],
    NEXT: [version(1, NEXT.day, body_text="Green."), version(2, None, pub_status="canceled", version="k")],
    THIRD: [version(1, body_text="Red."), version(4), version(5, embargoed_until=NOON + timedelta(days=9))],
    OTHER: [version(1, batch=OTHER), version(2, NEXT.day, batch=OTHER)],
}
EXAMPLES = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, bytes]]:
    """What stands where each of DAYS_SHOWN is built once, in their order, by the number of buckets."""
    found = {}
    for buckets in (1, 3):
        store = open_store(str(tmp_path_factory.mktemp("in_order")))
        begin(store, buckets)
        for batch, shown in DAYS_SHOWN.items():
            publish(store, batch, *(seen_on(batch, one) for one in shown))
        found[buckets] = built(store)
    return found


@EXAMPLES
@given(data=st.data())
def test_the_order_and_the_number_of_builds_do_not_matter(
    lake_uri: str, in_order: dict[int, dict[str, bytes]], data: st.DataObject
) -> None:
    buckets = data.draw(st.sampled_from(sorted(in_order)))
    batches = list(DAYS_SHOWN)
    order = data.draw(st.permutations(batches)) + data.draw(st.lists(st.sampled_from(batches), max_size=4))
    # Before it shows what it shows in the end, a day may have shown anything.
    earlier = data.draw(st.lists(st.tuples(st.sampled_from(batches), st.sampled_from(batches)), max_size=3))
    store = open_store(f"{lake_uri}/{uuid4().hex}")
    begin(store, buckets)
    for batch, shown in earlier:
        if batch.source == shown.source:
            publish(store, batch, *(seen_on(batch, one) for one in DAYS_SHOWN[shown]))
    for batch in order:
        publish(store, batch, *(seen_on(batch, one) for one in DAYS_SHOWN[batch]))
    assert built(store) == in_order[buckets]
    clear(store, "history", "articles")
    for batch in order:
        publish(store, batch, *(seen_on(batch, one) for one in DAYS_SHOWN[batch]))
    assert built(store) == in_order[buckets]


def test_who_touches_a_batch_leaves_the_announcement_of_a_writer_under_way(store: Store) -> None:
    publish(store, BATCH, version(1))
    write = store.write

    def met(path: str, data: Any, *, if_etag: str | None = None) -> None:
        if path == layout.history(BATCH):  # announced, and about to be replaced
            touch(store, BATCH, ["quay:1"])
        write(path, data, if_etag=if_etag)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "write", met)
        changes = publish(store, BATCH, version(1), version(2))
    assert changes.added == 1
    assert store.objects("pending") == []


def seen_on(batch: Batch, one: Article) -> Article:
    """The version as that capture day showed it."""
    seen = datetime.combine(batch.day, NOON.timetz())
    return replace(one, first_seen_at=seen, raw_ref=f"{batch}#<urn:uuid:{0:036}>")


def stored(store: Store, path: str) -> "pq.pa.Table":
    return pq.read_table(io.BytesIO(contents(store, path.partition("/")[0])[path]), partitioning=None)
