"""status, logs and airflow of a stack that was never up, and the settings that the first start leaves."""

import subprocess
import sys
from pathlib import Path

import pytest

from wirelake.config.settings import read_settings
from wirelake_local import Stack
from wirelake_local.terminal import keep_settings


def asked(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = (sys.executable, "-m", "wirelake_local", *words)
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)


def test_of_a_stack_that_was_never_up_each_says_so(tmp_path: Path) -> None:
    told = asked(tmp_path, "airflow", "--", "dags", "list", "--output", "json")
    assert (told.returncode, told.stdout) == (1, "")
    assert "was never up: start it by 'make up'" in told.stderr
    assert asked(tmp_path, "status").returncode == 3
    told = asked(tmp_path, "logs", "scheduler", "--lines", "3")
    assert told.returncode == 0
    assert ".wirelake/logs/scheduler.log" in told.stdout
    assert "postgres" not in told.stdout
    told = asked(tmp_path, "logs", "schedule")
    assert (told.returncode, told.stdout) == (1, "")
    assert "no component 'schedule': there are postgres, " in told.stderr


def test_the_first_start_writes_down_what_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    stack = Stack(tmp_path / ".wirelake", dags=tmp_path, sources=[tmp_path / "mine"])
    keep_settings(stack)
    assert not (tmp_path / "wirelake.toml").exists()  # WIRELAKE_SETTINGS says that there are none
    monkeypatch.delenv("WIRELAKE_SETTINGS")
    keep_settings(stack)
    found = read_settings(tmp_path / "wirelake.toml")
    assert (found.lake, found.sources) == (".wirelake/lake", ("mine", ".wirelake/sources"))
    stood = (tmp_path / "wirelake.toml").read_bytes()
    keep_settings(Stack(tmp_path / "other", dags=tmp_path))
    assert (tmp_path / "wirelake.toml").read_bytes() == stood
