"""Airflow's own backfills of a source's Dag, for exactly the days that are meant.

Airflow's form reads what is picked as wall-clock time of the browser's zone and sends it as UTC, so that a
source elsewhere gets other days. Here days are the source's capture days, and Airflow's own dry run is asked
first whether it means the same ones.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from wirelake import config
from wirelake.airflow_api.client import Client
from wirelake.config import SourceConfig
from wirelake.errors import AirflowError, MissingError
from wirelake.pipeline.discovery.days import check_day

Reprocess = Literal["none", "failed", "completed"]
REPROCESS: tuple[Reprocess, ...] = ("none", "failed", "completed")  # Airflow's own words
LOOK_SECONDS = 2.0
CLOSE_SECONDS = 180.0
CONFLICT, NOT_FOUND = 409, 404
ENDED = ("success", "failed")


class Backfill(NamedTuple):
    """What is asked of Airflow: ``days`` are capture days; ``parameters`` those of the Dag's runs."""

    source: str
    days: tuple[date, ...]
    reprocess: Reprocess = "none"
    active_runs: int = 2
    parameters: Mapping[str, bool] = {}

    def body(self) -> dict[str, Any]:
        """The request's body. An instant of midnight UTC is the day itself, whatever the source's zone."""
        return {
            "dag_id": self.source,
            "from_date": f"{self.days[0]}T00:00:00Z",
            "to_date": f"{self.days[-1]}T00:00:00Z",
            "reprocess_behavior": self.reprocess,
            "max_active_runs": self.active_runs,
            "dag_run_conf": dict(self.parameters),
        }


class Begun(NamedTuple):
    """A backfill that Airflow has: its number, its Dag, and when it was made (UTC)."""

    id: int
    dag: str
    at: datetime


class DayRun(NamedTuple):
    """A day's run as Airflow has it: ``state`` in its words, ``note`` what arrived, or why it failed."""

    day: str
    state: str
    note: str


def planned(client: Client, asked: Backfill, now: datetime) -> list[str]:
    """The days for which Airflow would make runs, in its own words; nothing is made.

    Raises:
        ConfigError: a day is to come, or lies before the source's ``start``, and *any_day* is not said.
        MissingError: Airflow knows no such Dag.
        AirflowError: it refuses, or it means other days.
    """
    source = config.load_named(asked.source)
    _check_days(source, asked, now)
    with _explained(source):
        found = client.request("POST", "backfills/dry_run", json=asked.body())["backfills"]
    days = [str(one["partition_key"]) for one in found]
    if strange := sorted(set(days) - {str(day) for day in asked.days}):
        raise AirflowError(f"{asked.source}: Airflow means other days than you: {', '.join(strange[:5])}")
    return days


def begin(client: Client, asked: Backfill) -> Begun:
    """Create the backfill; all its runs are queued then.

    Raises:
        AirflowError: another backfill of the Dag is running, or Airflow refuses.
    """
    with _explained(config.load_named(asked.source)):
        made = client.request("POST", "backfills", json=asked.body())
    return Begun(int(made["id"]), asked.source, datetime.fromisoformat(made["created_at"]))


def follow(
    client: Client, begun: Begun, days: Sequence[str], seconds: float = LOOK_SECONDS
) -> Iterator[DayRun]:
    """Each day's run as it ends, until all have ended or the backfill was cancelled.

    Ends when Airflow has closed the backfill too, which it does some half a minute later: until then it would
    refuse another one of the Dag.
    """
    left = set(days)
    while left:
        for run in _runs(client, begun):
            if run.day in left and run.state in ENDED:
                left.discard(run.day)
                yield run
        if left:
            time.sleep(seconds)
    until = time.monotonic() + CLOSE_SECONDS
    while time.monotonic() < until and client.get(f"backfills/{begun.id}")["completed_at"] is None:
        time.sleep(seconds)


def is_paused(client: Client, dag: str) -> bool:
    """Whether the Dag is paused: Airflow makes a backfill's runs then, and starts none."""
    return bool(client.get(f"dags/{dag}")["is_paused"])


def unpause(client: Client, dag: str) -> None:
    """Let the Dag's runs start."""
    client.request("PATCH", f"dags/{dag}", json={"is_paused": False})


def _runs(client: Client, begun: Begun) -> Iterator[DayRun]:
    listed = client.listed(f"dags/{begun.dag}/dagRuns", "dag_runs", run_type="backfill", order_by="-id")
    for run in listed:
        if run["queued_at"] and datetime.fromisoformat(run["queued_at"]) < begun.at:
            return  # the newest come first
        yield DayRun(run["partition_key"] or "", run["state"], run["note"] or "")


def _check_days(source: SourceConfig, asked: Backfill, now: datetime) -> None:
    if not asked.parameters.get("any_day"):
        for day in (asked.days[0], asked.days[-1]):
            check_day(source, day, now)


@contextmanager
def _explained(source: SourceConfig) -> Iterator[None]:
    """What Airflow refuses, in words of who asked."""
    try:
        yield
    except AirflowError as error:
        if error.status == NOT_FOUND:
            cure = (
                "enabled: true, and half a minute"
                if not source.enabled
                else "is its YAML one that Airflow reads?"
            )
            raise MissingError(f"{source.name}: Airflow knows no such Dag: {cure}") from error
        if error.status == CONFLICT:
            raise AirflowError(
                f"{source.name}: another backfill of it is under way, and Airflow allows one: wait, or "
                "cancel it on the Dag's page Backfills",
                status=error.status,
            ) from error
        raise
