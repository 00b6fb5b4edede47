"""A run that failed says of which kind it is; a gate closes on what is missing, not on what came before."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.pipeline.newsroom import Newsroom
from tests.wirelake.quay import (
    BATCH,
    NOON,
    capture,
    failed,
    frozen,
    new_lake,
    page,
    received,
    run_of,
    write_sources,
)

from wirelake import pipeline
from wirelake.config import Batch, Run
from wirelake.errors import ConfigError, QualityError, StorageError, WirelakeError
from wirelake.lake.reading import read_days
from wirelake.pipeline import publication
from wirelake.storage import LocalStore, Store

ONE = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    write_sources(tmp_path / "sources", "quay", more="start: 2026-03-01\n")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return new_lake(tmp_path / "lake")


def rows(store: Store, batch: Batch = BATCH) -> list[dict[str, Any]]:
    found = read_days(store, "runs", batch.day, batch.day, source=batch.source).to_pylist()
    return sorted(found, key=lambda row: str(row["started_at"]))


@pytest.mark.parametrize(
    ("exchanges", "kind"),
    [
        ([failed(n) for n in range(6)], "network"),
        ([failed(n, "http_503") for n in range(4)] + [failed(n, "connect") for n in (4, 5)], "network"),
        ([failed(n, "http_403") for n in range(6)], "access"),
        ([failed(n, "blocked_by_robots") for n in range(6)], "robots"),
        ([failed(n, "rights_reserved") for n in range(6)], "rights"),
        (
            [received(n, b"<nitf><torn", headers=(("Content-Type", "application/xml"),)) for n in range(6)],
            "format",
        ),
        ([received(n, page(n, None)) for n in range(6)], "gate"),  # read, and without a date
        ([failed(n) for n in range(3)] + [received(n, page(n, None)) for n in range(3, 6)], "gate"),
    ],
)
def test_a_closed_gate_says_where_most_of_its_rejections_come_from(
    store: Store, exchanges: list[Any], kind: str
) -> None:
    capture(store, BATCH, exchanges)
    run = run_of(BATCH)
    with pytest.raises(QualityError) as closed:
        pipeline.build_batch(run, store=store, clock=frozen())
    (row,) = rows(store)
    assert (row["status"], row["failure"], closed.value.failure) == ("failed", kind, kind)
    assert row["summary"].startswith(f"not published ({kind}): 6 of 6 rejected (")
    assert pipeline.failure_note(closed.value, "not published").startswith(
        f"not published ({kind}): quay/2026-03-02: 6 of 6 rejected ("
    )


@pytest.mark.parametrize(
    ("error", "kind", "said"),
    [
        (StorageError("no space is left"), "lake", "no space is left"),
        (KeyError("a secret"), "unexpected", "KeyError; the log of the task has more"),
    ],
)
def test_what_fails_on_the_way_leaves_its_row(
    store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception, kind: str, said: str
) -> None:
    capture(store, BATCH, [received(1, page(1))])
    run = run_of(BATCH)
    pipeline.extract_batch(run, store=store, clock=frozen())
    pipeline.validate_batch(run, store=store, clock=frozen())

    def broken(*_: Any, **__: Any) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(publication, "settle", broken)
        if isinstance(error, StorageError):
            with pytest.raises(StorageError):
                pipeline.write_batch(run, last_try=False, store=store, clock=frozen())
            assert rows(store) == []
        with pytest.raises(type(error)):
            pipeline.write_batch(run, store=store, clock=frozen())
    (row,) = rows(store)
    assert (row["status"], row["failure"], row["articles"], row["raw_version"]) == ("failed", kind, 1, "")
    assert row["summary"] == f"not published ({kind}): {said}"
    pipeline.write_batch(run, store=store, clock=frozen())
    (row,) = rows(store)
    assert (row["status"], row["failure"]) == ("success", None)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 3, 3), "quay/2026-03-03: a day to come: in UTC it is 2026-03-02"),
        (date(2026, 2, 28), "before the first day of the source: quay.yaml: start: 2026-03-01"),
    ],
)
def test_a_day_that_nobody_can_mean_is_refused_unless_it_is_said_twice(
    store: Store, day: date, said: str
) -> None:
    run = Run.new(Batch("quay", day))
    with pytest.raises(ConfigError, match=said) as refused:
        pipeline.fetch_batch(run, store=store, clock=frozen())
    assert "--any-day" in str(refused.value)
    assert pipeline.failure_note(refused.value, "not captured").startswith("not captured (day): ")
    assert rows(store, run.batch) == []
    assert pipeline.fetch_batch(run, any_day=True, store=store, clock=frozen()).nothing


def test_no_lake_is_a_failure_of_the_lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("WIRELAKE_LAKE", str(tmp_path / "unmounted"))
    tasks: list[Callable[[Run], Any]] = [
        pipeline.fetch_batch,
        pipeline.extract_batch,
        pipeline.validate_batch,
        pipeline.write_batch,
    ]
    for task in tasks:
        with pytest.raises(WirelakeError, match="there is no lake here") as told:
            task(run_of(BATCH))
        assert told.value.failure == "lake"
    assert not (tmp_path / "unmounted").exists()


def test_a_first_backfill_closes_no_gate_on_what_another_day_brought(tmp_path: Path, store: Store) -> None:
    first, second = date(2026, 3, 1), date(2026, 3, 2)
    with Newsroom(first) as wire:
        wire.write_source(tmp_path / "sources")

        def capture_day(day: date, at: datetime) -> None:
            run = Run.new(Batch("newsroom", day))
            assert pipeline.fetch_batch(run, store=store, clock=frozen(at)).total
            pipeline.build_batch(run, store=store, clock=frozen(at))

        for number in (1, 2, 3):
            wire.publish(number)
        capture_day(first, NOON)
        wire.items[9] = "A page that is not there"
        later = NOON + 3 * ONE
        with pytest.raises(QualityError, match="no article, where this source usually has some"):
            capture_day(later.date(), later)
        wire.items[10] = "Another one"
        capture_day(second, NOON + timedelta(minutes=5))
        (row,) = rows(store, Batch("newsroom", second))
        assert (row["status"], row["articles"], row["known"]) == ("success", 0, 3)
        replay = Run.new(Batch("newsroom", second), "replay")
        pipeline.build_batch(replay, store=store, clock=frozen(later))
