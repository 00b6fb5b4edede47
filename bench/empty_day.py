"""The CPU that an empty source-day and a poll cost under Airflow, and what Airflow costs when idle.

    python bench/empty_day.py FOLDER [--runs 5] [--dags OTHERS]

FOLDER takes the stack's state and is emptied in the end. The wire is the demo's on loopback, on days on which
it lists nothing: the page is fetched and archived, and all four tasks run. The polls are of the wire of
``bench/polls.py``: some bring five articles, as many bring none. CPU seconds are those of the scheduler, its
workers and tasks, the api-server, the dag-processor and the triggerer, less what the same processes use in
the same time when idle.
"""

import argparse
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import polls
from bench.bill import wire as polled_wire

from wirelake.errors import AirflowError
from wirelake_demo.wire import serve, write_sources
from wirelake_local import Stack

ROOT = Path(__file__).parents[1]
DAG = "demo_gulf"
POLL = "sluice_poll"
IDLE_SECONDS = 60
RUN_SECONDS = 300


def used(stack: Stack) -> float:
    """CPU seconds of Airflow's daemons and all that descends from them, the reaped included."""
    total = 0.0
    for name, pid in stack.status().items():
        if pid is None or name == "postgres":
            continue
        daemon = psutil.Process(pid)
        for process in (daemon, *daemon.children(recursive=True)):
            try:
                total += sum(process.cpu_times()[:4])
            except psutil.NoSuchProcess:  # counted with its parent from the next look on
                continue
    return total


def unpause(stack: Stack, dag_id: str) -> None:
    """Switch the Dag on, once Airflow has read its file."""
    deadline = time.monotonic() + RUN_SECONDS
    while True:
        try:
            stack.client().request("PATCH", f"dags/{dag_id}", json={"is_paused": False})
        except AirflowError:
            if time.monotonic() > deadline:
                raise
            time.sleep(1)
        else:
            return


def run(stack: Stack, dag_id: str, day: str | None = None) -> None:
    """One run of the Dag, of the day if one is given, watched once a second until it has ended."""
    client = stack.client()
    body = {"logical_date": None, "partition_key": day}
    run_id = client.request("POST", f"dags/{dag_id}/dagRuns", json=body)["dag_run_id"]
    deadline = time.monotonic() + RUN_SECONDS
    while time.monotonic() < deadline:
        if client.get(f"dags/{dag_id}/dagRuns/{run_id}")["state"] in ("success", "failed"):
            return
        time.sleep(1)
    raise SystemExit(f"the run {run_id} of {dag_id} did not end within {RUN_SECONDS} s")


def cost(stack: Stack, idle: float, deeds: int, deed: Callable[[int], None]) -> str:
    """CPU and wall seconds of a deed, beside what Airflow takes when idle."""
    started, before = time.monotonic(), used(stack)
    for number in range(deeds):
        deed(number)
    elapsed = time.monotonic() - started
    cpu = (used(stack) - before - idle * elapsed) / deeds
    return f"{cpu:.1f} CPU seconds, {elapsed / deeds:.1f} s, over {deeds} runs"


def main() -> None:
    """Start an Airflow, measure, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--dags", type=Path, default=ROOT / "dags", help="Dag files of another version, plugins/ beside them"
    )
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    polls.MIDNIGHT = datetime.combine(datetime.now(UTC).date(), datetime.min.time(), UTC)
    with serve() as wire, polled_wire() as (_, url, published, shown):
        write_sources(asked.folder / "sources", wire.url)
        (asked.folder / "sources" / "sluice.yaml").write_text(polls.YAML.format(url=url), encoding="utf-8")
        published.value, shown.value = 5, 1000
        plugins = asked.dags.parent / "plugins"
        sources = [asked.folder / "sources"]
        stack = Stack(asked.folder / "state", dags=asked.dags, plugins=plugins, sources=sources)
        try:
            stack.up()
            for dag_id in (DAG, POLL):
                unpause(stack, dag_id)
            run(stack, DAG, "2026-02-01")  # warms what every later run finds warm
            run(stack, POLL)
            started, before = time.monotonic(), used(stack)
            time.sleep(IDLE_SECONDS)
            idle = (used(stack) - before) / (time.monotonic() - started)
            print(f"idle Airflow: {idle:.2f} CPU seconds a second")

            def bringing(_: int) -> None:
                published.value += 5
                run(stack, POLL)

            day = cost(stack, idle, asked.runs, lambda n: run(stack, DAG, f"2026-02-{n + 2:02}"))
            print(f"an empty source-day: {day}")
            print(f"a poll that brings 5: {cost(stack, idle, asked.runs, bringing)}")
            print(f"a poll that brings none: {cost(stack, idle, asked.runs, lambda _: run(stack, POLL))}")
        finally:
            stack.clean()


if __name__ == "__main__":
    main()
