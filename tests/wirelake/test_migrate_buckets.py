"""wirelake migrate --buckets: killed at any step, beside writers and under readers' eyes."""

import glob
import io
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.wirelake.quay import BATCH, DAY, NOON, contents, version
from tests.wirelake.write.publishing import publish

from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.buckets import Buckets, buckets_of, number_in
from wirelake.lake.changes import feed
from wirelake.lake.decisions import events
from wirelake.lake.decisions.events import Cause, What
from wirelake.lake.marker import begin
from wirelake.lake.streams import read
from wirelake.migrate import migrate, plan
from wirelake.storage import ABSENT, LocalStore, Store
from wirelake.upkeep import Scope, inspect, sweep
from wirelake.write import acknowledge, touch, write_articles

NEXT = Batch("quay", DAY + timedelta(days=1))
SOURCES = ("quay", "pier", "dock")  # quay and dock in one bucket of three
OLD = layout.articles(DAY)


class DiedError(BaseException):
    """As by kill -9: no code that handles exceptions handles it."""


class Mortal(LocalStore):
    """Dies before its nth change; whatever its threads do after that stands no more."""

    left = -1
    changes = 0
    before: Callable[[str, bytes | Path], object] | None = (
        None  # met once, before the next write below articles/
    )

    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        self._live(path, data)
        super().write(path, data, if_etag=if_etag)

    def delete(self, path: str, *, if_etag: str | None = None) -> None:
        self._live(path)
        super().delete(path, if_etag=if_etag)

    def _live(self, path: str, data: bytes | Path = b"") -> None:
        if path.startswith("articles/") and self.before:
            meet, self.before = self.before, None
            meet(path, data)
        self.changes += 1
        if 0 <= self.left < self.changes:
            raise DiedError


def fill(place: Path, buckets: int, days: Sequence[date] = (DAY, DAY, NEXT.day)) -> Mortal:
    """Three sources with an article on each of these published dates, in so many buckets."""
    store = Mortal(place)
    begin(store, buckets)
    for name in SOURCES:
        batch = Batch(name, DAY)
        publish(store, batch, *(version(n, day, batch=batch) for n, day in enumerate(days, start=1)))
    return store


def silent(stage: str, done: int, total: int) -> None:
    del stage, done, total


def shown(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every article that a glob finds, with each of its rows."""
    found: dict[str, list[dict[str, Any]]] = {}
    for data in contents(store, "articles").values():
        for row in pq.read_table(io.BytesIO(data), partitioning=None).to_pylist():
            found.setdefault(row["article_id"], []).append(row)
    return found


@pytest.fixture(scope="module")
def stood(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, bytes]]:
    """articles/ of a lake that was begun with so many buckets."""
    return {n: contents(fill(tmp_path_factory.mktemp("begun"), n), "articles") for n in (1, 3, 5)}


@pytest.mark.parametrize(("before", "after"), [(1, 3), (3, 1), (3, 5)])
def test_the_lake_is_as_if_it_had_begun_so(
    tmp_path: Path, stood: dict[int, dict[str, bytes]], before: int, after: int
) -> None:
    store = fill(tmp_path, before)
    last = {name: feed.newest(store, name) for name in SOURCES}
    ((step, objects),) = plan(store, after)
    assert (step.name, len(objects)) == ("buckets", 3)  # the marker, and two days
    assert migrate(store, silent, after) == 3
    assert contents(store, "articles") == stood[after]
    assert {number_in(one.path) for one in store.objects("articles")} == {after}
    assert {name: feed.newest(store, name) for name in SOURCES} == last  # no reader is told of a change
    assert store.objects("pending") == []
    assert plan(store, after) == plan(store) == []
    assert not inspect(Scope(), store=store).faults
    assert buckets_of(store) == Buckets(after, (before,))
    sweep(store=store, now=datetime.now(UTC) + timedelta(hours=23))
    assert buckets_of(store).former == (before,)  # a writer who knew those alone may be at work
    sweep(store=store, now=datetime.now(UTC) + timedelta(hours=25))
    assert buckets_of(store) == Buckets(after)


@pytest.mark.parametrize(("before", "after"), [(1, 3), (3, 1)])
def test_killed_at_each_step_it_loses_nothing_and_is_repeated(
    tmp_path: Path, stood: dict[int, dict[str, bytes]], before: int, after: int
) -> None:
    everything = shown(fill(tmp_path / "begun", before))
    whole = Mortal(shutil.copytree(tmp_path / "begun", tmp_path / "whole"))
    migrate(whole, silent, after)
    for number in range(before, whole.changes, 4 if before == 1 else 7):
        store = Mortal(shutil.copytree(tmp_path / "begun", tmp_path / str(number)))
        store.left = number
        with pytest.raises(DiedError):
            migrate(store, silent, after)
        store.left = -1
        seen = shown(store)
        assert seen.keys() == everything.keys()  # never nowhere
        assert all(row == everything[id_][0] for id_, rows in seen.items() for row in rows)
        doubled = {id_ for id_, rows in seen.items() if len(rows) > 1}
        days = {seen[id_][0]["published_day"] for id_ in doubled}
        assert len(days) <= 1
        if number % 8 < 5:  # the next writer of a source moves what was announced of it
            batch = Batch("quay", NEXT.day + timedelta(days=1))
            publish(store, batch, version(9, batch.day, batch=batch))
            mine = {id_: rows for id_, rows in shown(store).items() if id_.startswith("quay:")}
            assert all(len(rows) == 1 for rows in mine.values())
            publish(store, batch)
        migrate(store, silent, after)
        assert contents(store, "articles") == stood[after], f"killed before change {number}"
        assert {number_in(one.path) for one in store.objects("articles")} == {after}
        assert store.objects("pending") == []


def take_down(store: Store) -> None:
    """The article quay:1, by order."""
    kill = events.Event(
        what=What.TAKEDOWN, article_id="quay:1", at=NOON, cause=Cause.OPERATOR, reason="by order"
    )
    events.record(store, kill)
    touch(store, BATCH, ["quay:1"])
    acknowledge(store, write_articles(store, BATCH, NOON))


@pytest.mark.parametrize("bucket", ["-1-of-3", "-2-of-3"], ids=["in another", "in its own"])
@pytest.mark.parametrize("days", [(DAY,), (DAY, DAY)], ids=["alone", "beside another"])
def test_what_is_taken_down_meanwhile_does_not_come_back(
    tmp_path: Path, bucket: str, days: tuple[date, ...]
) -> None:
    """Just before an object is put that was made of what stood before."""
    store = fill(tmp_path, 1, days)
    expected = shown(store).keys() - {"quay:1"}

    def meet(path: str, data: bytes | Path) -> None:
        del data
        if bucket in path:
            take_down(LocalStore(tmp_path))
        else:
            store.before = meet

    store.before = meet
    migrate(store, silent, 3)
    assert shown(store).keys() == expected
    assert all(len(rows) == 1 for rows in shown(store).values())
    assert {number_in(one.path) for one in store.objects("articles")} == {3}


def test_nor_where_the_move_dies_after_it(tmp_path: Path) -> None:
    """The next writer of the source, which has nothing to do with it, takes it out."""
    store = fill(tmp_path, 1, [DAY])

    def meet(path: str, data: bytes | Path) -> None:
        if "-2-of-3" in path:
            take_down(LocalStore(tmp_path))
            LocalStore(tmp_path).write(path, data, if_etag=ABSENT)
            store.left = store.changes
        else:
            store.before = meet

    store.before = meet
    with pytest.raises(DiedError):
        migrate(store, silent, 3)
    assert len(shown(store)["quay:1"]) == 1  # put there after it had been taken out
    store.left = -1
    batch = Batch("quay", NEXT.day + timedelta(days=1))
    publish(store, batch, version(9, batch.day, batch=batch))
    assert "quay:1" not in shown(store)


def test_a_writer_at_work_that_knew_the_former_buckets_starts_anew(tmp_path: Path) -> None:
    for day in (DAY, NEXT.day + timedelta(days=3)):  # one that stands, and one on which nothing stood yet
        place = tmp_path / str(day)
        store = fill(place, 1)
        store.before = lambda *_, place=place: migrate(LocalStore(place), silent, 3)
        publish(store, NEXT, version(4, day, batch=NEXT))
        assert {number_in(path) for path in contents(store, "articles")} == {3}
        assert all(len(rows) == 1 for rows in shown(store).values())
        assert "quay:4" in shown(store)
        assert store.objects("pending") == []


def test_a_damaged_announcement_has_readers_begin_anew_once(tmp_path: Path) -> None:
    store = fill(tmp_path, 1)
    store.write(layout.announced_move("quay", DAY), b"no JSON at all")
    for number in (4, 5):
        publish(store, NEXT, version(number, batch=NEXT))
    last = feed.entry(store, "quay", feed.newest(store, "quay"))
    before = feed.entry(store, "quay", feed.newest(store, "quay") - 1)
    assert last
    assert before
    assert (before.is_anew, last.is_anew) == (True, False)


def test_damage_on_the_way_is_repaired(tmp_path: Path, stood: dict[int, dict[str, bytes]]) -> None:
    store = fill(tmp_path, 1)
    store.write(OLD, b"no Parquet at all")
    migrate(store, silent, 3)
    assert contents(store, "articles") == stood[3]


@contextmanager
def reader(root: Path) -> Iterator[dict[str, int]]:
    """Reads the folder by a glob again and again: what it is told by errors it reads once more."""
    seen = {"reads": 0, "gone": 0}
    wrong: list[str] = []
    over = Event()

    def look() -> None:
        while not over.is_set():
            listed = glob.glob(f"{root}/articles/*/*.parquet")  # noqa: PTH207  as others do
            rows: list[tuple[str, str]] = []
            with suppress(FileNotFoundError):
                for path in listed:
                    table = pq.read_table(io.BytesIO(Path(path).read_bytes()), partitioning=None)
                    rows += zip(table["article_id"].to_pylist(), table["body_text"].to_pylist(), strict=True)
                seen["reads"] += 1
                if len({id_ for id_, _ in rows}) != 3 * len(SOURCES) or len({*rows}) != 3 * len(SOURCES):
                    wrong.append(f"{listed}: {sorted(rows)}")
                continue
            seen["gone"] += 1

    thread = Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join(60)
    assert wrong == []


def test_a_glob_never_misses_an_article(tmp_path: Path) -> None:
    store = fill(tmp_path, 1)
    with reader(tmp_path) as seen:
        for number in (3, 1, 5, 1, 16, 3):
            migrate(store, silent, number)
            assert len(read(lake=store.uri)) == 3 * len(SOURCES)
    assert seen["reads"] > 3
