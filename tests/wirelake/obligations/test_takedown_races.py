"""Takedowns that meet builds and each other: whoever comes second sees what the first one did."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pytest
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.obligations.quaynews import (
    CORRECTED,
    FIRST,
    KILLED,
    LATE,
    NEXT,
    THIRD,
    WORDS,
    fill,
    news,
    replay,
    sent,
    take_down,
)
from tests.wirelake.obligations.test_takedown_deaths import DeadError, dying
from tests.wirelake.processes import run_at_once
from tests.wirelake.quay import BATCH, NOON, built, capture, clear, contents, frozen, run_of

from wirelake import obligations, pipeline
from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.streams import read
from wirelake.storage import Store
from wirelake.write import change_history

TAKING = """
import sys
from datetime import timedelta
from tests.wirelake.obligations.quaynews import LATE
from tests.wirelake.quay import frozen
from wirelake import obligations, pipeline
from wirelake.storage import open_store

store = open_store(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
obligations.take_down("quay:1000002", sys.argv[2], erase=True, store=store, clock=frozen(LATE))
"""


pytestmark = pytest.mark.usefixtures("sources")


def write(store: Store, batch: Batch) -> None:
    pipeline.write_batch(run_of(batch), store=store, clock=frozen(LATE + timedelta(hours=1)))


def assert_gone(store: Store, sources: Path) -> None:
    assert holding(store, *WORDS, folders=(sources,)) == []
    (manifest,) = obligations.manifests("quay", store=store)
    assert obligations.verify(manifest, store=store).is_proven
    assert store.objects("pending") == []


def assert_rebuilt_alike(store: Store, *batches: Batch) -> None:
    stood = built(store)
    clear(store, "history", "rejected", "articles")
    replay(store, *batches)
    assert built(store) == stood


@contextmanager
def passing(store: Store, change: int, rival: Callable[[], object]) -> Iterator[None]:
    """Right before our change of the lake of that number somebody else comes by."""
    write_, left = store.write, change

    def met(where: str, data: Any, *, if_etag: str | None = None) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            rival()
        write_(where, data, if_etag=if_etag)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "write", met)
        yield
    assert left <= 0


@contextmanager
def meeting(store: Store, path: str, rival: Callable[[], None], *, after: bool) -> Iterator[None]:
    """Right before (or after) the next write to the path somebody else comes by."""
    write_ = store.write
    rivals = [rival]

    def met(where: str, data: Any, *, if_etag: str | None = None) -> None:
        mine = rivals.pop() if where == path and rivals else None
        if mine and not after:
            mine()
        write_(where, data, if_etag=if_etag)
        if mine and after:
            mine()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "write", met)
        yield
    assert rivals == []


def test_two_that_take_down_the_same_article_at_once(store: Store, sources: Path) -> None:
    fill(store, sources)
    run_at_once(*(["-c", TAKING, store.uri, reason] for reason in ("the one", "the other")))
    write(store, THIRD)
    assert_gone(store, sources)
    (manifest,) = obligations.manifests("quay", store=store)
    assert manifest.reason in ("the one", "the other")
    assert [one.version != "" for one in manifest.sights] == [True] * 3
    files = {path for path in contents(store, "raw") if path.endswith(".warc.gz")}
    assert len(files) == len({path.replace(".r1.", ".").replace(".r2.", ".") for path in files})


@pytest.mark.parametrize("path", [layout.history(THIRD), layout.articles(BATCH.day)])
@pytest.mark.parametrize("after", [False, True])
def test_a_takedown_while_another_day_is_written(store: Store, sources: Path, path: str, after: bool) -> None:
    fill(store, sources)
    with meeting(store, path, lambda: take_down(store), after=after):
        write(store, THIRD)
    assert_gone(store, sources)
    assert KILLED not in read(lake=store.uri)["article_id"].to_pylist()
    assert "quay:1000005" in read(lake=store.uri)["article_id"].to_pylist()
    assert_rebuilt_alike(store, BATCH, NEXT, THIRD, Batch("pier", BATCH.day))


def test_a_takedown_between_two_tasks_of_another_day(store: Store, sources: Path) -> None:
    fill(store, sources)
    clear(store, "staging")
    pipeline.extract_batch(run_of(THIRD), store=store, clock=frozen(LATE))
    take_down(store)
    pipeline.validate_batch(run_of(THIRD), store=store, clock=frozen(LATE))
    write(store, THIRD)
    assert_gone(store, sources)
    assert_rebuilt_alike(store, BATCH, NEXT, THIRD, Batch("pier", BATCH.day))


@pytest.mark.parametrize("path", [layout.history(NEXT), layout.rejected(NEXT)])
def test_a_day_that_is_built_while_the_article_is_withdrawn_from_it_keeps_its_rows(
    store: Store, sources: Path, path: str
) -> None:
    fill(store, sources)
    at = NOON + timedelta(days=1, hours=2)
    capture(store, NEXT, [sent(2, news(2, f"{FIRST} {CORRECTED}", None), at)], at)
    replay(store, NEXT)  # rejected/ quotes it as another article at the same address
    capture(store, NEXT, [sent(6, at=at), sent(5, news(5, published=None), at)], at)
    with meeting(store, path, lambda: replay(store, NEXT), after=False):
        take_down(store)
    assert "quay:1000006" in read("history", lake=store.uri)["article_id"].to_pylist()
    assert "quay:1000006" in read(lake=store.uri)["article_id"].to_pylist()
    rejected = read("rejected", lake=store.uri, start=NEXT.day, end=NEXT.day).to_pylist()
    assert {row["url"].rpartition("/")[2] for row in rejected} == {"2", "5"}
    assert_rebuilt_alike(store, BATCH, NEXT, Batch("pier", BATCH.day))


OTHER = "quay:1000003"


@pytest.mark.parametrize("change", [5, 6])
def test_a_takedown_that_another_one_overtakes_leaves_no_row_behind(
    store: Store, sources: Path, change: int
) -> None:
    """Decided, and not looked for yet: were its rows of history/ taken, articles/ would keep it for ever."""
    fill(store, sources)
    with suppress(DeadError), dying(store, change):
        take_down(store)
    take_down(store, OTHER, at=LATE + timedelta(minutes=1))
    take_down(store, at=LATE + timedelta(minutes=2))
    assert_shows_neither(store)


@pytest.mark.parametrize("change", [6])
def test_a_takedown_that_goes_on_after_another_one(store: Store, sources: Path, change: int) -> None:
    fill(store, sources)
    with passing(store, change, lambda: take_down(store, OTHER, at=LATE + timedelta(minutes=1))):
        take_down(store)
    write(store, THIRD)
    assert_shows_neither(store)


def test_a_row_that_history_knows_no_more_goes_when_it_is_taken_down_again(
    store: Store, sources: Path
) -> None:
    fill(store, sources)
    stood = contents(store, "articles")
    take_down(store)
    for batch in (BATCH, NEXT):
        change_history(store, batch, lambda rows: rows.filter(pc.not_equal(rows["article_id"], KILLED)))
    for path, data in stood.items():
        store.write(path, data)
    take_down(store, at=LATE + timedelta(minutes=1))
    assert KILLED not in read(lake=store.uri)["article_id"].to_pylist()


def assert_shows_neither(store: Store) -> None:
    assert not {KILLED, OTHER} & set(read(lake=store.uri)["article_id"].to_pylist())
    assert all(
        obligations.verify(one, store=store).is_proven for one in obligations.manifests("quay", store=store)
    )
    assert store.objects("pending") == []
