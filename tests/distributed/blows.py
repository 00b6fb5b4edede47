"""What happens to a distributed stack: a worker dies with all it runs, servers go away and return."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil
from rich.console import Console

from wirelake.errors import AirflowError
from wirelake_local.distributed import DistributedStack, broker, store
from wirelake_local.postgres import NAME as POSTGRES

AWAY_SECONDS = 5.0
LOOK_SECONDS = 0.5
console = Console(stderr=True, highlight=False)


@dataclass(frozen=True, slots=True)
class Blow:
    """What is done once so many runs have succeeded."""

    succeeded: int
    name: str
    deal: Callable[[DistributedStack], None]


def kill_worker(stack: DistributedStack) -> None:
    """SIGKILL to a worker that runs tasks and to all that it has forked, as where its machine loses power."""
    deadline = time.monotonic() + 60
    while not (family := _busiest(stack)):
        assert time.monotonic() < deadline, "no worker runs a task"
        time.sleep(0.05)
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _busiest(stack: DistributedStack) -> list[psutil.Process]:
    """The processes of the worker that has forked most, if a task is among them."""
    families: list[list[psutil.Process]] = []
    for name in stack.workers:
        if leader := stack.processes.running(name):
            pool = leader.children()
            families.append(
                [leader, *leader.children(recursive=True)] if any(one.children() for one in pool) else []
            )
    return max(families, key=len, default=[])


def stop_broker(stack: DistributedStack) -> None:
    with _away(stack, broker.NAME):
        pass
    stack.broker.start()


def stop_store(stack: DistributedStack) -> None:
    with _away(stack, store.NAME):
        pass
    stack.store.start()


def stop_postgres(stack: DistributedStack) -> None:
    database = stack.database_daemon()  # at the port that it has
    with _away(stack, POSTGRES):
        pass
    stack.processes.start(database)


@contextmanager
def _away(stack: DistributedStack, name: str) -> Iterator[None]:
    stack.processes.stop([name])
    back = time.monotonic() + AWAY_SECONDS
    while time.monotonic() < back:
        stack.revive()  # as systemd or Docker would, what ends for want of it
        time.sleep(LOOK_SECONDS)
    yield


def runs(stack: DistributedStack, dag: str) -> dict[str, str]:
    """Day → state of the Dag's backfilled runs; nothing while Airflow cannot say."""
    with suppress(AirflowError):
        found = stack.client().get(f"dags/{dag}/dagRuns", run_type="backfill", limit=100)["dag_runs"]
        return {run["partition_key"]: run["state"] for run in found}
    return {}


def endure(stack: DistributedStack, dags: list[str], days: int, blows: list[Blow], seconds: float) -> None:
    """Deal the blows one after another, start again what ends, and wait until every run has ended.

    Raises:
        AssertionError: a run failed, or they did not all end within so many seconds.
    """
    began, left = time.monotonic(), list(blows)
    states: dict[str, dict[str, str]] = {}

    def tell(what: str) -> None:
        console.print(f"{time.monotonic() - began:6.1f} s  {what}")

    while time.monotonic() - began < seconds:
        if revived := stack.revive():
            tell(f"started again: {', '.join(revived)}")
        for dag in dags:
            states[dag] = runs(stack, dag) or states.get(dag, {})
        every = [state for known in states.values() for state in known.values()]
        assert "failed" not in every, states
        succeeded = every.count("success")
        if left and succeeded >= left[0].succeeded:
            blow = left.pop(0)
            tell(f"{succeeded} runs succeeded; {blow.name}")
            blow.deal(stack)
        elif succeeded == len(dags) * days:
            assert not left
            tell(f"all {succeeded} runs succeeded")
            return
        time.sleep(LOOK_SECONDS)
    raise AssertionError(f"not all ended within {seconds} s: {states}")
