"""The timetable of a wire's daily Dag: just after midnight in the source's zone, for the day that ended.

Airflow 3.3.2's CronPartitionTimetable finds the day by stepping back one tick of the cron. Where daylight
saving skips midnight (Africa/Cairo, Asia/Beirut, America/Santiago, America/Havana), that step loses a day of
the spring and gives the next one twice: Cairo has no run for 2027-04-29, and two for the 30th. Here the day
is counted in the calendar, so each has one run; a day that a zone never had (Samoa's 30 December 2011) none.
"""

import zoneinfo
from datetime import date, timedelta
from typing import Any

import pendulum
from airflow.plugins_manager import AirflowPlugin
from airflow.timetables.trigger import CronPartitionTimetable

# The locked tzdata's rules, in the scheduler too: those of the host may be years older.
zoneinfo.reset_tzpath(())
MIDNIGHT = "0 0 * * *"
KEY = "%Y-%m-%d"


class CaptureDayTimetable(CronPartitionTimetable):
    """Runs at each midnight of ``timezone``; the partition key is the day before, as 2025-12-07."""

    def __init__(self, timezone: str) -> None:
        super().__init__(MIDNIGHT, timezone=pendulum.timezone(timezone), run_offset=-1, key_format=KEY)
        self._name = timezone

    @property
    def summary(self) -> str:
        return f"daily, {self._name}"

    def serialize(self) -> dict[str, Any]:
        return {"timezone": self._name}

    @classmethod
    def deserialize(cls, data: dict[str, Any]) -> "CaptureDayTimetable":
        return cls(data["timezone"])

    def _get_partition_date(self, *, run_date: Any) -> Any:
        """The first instant of the day before the run's."""
        day = pendulum.instance(run_date).in_timezone(self._timezone).date() - timedelta(days=1)
        while (begins := first_instant(day, self._name)) is None:
            day -= timedelta(days=1)
        return begins


def first_instant(day: date, timezone: str) -> Any:
    """When the day begins in the zone, late where midnight is skipped; None where it has no such day."""
    begins = pendulum.datetime(day.year, day.month, day.day, tz=timezone)
    return begins if begins.date() == day else None


class CaptureDaysPlugin(AirflowPlugin):
    """Registers the timetable, so that the scheduler can read it back."""

    name = "wirelake_capture_days"
    timetables = [CaptureDayTimetable]  # noqa: RUF012
