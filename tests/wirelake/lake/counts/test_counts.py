"""The counts of a source's days: that they follow runs/, and that losing them loses nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.plugins import rows

from wirelake.config import Batch
from wirelake.errors import StorageError
from wirelake.lake import layout
from wirelake.lake.counts import DayCounts, months_of, read_months
from wirelake.storage import Store

COASTAL = Batch("coastal", rows.LAST)


def counts(store: Store, batch: Batch) -> DayCounts | None:
    """What is kept of the day."""
    months = read_months(store, [f"{batch.day:%Y-%m}"]).get(batch.source, ())
    return next((month.days[batch.day] for month in months if batch.day in month.days), None)


def test_a_run_counts_its_day(store: Store) -> None:
    rows.put_articles(store, COASTAL)
    rows.put_run(
        store, COASTAL, articles=41, media=2, reasons={"body_missing": 9}, gaps=["one"], review=["x"]
    )
    found = counts(store, COASTAL)
    assert found
    assert (found.status, found.articles, found.others, found.rejected) == ("success", 41, 2, 9)
    assert (found.runs, found.gaps, found.review) == (1, 1, 1)
    assert found.newest_at == datetime(2025, 12, 7, 9, 30, tzinfo=UTC)
    assert found.latency == 240.0
    assert found.share_rejected == pytest.approx(9 / 52)


def test_what_is_nobodys_fault_is_not_counted_as_rejected(store: Store) -> None:
    reasons = {"body_missing": 1, "left_out_by_title": 30, "taken_down": 2}
    rows.put_run(store, COASTAL, articles=9, reasons=reasons)
    assert (found := counts(store, COASTAL))
    assert found.rejected == 1
    assert found.share_rejected == pytest.approx(1 / 10)


def test_the_newest_run_says_how_it_stands_and_the_last_success_what_stands(store: Store) -> None:
    rows.put_run(store, COASTAL, hour=6, articles=10)
    rows.put_run(store, COASTAL, hour=9, status="failed", failure="gate", reasons={"body_missing": 30})
    found = counts(store, COASTAL)
    assert found
    assert (found.status, found.failure, found.runs) == ("failed", "gate", 2)
    assert (found.articles, found.rejected) == (10, 30)
    rows.put_run(store, COASTAL, hour=12, status="skipped")
    assert (settled := counts(store, COASTAL))
    assert (settled.status, settled.articles) == ("success", 10)


def test_what_embargoes_hold_is_told_from_what_waits_for_a_person(store: Store) -> None:
    lines = ["an advisory", "2 held until 2026-03-05T12:00Z", "1 held until 2026-03-04T12:00Z"]
    lines += ["4 held for longer", "1 held without an end that can be read: coastal:1"]
    rows.put_run(store, COASTAL, articles=1, review=lines)
    assert (found := counts(store, COASTAL))
    assert (found.review, found.held) == (1, 8)
    assert found.held_until == datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_an_operators_decision_is_no_run(store: Store) -> None:
    rows.put_run(store, COASTAL, articles=10)
    rows.put_run(store, COASTAL, hour=12, mode="takedown")
    assert (found := counts(store, COASTAL))
    assert (found.runs, found.mode, found.articles) == (1, "run", 10)


def test_a_backfilled_day_has_no_latency(store: Store) -> None:
    old = Batch("coastal", date(2025, 11, 3))
    rows.put_articles(store, old)
    rows.put_run(store, old, articles=41)
    assert (found := counts(store, old))
    assert found.latency is None


def test_a_damaged_record_is_said_to_be_unreadable(store: Store) -> None:
    rows.put_run(store, COASTAL, articles=1)
    store.write(layout.run(COASTAL, "20251208T070000Z-00000000"), b"not Parquet")
    rows.put_run(store, COASTAL, mode="takedown", hour=12)
    assert (found := counts(store, COASTAL))
    assert found.status == "unreadable"


@pytest.mark.parametrize("left", [None, b"", b"{", b'{"days": 4}'])
def test_what_is_lost_or_damaged_is_counted_again_by_the_next_run(store: Store, left: bytes | None) -> None:
    days = [rows.FIRST, rows.MIDDLE, date(2025, 11, 3)]
    for day in days:
        rows.put_run(store, Batch("coastal", day), articles=4)
    for month in ("2025-11", "2025-12"):
        path = layout.source_counts(month, "coastal")
        if left is None:
            store.delete(path)
    if left is not None:
        store.write(layout.source_counts("2025-12", "coastal"), left)
    rows.put_run(store, COASTAL, articles=5)
    found = [counts(store, Batch("coastal", day)) for day in [*days, rows.LAST]]
    assert [one and one.articles for one in found] == [4, 4, 4, 5]


def test_a_run_whose_counts_cannot_be_kept_is_no_failure(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write = store.write

    def full(path: str, *args: Any, **options: Any) -> None:
        if path.startswith("derived/"):
            raise StorageError(f"{path}: no space left")
        write(path, *args, **options)

    monkeypatch.setattr(store, "write", full)
    rows.put_run(store, COASTAL, articles=5)
    assert "its counts are not kept" in caplog.text
    assert store.objects(layout.runs(COASTAL))
    assert counts(store, COASTAL) is None


def test_what_did_not_change_is_not_read_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for day in (rows.FIRST, rows.LAST):
        rows.put_run(store, Batch("coastal", day), articles=4)
    first = read_months(store, ["2025-12"])
    monkeypatch.setattr(store, "read", lambda path: pytest.fail(f"{path} was read"))
    again = read_months(store, ["2025-12"])
    assert again["coastal"][0] is first["coastal"][0]


def test_a_strangers_object_is_passed_by(store: Store) -> None:
    rows.put_run(store, COASTAL, articles=4)
    store.write(f"{layout.month_counts('2025-12')}/notes.txt", b"?")
    assert read_months(store, ["2025-12"]).keys() == {"coastal"}


def test_months_of_days() -> None:
    assert months_of(date(2025, 11, 30), date(2026, 1, 1)) == ["2025-11", "2025-12", "2026-01"]
    assert months_of(date(2025, 11, 1), date(2025, 11, 1) + timedelta(days=1)) == ["2025-11"]
