"""What the Dag processor makes of our Dags: one a source, light, without network, whatever a YAML holds."""

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wirelake import pipeline

DAGS = Path(__file__).parents[2] / "dags"
MANY = 100
CPU_SECONDS = 2.0
# Whatever sources there are.
BESIDE = ["wire_alarms", "wire_due", "wire_maintenance", "wire_release", "wire_replay", "wire_takedown"]
YAML = """
title: Quay Wire {number}
description: An invented wire, number {number}.
homepage: https://quay{number}.example/
terms_url: https://quay{number}.example/terms
contact: desk {number}
licence: Agree one before you publish.
timezone: Asia/Kuwait
language: en
start: 2026-02-03
discover:
  - kind: archive_page
    url: https://host{host}.example/{{day}}
    link_pattern: /news/
  - kind: drop_folder
    prefix: drop/quay_{number}/{{day}}
"""


def parse(folder: Path, sources: Path, *parts: str) -> dict[str, Any]:
    """What ``parse.py`` says of our Dags with these sources; ``parts`` are a file of them, and a Dag's id."""
    environment = {
        **os.environ,
        "AIRFLOW_HOME": str(folder / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(DAGS.parent / "plugins"),
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "WIRELAKE_SOURCES": str(sources),
        "WIRELAKE_LAKE": str(folder / "lake"),
    }
    file, *task_of = parts or ("",)
    command = [sys.executable, str(Path(__file__).with_name("parse.py")), str(DAGS / file), *task_of]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred sources that are well, one that is disabled, and two that are broken."""
    folder = tmp_path_factory.mktemp("sources")
    for number in range(MANY):
        (folder / f"quay_{number}.yaml").write_text(YAML.format(number=number, host=number // 2))
    (folder / "quay_8.yaml").write_text(YAML.format(number=8, host=4) + 'poll: "*/15 * * * *"\n')
    (folder / "asleep.yaml").write_text(YAML.format(number=500, host=500) + "enabled: false\n")
    (folder / "broken.yaml").write_text(
        YAML.format(number=501, host=501).replace("Asia/Kuwait", "Mars/Olympus")
    )
    (folder / "torn.yaml").write_text("title: [\n")
    return folder


@pytest.fixture(scope="module")
def parsed(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return parse(tmp_path_factory.mktemp("parse"), sources)


@pytest.fixture(scope="module")
def quay(parsed: dict[str, Any]) -> dict[str, Any]:
    """The Dag of one source."""
    found: dict[str, Any] = parsed["dags"]["quay_7"]
    return found


def test_every_enabled_source_is_a_dag(parsed: dict[str, Any]) -> None:
    sources = {f"quay_{number}" for number in range(MANY)}
    assert set(parsed["dags"]) == sources | {"quay_8_poll", *BESIDE}


def test_broken_yaml_is_one_import_error_that_names_file_field_and_cure(
    parsed: dict[str, Any], sources: Path
) -> None:
    assert list(parsed["errors"]) == ["broken_sources.py"]
    said = parsed["errors"]["broken_sources.py"]
    zone = r"broken\.yaml:\d+: timezone: 'Mars/Olympus': name a zone of the IANA data base"
    assert re.search(f"{re.escape(str(sources))}/{zone}", said)
    assert re.search(rf"{re.escape(str(sources))}/torn\.yaml:\d+: not YAML: ", said)


def test_parsing_touches_no_network_and_loads_nothing_heavy(parsed: dict[str, Any]) -> None:
    assert parsed["touched"] == []
    assert parsed["heavy"] == []


def test_a_hundred_sources_are_parsed_at_once(parsed: dict[str, Any]) -> None:
    assert parsed["seconds"] < CPU_SECONDS


@pytest.mark.parametrize("dag_id", ["quay_7", "quay_8", "quay_8_poll"])
def test_a_task_reads_its_own_source_alone(dag_id: str, sources: Path, tmp_path: Path) -> None:
    found = parse(tmp_path, sources, "wire.py", dag_id)
    assert found["errors"] == {}
    assert dag_id in found["dags"]
    assert found["read"] == [dag_id.removesuffix("_poll")]


def test_four_tasks_in_a_row(quay: dict[str, Any]) -> None:
    assert {name: task["downstream"] for name, task in quay["tasks"].items()} == {
        "fetch": ["extract"],
        "extract": ["validate"],
        "validate": ["write"],
        "write": [],
    }


def test_the_type_of_an_error_decides_on_the_retry(quay: dict[str, Any]) -> None:
    for task in quay["tasks"].values():
        assert task["retries"] >= 2
        assert task["on"] == {
            "FetchError": "retry",
            "StorageError": "retry",
            "PermanentError": "fail",
            "QualityError": "fail",
            "ConfigError": "fail",
            "ValueError": "default",
        }


def test_sources_of_one_host_share_a_pool_that_exists(
    parsed: dict[str, Any], sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(sources))
    pools = pipeline.pools()
    used = {name: {task["pool"] for task in dag["tasks"].values()} for name, dag in parsed["dags"].items()}
    assert used["quay_6"] == used["quay_7"] != used["quay_8"]
    named = set().union(*used.values()) - {"default_pool"}
    assert named <= set(pools)
    assert {pools[name] for name in named} == {1}


def test_the_documentation_comes_from_the_yaml(quay: dict[str, Any]) -> None:
    assert quay["title"] == "Quay Wire 7"
    assert quay["tags"] == ["en", "wire"]
    for said in (
        "An invented wire, number 7.",
        "archive page https://host3.example/{day}",
        "drop folder drop/quay_7/{day}",
        "<https://quay7.example/terms>",
        "desk 7",
        "Agree one before you publish.",
        "Asia/Kuwait",
    ):
        assert said in quay["doc"]


def test_a_run_is_a_day_of_the_sources_own_zone(quay: dict[str, Any]) -> None:
    assert "CaptureDayTimetable" in quay["timetable"]
    assert (quay["catchup"], quay["active"]) == (False, 1)
    assert quay["start"] == "2026-02-02 21:00:00+00:00"  # midnight in Kuwait
    assert quay["params"] == {"accept": False, "refetch": False, "any_day": False}


def test_a_poll_is_two_tasks_on_its_own_schedule_in_the_same_pools(parsed: dict[str, Any]) -> None:
    daily, poll = parsed["dags"]["quay_8"], parsed["dags"]["quay_8_poll"]
    assert "CronTriggerTimetable" in poll["timetable"]
    assert (poll["catchup"], poll["active"]) == (False, 1)
    assert poll["tasks"].keys() == {"read", "write"}
    assert poll["tasks"]["read"]["pool"] == daily["tasks"]["fetch"]["pool"]
    assert poll["tasks"]["read"]["downstream"] == ["write"]
    assert poll["tasks"]["write"]["pool"] == daily["tasks"]["write"]["pool"]
    assert poll["tasks"]["read"]["retries"] == 1


def test_a_replay_reads_where_it_may_and_writes_in_the_pool_of_all_who_write(
    parsed: dict[str, Any], quay: dict[str, Any]
) -> None:
    tasks = parsed["dags"]["wire_replay"]["tasks"]
    assert tasks["replay.read"]["downstream"] == ["replay.write"]
    assert tasks["replay.write"]["pool"] == quay["tasks"]["write"]["pool"] == pipeline.WRITE_POOL
    assert tasks["replay.read"]["pool"] != pipeline.WRITE_POOL


def test_sources_linked_by_a_third_ones_domains_share_one_slot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listed(number: int, *hosts: str) -> None:
        parts = "".join(f"  - kind: feed\n    url: https://{host}/feed\n" for host in hosts)
        text = YAML.format(number=number, host=0).partition("discover:")[0] + "discover:\n" + parts
        (tmp_path / f"quay_{number}.yaml").write_text(text)

    listed(1, "feeds.harbour.co.uk")
    listed(2, "www.pier.co.uk", "news.harbour.co.uk")
    listed(3, "rss.pier.co.uk:8443")
    listed(4, "other.co.uk")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path))
    pools = pipeline.fetch_pools()
    assert pools["quay_1"] == pools["quay_2"] == pools["quay_3"] != pools["quay_4"]


def test_without_a_source_there_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    parsed = parse(tmp_path, tmp_path / "none")
    assert (sorted(parsed["dags"]), parsed["errors"]) == (BESIDE, {})


@pytest.mark.parametrize(
    ("name", "task"),
    [("wire_alarms", "watch"), ("wire_due", "carry_out"), ("wire_maintenance", "look_through")],
)
def test_a_small_dag_serves_them_all(parsed: dict[str, Any], name: str, task: str) -> None:
    dag = parsed["dags"][name]
    assert list(dag["tasks"]) == [task]
    assert (dag["catchup"], dag["active"]) == (False, 1)
    assert "CronTriggerTimetable" in dag["timetable"]


def test_dags_import_a_few_of_our_rooms_alone() -> None:
    rooms = ("alarms", "config", "errors", "metrics", "obligations", "pipeline", "upkeep")
    allowed = {f"wirelake.{one}" for one in rooms}
    for path in sorted(DAGS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                module = str(node.module)
                names = {f"{module}.{one.name}" for one in node.names} if module == "wirelake" else {module}
            elif isinstance(node, ast.Import):
                names = {one.name for one in node.names}
            else:
                continue
            ours = {name for name in names if name.split(".")[0].startswith(("wirelake", "include"))}
            assert ours <= allowed, f"{path.name} imports {ours - allowed}"
