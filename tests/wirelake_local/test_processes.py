"""Daemons are found again, told from strangers, and ended with all that they forked."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from wirelake_local import StackError
from wirelake_local.processes import Daemon, Processes, is_alive

SLEEP = "import time; time.sleep(120)"
FORKS = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{SLEEP}']); {SLEEP}"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); {SLEEP}"


def daemon(folder: Path, code: str = SLEEP, **changes: str) -> Daemon:
    return Daemon(
        name="sleeper", argv=[sys.executable, "-c", code], environment=changes, cwd=folder, fingerprint=""
    )


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    found = Processes(tmp_path / "run", tmp_path / "logs")
    yield found
    found.stop(found.names(), seconds=0)


def until(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def test_another_command_finds_the_daemon_and_stops_it(processes: Processes, tmp_path: Path) -> None:
    started = processes.start(daemon(tmp_path))
    again = Processes(processes.folder, processes.logs)
    assert again.running("sleeper") == started
    again.stop(["sleeper"])
    assert again.running("sleeper") is None
    assert again.names() == []


def test_daemon_is_current_until_its_settings_change(processes: Processes, tmp_path: Path) -> None:
    processes.start(daemon(tmp_path))
    assert processes.is_current(daemon(tmp_path))
    assert not processes.is_current(daemon(tmp_path, WIRELAKE_LAKE="/elsewhere"))


def test_stranger_with_the_recorded_pid_is_left_alone(processes: Processes, tmp_path: Path) -> None:
    processes.start(daemon(tmp_path))
    record = processes.folder / "sleeper.json"
    ours = json.loads(record.read_text())
    with subprocess.Popen([sys.executable, "-c", SLEEP], start_new_session=True) as stranger:
        record.write_text(json.dumps({**ours, "pid": stranger.pid, "born": ours["born"] - 500}))
        assert processes.running("sleeper") is None
        processes.stop(["sleeper"])
        assert stranger.poll() is None
        stranger.kill()
    psutil.Process(ours["pid"]).kill()


def test_half_written_record_counts_as_none(processes: Processes) -> None:
    processes.folder.mkdir()
    (processes.folder / "sleeper.json").write_text('{"pid": 1')
    assert processes.running("sleeper") is None


def test_what_a_killed_daemon_has_forked_is_ended_too(processes: Processes, tmp_path: Path) -> None:
    leader = processes.start(daemon(tmp_path, FORKS))
    until(leader.children)
    child = leader.children()[0]
    leader.kill()
    until(lambda: processes.running("sleeper") is None)
    assert processes.orphans("sleeper") == [child]
    processes.stop(["sleeper"])
    assert not is_alive(child)


def test_daemon_that_ignores_sigterm_is_killed(processes: Processes, tmp_path: Path) -> None:
    leader = processes.start(daemon(tmp_path, DEAF))
    until(lambda: "deaf" in processes.log("sleeper").read_text())
    processes.stop(["sleeper"], seconds=0.3)
    assert processes.running("sleeper") is None
    assert not is_alive(leader)


def test_daemon_leads_a_session_of_its_own(processes: Processes, tmp_path: Path) -> None:
    started = processes.start(daemon(tmp_path))
    assert os.getsid(started.pid) == started.pid != os.getsid(0)


def test_large_log_is_put_aside(processes: Processes, tmp_path: Path) -> None:
    processes.logs.mkdir()
    with processes.log("sleeper").open("wb") as log:
        log.truncate(30_000_000)
    processes.start(daemon(tmp_path))
    assert processes.log("sleeper").stat().st_size == 0
    assert processes.log("sleeper").with_suffix(".log.1").exists()


def test_program_that_is_not_there_is_said_by_name(processes: Processes, tmp_path: Path) -> None:
    missing = Daemon(name="sleeper", argv=["/nonexistent"], environment={}, cwd=tmp_path)
    with pytest.raises(StackError, match="sleeper: /nonexistent cannot be started"):
        processes.start(missing)


def test_stop_signal_is_the_daemons_own(processes: Processes, tmp_path: Path) -> None:
    code = (
        "import signal, sys; signal.signal(signal.SIGINT, lambda *_: sys.exit('interrupted'));"
        f" print('ready', flush=True); {SLEEP}"
    )
    wants = Daemon(
        name="sleeper",
        argv=[sys.executable, "-c", code],
        environment={},
        cwd=tmp_path,
        stop_signal=signal.SIGINT,
    )
    processes.start(wants)
    until(lambda: "ready" in processes.log("sleeper").read_text())
    processes.stop(["sleeper"])
    assert "interrupted" in processes.log("sleeper").read_text()
