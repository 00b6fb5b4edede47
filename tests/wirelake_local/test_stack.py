"""The whole stack: up, health, users, a run, ports that are taken, crashes, down and clean."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
import requests
from tests.wirelake_local.units import command, parsed, variables

from wirelake.errors import AirflowError
from wirelake_local import Stack, StackError
from wirelake_local.airflow import COMPONENTS
from wirelake_local.health import unready
from wirelake_local.postgres import NAME as POSTGRES
from wirelake_local.processes import is_alive
from wirelake_local.service import write_units

DAG = """
import os
from airflow.sdk import dag, task

@dag(schedule=None)
def tiny():
    @task(pool="wirelake_write")
    def tell():
        return [os.environ["WIRELAKE_LAKE"], os.environ["WIRELAKE_SOURCES"].split(os.pathsep)[0]]
    tell()

tiny()
"""
DAEMONS = {POSTGRES, *COMPONENTS}


@pytest.fixture(scope="module")
def dags(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dags")
    (folder / "tiny.py").write_text(DAG)
    return folder


@pytest.fixture(scope="module")
def stack(start_stack: Callable[..., Stack], dags: Path) -> Iterator[Stack]:
    """A stack that started while others listened on its preferred port and the one after it."""
    with ExitStack() as listeners:
        for port in (8080, 8081):
            if not _is_taken(port):
                listeners.enter_context(socket.create_server(("127.0.0.1", port)))
        started = start_stack(dags=dags, sources=[dags / "sources"])
        yield started
        started.clean()


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _processes_in(folder: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["cwd", "status"]):
        cwd = process.info["cwd"] or ""
        if cwd.startswith(str(folder)) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def test_another_port_is_taken(stack: Stack) -> None:
    assert int(stack.url.rpartition(":")[2]) not in (8080, 8081)


def test_every_component_is_healthy(stack: Stack) -> None:
    assert unready(stack.url, dict.fromkeys(COMPONENTS, 0.0)) == []
    assert all(stack.status().values())


def test_what_runs_is_what_the_units_of_systemd_would_start(stack: Stack, tmp_path: Path) -> None:
    units = {path.name: path for path in write_units(stack, tmp_path, system=True)}
    told = variables(stack.state / "service.env")
    for daemon in (stack.database_daemon(), *stack.daemons()):
        unit = units[f"wirelake-{daemon.name}.service"]
        read = replace(daemon, argv=command(unit), cwd=Path(parsed(unit)["Service"]["WorkingDirectory"]))
        record = stack.processes.record(daemon.name)  # of what was started, as it was
        assert record
        assert (
            replace(read, environment=told if daemon.name in COMPONENTS else read.environment).digest()
            == record.digest
        )
    assert not stack.is_supervised()


def test_tidy_deletes_old_rows_and_logs_and_nothing_of_today(stack: Stack) -> None:
    old = stack.task_logs / "dag_id=tiny" / "run_id=old" / "attempt=1.log"
    old.parent.mkdir(parents=True)
    old.write_text("of long ago\n")
    os.utime(old, (0, 0))
    words = (sys.executable, "-m", "wirelake_local", "tidy", "--state", str(stack.state))
    ran = subprocess.run(words, cwd=stack.dags, capture_output=True, text=True, timeout=240)
    assert ran.returncode == 0, ran.stderr
    assert "1 logs of tasks went" in " ".join(ran.stdout.split())
    assert not old.parent.exists()
    assert stack.task_logs.is_dir()
    assert "dag_run" in stack.processes.log("tidy").read_text(encoding="utf-8")
    assert all(stack.status().values())


def test_an_airflow_that_somebody_else_runs_is_left_alone(stack: Stack) -> None:
    other = Stack(stack.state.parent / "other", dags=stack.dags)
    other.prepare()
    shutil.copy(stack.state / "settings.json", other.state)
    assert other.is_supervised()
    with pytest.raises(StackError, match="answers already, and 'make up' did not start it"):
        other.up()
    assert all(stack.status().values())


def test_all_listen_on_loopback_alone(stack: Stack) -> None:
    pids = [pid for pid in stack.status().values() if pid]
    family = [
        one for pid in pids for one in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True))
    ]
    listening = {
        found.laddr.ip for one in family for found in one.net_connections() if found.status == "LISTEN"
    }
    assert listening == {"127.0.0.1"}


def test_nobody_enters_without_a_token(stack: Stack) -> None:
    assert requests.get(f"{stack.url}/api/v2/dags", timeout=30).status_code == 401
    wrong = {"username": "admin", "password": "admin"}
    assert requests.post(f"{stack.url}/auth/token", json=wrong, timeout=30).status_code == 401


def test_admin_may_act_and_viewer_may_look(stack: Stack) -> None:
    assert stack.client("admin").get("pools/wirelake_write")["slots"] == 1
    viewer = stack.client("viewer")
    assert viewer.get("dags")["total_entries"] >= 0
    with pytest.raises(AirflowError, match="403"):
        viewer.request("PATCH", "pools/wirelake_write", json={"slots": 9}, params={"update_mask": "slots"})


def test_task_runs_with_the_stacks_lake_and_sources(stack: Stack, dags: Path) -> None:
    client = stack.client()
    deadline = time.monotonic() + 120
    while not any(found["dag_id"] == "tiny" for found in client.get("dags")["dags"]):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    client.request("PATCH", "dags/tiny", json={"is_paused": False})
    run = client.request("POST", "dags/tiny/dagRuns", json={"logical_date": None})["dag_run_id"]
    while (state := client.get(f"dags/tiny/dagRuns/{run}")["state"]) not in ("success", "failed"):
        assert time.monotonic() < deadline, state
        time.sleep(0.2)
    assert state == "success"
    told = client.get(
        f"dags/tiny/dagRuns/{run}/taskInstances/tell/xcomEntries/return_value", deserialize=True
    )
    assert told["value"] == [str(stack.state / "lake"), str(dags / "sources")]


def test_second_up_leaves_all_as_it_is(stack: Stack) -> None:
    before = stack.status(), stack.url, stack.password()
    Stack(stack.state, dags=stack.dags, sources=stack.sources).up()
    assert (stack.status(), stack.url, stack.password()) == before


def test_secrets_are_private(stack: Stack) -> None:
    for name in ("secrets.json", "passwords.json", "settings.json"):
        assert (stack.state / name).stat().st_mode & 0o777 == 0o600
    for log in stack.processes.logs.glob("*.log"):
        assert stack.password() not in log.read_text(errors="replace"), log


def test_life_from_crash_to_clean(start_stack: Callable[..., Stack], dags: Path) -> None:
    home_mode = Path.home().stat().st_mode
    stack = start_stack(dags=dags)
    before = stack.status()
    killed = [psutil.Process(before[name] or 0) for name in ("scheduler", "triggerer")]
    for process in killed:
        process.kill()
    psutil.wait_procs(killed, timeout=10)
    stack.up()
    after = stack.status()
    assert {name for name in DAEMONS if after[name] == before[name]} == DAEMONS - {"scheduler", "triggerer"}
    assert all(after.values())
    stack.down()
    assert _processes_in(stack.state) == []
    assert not any(psutil.pid_exists(pid) and _is_ours(pid, stack.state) for pid in after.values() if pid)
    assert _is_taken(int(stack.url.rpartition(":")[2])) is False
    stack.down()  # a second time does no harm
    stack.clean()
    assert not stack.state.exists()
    assert not stack.postgres.home.exists()
    assert Path.home().stat().st_mode == home_mode


def _is_ours(pid: int, state: Path) -> bool:
    process = psutil.Process(pid)
    return is_alive(process) and str(process.cwd()).startswith(str(state))


def test_clean_refuses_a_folder_that_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(StackError, match="not a state folder"):
        Stack(tmp_path, dags=tmp_path).clean()
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_missing_dags_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"no folder .*nowhere"):
        Stack(tmp_path / "state", dags=tmp_path / "nowhere").up()
