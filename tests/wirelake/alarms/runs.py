"""Rows of runs/ as a wire's daily runs leave them, in a real lake, and the rounds that look at them."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from wirelake import alarms
from wirelake.alarms.messages import Message
from wirelake.config import Batch
from wirelake.lake.schema import RUNS
from wirelake.storage import Store
from wirelake.write import write_run

TODAY = date(2026, 3, 30)  # a Monday
MORNING = datetime(2026, 3, 30, 6, 30, tzinfo=UTC)
ONE, HOUR = timedelta(days=1), timedelta(hours=1)
WELL = 75  # days
NOTHING: dict[str, Any] = {"string": "", "int32": 0}


def ran(store: Store, day: date, *, name: str = "quay", at: datetime | None = None, **facts: Any) -> None:
    """A daily run of that day, just after it or ``at`` an instant; well, unless ``facts`` say otherwise."""
    began = at or datetime(day.year, day.month, day.day, 0, 5, tzinfo=UTC) + ONE
    row: dict[str, Any] = {
        one.name: None if one.nullable else NOTHING.get(str(one.type), []) for one in RUNS
    } | {"published_dates": [day]}
    row |= {"run_id": f"{began:%Y%m%dT%H%M%SZ}-00000000", "mode": "run", "status": "success"}
    row |= {"started_at": began, "ended_at": began + timedelta(minutes=4), "articles": 30, "added": 30}
    row |= {"captured": 32, "warnings_by_flag": [("body_short", 3)], "rejected": 1, "known": 0}
    row |= {"rejected_by_reason": [("http_404", 1)], "failures_by_class": [("http_404", 1)]}
    write_run(store, Batch(name, day), row | facts)


def failed(failure: str, **facts: Any) -> dict[str, Any]:
    """What a run that failed says."""
    nothing = {"articles": 0, "added": 0, "rejected": 0, "captured": 0, "published_dates": []}
    nothing |= {"warnings_by_flag": [], "rejected_by_reason": [], "failures_by_class": []}
    return {**nothing, "status": "failed", "failure": failure, "summary": f"failed ({failure})", **facts}


def well(store: Store, *, name: str = "quay", until: date = TODAY, days: int = WELL) -> None:
    """So many days before ``until`` that are well."""
    for ago in range(days, 0, -1):
        ran(store, until - ago * ONE, name=name)


@dataclass
class Desk:
    """Who hears of the alarms of a lake."""

    store: Store
    heard: list[Message] = field(default_factory=list)

    def round(self, at: datetime) -> list[Message]:
        """A round at that time; what was heard of it."""
        before = len(self.heard)
        alarms.watch(self.heard.append, store=self.store, clock=lambda: at)
        return self.heard[before:]

    def rounds(self, first: datetime, hours: int, step: int = 3) -> list[Message]:
        """Rounds every few hours."""
        return [one for ago in range(0, hours, step) for one in self.round(first + ago * HOUR)]

    def open(self, at: datetime) -> list[str]:
        """The checks whose alarms are open, and with a # those that are silenced."""
        found = alarms.open_alarms(store=self.store, clock=lambda: at).open
        return [f"{'#' if one.silent else ''}{one.source.name}:{one.alarm.check}" for one in found]
