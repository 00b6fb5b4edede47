"""A freeze says what became of its rows, and holds no word of them."""

import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.wirelake.lake.test_reading import fill
from tests.wirelake.obligations.test_model import Deliver, batch, build, sent
from tests.wirelake.quay import DAY, NOON, frozen, new_lake, version, write_sources
from tests.wirelake.write.publishing import publish

import wirelake
from wirelake import obligations
from wirelake.errors import ConfigError, DamagedError, StorageError
from wirelake.lake import layout
from wirelake.lake.freezes import frozen as freezes
from wirelake.lake.freezes.freezing import Wish, articles_query, freeze
from wirelake.lake.freezes.frozen import Head
from wirelake.lake.freezes.standing import Standing, standings
from wirelake.records import GONE, Article
from wirelake.storage import LocalStore, Store
from wirelake.upkeep import Scope, inspect

HOUR = timedelta(hours=1)
ALL = articles_query(None, None, None)


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    """A new lake of the wire quay."""
    write_sources(tmp_path / "sources", "quay", more="gone: withdraw\n")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("WIRELAKE_LAKE", str(tmp_path / "lake"))
    return new_lake(tmp_path / "lake")


def put(store: Store, name: str = "crane-study", query: str = ALL, title: str = "") -> Head:
    return freeze(store, Wish(name=name, query=query, title=title), code="c0de", now=NOON + HOUR)


def told(store: Store, name: str = "crane-study") -> dict[str, Standing]:
    return {row["article_id"]: one for row, one in standings(store, freezes.read(store, name))}


def test_each_row_stands_until_something_becomes_of_it(store: Store) -> None:
    fill(store)
    head = put(store, title="Cranes", query="FROM articles")
    assert (head.rows, head.articles, head.sources) == (5, 5, ["pier", "quay"])
    assert set(told(store).values()) == {Standing.STANDS}
    assert freezes.read(store, "crane-study").head == head
    query = "SELECT headline FROM freezes JOIN history USING (row_id) WHERE name = 'crane-study'"
    assert len(wirelake.sql(query, lake=store.uri)) == 5
    assert inspect(Scope(), store=store).faults == []


def test_what_became_of_a_row_is_one_word(lake: LocalStore) -> None:
    captured = [sent(Deliver(number, 1, "usable", 0), NOON) for number in range(1, 8)]
    build(lake, captured, 0, NOON)
    put(lake)
    later = NOON + 2 * HOUR
    second = [sent(Deliver(number, 2, "usable", 1), later) for number in (2, 3)]
    second[1] = version(3, **{**_fields(second[1]), "is_correction": True, "signals": ("correction",)})
    second += [sent(Deliver(4, 1, "canceled", 1), later), sent(Deliver(7, 2, "withheld", 1), later)]
    build(lake, second, 1, later)
    captured[4] = version(5, **{**_fields(captured[4]), "body_text": "Cleaned by other rules."})
    build(lake, captured, 0, later)
    obligations.take_down("quay:6", "by order", store=lake, clock=frozen(later))
    assert told(lake) == {
        "quay:1": Standing.STANDS,
        "quay:2": Standing.UPDATE,
        "quay:3": Standing.CORRECTION,
        "quay:4": Standing.KILL,
        "quay:5": Standing.RECLEANED,
        "quay:6": Standing.TAKEDOWN,
        "quay:7": Standing.REMOVED,
    }
    obligations.take_down("quay:6", "by order", erase=True, store=lake, clock=frozen(later))
    assert told(lake)["quay:6"] is Standing.ERASED
    # A row of the past stands as one of the past, whatever came after it.
    put(lake, "first-versions", "SELECT row_id FROM versions WHERE version = '1' AND record_kind = 'article'")
    assert Counter(told(lake, "first-versions").values()) == {Standing.STANDS: 5}


def _fields(article: Article) -> dict[str, Any]:
    names = ("version", "raw_ref", "first_seen_at", "fetched_at", "body_text")
    return {name: getattr(article, name) for name in names}


def test_a_page_that_is_gone_and_a_row_that_is_lost(lake: LocalStore) -> None:
    publish(lake, batch(0), version(1), version(2))
    put(lake)
    gone = version(1, batch=batch(1), signals=(GONE,), pub_status="withheld", raw_ref=f"{batch(1)}#gone")
    publish(lake, batch(1), gone)
    assert told(lake) == {"quay:1": Standing.GONE, "quay:2": Standing.STANDS}
    for path in (layout.history(batch(0)), layout.articles(DAY)):
        lake.delete(path)
    assert set(told(lake).values()) == {Standing.LOST}


def test_a_freeze_holds_no_word_of_a_text(lake: LocalStore) -> None:
    build(lake, [sent(Deliver(1, 1, "usable", 0), NOON)], 0, NOON)
    put(lake)
    answer = lake.read(layout.freeze("crane-study"))
    assert answer
    table = pq.read_table(io.BytesIO(answer[0]), partitioning=None)
    assert "crane number" not in f"{table.to_pylist()}{table.schema.metadata}".lower()
    assert not {"headline", "body_text", "url"} & set(table.column_names)


def test_it_is_put_once_and_read_as_it_was_written(lake: LocalStore) -> None:
    publish(lake, batch(0), version(1))
    first = put(lake)
    publish(lake, batch(1), version(2, batch=batch(1)))
    with pytest.raises(ConfigError, match="never changed"):
        put(lake)
    assert freezes.read(lake, "crane-study").head == first
    path = layout.freeze("crane-study")
    stood = lake.read(path)
    assert stood
    for other in (_with_head(stood[0], "wirelake 9"), _with_rows(stood[0])):
        with pytest.raises(DamagedError, match="digest"):
            freezes.parsed(other, path)
    (Path(lake.uri) / path).write_bytes(stood[0][:-9])
    (fault,) = inspect(Scope(), store=lake).faults
    assert (fault.path, fault.repair.name) == (path, "NONE")


def _with_head(data: bytes, author: str) -> bytes:
    table = pq.read_table(io.BytesIO(data), partitioning=None)
    head = Head.model_validate_json(table.schema.metadata[freezes.HEAD])
    said = head.model_copy(update={"authors": (author,)}).model_dump_json().encode()
    return _written(table.replace_schema_metadata({freezes.HEAD: said}))


def _with_rows(data: bytes) -> bytes:
    table = pq.read_table(io.BytesIO(data), partitioning=None)
    other = pa.array(["0" * 32] * len(table))
    return _written(table.set_column(table.schema.get_field_index("digest"), "digest", other))


def _written(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


@pytest.mark.parametrize("name", ["", "../x", "a/b", "A", "x" * 65, "x\n", "-x", "é", "x=1"])
def test_no_other_name_reaches_a_path(lake: LocalStore, name: str) -> None:
    stood = lake.objects("")
    for attempt in (lambda: put(lake, name), lambda: freezes.read(lake, name)):
        with pytest.raises(ConfigError, match=r"^name "):
            attempt()
    assert lake.objects("") == stood


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT article_id FROM articles", "no row_id"),
        ("SELECT 1 AS row_id", "no row_id"),
        ("FROM articles WHERE false", "no row"),
        ("SELECT row_id FROM articles UNION ALL SELECT NULL", "have no row_id"),
        ("SELECT row_id FRO articles", "sql: "),
        ("SELECT row_id FROM articles --" + "x" * 10_000, "10,000 characters"),
    ],
)
def test_what_is_no_selection_is_said(lake: LocalStore, query: str, said: str) -> None:
    publish(lake, batch(0), version(1))
    with pytest.raises(ConfigError, match=said):
        put(lake, query=query)
    assert freezes.names(lake) == []


def test_a_selection_without_sql(lake: LocalStore) -> None:
    publish(lake, batch(0), version(1), version(2, DAY + timedelta(days=1)))
    assert put(lake, query=articles_query("quay", None, DAY)).rows == 1
    with pytest.raises(ConfigError, match="source"):
        articles_query("quay' OR 1=1", None, None)


def test_an_instant_is_in_utc_to_the_second() -> None:
    assert freezes.utc(datetime(2026, 3, 2, 12, 0, 0, 5, tzinfo=UTC)) == NOON
    assert date(2026, 3, 2) == DAY


def test_a_lake_built_anew_has_the_same_rows(lake: LocalStore) -> None:
    captured = [sent(Deliver(number, 1, "usable", 0), NOON) for number in (1, 2)]
    build(lake, captured, 0, NOON)
    put(lake)
    for table in (layout.HISTORY, layout.ARTICLES):
        for stored in lake.objects(table):
            lake.delete(stored.path)
    assert set(told(lake).values()) == {Standing.LOST}
    build(lake, captured, 0, NOON + HOUR)
    assert set(told(lake).values()) == {Standing.STANDS}


def test_a_table_that_cannot_be_read_is_said_in_a_line(lake: LocalStore) -> None:
    publish(lake, batch(0), version(1))
    put(lake)
    path = Path(lake.uri) / layout.history(batch(0))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(StorageError, match="verify --all") as caught:
        told(lake)
    assert "\n" not in str(caught.value)
