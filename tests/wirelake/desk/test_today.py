"""Page Today: one word for every source, what needs a person, and the days."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.plugins import rows
from tests.wirelake.quay import new_lake, write_sources

from wirelake.config import Batch
from wirelake.desk import Today, read_today
from wirelake.lake import layout
from wirelake.lake.counts import DayCounts, Month
from wirelake.storage import LocalStore

NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)
YESTERDAY = date(2026, 3, 30)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    write_sources(tmp_path / "sources", "quay", "island", "mole")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return new_lake(tmp_path / "lake")


def counted(day: date, **fields: Any) -> DayCounts:
    at = datetime.combine(day + DAY, datetime.min.time(), UTC) + timedelta(minutes=5)
    given: dict[str, Any] = {
        "run_id": f"{at:%Y%m%dT%H%M%SZ}-0",
        "status": "success",
        "began": at,
        "ended": at,
    }
    return DayCounts(day=day, **(given | {"articles": 40, "newest_at": at - timedelta(hours=2)} | fields))


def put(store: LocalStore, source: str, *last: DayCounts | None, days: int = 60) -> None:
    """The counts of so many usual days, and of these at their end; None: no run."""
    usual = [counted(YESTERDAY - DAY * back) for back in range(days - 1, len(last) - 1, -1)]
    months: dict[str, dict[date, DayCounts]] = {}
    for one in (*usual, *filter(None, last)):
        months.setdefault(f"{one.day:%Y-%m}", {})[one.day] = one
    for month, found in months.items():
        store.write(layout.source_counts(month, source), Month(days=found).model_dump_json().encode())


def today(store: LocalStore, *readable: str, **asked: Any) -> Today:
    return read_today(store, readable or ("quay", "island", "mole"), NOW, **asked)


@pytest.mark.parametrize(
    ("last", "state", "why"),
    [
        ([counted(YESTERDAY)], "good", ""),
        ([None], "stopped", "nothing ran for 2026-03-30"),
        ([counted(YESTERDAY, status="failed", failure="gate", rejected=90)], "closed", "the gate closed"),
        ([counted(YESTERDAY, status="failed", failure="network")], "failed", "network"),
        ([counted(YESTERDAY, status="failed", failure=None)], "failed", "unexpected"),
        ([counted(YESTERDAY, status="unreadable")], "damaged", "wirelake verify"),
        ([counted(YESTERDAY, articles=4)], "few", "usually 40"),
        ([counted(YESTERDAY, rejected=30)], "rejecting", "43% of 2026-03-30"),
        ([counted(YESTERDAY, status="skipped", articles=0)], "empty", "nothing was there"),
        (
            [counted(YESTERDAY - DAY * back, articles=0) for back in (2, 1, 0)],
            "quiet",
            "nothing since 2026-03-27",
        ),
    ],
)
def test_a_source_in_one_word(store: LocalStore, last: list[DayCounts | None], state: str, why: str) -> None:
    put(store, "quay", *last)
    (row,) = today(store, "quay").rows
    assert row.state == state
    assert why in row.why


def test_a_source_without_a_run_is_new_and_needs_nobody(store: LocalStore) -> None:
    shown = today(store, "quay")
    assert [(row.state, row.day, row.articles) for row in shown.rows] == [("new", None, None)]
    assert shown.needs == ()


def test_a_wrong_yaml_is_said_with_its_cure(store: LocalStore, tmp_path: Path) -> None:
    (tmp_path / "sources" / "quay.yaml").write_text("title: [", encoding="utf-8")
    (row,) = today(store, "quay").rows
    assert row.state == "broken"
    assert "quay.yaml" in row.why


def test_what_is_usual_is_of_the_same_weekday(store: LocalStore) -> None:
    days = [
        counted(YESTERDAY - DAY * back, articles=7 if back % 7 == 0 else 90) for back in range(34, -1, -1)
    ]
    put(store, "quay", *days, days=35)
    (row,) = today(store, "quay").rows
    assert (row.state, row.articles, row.usual) == ("good", 7, 7.0)
    assert row.rhythm == DAY / 90
    assert row.last_ago == timedelta(hours=9) + timedelta(hours=1, minutes=55)


def test_a_stopped_scheduler_is_one_need(store: LocalStore) -> None:
    for name in ("quay", "island", "mole"):
        put(store, name, None)
    shown = today(store)
    assert [need.title for need in shown.needs] == ["No source has run: the scheduler seems to have stopped"]
    assert shown.needs[0].count == 3
    assert {row.cells[-2].kind for row in shown.rows} == {"none"}
    assert {row.cells[-1].kind for row in shown.rows} == {"open"}


def test_failures_stand_by_their_kind(store: LocalStore) -> None:
    put(store, "quay", counted(YESTERDAY, status="failed", failure="gate"))
    put(store, "island", counted(YESTERDAY, status="failed", failure="access"))
    put(store, "mole", None)
    shown = today(store)
    assert [(need.title, [one.source for one in need.concerns]) for need in shown.needs] == [
        ("Days without a run", ["mole"]),
        ("Closed gates", ["quay"]),
        ("Failed runs: access refused", ["island"]),
    ]


def test_open_alarms_are_those_that_the_book_keeps(store: LocalStore) -> None:
    put(store, "quay", counted(YESTERDAY))
    put(store, "island", counted(YESTERDAY))
    for name in ("20260330T041500000000Z-volume-began", "20260330T041500000000Z-quiet-began"):
        store.write(f"{layout.alarms('quay')}/{name}.json", b'{"text": "4 articles, usually 40"}')
    store.write(f"{layout.alarms('quay')}/20260330T051500000000Z-quiet-gone.json", b"{}")
    (need,) = today(store).needs
    assert (need.title, [(one.source, one.why) for one in need.concerns]) == (
        "Open alarms",
        [("quay", "volume: 4 articles, usually 40")],
    )


@pytest.mark.parametrize(("hours", "said"), [(-1, ""), (5, "3 held, the first until"), (30, "")])
def test_embargoes_that_end_soon(store: LocalStore, hours: int, said: str) -> None:
    put(store, "quay", counted(YESTERDAY, held=3, held_until=NOW + timedelta(hours=hours)))
    told = [one.why for need in today(store, "quay").needs for one in need.concerns]
    assert bool(told) == bool(said)
    assert all(said in one for one in told)


def test_one_of_thousands_rejected_is_not_marked_as_half_of_them(store: LocalStore) -> None:
    shares = [(5000, 0), (5000, 1), (90, 10), (50, 50)]
    some = [
        counted(YESTERDAY - DAY * (3 - at), articles=articles, rejected=rejected)
        for at, (articles, rejected) in enumerate(shares)
    ]
    put(store, "quay", *some)
    (row,) = today(store, "quay").rows
    assert [cell.mark for cell in row.cells[-5:-1]] == [0, 1, 2, 3]
    assert row.cells[-2].told.endswith("50 rejected, 50%")


def test_volume_is_seen_against_the_sources_own_usual(store: LocalStore) -> None:
    put(
        store,
        "quay",
        *(counted(YESTERDAY - DAY * back, articles=n) for back, n in ((2, 40), (1, 400), (0, 4))),
    )
    put(store, "island", counted(YESTERDAY, articles=12_345))
    quay, island = today(store, "quay", "island").rows[1], today(store, "quay", "island").rows[0]
    assert [cell.kind for cell in quay.cells[-4:-1]] == ["v4", "v6", "v1"]
    assert (island.cells[-2].kind, island.cells[-2].text) == ("v6", "12k")
    assert all(len(cell.text) <= 4 for row in (quay, island) for cell in row.cells)


def test_a_day_of_pictures_alone_is_no_empty_one(store: LocalStore) -> None:
    put(store, "quay", counted(YESTERDAY, articles=0, others=6))
    (row,) = today(store, "quay").rows
    assert (row.cells[-2].kind, row.cells[-2].text) == ("v1", "+6")


def test_sources_that_one_may_not_read_are_left_out(store: LocalStore) -> None:
    put(store, "quay", counted(YESTERDAY))
    put(store, "island", counted(YESTERDAY, status="failed", failure="gate"))
    shown = today(store, "quay")
    assert [row.name for row in shown.rows] == ["quay"]
    assert shown.needs == ()
    assert shown.known == 1


def test_a_search_a_state_and_a_source_alone(store: LocalStore) -> None:
    put(store, "quay", counted(YESTERDAY))
    put(store, "island", None)
    assert [row.name for row in today(store, query="QUA").rows] == ["quay"]
    assert [row.name for row in today(store, state="stopped").rows] == ["island"]
    assert [row.name for row in today(store, source="mole").rows] == ["mole"]
    assert {one.state: one.count for one in today(store).states} == {"stopped": 1, "good": 1, "new": 1}


def test_many_sources_come_by_page(store: LocalStore) -> None:
    names = [f"wire_{number:03d}" for number in range(120)]
    for name in names:
        put(store, name, counted(YESTERDAY), days=2)
    pages = [today(store, *names, page=number) for number in (1, 2, 3, 9)]
    assert [[row.name for row in page.rows] for page in pages] == [
        names[:50],
        names[50:100],
        names[100:],
        names[100:],
    ]
    assert {page.pages for page in pages} == {3}


def test_the_grid_goes_back_and_names_its_months_with_their_year(store: LocalStore) -> None:
    put(store, "quay", counted(YESTERDAY))
    shown = today(store, "quay", last=date(2026, 1, 10), count=30)
    assert [(month.title, month.span) for month in shown.months] == [
        ("December 2025", 20),
        ("January 2026", 10),
    ]
    assert (shown.days[0].day, shown.earlier, shown.later) == (
        date(2025, 12, 12),
        date(2025, 12, 11),
        date(2026, 2, 9),
    )
    (row,) = shown.rows
    assert row.cells[0].kind == "before"
    assert today(store, "quay").later is None


def test_rows_that_real_runs_left(store: LocalStore) -> None:
    rows.fill(store)
    shown = read_today(store, {"coastal", "island"}, datetime(2025, 12, 8, 9, tzinfo=UTC))
    states = {row.name: row.state for row in shown.rows}
    assert states == {"coastal": "off", "island": "closed"}  # of coastal no YAML is left
    assert [cell.text for cell in shown.rows[0].cells[-4:]] == ["12", "10", "41", ""]
    assert [cell.kind for cell in shown.rows[1].cells[-4:-1]] == ["v4", "skipped", "closed"]


def test_what_changed_is_seen_at_once(store: LocalStore) -> None:
    put(store, "quay", counted(YESTERDAY))
    assert today(store, "quay").rows[0].state == "good"
    rows.put_run(store, Batch("quay", YESTERDAY), status="failed", failure="lake")
    assert today(store, "quay").rows[0].state == "failed"
