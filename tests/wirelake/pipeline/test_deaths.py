"""kill -9, anywhere: the next try leaves the lake of an undisturbed run, and no reader sees a half."""

import io
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.wirelake.mortality import SIGKILL, Mortal
from tests.wirelake.quay import (
    BATCH,
    BUILT,
    DAY,
    NOON,
    built,
    capture,
    contents,
    frozen,
    page,
    received,
    run_of,
    write_sources,
)

from wirelake import pipeline
from wirelake.config import Batch, Run
from wirelake.lake import layout
from wirelake.lake.marker import set_buckets
from wirelake.lake.streams import read
from wirelake.storage import Store, open_store
from wirelake_demo.wire import serve
from wirelake_demo.wire import write_sources as write_demo_sources

pytestmark = pytest.mark.both_stores
SECONDS = 120.0
MOMENTS = 6
NOW = NOON + timedelta(days=7)
TABLES = ("raw", "staging", "pending", "runs", "built", "kept", "derived", "generations", *BUILT)
TASKS = ["fetch", "extract", "validate", "write"]
NEXT = Batch("quay", DAY + timedelta(days=1))
PIER = Batch("pier", DAY)
DEMO = Batch("demo_gulf", date(2026, 3, 5))


class Tasks:
    """The process of mortal.py."""

    def __init__(self, sources: Path) -> None:
        self._process = Mortal("tests.wirelake.pipeline.mortal", WIRELAKE_SOURCES=str(sources))
        self.end = self._process.end

    def run(
        self, store: Store, batch: Batch, tasks: list[str] = TASKS, *, change: int = 0, seconds: float = 0
    ) -> dict[str, int]:
        """How a child that ran these tasks ended, and its changes to the store."""
        order = {"run": str(run_of(batch, "run")), "tasks": tasks, "change": change, "now": NOW.isoformat()}
        return self._process.run(lake=store.uri, seconds=seconds, **order)


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The wires' YAML files."""
    folder = tmp_path / "sources"
    write_sources(folder, "quay", "pier")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    return folder


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tasks]:
    folder = tmp_path_factory.mktemp("mortal") / "sources"
    write_sources(folder, "quay")
    process = Tasks(folder)
    yield process
    process.end()


def test_a_task_killed_after_any_change_is_completed_by_its_retry(
    store: Store, sources: Path, mortal: Tasks
) -> None:
    if not store.uri.startswith("s3:"):  # quay and pier in two of them; on S3 in the same object
        set_buckets(store, 3)
    prepare(store, sources)
    starts: dict[str, dict[str, bytes]] = {}
    changes: dict[str, int] = {}
    for task in TASKS:  # undisturbed
        starts[task] = contents(store, *TABLES)
        changes[task] = mortal.run(store, NEXT, [task])["changes"]
    before = {path: data for path, data in starts["fetch"].items() if path.startswith(BUILT)}
    after = built(store)
    assert_much_happened(before, after)
    for number, task in enumerate(TASKS):
        if store.uri.startswith("s3:") and task in ("extract", "validate"):
            continue  # they write below staging/ alone: a folder tells as much
        for change in range(1, changes[task] + 1, 3 if store.uri.startswith("s3:") else 1):
            restore(store, starts[task])
            assert mortal.run(store, NEXT, [task], change=change)["status"] == SIGKILL
            assert_consistent(contents(store, "articles"), before, after)
            assert mortal.run(store, NEXT, TASKS[number:])["status"] == 0
            assert built(store) == after, f"killed after change {change} of {task}"
            assert store.objects("pending") == []
            named = read("runs", source=NEXT.source, start=NEXT.day, lake=store.uri)["published_dates"]
            assert {day for days in named.to_pylist() for day in days} >= rewritten(before, after)
    assert sum(changes.values()) > 15


def test_a_day_killed_at_random_moments_is_completed_by_its_retry(
    lake_uri: str, sources: Path, mortal: Tasks
) -> None:
    with serve(articles=7) as wire, readers(lake_uri) as seen:
        write_demo_sources(sources, wire.url)
        for name in ("warm", "whole"):
            whole = open_store(f"{lake_uri}/{name}")
            started = time.monotonic()
            assert mortal.run(whole, DEMO)["status"] == 0
            lasted = time.monotonic() - started
        expected = built(whole)
        assert len(expected) >= 3
        chance = random.Random(1962)  # noqa: S311
        killed = 0
        moments = MOMENTS // 2 if lake_uri.startswith("s3:") else MOMENTS
        for number in range(moments):
            store = open_store(f"{lake_uri}/{number}")
            moment = lasted * (number + chance.random()) / moments
            killed += mortal.run(store, DEMO, seconds=moment)["status"] == SIGKILL
            assert mortal.run(store, DEMO)["status"] == 0
            assert built(store) == expected, f"killed after {moment:.3f} s of {lasted:.3f}"
            assert store.objects("pending") == []
    assert killed >= moments // 2
    assert seen["objects"] > moments


@contextmanager
def readers(lake_uri: str) -> Iterator[Counter[str]]:
    """Read every articles/ of the lakes below the address, again and again; no article is twofold."""
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    over = Event()

    def look() -> None:
        store = open_store(lake_uri)
        while not over.is_set():
            for one in store.objects(""):
                is_table = "/articles/" in one.path and one.path.endswith(".parquet")  # no digest
                answer = store.read(one.path) if is_table else None
                if answer:
                    found = table(answer[0])["article_id"].to_pylist()
                    seen["objects"] += 1
                    if len(set(found)) < len(found):
                        wrong.append(f"{one.path}: {found}")
            over.wait(0.01)

    def watch() -> None:
        try:
            look()
        except Exception as error:
            wrong.append(repr(error))

    thread = Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join(SECONDS)
    assert wrong == []


def prepare(store: Store, sources: Path) -> None:
    """Days that stand, and one to be built: articles of it come, change, move and, by a new YAML, leave."""
    capture(store, PIER, [received(n, page(n)) for n in (1, 2)])
    capture(
        store, BATCH, [received(0, page(0, date(2026, 2, 27))), *(received(n, page(n)) for n in (1, 2, 3))]
    )
    capture(store, NEXT, [received(8, page(8, date(2026, 2, 28))), received(9, page(9))])
    for batch in (PIER, BATCH, NEXT):
        pipeline.build_batch(Run.new(batch, "replay"), store=store, clock=frozen())
    # From now on articles of this wire go by their address, and so get other ids.
    path = sources / "quay.yaml"
    path.write_text(path.read_text().replace("[wire, url]", "[url, wire]"))
    moved = [page(0, NEXT.day), page(1, text="Changed."), page(5), page(6, None)]
    for number, body in enumerate(moved):
        store.write(f"drop/quay/{NEXT.day}/{number}.txt", body)


def restore(store: Store, objects: dict[str, bytes]) -> None:
    """Put the tables back as they stood; what has not changed stays."""
    stand = contents(store, *TABLES)
    for path in stand.keys() - objects.keys():
        store.delete(path)
    for path, data in objects.items():
        if stand.get(path) != data:
            store.write(path, data)


def assert_much_happened(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Else the kills below would hit nothing."""
    articles = {path for path in before.keys() | after.keys() if path.startswith("articles/")}
    assert {path for path in articles if path not in after}, "no published date was cleared"
    assert {path for path in articles if path not in before}, "no published date is new"
    assert {path for path in articles & before.keys() & after.keys() if before[path] != after[path]}


def assert_consistent(found: dict[str, bytes], before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Each object is the old or the new one, and an article that stays an article stands somewhere."""
    for path, data in found.items():
        assert data in (before.get(path), after.get(path)), path
    assert ids(found) >= ids(before) & ids(after)


def ids(objects: dict[str, bytes]) -> set[str]:
    """The article_ids that stand in these objects of articles/."""
    articles = (data for path, data in objects.items() if path.startswith("articles/"))
    return {id_ for data in articles for id_ in table(data)["article_id"].to_pylist()}


def rewritten(before: dict[str, bytes], after: dict[str, bytes]) -> set[date]:
    """The published dates that differ."""
    paths = {path for path in before.keys() | after.keys() if path.startswith(layout.ARTICLES)}
    return {
        date.fromisoformat(path.partition("=")[2][:10])
        for path in paths
        if before.get(path) != after.get(path)
    }


def table(data: bytes) -> Any:
    return pq.read_table(io.BytesIO(data), partitioning=None)
