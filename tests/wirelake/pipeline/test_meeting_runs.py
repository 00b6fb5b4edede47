"""Runs that meet at one batch: whatever their order, what stands at the end was built from all of raw/."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.wirelake.processes import run_at_once
from tests.wirelake.quay import (
    BATCH,
    DAY,
    NOON,
    built,
    capture,
    clear,
    contents,
    frozen,
    page,
    received,
    run_of,
    write_sources,
)

from wirelake import pipeline
from wirelake.batches import staging
from wirelake.config import Mode, Run
from wirelake.errors import ConfigError, ConflictError, QualityError
from wirelake.lake import layout
from wirelake.lake.built import raw_version, read_built
from wirelake.lake.marker import begin
from wirelake.lake.reading import read_days
from wirelake.lake.streams import read
from wirelake.storage import LocalStore, Store

POLLED = 'poll: "*/15 * * * *"\n'
LATER = NOON + timedelta(hours=1)
TASKS = ("extract", "validate", "write")
RACING = """
import sys
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from tests.wirelake.quay import BATCH, DAY, page
from wirelake import pipeline
from wirelake.config import Run
from wirelake.errors import TransientError
from wirelake.storage import open_store

store, mode, first = open_store(sys.argv[1]), sys.argv[2], int(sys.argv[3])
clock = lambda: datetime.now(UTC)
with TemporaryDirectory() as folder:  # what is slow is loaded before the race
    warm, run = open_store(folder), Run.new(BATCH)
    warm.write(f"drop/quay/{DAY}/1.txt", page(1))
    pipeline.fetch_batch(run, store=warm, clock=clock)
    pipeline.build_batch(run, store=warm, clock=clock)
print("ready", flush=True)
sys.stdin.readline()
for number in range(first, first + 2):
    run = Run.new(BATCH, mode)
    if mode != "replay":
        store.write(f"drop/quay/{DAY}/{number}.txt", page(number))
        captured = pipeline.fetch_batch(run, store=store, clock=clock)
        if captured.closed:
            continue
    for left in range(6, -1, -1):  # as Airflow does
        try:
            pipeline.build_batch(run, store=store, clock=clock)
            break
        except TransientError:
            if not left:
                raise
"""


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "sources"
    write_sources(folder, "quay", more=POLLED)
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    yield folder


def arrive(store: Store, *numbers: int) -> None:
    """These articles lie in the drop folder."""
    for number in numbers:
        store.write(f"drop/quay/{DAY}/{number}.txt", page(number))


def fetch(store: Store, run: Run, at: datetime = NOON) -> pipeline.Captured:
    return pipeline.fetch_batch(run, store=store, clock=frozen(at))


def step(store: Store, run: Run, task: str, at: datetime = NOON) -> Any:
    functions: dict[str, Callable[..., Any]] = {
        "fetch": pipeline.fetch_batch,
        "extract": pipeline.extract_batch,
        "validate": pipeline.validate_batch,
        "write": pipeline.write_batch,
    }
    return functions[task](run, store=store, clock=frozen(at))


def build(store: Store, run: Run, at: datetime = NOON) -> pipeline.Written:
    return pipeline.build_batch(run, store=store, clock=frozen(at))


def numbers(store: Store) -> list[int]:
    """The articles that stand in articles/."""
    ids = read(lake=store.uri, columns=["article_id"])["article_id"].to_pylist()
    return sorted(int(id_[-3:]) for id_ in ids)


def assert_as_rebuilt(store: Store, folder: Path) -> None:
    """The lake is that which a build of all of raw/ leaves, byte for byte."""
    fresh = LocalStore(folder / uuid4().hex)
    for path, data in contents(store, "raw").items():
        fresh.write(path, data)
    build(fresh, Run.new(BATCH, "replay"))
    assert built(store) == built(fresh)


def rows(store: Store) -> list[dict[str, Any]]:
    """The batch's rows of runs/, oldest first."""
    found = read_days(store, "runs", DAY, DAY, source="quay").to_pylist()
    return sorted(found, key=lambda row: row["started_at"])


class TestAReplay:
    def test_keeps_what_a_run_published_since_it_read(self, store: Store, tmp_path: Path) -> None:
        arrive(store, 1, 2)
        first, replay = Run.new(BATCH), Run.new(BATCH, "replay")
        fetch(store, first)
        build(store, first)
        step(store, replay, "extract")
        step(store, replay, "validate")
        arrive(store, 3)
        second = Run.new(BATCH)
        fetch(store, second, LATER)
        build(store, second, LATER)
        written = step(store, replay, "write", LATER)
        assert numbers(store) == [1, 2, 3]
        assert (written.articles, written.published_dates) == (3, ())
        assert_as_rebuilt(store, tmp_path)

    def test_has_read_less_than_a_capture_that_nobody_built(self, store: Store, tmp_path: Path) -> None:
        arrive(store, 1)
        fetch(store, Run.new(BATCH))
        replay = Run.new(BATCH, "replay")
        step(store, replay, "extract")
        step(store, replay, "validate")
        arrive(store, 2)
        fetch(store, Run.new(BATCH), LATER)  # and dies
        step(store, replay, "write", LATER)
        assert numbers(store) == [1, 2]
        assert_as_rebuilt(store, tmp_path)

    def test_builds_again_what_came_after_its_last_look(self, store: Store, tmp_path: Path) -> None:
        """The capture commits once history/ is replaced: only a look after that can see it."""
        arrive(store, 1)
        fetch(store, Run.new(BATCH))

        def commit() -> None:
            capture(store, BATCH, [received(2, page(2), at=LATER)], LATER)

        build(meeting(store, layout.history(BATCH), commit), Run.new(BATCH, "replay"))
        assert numbers(store) == [1, 2]
        assert [row["added"] for row in rows(store)] == [2]
        assert_as_rebuilt(store, tmp_path)

    def test_gives_up_for_now_where_raw_grows_whenever_it_is_built(self, store: Store) -> None:
        capture(store, BATCH, [received(0, page(0))])

        def more(number: int) -> Any:
            at = NOON + timedelta(minutes=number)
            return lambda: capture(store, BATCH, [received(number, page(number), at=at)], at)

        busy = meeting(store, layout.history(BATCH), *(more(n) for n in range(1, 9)))
        with pytest.raises(ConflictError, match="raw/ grew while the day was built, 4 times over"):
            build(busy, run_of(BATCH))
        assert numbers(store) == [0, 1, 2, 3]
        step(store, run_of(BATCH), "write")  # a retry of that task alone
        assert numbers(store) == [0, 1, 2, 3, 4]

    def test_whose_gate_closed_publishes_nothing_in_its_write(self, store: Store) -> None:
        bad = [received(n, page(n, None)) for n in range(2, 9)]
        capture(store, BATCH, [received(1, page(1)), *bad])
        with pytest.raises(QualityError):
            build(store, run_of(BATCH))
        with pytest.raises(QualityError, match="not published"):
            step(store, run_of(BATCH), "write")
        assert contents(store, "history", "articles") == {}

    def test_whose_gate_closed_on_less_than_stands_leaves_rejected_alone(
        self, store: Store, tmp_path: Path
    ) -> None:
        bad = [received(n, page(n, None)) for n in range(2, 9)]
        capture(store, BATCH, [received(1, page(1)), *bad])
        replay = Run.new(BATCH, "replay")
        step(store, replay, "extract")
        good = [received(n, page(n), at=LATER) for n in range(10, 20)]
        capture(store, BATCH, good, LATER)
        build(store, Run.new(BATCH, "replay"))
        step(store, replay, "validate")
        step(store, replay, "write")
        assert_as_rebuilt(store, tmp_path)


class TestTwoRunsOfOneMode:
    def test_each_has_its_own_tables_and_its_own_row(self, store: Store, tmp_path: Path) -> None:
        first, second = Run.new(BATCH), Run.new(BATCH)
        arrive(store, 1)
        fetch(store, first)
        step(store, first, "extract")
        arrive(store, 2)
        fetch(store, second, LATER)
        for task in TASKS:
            step(store, second, task, LATER)
        assert numbers(store) == [1, 2]
        step(store, first, "validate", LATER)
        step(store, first, "write", LATER)
        assert numbers(store) == [1, 2]
        assert len(rows(store)) == 2
        assert_as_rebuilt(store, tmp_path)
        assert staging.tables(store, "quay") == []

    def test_a_retry_finds_its_own_run(self, store: Store) -> None:
        arrive(store, 1)
        first, second = (Run.named(BATCH, "run", "quay", name) for name in ("manual__1", "manual__2"))
        fetch(store, first)
        assert build(store, first).published_dates == (DAY,)
        arrive(store, 2)
        fetch(store, second, LATER)
        build(store, second, LATER)
        again = Run.parse(str(Run.named(BATCH, "run", "quay", "manual__1")))
        told = step(store, again, "write", LATER)
        assert (told.articles, told.published_dates) == (1, (DAY,))

    def test_a_run_whose_tasks_are_cleared_builds_anew(self, store: Store) -> None:
        arrive(store, 1)
        run = Run.new(BATCH)
        fetch(store, run)
        build(store, run)
        clear(store, "history", "articles")
        build(store, run)
        assert numbers(store) == [1]

    def test_the_tables_of_each_are_searched(self, store: Store) -> None:
        capture(store, BATCH, [received(1, page(1))])
        runs = [Run.new(BATCH, "replay") for _ in range(2)]
        for run in runs:
            step(store, run, "extract")
        assert {run for run, _ in staging.tables(store, "quay")} == set(runs)
        assert {run for run, _, _ in staging.left(store, "quay")} == set(runs)


class TestWhatHistoryRestsOn:
    def test_is_stated_after_a_build(self, store: Store) -> None:
        arrive(store, 1)
        fetch(store, run_of(BATCH, "run"))
        build(store, run_of(BATCH, "run"))
        found = read_built(store, BATCH)
        assert found
        assert found.raw_version == raw_version(store, BATCH)
        assert found.run_id == rows(store)[0]["run_id"]

    def test_a_poll_does_not_trust_who_began_last(self, store: Store) -> None:
        """A replay may have begun before it and ended after: a poll looks at what stands."""
        arrive(store, 1)
        run = Run.new(BATCH, "poll")
        fetch(store, run)
        build(store, run)
        assert fetch(store, Run.new(BATCH, "poll"), LATER).closed == "nothing new"
        stood = store.read(layout.history(BATCH))
        arrive(store, 2)
        run = Run.new(BATCH, "poll")
        fetch(store, run, LATER)
        build(store, run, LATER)
        assert stood
        store.write(layout.history(BATCH), stood[0])  # as an older wirelake would put it back
        assert read_built(store, BATCH) is None
        poll = Run.new(BATCH, "poll")
        assert fetch(store, poll, LATER).closed == ""
        build(store, poll, LATER)
        assert numbers(store) == [1, 2]

    @pytest.mark.parametrize("left", [None, b"{", b'{"raw_version": "x"}', b"[]"])
    def test_a_lake_that_does_not_say_is_built_once_more(self, store: Store, left: bytes | None) -> None:
        arrive(store, 1)
        run = Run.new(BATCH, "poll")
        fetch(store, run)
        build(store, run)
        clear(store, "built")
        if left is not None:
            store.write(layout.built(BATCH), left)
        poll = Run.new(BATCH, "poll")
        assert fetch(store, poll, LATER).closed == ""
        assert build(store, poll, LATER).published_dates == ()
        assert fetch(store, Run.new(BATCH, "poll"), LATER).closed == "nothing new"

    def test_a_writer_that_dies_before_it_says_so_is_made_good_by_a_poll(self, store: Store) -> None:
        arrive(store, 1)
        run = Run.new(BATCH, "poll")
        fetch(store, run)
        build(store, run)
        arrive(store, 2)
        run = Run.new(BATCH, "poll")
        fetch(store, run, LATER)
        with pytest.raises(KilledError):
            build(meeting(store, layout.history(BATCH), die), run, LATER)
        assert read_built(store, BATCH) is None
        poll = Run.new(BATCH, "poll")
        assert fetch(store, poll, LATER).closed == ""
        build(store, poll, LATER)
        assert numbers(store) == [1, 2]

    def test_a_writer_that_dies_after_it_said_so_is_made_good_by_a_poll(self, store: Store) -> None:
        arrive(store, 1)
        run = Run.new(BATCH, "poll")
        fetch(store, run)
        with pytest.raises(KilledError):
            build(meeting(store, layout.built(BATCH), die), run)
        assert numbers(store) == []
        poll = Run.new(BATCH, "poll")
        assert fetch(store, poll, LATER).closed == ""
        build(store, poll, LATER)
        assert numbers(store) == [1]


class TestAClockThatWasSetBack:
    def test_does_not_bring_an_older_version_back(self, store: Store, caplog: Any) -> None:
        for number, text in enumerate(("Red.", "Green.", "Blue.")):
            store.write(f"drop/quay/{DAY}/1.txt", page(1, text=text))
            run, at = Run.new(BATCH), NOON - number * timedelta(hours=1)
            fetch(store, run, at)
            told = build(store, run, at)
            (row,) = read(lake=store.uri).to_pylist()
            assert row["body_text"] == text
        assert "the clock is 2:00:00" in told.summary
        assert "2026-03-02T12:00:00Z" in told.summary
        assert "the clock is" in caplog.text
        seen = read("history", lake=store.uri, columns=["first_seen_at"])["first_seen_at"].to_pylist()
        assert sorted(seen) == [NOON + n * timedelta(microseconds=1) for n in range(3)]

    def test_one_that_stands_is_not_told_of(self, store: Store) -> None:
        for number in (1, 2):
            arrive(store, number)
            run = Run.new(BATCH)
            fetch(store, run)
            told = build(store, run)
        assert "clock" not in told.summary


class TestACaptureThatBeganBeforeAnotherOneAndReadAfterIt:
    """What it read is the newer text, whenever it began."""

    def test_of_a_drop_folder(self, store: Store) -> None:
        path, clock = f"drop/quay/{DAY}/1.txt", ticking()
        store.write(path, page(1, text="Red."))

        def other() -> None:
            pipeline.fetch_batch(Run.new(BATCH), store=store, clock=clock)
            store.write(path, page(1, text="Green."))

        run = Run.new(BATCH)
        pipeline.fetch_batch(run, store=overtaken(store, path, other), clock=clock)
        build(store, run, LATER)
        assert read(lake=store.uri, columns=["body_text"])["body_text"].to_pylist() == ["Green."]


class TestNames:
    @pytest.mark.parametrize(
        "text",
        [
            "quay/2026-03-02",
            "quay/2026-03-02/run",
            "quay/2026-03-02/run/../../x",
            "quay/2026-03-02/takedown/0f3c5a7b9d1e2f40",
            "quay/2026-03-02/run/0f3c5a7b9d1e2f4",
            "quay/2026-03-02/run/0f3c5a7b9d1e2f40\n",
            "../2026-03-02/run/0f3c5a7b9d1e2f40",
            "quay/../2026-03-02/run/0f3c5a7b9d1e2f40",
            "",
            "/" * 9,
        ],
    )
    def test_what_is_no_run_is_refused(self, text: str) -> None:
        with pytest.raises(ConfigError, match="not a"):
            Run.parse(text)

    @given(names=st.lists(st.text(), min_size=1, max_size=3))
    def test_of_anybodys_words_only_a_hash_reaches_a_path(self, names: list[str]) -> None:
        run = Run.named(BATCH, "poll", *names)
        assert Run.parse(str(run)) == run == Run.named(BATCH, "poll", *names)
        assert layout.staging(run, "x") == f"staging/source=quay/capture_date={DAY}/poll-{run.key}/x"


class TestSweeping:
    def test_takes_what_the_dead_left_once_it_is_old(self, store: Store) -> None:
        capture(store, BATCH, [received(1, page(1))])
        dead, over = Run.new(BATCH, "replay"), Run.new(BATCH, "replay")
        step(store, dead, "extract")
        build(store, over)
        legacy = f"staging/source=quay/capture_date={DAY}/replay"
        for name in ("run.json", "passed.arrow"):
            answer = store.read(layout.staging(dead, "run.json" if name == "run.json" else "extracted.arrow"))
            assert answer
            store.write(f"{legacy}/{name}", answer[0])
        other = "staging/source=quay/takedowns/quay.json"
        store.write(other, b"{}")
        assert (Run(BATCH, "replay", ""), "passed") in staging.tables(store, "quay")
        assert staging.sweep(store, "quay", NOON + timedelta(days=6)) == 0
        assert staging.sweep(store, "quay", NOON + timedelta(days=8)) == 3
        assert [one.path for one in store.objects("staging")] == [other]

    def test_leaves_a_backfill_of_an_old_day_alone(self, store: Store) -> None:
        capture(store, BATCH, [received(1, page(1))])
        run = Run.new(BATCH, "replay")
        late = NOON + timedelta(days=90)
        step(store, run, "extract", late)
        assert staging.sweep(store, "quay", late + timedelta(days=1)) == 0
        step(store, run, "validate", late)
        step(store, run, "write", late)
        assert numbers(store) == [1]


# Which run takes its next step, or that another article arrives.
STEPS = st.lists(st.integers(0, 4), min_size=0, max_size=24)
MODES: tuple[Mode, ...] = ("run", "run", "poll", "replay")


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=[0, 0, 0, 3, 3, 4, 1, 1, 1, 1, 3])  # a replay that read before, and writes after
@example(steps=[0, 0, 4, 1, 1, 1, 1, 0, 0])  # two runs of one mode
@example(steps=[0, 4, 2, 2, 4, 1, 1, 1, 2, 1, 3, 4, 0])
def test_in_any_order_the_lake_is_that_of_all_of_raw(steps: list[int], tmp_path: Path) -> None:
    store = LocalStore(tmp_path / uuid4().hex)
    begin(store)
    arrive(store, 0)
    fetch(store, Run.new(BATCH))  # there is something to replay
    runs = [Run.new(BATCH, mode) for mode in MODES]
    todo = [list(TASKS if run.mode == "replay" else ("fetch", *TASKS)) for run in runs]
    came, now = 0, NOON
    published: set[int] = set()
    for chosen in (*steps, *(number for number in range(4) for _ in range(4))):
        now += timedelta(minutes=1)
        if chosen == 4:
            came += 1
            arrive(store, came)
        elif todo[chosen]:
            done = step(store, runs[chosen], todo[chosen].pop(0), now)
            if isinstance(done, pipeline.Captured) and done.closed:
                todo[chosen].clear()
            assert published <= set(numbers(store)), "what was published is missing"
            published |= set(numbers(store))
    assert_as_rebuilt(store, tmp_path)


def test_processes_that_race_lose_nothing(store: Store, tmp_path: Path) -> None:
    arrive(store, 0)
    fetch(store, Run.new(BATCH))
    command = ["-c", RACING, store.uri]
    run_at_once(
        [*command, "replay", "0"], [*command, "run", "10"], [*command, "poll", "20"], [*command, "run", "30"]
    )
    assert numbers(store) == [0, 10, 11, 20, 21, 30, 31]
    assert_as_rebuilt(store, tmp_path)
    found = read_built(store, BATCH)
    assert found
    assert found.raw_version == raw_version(store, BATCH)


class KilledError(Exception):
    """A process that was killed."""


def die() -> None:
    raise KilledError


def meeting(store: Store, path: str, *others: Callable[[], object]) -> Any:
    """The store, in which they act."""
    return _Meeting(store, path, list(others))


def ticking() -> Callable[[], datetime]:
    """A clock that is a second later whenever somebody looks at it."""
    seconds = count()
    return lambda: NOON + timedelta(seconds=next(seconds))


def overtaken(store: Store, path: str, other: Callable[[], object]) -> Any:
    """The store, in which the other one is faster."""
    return _Overtaken(store, path, other)


class _Overtaken:
    """A store in which somebody else acts right before an object is read for the first time."""

    def __init__(self, store: Store, path: str, other: Callable[[], object]) -> None:
        self._store, self._path, self._other = store, path, [other]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def read(self, path: str) -> tuple[bytes, str] | None:
        if path == self._path and self._other:
            self._other.pop()()
        return self._store.read(path)


class _Meeting:
    """A store in which somebody else acts right after an object was written: the next one each time."""

    def __init__(self, store: Store, path: str, others: list[Any]) -> None:
        self._store, self._path, self._others = store, path, list(others)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        self._store.write(path, data, if_etag=if_etag)
        if path == self._path and self._others:
            self._others.pop(0)()
