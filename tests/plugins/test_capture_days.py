"""Every day once, in every zone: the scheduler's keys from 2025 to 2029, and those of the days around."""

import subprocess
import sys
import zoneinfo
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pendulum
import pytest
from airflow.timetables.base import TimeRestriction

PLUGINS = Path(__file__).parents[2] / "plugins"
sys.path.insert(0, str(PLUGINS))

from capture_days import CaptureDayTimetable, first_instant  # noqa: E402

SKIPPED = ("Africa/Cairo", "Asia/Beirut", "America/Santiago", "America/Havana", "Atlantic/Azores")
OTHERS = (
    "UTC",
    "Europe/Oslo",
    "America/New_York",
    "Asia/Kuwait",
    "Pacific/Kiritimati",
    "Australia/Lord_Howe",
)


def keys(zone: str, first: date, days: int) -> list[str]:
    """The partition keys of the scheduled runs, one after another, as the scheduler asks for them."""
    table = CaptureDayTimetable(zone)
    restriction = TimeRestriction(pendulum.datetime(first.year, first.month, first.day, tz=zone), None, True)
    last: Any = None
    found = []
    for _ in range(days):
        last = table.next_dagrun_info_v2(last_dagrun_info=last, restriction=restriction)
        found.append(last.partition_key)
    return found


@pytest.mark.parametrize("zone", [*SKIPPED, *OTHERS])
def test_every_day_has_one_run(zone: str) -> None:
    days = 5 * 365 + 1
    wanted = [str(date(2024, 12, 31) + timedelta(days=number)) for number in range(days)]
    assert keys(zone, date(2025, 1, 1), days) == wanted


def test_every_zone_has_every_day_once() -> None:
    """All zones, on the days around each change of their clocks from 2025 to 2029."""
    for zone in sorted(zoneinfo.available_timezones()):
        rules = zoneinfo.ZoneInfo(zone)
        noons = [datetime(2025, 1, 1, 12, tzinfo=UTC) + timedelta(days=number) for number in range(5 * 365)]
        changes = [
            two.astimezone(rules).date()
            for one, two in pairwise(noons)
            if one.astimezone(rules).utcoffset() != two.astimezone(rules).utcoffset()
        ]
        for change in changes:
            first = change - timedelta(days=2)
            wanted = [str(first - timedelta(days=1) + timedelta(days=number)) for number in range(5)]
            assert keys(zone, first, 5) == wanted, zone


def test_a_day_that_a_zone_never_had_gets_no_key() -> None:
    assert first_instant(date(2011, 12, 30), "Pacific/Apia") is None
    found = keys("Pacific/Apia", date(2011, 12, 27), 6)
    assert found == sorted({*found})
    assert {"2011-12-29", "2011-12-31"} <= {*found}
    assert "2011-12-30" not in found


@pytest.mark.parametrize("zone", [*SKIPPED, *OTHERS])
def test_a_backfill_makes_the_same_keys(zone: str) -> None:
    table = CaptureDayTimetable(zone)
    infos = table.iter_partition_dagrun_infos(
        earliest=datetime(2027, 1, 1, tzinfo=UTC), latest=datetime(2027, 12, 31, tzinfo=UTC)
    )
    assert [one.partition_key for one in infos] == [
        str(date(2027, 1, 1) + timedelta(days=number)) for number in range(365)
    ]


def test_it_comes_back_from_the_database() -> None:
    table = CaptureDayTimetable("Africa/Cairo")
    again = CaptureDayTimetable.deserialize(table.serialize())
    assert again.serialize() == table.serialize() == {"timezone": "Africa/Cairo"}
    assert again.summary == "daily, Africa/Cairo"


def test_zones_come_from_the_locked_package_alone() -> None:
    code = f"""
import sys
sys.path.insert(0, {str(PLUGINS)!r})
import capture_days, zoneinfo
print(zoneinfo.TZPATH)
"""
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split("\n")[-2] == "()"
