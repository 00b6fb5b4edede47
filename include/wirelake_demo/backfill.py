"""Airflow's own backfill of the demo's week: asked for by REST, and watched until it has ended."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.markup import escape

from wirelake.airflow_api import Client
from wirelake_demo.progress import bars
from wirelake_local import StackError

DAG_SECONDS = 120.0  # Airflow looks at a Dag file every 30 s
STALL_SECONDS = 300.0
POLL_SECONDS = 1.0
ACTIVE_RUNS = 2  # of one source at a time


class Run(NamedTuple):
    """A run of a Dag for a day, and its state as Airflow calls it."""

    dag: str
    day: str
    id: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """The days to backfill, both ends included, for these Dags."""

    dags: Sequence[str]
    first: date
    last: date
    days: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", (self.last - self.first).days + 1)


def start(client: Client, week: Week) -> None:
    """Unpause the Dags and create one backfill each; days that ran already run again.

    Raises:
        StackError: Airflow does not know a Dag, or cannot import its file.
        AirflowError: it refuses.
    """
    for dag in week.dags:
        await_dag(client, dag)
    for dag in week.dags:
        client.request("PATCH", f"dags/{dag}", json={"is_paused": False})
        _end_interrupted(client, dag)
        wanted = {
            "dag_id": dag,
            "from_date": f"{week.first}T00:00:00Z",
            "to_date": f"{week.last}T00:00:00Z",
            "reprocess_behavior": "completed",
            "max_active_runs": ACTIVE_RUNS,
        }
        client.request("POST", "backfills", json=wanted)


def _end_interrupted(client: Client, dag: str) -> None:
    """End what a demo that was interrupted has left: Airflow allows one backfill, and one run of a day."""
    for backfill in client.get("backfills", dag_id=dag, order_by="-id", limit=100)["backfills"]:
        if backfill["completed_at"] is None:
            client.request("PUT", f"backfills/{backfill['id']}/cancel")
    for state in ("running", "queued"):
        runs = client.get(f"dags/{dag}/dagRuns", run_type="backfill", state=state, limit=100)["dag_runs"]
        for run in runs:
            client.request("PATCH", f"dags/{dag}/dagRuns/{run['dag_run_id']}", json={"state": "failed"})


def watch(client: Client, week: Week, console: Console, logs: Path, check: Callable[[], None]) -> None:
    """Show the runs until all have succeeded. ``check`` raises where it makes no sense to wait any longer.

    Raises:
        StackError: a run failed, or nothing changed for ``STALL_SECONDS``; the message names the logs.
    """
    seen: tuple[list[Run], set[Path]] = ([], set())
    changed = time.monotonic()
    with bars(week.dags, week.days, console) as show:
        while True:
            check()
            runs = _runs(client, week)
            retried = set(_logs(client, runs, logs, "up_for_retry"))
            if (runs, retried) != seen:
                for log in sorted(retried - seen[1]):
                    console.print(f"  to be tried again: {escape(_told(log))}", soft_wrap=True)
                show(_states(runs, week))
                seen, changed = (runs, retried), time.monotonic()
            if any(run.state == "failed" for run in runs):
                failed = "\n".join(map(_told, _logs(client, runs, logs, "failed")))
                raise StackError(f"the backfill failed:\n{failed}")
            if len(runs) == len(week.dags) * week.days and all(run.state == "success" for run in runs):
                return
            if time.monotonic() - changed > STALL_SECONDS:
                raise StackError(f"nothing happened for {STALL_SECONDS:.0f} s; the tasks' logs: {logs}")
            time.sleep(POLL_SECONDS)


def await_dag(client: Client, dag: str) -> None:
    """Wait until Airflow has read the Dag.

    Raises:
        StackError: it does not; the message shows the import errors.
    """
    deadline = time.monotonic() + DAG_SECONDS
    while time.monotonic() < deadline:
        known = client.get("dags", dag_id_pattern=dag, limit=100)["dags"]
        if any(found["dag_id"] == dag and not found["is_stale"] for found in known):
            return
        time.sleep(POLL_SECONDS)
    errors = client.get("importErrors", limit=10)["import_errors"]
    found = "\n".join(f"{error['filename']}:\n{error['stack_trace']}" for error in errors)
    raise StackError(
        f"Airflow does not know the Dag {dag} after {DAG_SECONDS:.0f} s. {found or 'No import errors.'}"
    )


def _runs(client: Client, week: Week) -> list[Run]:
    """The week's runs; of a day that ran before, the newest."""
    newest: dict[tuple[str, str], Run] = {}
    for dag in week.dags:
        for run in client.get(f"dags/{dag}/dagRuns", run_type="backfill", order_by="-id", limit=100)[
            "dag_runs"
        ]:
            if str(week.first) <= run["partition_key"] <= str(week.last):
                found = Run(dag, run["partition_key"], run["dag_run_id"], run["state"])
                newest.setdefault((found.dag, found.day), found)
    return list(newest.values())


def _states(runs: list[Run], week: Week) -> dict[str, Counter[str]]:
    return {dag: Counter(run.state for run in runs if run.dag == dag) for dag in week.dags}


def _logs(client: Client, runs: list[Run], logs: Path, state: str) -> Iterator[Path]:
    """The logs of these runs' tasks in this state, the newest first."""
    ours = {(run.dag, run.id) for run in runs}
    found = client.get("dags/~/dagRuns/~/taskInstances", state=state, order_by="-start_date", limit=50)
    for task in found["task_instances"]:
        if (task["dag_id"], task["dag_run_id"]) in ours:
            run = f"dag_id={task['dag_id']}/run_id={task['dag_run_id']}/task_id={task['task_id']}"
            yield logs / run / f"attempt={task['try_number']}.log"


def _told(log: Path) -> str:
    """The task's last error in its own words, and where its log is; the log holds a JSON object a line."""
    said = "no error in its log"
    for line in log.read_text(encoding="utf-8").splitlines() if log.exists() else ():
        with suppress(ValueError):
            for error in (json.loads(line).get("error_detail") or ())[:1]:  # what follows are its causes
                said = f"{error['exc_type']}: {error['exc_value']}"
    return f"{said}\n    {log}"
