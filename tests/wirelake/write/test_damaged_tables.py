"""A damaged object stops no writer that makes it again, and is never believed."""

from collections.abc import Callable

import pytest
from tests.wirelake.quay import BATCH, DAY, NOON, built, version
from tests.wirelake.storage.rot import rot
from tests.wirelake.write.publishing import publish, rejection
from tests.wirelake.write.test_write import NEXT, OTHER, seen_on

from wirelake.batches.staging import articles_table, rejections_table
from wirelake.errors import DamagedError
from wirelake.lake import layout
from wirelake.lake.streams import read
from wirelake.storage import Store
from wirelake.write import rebuild_day, write_articles, write_history, write_rejected

TABLES = {
    "history": layout.history(BATCH),
    "rejected": layout.rejected(BATCH),
    "articles": layout.articles(DAY),
}
HARMS: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda _: b"",
    "cut": lambda data: data[: len(data) // 2],
    "flipped": lambda data: data[:-20] + bytes([data[-20] ^ 1]) + data[-19:],
}


@pytest.fixture
def filled(store: Store) -> dict[str, bytes]:
    """Two days of one wire and one of another; the tables as they stand."""
    fill(store)
    publish(store, NEXT, seen_on(NEXT, version(4)))
    publish(store, OTHER, version(5, batch=OTHER))
    return built(store)


def fill(store: Store) -> None:
    """The day that is damaged."""
    write_rejected(store, BATCH, rejections_table([rejection(1)]))
    publish(store, BATCH, *(version(n) for n in range(3)))


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.parametrize("table", TABLES)
def test_the_next_build_makes_a_damaged_table_again(
    store: Store, filled: dict[str, bytes], table: str, harm: str
) -> None:
    path = TABLES[table]
    rot(store, path, HARMS[harm](filled[path]))
    cure = "--all" if table == "articles" else "quay 2026-03-02"
    with pytest.raises(DamagedError, match=rf"{path}: damaged: .*`wirelake verify {cure} --repair`"):
        read(table, lake=store.uri)
    fill(store)
    assert built(store) == filled
    (kept,) = [one.path for one in store.objects("damaged")]
    assert kept.startswith(f"damaged/{path}.")


def test_what_has_no_digest_and_is_no_parquet_is_damaged_too(store: Store) -> None:
    for path in TABLES.values():
        rot(store, path, b"PAR1")
    for table in TABLES:
        with pytest.raises(DamagedError, match=TABLES[table]):
            read(table, lake=store.uri)
    fill(store)
    assert read(lake=store.uri).num_rows == 3


def test_another_day_waits_for_a_damaged_history_and_names_it(store: Store, filled: dict[str, bytes]) -> None:
    for path in (TABLES["history"], TABLES["articles"]):
        rot(store, path, b"")
    with pytest.raises(DamagedError, match=TABLES["history"]):
        publish(store, NEXT, seen_on(NEXT, version(4)))
    fill(store)
    publish(store, NEXT, seen_on(NEXT, version(4)))
    assert built(store) == filled


def test_rows_that_only_the_damaged_history_knew_leave_articles(
    store: Store, filled: dict[str, bytes]
) -> None:
    rot(store, TABLES["history"], b"")
    publish(store, BATCH, version(1))  # today's rules read no more
    assert read(lake=store.uri)["article_id"].to_pylist() == ["pier:5", "quay:1", "quay:4"]
    assert filled.keys() == built(store).keys()


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"touched": {"quay:1": ["no day"]}}'])
def test_a_damaged_touched_set_is_made_again(store: Store, filled: dict[str, bytes], damage: bytes) -> None:
    write_history(store, BATCH, articles_table([]))  # and dies before articles/ follow
    store.write(layout.pending(BATCH), damage)
    publish(store, NEXT, seen_on(NEXT, version(4)))
    assert read(lake=store.uri)["article_id"].to_pylist() == ["pier:5", "quay:4"]
    write_history(store, BATCH, articles_table([]))
    store.write(layout.pending(BATCH), damage)
    fill(store)
    assert built(store) == filled
    assert store.objects("pending") == []


def test_a_published_date_is_made_again_from_all_sources(store: Store, filled: dict[str, bytes]) -> None:
    assert not rebuild_day(store, DAY, NOON)
    rot(store, TABLES["articles"], b"")
    assert rebuild_day(store, DAY, NOON)
    assert built(store) == filled
    assert write_articles(store, BATCH, NOON).dates == set()
