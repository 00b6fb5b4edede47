"""docker-compose.yaml with a generated .env."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from wirelake_local import StackError
from wirelake_local.__main__ import healthy
from wirelake_local.containers import initialise, write_dotenv
from wirelake_local.distributed import settings

ROOT = Path(__file__).parents[2]
COMPONENTS = {"api-server", "scheduler", "dag-processor", "triggerer"}
WORKERS = {"worker-1", "worker-2"}
# Says what its file of identities holds.
WEED = """#!/bin/sh
for word; do case "$word" in -s3.config=*) cat "${word#*=}" ;; esac; done
"""


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
    found: dict[str, Any] = yaml.safe_load(answer.stdout)["services"]
    services = {name: service for name, service in found.items() if "profiles" not in service}
    assert set(services) == COMPONENTS | {"postgres", "airflow-init", "alarms", "tidy"}
    assert services["scheduler"]["environment"]["AIRFLOW__CORE__EXECUTOR"] == "LocalExecutor"
    lasting = set(services) - {"airflow-init"}
    assert {name for name in lasting if services[name]["restart"] != "unless-stopped"} == set()
    assert "wirelake alarms --notify" in services["alarms"]["command"][-1]
    assert all("healthcheck" in services[name] for name in COMPONENTS | {"postgres"})
    assert {name for name in services if "ports" in services[name]} == {"api-server"}
    assert services["api-server"]["ports"] == ["127.0.0.1:8080:8080/tcp"]


@pytest.fixture
def many(project: Path) -> dict[str, Any]:
    """The services as they are where .env switches the profile celery on."""
    (project / ".env").unlink()
    write_dotenv(project / ".env", workers=True)
    answer = config(project)
    assert answer.returncode == 0, answer.stderr
    services: dict[str, Any] = yaml.safe_load(answer.stdout)["services"]
    return services


def test_the_profile_celery_adds_workers_a_broker_and_a_store(many: dict[str, Any]) -> None:
    added = WORKERS | {"broker", "store"}
    assert set(many) == COMPONENTS | added | {"postgres", "airflow-init", "alarms", "tidy"}
    assert {name for name in many if "ports" in many[name]} == {"api-server"}
    assert all(many[name]["restart"] == "unless-stopped" for name in added)
    assert {name for name in many if many[name].get("profiles") == ["celery"]} == added
    for name in WORKERS:
        assert f"{name}@compose" in many[name]["command"]
        assert f"{name}@compose" in many[name]["healthcheck"]["test"]
        assert many[name]["volumes"] == ["logs:/opt/airflow/logs:rw"]  # and no lake, no spool of another
    told = many["scheduler"]["environment"]
    assert told["WIRELAKE_LAKE"] == "s3://wirelake/lake"
    assert told["AIRFLOW__CELERY__BROKER_URL"] == f"redis://:{told['BROKER_PASSWORD']}@broker:6379/0"
    assert all(many[name]["environment"] == told for name in WORKERS | COMPONENTS)


def test_what_recovers_a_run_is_set_as_on_the_stack_that_is_tested(many: dict[str, Any]) -> None:
    told = many["worker-1"]["environment"]
    wanted = settings.variables()
    assert {name: str(told.get(name)) for name in wanted} == wanted
    assert int(told["AIRFLOW__CORE__PARALLELISM"]) == len(WORKERS) * settings.CONCURRENCY


def test_a_worker_of_which_no_broker_hears_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW__CELERY__BROKER_URL", "redis://:x@127.0.0.1:9/0")  # nobody answers there
    with pytest.raises(typer.Exit):
        healthy("worker-1@compose")


def test_the_values_for_kubernetes_set_the_same() -> None:
    page = (ROOT / "docs" / "many-workers.md").read_text(encoding="utf-8")
    values = yaml.safe_load(page.split("```yaml\n")[1].split("```")[0])
    for section, options in settings.SECTIONS.items():
        assert values["config"][section].items() >= options.items()


def test_broker_and_store_are_told_their_secrets_where_nobody_reads_them(
    many: dict[str, Any], tmp_path: Path
) -> None:
    """By their commands, with programs that say what they were given."""
    (tmp_path / "valkey-server").write_text("#!/bin/sh\ncat\n")
    (tmp_path / "weed").write_text(WEED)
    for name, program in (("broker", "valkey-server"), ("store", "weed")):
        (tmp_path / program).chmod(0o755)
        service = many[name]
        words = [*service.get("entrypoint", []), *service["command"]]
        script = words.pop().replace("$$", "$")
        environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "TMPDIR": str(tmp_path), **service["environment"]}
        ran = subprocess.run([*words, script], env=environment, capture_output=True, text=True, timeout=60)
        secrets = [
            value for key, value in service["environment"].items() if "SECRET" in key or "PASSW" in key
        ]
        assert secrets
        assert not any(secret in word for secret in secrets for word in words)
        assert all(secret in ran.stdout for secret in secrets), ran.stderr
        if name == "store":
            (known,) = json.loads(ran.stdout)["identities"]
            assert known["credentials"][0]["accessKey"] == service["environment"]["AWS_ACCESS_KEY_ID"]
        bare = subprocess.run(
            [*words, script], env={"PATH": environment["PATH"], "TMPDIR": str(tmp_path)}, capture_output=True
        )
        assert bare.returncode != 0
        assert b"run make env WORKERS=celery first" in bare.stderr


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
