"""docker-compose.yaml with a generated .env."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from wirelake_local import StackError
from wirelake_local.containers import initialise, write_dotenv

ROOT = Path(__file__).parents[2]
COMPONENTS = {"api-server", "scheduler", "dag-processor", "triggerer"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copy(ROOT / "docker-compose.yaml", tmp_path)
    write_dotenv(tmp_path / ".env")
    return tmp_path


def config(project: Path) -> subprocess.CompletedProcess[str]:
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("docker-compose is not installed (on Debian: apt-get install docker-compose)")
    command = [program, "-f", "docker-compose.yaml", "config"]
    return subprocess.run(command, cwd=project, env={}, capture_output=True, text=True, timeout=60)


def test_dotenv_is_private_and_never_overwritten(project: Path) -> None:
    file = project / ".env"
    text = file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert not write_dotenv(file)
    assert file.read_text() == text
    assert write_dotenv(project / "other")
    assert (project / "other").read_text() != text


def test_compose_takes_the_file(project: Path) -> None:
    answer = config(project)
    assert answer.returncode == 0, answer.stderr
    services: dict[str, Any] = yaml.safe_load(answer.stdout)["services"]
    assert set(services) == COMPONENTS | {"postgres", "airflow-init", "alarms", "tidy"}
    lasting = set(services) - {"airflow-init"}
    assert {name for name in lasting if services[name]["restart"] != "unless-stopped"} == set()
    assert "wirelake alarms --notify" in services["alarms"]["command"][-1]
    assert all("healthcheck" in services[name] for name in COMPONENTS | {"postgres"})
    assert {name for name in services if "ports" in services[name]} == {"api-server"}
    assert services["api-server"]["ports"] == ["127.0.0.1:8080:8080/tcp"]


def test_compose_without_dotenv_says_what_to_do(project: Path) -> None:
    (project / ".env").unlink()
    answer = config(project)
    assert answer.returncode != 0
    assert "make env" in answer.stderr + answer.stdout


def test_no_secret_stands_in_the_compose_file() -> None:
    text = (ROOT / "docker-compose.yaml").read_text(encoding="utf-8")
    for line in text.splitlines():
        if "PASSWORD:" in line or "SECRET" in line or "KEY:" in line:
            assert "${" in line, line


def test_missing_password_is_named(tmp_path: Path) -> None:
    given = {
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(tmp_path / "passwords.json"),
        "WIRELAKE_ADMIN_PASSWORD": json.dumps("x"),
    }
    with pytest.raises(StackError, match="WIRELAKE_VIEWER_PASSWORD is not set: run 'make env'"):
        initialise(given)
