"""Airflow's own backfill of the demo's week: asked for by REST, and watched until it has ended."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from wirelake_local import StackError
from wirelake_local.client import Client

DAG_SECONDS = 120.0  # Airflow looks at a Dag file every 30 s
STALL_SECONDS = 300.0
POLL_SECONDS = 1.0
ACTIVE_RUNS = 2  # of one source at a time
LINE_SECONDS = 5.0


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
        StackError: Airflow does not know a Dag, cannot import its file, or refuses.
    """
    for dag in week.dags:
        await_dag(client, dag)
    for dag in week.dags:
        client.request("PATCH", f"dags/{dag}", json={"is_paused": False})
        for backfill in client.get("backfills", dag_id=dag, limit=100)["backfills"]:
            if backfill["completed_at"] is None:
                # Of a demo that was interrupted: Airflow allows one at a time.
                client.request("PUT", f"backfills/{backfill['id']}/cancel")
        wanted = {
            "dag_id": dag,
            "from_date": f"{week.first}T00:00:00Z",
            "to_date": f"{week.last}T00:00:00Z",
            "reprocess_behavior": "completed",
            "max_active_runs": ACTIVE_RUNS,
        }
        client.request("POST", "backfills", json=wanted)


def watch(client: Client, week: Week, console: Console, logs: Path, check: Callable[[], None]) -> None:
    """Show the runs until all have ended. ``check`` raises where it makes no sense to wait any longer.

    Raises:
        StackError: a run failed, or nothing changed for ``STALL_SECONDS``; the message names the logs.
    """
    seen: tuple[dict[str, Counter[str]], set[Path]] = ({}, set())
    changed = time.monotonic()
    with _bars(week, console) as show:
        while True:
            check()
            runs, retried = _runs(client, week), set(_logs(client, week, logs, "up_for_retry"))
            for log in sorted(retried - seen[1]):
                console.print(f"  a task failed and is tried again soon: {escape(str(log))}", soft_wrap=True)
            if (runs, retried) != seen:
                seen, changed = (runs, retried), time.monotonic()
                show(runs)
            if all(_ended(states) == week.days for states in runs.values()):
                break
            if time.monotonic() - changed > STALL_SECONDS:
                raise StackError(f"nothing happened for {STALL_SECONDS:.0f} s; the tasks' logs: {logs}")
            time.sleep(POLL_SECONDS)
    if any(states["failed"] for states in runs.values()):
        failed = "\n".join(f"  {log}" for log in _logs(client, week, logs, "failed"))
        raise StackError(f"runs failed; the logs of their failed tasks, the newest first:\n{failed}")


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


def _runs(client: Client, week: Week) -> dict[str, Counter[str]]:
    """By Dag, how many days stand in which state; of a day that ran before, the newest run counts."""
    found: dict[str, Counter[str]] = {}
    for dag in week.dags:
        newest: dict[str, str] = {}
        for run in client.get(f"dags/{dag}/dagRuns", run_type="backfill", order_by="-id", limit=100)[
            "dag_runs"
        ]:
            newest.setdefault(run["partition_key"], run["state"])
        found[dag] = Counter(
            state for key, state in newest.items() if str(week.first) <= key <= str(week.last)
        )
    return found


def _logs(client: Client, week: Week, logs: Path, state: str) -> Iterator[Path]:
    """The logs of the tasks in this state, of all that these Dags ever ran, the newest first."""
    found = client.get("dags/~/dagRuns/~/taskInstances", state=state, order_by="-start_date", limit=20)
    for task in found["task_instances"]:
        if task["dag_id"] in week.dags:
            run = f"dag_id={task['dag_id']}/run_id={task['dag_run_id']}/task_id={task['task_id']}"
            yield logs / run / f"attempt={task['try_number']}.log"


@contextmanager
def _bars(week: Week, console: Console) -> Iterator[Callable[[dict[str, Counter[str]]], None]]:
    """One bar a Dag; where the output is no terminal, a line every ``LINE_SECONDS`` instead."""
    columns = (
        TextColumn("  {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[states]}"),
        TimeElapsedColumn(),
    )
    began = time.monotonic()
    due = began
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bars = {dag: progress.add_task(dag, total=week.days, states="") for dag in week.dags}

        def show(now: dict[str, Counter[str]]) -> None:
            nonlocal due
            for dag, states in now.items():
                progress.update(bars[dag], completed=_ended(states), states=_words(states))
            total = sum(now.values(), Counter())
            if not console.is_terminal and (time.monotonic() >= due or _ended(total) == len(now) * week.days):
                due = time.monotonic() + LINE_SECONDS
                console.print(f"  {time.monotonic() - began:4.0f} s  {_words(total)}")

        yield show


def _ended(states: Counter[str]) -> int:
    return states["success"] + states["failed"]


def _words(states: Counter[str]) -> str:
    named = {"success": "succeeded", "running": "running", "queued": "queued", "failed": "failed"}
    return ", ".join(f"{states[state]} {word}" for state, word in named.items() if states[state])
