"""The CPU that a source-day without articles costs under Airflow, and what Airflow costs when idle.

    python bench/empty_day.py FOLDER [--runs 5]

FOLDER takes the stack's state and is emptied in the end. The wire is the demo's on loopback, on days on which
it lists nothing: the page is fetched and archived, and all four tasks run. CPU seconds are those of
the scheduler, its workers and tasks, the api-server, the dag-processor and the triggerer, less what
the same processes use in the same time when idle.
"""

import argparse
import time
from pathlib import Path

import psutil

from wirelake_demo.wire import serve, write_sources
from wirelake_local import Stack

ROOT = Path(__file__).parents[1]
DAG = "demo_gulf"
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


def run(stack: Stack, day: str) -> None:
    """One run of the day, watched once a second until it has ended."""
    client = stack.client()
    body = {"logical_date": None, "partition_key": day}
    run_id = client.request("POST", f"dags/{DAG}/dagRuns", json=body)["dag_run_id"]
    deadline = time.monotonic() + RUN_SECONDS
    while time.monotonic() < deadline:
        if client.get(f"dags/{DAG}/dagRuns/{run_id}")["state"] in ("success", "failed"):
            return
        time.sleep(1)
    raise SystemExit(f"the run of {day} did not end within {RUN_SECONDS} s")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    with serve() as wire:
        write_sources(asked.folder / "sources", wire.url)
        stack = Stack(asked.folder / "state", dags=ROOT / "dags", sources=[asked.folder / "sources"])
        try:
            stack.up()
            stack.client().request("PATCH", f"dags/{DAG}", json={"is_paused": False})
            run(stack, "2026-02-01")  # warms what every later run finds warm
            started, before = time.monotonic(), used(stack)
            time.sleep(IDLE_SECONDS)
            idle = (used(stack) - before) / (time.monotonic() - started)
            started, before = time.monotonic(), used(stack)
            for number in range(asked.runs):
                run(stack, f"2026-02-{number + 2:02}")
            elapsed = time.monotonic() - started
            cpu = (used(stack) - before - idle * elapsed) / asked.runs
        finally:
            stack.clean()
    print(f"idle Airflow: {idle:.2f} CPU seconds a second")
    print(f"an empty source-day: {cpu:.1f} CPU seconds, {elapsed / asked.runs:.1f} s, over {asked.runs} runs")


if __name__ == "__main__":
    main()
