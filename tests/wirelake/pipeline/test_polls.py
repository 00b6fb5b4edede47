"""A poll costs what it brings, and what is kept for that changes no byte of what is built."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.wirelake.pipeline.newsroom import Newsroom, story
from tests.wirelake.pipeline.test_capture import BATCH, DAY, MORNING, discover_drops, headlines, poll
from tests.wirelake.quay import BATCH as QUAY
from tests.wirelake.quay import (
    NOON,
    built,
    capture,
    contents,
    failed,
    frozen,
    new_lake,
    page,
    received,
    write_sources,
)

from wirelake import pipeline
from wirelake.config import Run
from wirelake.lake import layout
from wirelake.lake.kept import extracts, indexes
from wirelake.records import Extract
from wirelake.storage import LocalStore, Store

CALLS = (
    *("read", "read_range", "etag", "write", "delete", "local_copy"),
    *("objects", "in_each", "folders", "passed_over"),
)
EXTRACTS, INDEXES = (layout.kept(QUAY, name) for name in (extracts.NAME, indexes.NAME))
STATES = ("whole", "deleted", "of another build", "flipped", "cut", "no Arrow file", "another batch's")


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sources"
    write_sources(folder, "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    return folder


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return new_lake(tmp_path / "lake")


@pytest.fixture
def wire(sources: Path) -> Iterator[Newsroom]:
    with Newsroom(DAY) as wire:
        wire.write_source(sources)
        yield wire


@contextmanager
def counted(store: Store) -> Iterator[Counter[tuple[str, str]]]:
    """Count the calls of the store: method and table → how often."""
    calls: Counter[tuple[str, str]] = Counter()

    def counting(name: str) -> Callable[..., Any]:
        call = getattr(store, name)

        def counts(path: str, *args: Any, **options: Any) -> Any:
            ending = path.rpartition(".")[2] if path.startswith("raw/") else ""
            calls[name, f"{path.partition('/')[0]} {ending}".strip()] += 1
            return call(path, *args, **options)

        return counts

    counters: dict[str, Any] = {name: counting(name) for name in CALLS}
    with patch.multiple(store, **counters):
        yield calls


def replay(store: Store) -> dict[str, bytes]:
    pipeline.build_batch(Run.new(QUAY, "replay"), store=store, clock=frozen())
    return built(store)


def fill(store: Store) -> None:
    """Captures of a day with what ends in every way: articles, versions, repeats, rejections, failures."""
    second, third, fourth = (NOON + timedelta(minutes=15 * n) for n in (1, 2, 3))
    capture(store, QUAY, [received(1, page(1)), received(2, page(2)), failed(3), received(4, page(4, None))])
    capture(
        store,
        QUAY,
        [received(1, page(1, text="Changed.\n\nIt was so."), at=second), received(3, b"", at=second)],
        second,
    )
    capture(store, QUAY, [received(1, page(1), at=third), received(5, page(2), at=third)], third)
    capture(store, QUAY, [received(6, b"\xff\xd8\xff\xe0 no page", at=fourth), failed(7, at=fourth)], fourth)


def test_a_build_reads_no_record_that_it_knows(store: Store) -> None:
    fill(store)
    with counted(store) as calls:
        first = replay(store)
    assert calls["local_copy", "raw gz"] + calls["read_range", "raw gz"] > 3
    with counted(store) as calls:
        assert replay(store) == first
    assert not {name for name, table in calls if table == "raw gz"}
    late = NOON + timedelta(hours=1)
    capture(store, QUAY, [received(8, page(8), at=late)], late)
    with counted(store) as calls:
        assert len(replay(store)) >= len(first)
    assert [calls[name, "raw gz"] for name in ("read_range", "local_copy")] == [1, 0]


def test_what_the_yaml_changes_is_read_anew(store: Store, sources: Path, tmp_path: Path) -> None:
    fill(store)
    before = replay(store)
    yaml = sources / "quay.yaml"
    yaml.write_text(yaml.read_text() + 'furniture: ["It was so."]\n')
    after = replay(store)
    assert after != before
    other = new_lake(tmp_path / "other")
    fill(other)
    assert replay(other) == after


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    states=st.tuples(st.sampled_from(STATES), st.sampled_from(STATES)),
    chance=st.randoms(use_true_random=False),
)
def test_no_byte_depends_on_what_is_kept(
    states: tuple[str, str],
    chance: random.Random,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    kept, bare = (new_lake(tmp_path_factory.mktemp("lakes") / name) for name in ("kept", "bare"))
    fill(kept)
    replay(kept)
    capture(kept, QUAY, [received(9, page(9))])
    for path, state in zip((EXTRACTS, INDEXES), states, strict=True):
        spoil(kept, path, state, chance)
    fill(bare)
    capture(bare, QUAY, [received(9, page(9))])
    expected = replay(bare)
    assert replay(kept) == expected
    assert replay(kept) == expected  # by what that one kept


def spoil(store: Store, path: str, state: str, chance: random.Random) -> None:
    """Bring what is kept into that state."""
    answer = store.read(path)
    data = bytearray(answer[0] if answer else b"")
    if state == "deleted":
        store.delete(path)
    elif state == "of another build" and data:
        known = extracts.Extracts(store, QUAY, "another", DAY)
        for number in range(3):
            known.add(known.key(number), Extract(no_item="picture"))
        known.save()
    elif state == "flipped" and data:
        for _ in range(chance.randint(1, 3)):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        store.write(path, bytes(data))
    elif state == "cut" and data:
        store.write(path, bytes(data[: chance.randrange(len(data))]))
    elif state == "no Arrow file":
        store.write(path, b"ARROW1 it is not")
    elif state == "another batch's" and data:
        other = INDEXES if path == EXTRACTS else EXTRACTS
        store.write(other, bytes(data))


def test_an_index_that_is_another_by_now_is_read_again(store: Store) -> None:
    fill(store)
    from wirelake.lake.exchanges import read_index, read_indexes

    columns = ("record_id", "url", "link_title")
    stood = read_indexes(store, QUAY, columns)
    assert store.read(INDEXES) is not None
    assert read_indexes(store, QUAY, columns) == stood
    path = next(one.path for one in store.objects("raw") if one.path.endswith(".index.parquet"))
    (gone, *_) = [row for row in read_index(store, QUAY) if row["warc_file"].startswith(path[:-14])]
    store.delete(path)
    left = {row["record_id"] for row in read_indexes(store, QUAY, columns)}
    assert gone["record_id"] not in left
    assert left == {row["record_id"] for row in read_index(store, QUAY)}


def test_a_poll_costs_what_it_brings(store: Store, wire: Newsroom) -> None:
    costs = []
    for number in range(24):
        for new in range(5):
            wire.publish(number * 5 + new)
        for old in [one for one in wire.items if one < (number - 6) * 5]:
            del wire.items[old]
        with counted(store) as calls:
            poll(store, MORNING + timedelta(minutes=15 * number))
        costs.append(calls)
    early, last = costs[4], costs[-1]
    assert last.total() <= 1.1 * early.total(), last - early
    assert last.total() < 172, last  # the raw/ of two weeks is one list, the lake's buckets one read
    assert {name: last[name, "raw gz"] for name in ("read_range", "local_copy")} == {
        "read_range": 0,
        "local_copy": 1,
    }
    assert poll(store, MORNING + timedelta(hours=8)).closed == "nothing new"  # it folds the last indexes
    stood = contents(store, "raw", "articles", "history", "rejected", "runs", "built", "kept")
    with counted(store) as empty:
        assert poll(store, MORNING + timedelta(hours=9)).closed == "nothing new"
    assert empty.total() < 70, empty
    assert contents(store, "raw", "articles", "history", "rejected", "runs", "built", "kept") == stood
    assert {table for name, table in empty if name == "write"} == {"staging"}
    assert BATCH.day == DAY


def test_a_dropped_file_is_read_once_and_again_where_it_is_another(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    discover_drops(sources)
    wire.publish(1)
    names = [f"drop/newsroom/{DAY}/{name}.html" for name in "ab"]
    for name in names:
        store.write(name, story(name, DAY, "Dropped by hand."))
    poll(store, MORNING)
    with counted(store) as calls:
        assert poll(store, MORNING + timedelta(minutes=15)).closed == "nothing new"
    assert calls["read", "drop"] == 0
    store.write(names[1], story("Another", DAY, "Dropped anew."))
    with counted(store) as calls:
        assert poll(store, MORNING + timedelta(minutes=30)).new == 1
    assert calls["read", "drop"] == 1
    assert "Another" in headlines(store)


def test_a_day_costs_the_same_calls_whatever_it_holds(store: Store) -> None:
    totals = []
    for number in (10, 60):
        lake = new_lake(Path(store.uri).with_name(f"lake-{number}"))
        capture(lake, QUAY, [received(n, page(n)) for n in range(number)])
        with counted(lake) as calls:
            replay(lake)
        totals.append(calls.total())
    assert totals[0] == totals[1]
