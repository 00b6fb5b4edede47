"""Airflow's own backfill, asked for and watched on a real stack."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from rich.console import Console

from wirelake_demo import backfill
from wirelake_local import Stack, StackError

DAGS = """
from datetime import datetime
from airflow.sdk import CronPartitionTimetable, dag, task

NIGHTLY = CronPartitionTimetable("0 0 * * *", timezone="Africa/Cairo", run_offset=-1, key_format="%Y-%m-%d")

def make(name, fails):
    @dag(dag_id=name, schedule=NIGHTLY, start_date=datetime(2026, 3, 1), catchup=False, max_active_runs=1)
    def weekly():
        @task
        def write(dag_run=None):
            if dag_run.partition_key == fails:
                raise RuntimeError("the planted failure")
            print("day", dag_run.partition_key)
        write()
    return weekly()

steady = make("steady", None)
broken_off = make("broken_off", None)
faulty = make("faulty", "2026-03-02")
"""


@pytest.fixture(scope="module")
def stack(start_stack: Callable[..., Stack], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    folder = tmp_path_factory.mktemp("dags")
    (folder / "weekly.py").write_text(DAGS)
    started = start_stack(dags=folder)
    yield started
    started.clean()


def week(dag: str, last: int = 3) -> backfill.Week:
    return backfill.Week(dags=[dag], first=date(2026, 3, 2), last=date(2026, 3, last))


def days(stack: Stack, dag: str) -> list[str]:
    return [
        run["partition_key"]
        for run in stack.client().get(f"dags/{dag}/dagRuns", run_type="backfill")["dag_runs"]
    ]


def test_each_day_runs_once_and_a_second_time_again(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    console = Console(width=100, force_terminal=False)
    for _ in range(2):
        backfill.start(stack.client(), week("steady"))
        backfill.watch(stack.client(), week("steady"), console, stack.task_logs, stack.check)
    assert sorted(days(stack, "steady")) == ["2026-03-02", "2026-03-02", "2026-03-03", "2026-03-03"]
    assert capsys.readouterr().out.splitlines()[-1].endswith("2 succeeded")


def test_interrupted_one_is_ended_first(stack: Stack) -> None:
    backfill.start(stack.client(), week("broken_off", last=8))
    backfill.start(stack.client(), week("broken_off"))
    backfill.watch(stack.client(), week("broken_off"), Console(quiet=True), stack.task_logs, stack.check)


def test_failure_is_told_in_the_tasks_words_with_its_log(stack: Stack) -> None:
    backfill.start(stack.client(), week("faulty"))
    with pytest.raises(StackError, match="RuntimeError: the planted failure") as raised:
        backfill.watch(stack.client(), week("faulty"), Console(quiet=True), stack.task_logs, stack.check)
    log = Path(str(raised.value).splitlines()[-1].strip())
    assert "the planted failure" in log.read_text()
    assert stack.task_logs in log.parents


def test_unknown_dag_is_said_with_the_import_errors(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backfill, "DAG_SECONDS", 0.5)
    with pytest.raises(StackError, match="does not know the Dag missing"):
        backfill.start(stack.client(), week("missing"))
