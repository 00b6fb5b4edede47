"""Units of systemd: what it says of them, that they hold no secret, and what the first start needs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.wirelake_local.units import command, complaints, parsed, variables

from wirelake_local import Stack, StackError
from wirelake_local.airflow import COMPONENTS
from wirelake_local.service import OWN, WRITTEN, escaped, quoted, write_units

DATABASE = "postgresql://airflow:dbsecret@127.0.0.1:5439/postgres"
SERVICES = {"postgres", "alarms", "tidy", *COMPONENTS}
ODD = 'a "b" 100% $HOME \\ c'


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """One that was up once, by its files; its folder has a blank and a percent sign."""
    monkeypatch.setenv("WIRELAKE_NOTIFY", ODD)
    found = Stack(tmp_path / "of 100% news" / ".wirelake", dags=tmp_path)
    found.prepare()
    (found.state / "settings.json").write_text(json.dumps({"port": 8087, "database": DATABASE}))
    # As root the programs are copied for another user; here a link does.
    programs = found.postgres.home / "programs"
    monkeypatch.setattr(type(found.postgres), "_programs", lambda _: programs)
    (programs).mkdir(parents=True)
    (programs / "postgres").symlink_to("/bin/true")
    found.postgres.data.mkdir(parents=True, exist_ok=True)
    return found


@pytest.mark.parametrize("system", [False, True])
def test_systemd_takes_the_units_and_they_hold_no_secret(
    stack: Stack, tmp_path: Path, system: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stack.postgres, "user", None)
    units = write_units(stack, tmp_path / "units", system=system)
    names = {path.name for path in units}
    services = {f"wirelake-{name}.service" for name in SERVICES}
    assert names == {"wirelake.target", "wirelake-alarms.timer", "wirelake-tidy.timer", *services}
    secrets = [*json.loads((stack.state / "secrets.json").read_text()).values(), "dbsecret"]
    text = "".join(path.read_text() for path in units)
    assert [one for one in secrets if one in text] == []
    assert (stack.state / WRITTEN).stat().st_mode & 0o777 == 0o600
    assert not {line.split("=")[0] for line in text.splitlines()} & {"After", "Before", "Requires"}
    for name in COMPONENTS:
        service = parsed(tmp_path / "units" / f"wirelake-{name}.service")["Service"]
        assert (service["Restart"], service["NoNewPrivileges"]) == ("always", "yes")
        assert ("ProtectSystem" in service, "User" in service) == (system, system)
    assert complaints(*units) == ""


def test_systemd_does_complain_of_a_unit_that_is_wrong(stack: Stack, tmp_path: Path) -> None:
    units = write_units(stack, tmp_path / "units", system=True)
    path = next(one for one in units if one.name == "wirelake-scheduler.service")
    path.write_text(path.read_text().replace("Restart=always", "Restart=sometimes"))
    assert "restart specifier" in complaints(path)


def test_what_is_written_is_read_back_word_for_word(stack: Stack, tmp_path: Path) -> None:
    units = {path.name: path for path in write_units(stack, tmp_path / "units", system=True)}
    assert variables(stack.state / WRITTEN) == stack.environment()
    assert stack.environment()["WIRELAKE_NOTIFY"] == ODD
    for daemon in (*stack.daemons(), stack.database_daemon()):
        assert command(units[f"wirelake-{daemon.name}.service"]) == daemon.argv
    own = parsed(units["wirelake-scheduler.service"])["Service"]["EnvironmentFile"]  # the last one wins
    assert own == f"-{escaped(str(stack.state / OWN))}"
    assert quoted([ODD]) == '"a \\"b\\" 100%% $$HOME \\\\ c"'


def test_a_round_of_alarms_runs_as_its_unit_says(stack: Stack, tmp_path: Path) -> None:
    """Without a lake it says so; ``wirelake alarms`` itself has tests of its own."""
    units = {path.name: path for path in write_units(stack, tmp_path / "units", system=True)}
    words = command(units["wirelake-alarms.service"])
    assert words[0] == sys.executable
    environment = variables(stack.state / WRITTEN) | {"WIRELAKE_NOTIFY": ""}
    ran = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 1
    assert "the lake cannot be read: " in ran.stdout


def test_of_a_stack_that_was_never_up_there_are_no_units(tmp_path: Path) -> None:
    with pytest.raises(StackError, match="was never up: start it by 'make up'"):
        write_units(Stack(tmp_path / ".wirelake", dags=tmp_path), tmp_path, system=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's database runs as another user")
def test_root_needs_the_machines_manager(stack: Stack, tmp_path: Path) -> None:
    with pytest.raises(StackError, match="make service SYSTEM=1 TO=/etc/systemd/system"):
        write_units(stack, tmp_path / "units")
