"""kill -9 in the middle of a takedown: readers see a whole lake, and whoever comes next completes it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.obligations.quaynews import (
    KILLED,
    LATE,
    THIRD,
    WORDS,
    fill,
    listing,
    sent,
    take_down,
    with_advisory,
)
from tests.wirelake.quay import BATCH, NOON, capture, clear, contents, frozen, run_of

from wirelake import obligations, pipeline
from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.decisions.events import read_events
from wirelake.records import Kind
from wirelake.storage import Store

pytestmark = pytest.mark.both_stores
EVERY = 15  # on S3 every so many-th change alone: a folder tells as much
OTHERS = {"pier:1000001", "quay:1000001", "quay:1000003", "quay:1000004"}
FOURTH = Batch("quay", THIRD.day + timedelta(days=1))


class DeadError(Exception):
    """The process was killed."""


@contextmanager
def dying(store: Store, change: int) -> Iterator[None]:
    """The process dies instead of its change of that number. Between two changes the lake stands as it stood,
    so these are all states that a death at any call of the store can leave behind."""
    left = change

    def deadly(call: Any) -> Any:
        def dies(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            left -= 1
            if left <= 0:
                raise DeadError
            return call(*args, **kwargs)

        return dies

    with pytest.MonkeyPatch.context() as patch:
        for name in ("write", "delete"):
            patch.setattr(store, name, deadly(getattr(store, name)))
        yield


class World:
    """A lake and the learned file, that can be put back as they stood."""

    def __init__(self, store: Store, sources: Path) -> None:
        self.store, self.sources = store, sources
        self.learned = sources / "quay.learned.yaml"
        self.save()

    def save(self) -> None:
        self.stood = contents(self.store, ""), self.learned.read_bytes()

    def restore(self) -> None:
        objects, learned = self.stood
        now = contents(self.store, "")
        for path in now.keys() - objects.keys():
            self.store.delete(path)
        for path, data in objects.items():
            if now.get(path) != data:
                self.store.write(path, data)
        self.learned.write_bytes(learned)

    def dies(self, work: Any, change: int) -> bool:
        """The work is killed at this change; False where it had come to its end."""
        try:
            with dying(self.store, change):
                work()
        except DeadError:
            return True
        return False

    def assert_whole(self, *coming: str) -> None:
        """Each article once, the killed one too or not at all."""
        found = []
        for path, data in contents(self.store, "articles").items():
            rows = pq.read_table(io.BytesIO(data), partitioning=None).to_pylist()
            assert rows, path
            assert all(row["headline"] and row["body_text"] for row in rows)
            found += [row["article_id"] for row in rows]
        assert len(found) == len(set(found))
        assert set(found) - {KILLED, *coming} == OTHERS

    def assert_done(self) -> None:
        assert holding(self.store, *WORDS, folders=(self.sources,)) == []
        (manifest,) = obligations.manifests("quay", store=self.store)
        assert manifest.done_at
        assert self.store.objects("pending") == []


@pytest.fixture
def world(store: Store, sources: Path) -> World:
    fill(store, sources)
    return World(store, sources)


def numbers(store: Store, step: int = 1) -> Iterator[int]:
    yield from range(1, 1000, EVERY if store.uri.startswith("s3:") else step)


def write(store: Store, batch: Batch) -> None:
    pipeline.write_batch(run_of(batch), store=store, clock=frozen(LATE + timedelta(hours=1)))


def test_a_takedown_that_died_is_completed_by_the_command_or_by_the_next_writer(world: World) -> None:
    store = world.store
    deaths = 0
    for change in numbers(store, 7):  # an odd step, so that both ways of completing it are taken
        world.restore()
        if not world.dies(lambda: take_down(store), change):
            break
        deaths += 1
        world.assert_whole()
        if change % 2 or not read_events(store, "quay").takedowns:
            take_down(store, at=LATE + timedelta(hours=1))
        else:
            write(store, THIRD)
        world.assert_whole("quay:1000005")
        world.assert_done()
    assert deaths > (3 if store.uri.startswith("s3:") else 5)


def test_a_writer_that_died_over_a_kill_is_completed_by_another_day(world: World) -> None:
    """The third day brings the article once more, and the advisory that kills it."""
    store = world.store
    with_advisory(store, THIRD, NOON + timedelta(days=2), wire="1000002")
    _leave_another_day(world)
    deaths = 0
    for change in numbers(store, 9):
        world.restore()
        if not world.dies(lambda: write(store, THIRD), change):
            break
        deaths += 1
        world.assert_whole("quay:1000005")
        is_decided = bool(store.objects("raw/source=quay/events"))
        write(store, FOURTH)
        world.assert_whole("quay:1000005", "quay:1000006")
        if is_decided:
            assert holding(store, *WORDS, folders=(world.sources,)) == [], change
        write(store, THIRD)
        world.assert_whole("quay:1000005", "quay:1000006")
        world.assert_done()
    assert deaths > 3


def _leave_another_day(world: World) -> None:
    at = NOON + timedelta(days=3)
    capture(world.store, FOURTH, [sent(6, at=at)], at)
    leave_staged(world.store, FOURTH)
    world.save()


def leave_staged(store: Store, batch: Batch) -> None:
    """All but the last task of a build."""
    pipeline.extract_batch(run_of(batch), store=store, clock=frozen(LATE))
    pipeline.validate_batch(run_of(batch), store=store, clock=frozen(LATE))


def test_words_that_stood_nowhere_but_in_raw_are_not_lost_on_the_way(store: Store, sources: Path) -> None:
    """A writer dies when the page is freed and the list of links is not; a new run has lost its tables."""
    take_down(store, at=NOON - timedelta(hours=1), in_advance=True)
    later = NOON + timedelta(hours=1)
    capture(store, BATCH, [sent(1), sent(2)])
    capture(store, BATCH, [listing(Kind.LINK_PAGE, later)], later)
    (sources / "quay.learned.yaml").write_text("furniture: []", encoding="utf-8")
    leave_staged(store, BATCH)
    world = World(store, sources)
    _leave_another_day(world)
    deaths = 0
    for change in numbers(store, 9):
        world.restore()
        if not world.dies(lambda: write(store, BATCH), change):
            break
        deaths += 1
        clear(store, layout.staging_at(BATCH))
        write(store, FOURTH)
        (manifest,) = obligations.manifests("quay", store=store)
        if manifest.sights:  # else nobody has read the day yet
            assert holding(store, *WORDS) == [], change
            assert manifest.done_at
    assert deaths > (1 if store.uri.startswith("s3:") else 4)
