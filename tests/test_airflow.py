"""A day's whole way under a real Airflow: backfills by REST and by a person in a browser, and a replay."""

import hashlib
import json
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from rich.console import Console
from tests.airflow_ui import ask_for_backfill, signed_in
from tests.wirelake.pipeline.newsroom import Newsroom

import wirelake
from wirelake_demo import backfill
from wirelake_demo.truth import Kind, truth
from wirelake_demo.wire import serve, write_sources
from wirelake_local import Stack

ROOT = Path(__file__).parents[1]
SECONDS = 240.0
PASSWORD = "a-dry-harbour-4711"  # noqa: S105 (of a wire of these tests)
FOURTH, FIFTH = date(2026, 3, 4), date(2026, 3, 5)


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    """A wire that is polled, and whose network a test may take away."""
    with Newsroom(datetime.now(UTC).date()) as wire:
        yield wire


@pytest.fixture(scope="module")
def heard() -> Iterator[list[str]]:
    """What comes by StatsD to this machine's own ear, a datagram a line; Airflow is told to send there."""
    lines: list[str] = []
    with socket.socket(type=socket.SOCK_DGRAM) as ear, pytest.MonkeyPatch.context() as patch:
        ear.bind(("127.0.0.1", 0))

        def listen() -> None:
            while datagram := ear.recv(65536):
                lines.extend(datagram.decode().splitlines())

        threading.Thread(target=listen, daemon=True).start()
        patch.setenv("AIRFLOW__METRICS__STATSD_ON", "True")
        patch.setenv("AIRFLOW__METRICS__STATSD_HOST", "127.0.0.1")
        patch.setenv("AIRFLOW__METRICS__STATSD_PORT", str(ear.getsockname()[1]))
        patch.setenv("AIRFLOW__METRICS__STATSD_INFLUXDB_ENABLED", "True")
        yield lines
        ear.sendto(b"", ear.getsockname())  # the last one


@pytest.fixture(scope="module")
def stack(
    start_stack: Callable[..., Stack],
    tmp_path_factory: pytest.TempPathFactory,
    newsroom: Newsroom,
    heard: list[str],
) -> Iterator[Stack]:
    """Airflow, which is heard, with our Dags, demo wires, a polled one, and a source whose YAML is broken."""
    sources = tmp_path_factory.mktemp("sources")
    # The connection is of fetch, with which the YAML ends; no poll but those that a test asks for.
    assert not heard
    dags = shutil.copytree(ROOT / "dags", tmp_path_factory.mktemp("airflow") / "dags")
    (dags / "consumers.py").write_text(consumers(), encoding="utf-8")
    newsroom.write_source(sources, "  connection: newsroom_desk\n", poll="0 0 29 2 *")
    with serve() as wire:
        write_sources(sources, wire.url)
        (sources / "broken.yaml").write_text("title: Broken\ntimezone: Mars/Olympus\n", encoding="utf-8")
        started = start_stack(dags=dags, plugins=ROOT / "plugins", sources=[sources])
        yield started
        started.clean()


def consumers() -> str:
    """The Dags of docs/consumers.md, and one that the page warns of."""
    page = (ROOT / "docs" / "consumers.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    deaf = """

@dag(dag_id="deaf_report", schedule=[ARTICLES], catchup=False, is_paused_upon_creation=False)
def deaf() -> None:
    count()


deaf()
"""
    return f"{code}{deaf}"


def articles(stack: Stack, source: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = wirelake.read("articles", source=source, lake=stack.lake).to_pylist()
    return rows


def succeeded(stack: Stack, source: str) -> int:
    """The source's runs that say so of themselves in runs/."""
    rows = wirelake.read("runs", source=source, columns=["mode", "status"], lake=stack.lake).to_pylist()
    return sum(row == {"mode": "run", "status": "success"} for row in rows)


def contents(stack: Stack) -> dict[str, str]:
    """Path → digest of all Parquet that a build makes."""
    return {
        str(path.relative_to(stack.lake)): hashlib.sha256(path.read_bytes()).hexdigest()
        for table in ("articles", "history", "rejected")
        for path in sorted(Path(stack.lake, table).rglob("*.parquet"))
    }


def run_of(stack: Stack, dag: str, run_id: str) -> dict[str, Any]:
    """The run, once it has ended."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        run: dict[str, Any] = stack.client().get(f"dags/{dag}/dagRuns/{run_id}")
        if run["state"] in ("success", "failed"):
            return run
        time.sleep(1)
    raise AssertionError(f"{dag} {run_id} did not end within {SECONDS} s: {run}")


def states(stack: Stack, dag: str, run_id: str) -> dict[str, str]:
    tasks = stack.client().get(f"dags/{dag}/dagRuns/{run_id}/taskInstances")["task_instances"]
    return {task["task_id"]: task["state"] for task in tasks}


def logs(stack: Stack, dag: str) -> str:
    """What the tasks of these Dags logged."""
    found = (path for path in stack.task_logs.rglob("*.log") if f"dag_id={dag}" in str(path))
    return "".join(path.read_text(encoding="utf-8", errors="replace") for path in found)


def test_a_broken_source_is_one_clear_import_error_and_the_others_load(stack: Stack) -> None:
    backfill.await_dag(stack.client(), "demo_gulf")
    found = stack.client().get("importErrors")["import_errors"]
    assert [Path(error["filename"]).name for error in found] == ["broken_sources.py"]
    said = found[0]["stack_trace"]
    assert "broken.yaml:2: timezone: 'Mars/Olympus': name a zone" in said
    known = {dag["dag_id"] for dag in stack.client().get("dags")["dags"] if not dag["is_stale"]}
    assert {"demo_harbour", "demo_gulf", "demo_nile", "menafn", "wire_replay"} <= known


def test_backfill_by_rest_brings_the_truth_into_parquet(stack: Stack) -> None:
    client = stack.client()
    week = backfill.Week(dags=("demo_gulf",), first=FOURTH, last=FIFTH)
    backfill.start(client, week)
    backfill.watch(client, week, Console(stderr=True), stack.task_logs, stack.check)
    wanted = {
        one.article_id: one
        for day in (FOURTH, FIFTH)
        for one in truth("demo_gulf", day)
        if one.kind is Kind.ARTICLE
    }
    rows = {row["article_id"]: row for row in articles(stack, "demo_gulf")}
    assert rows.keys() == wanted.keys()
    for id_, row in rows.items():
        assert row["headline"] == wanted[id_].headline
        assert row["body_text"].split("\n") == list(wanted[id_].paragraphs)
        assert row["published_date"] == wanted[id_].published
    runs = client.get("dags/demo_gulf/dagRuns")["dag_runs"]
    notes = {run["partition_key"]: run["note"] for run in runs}
    assert notes["2026-03-05"] == "19 articles, 1 rejected (1 body_missing), 19 added"
    events = client.get("assets/events", limit=100)["asset_events"]
    named = {event["partition_key"] for event in events if event["name"] == "wirelake_articles"}
    assert {"demo_gulf|2026-03-04", "demo_gulf|2026-03-05"} <= named


def test_what_the_runs_did_was_sent_by_statsd(stack: Stack, heard: list[str]) -> None:
    """Of the same backfill: Airflow's own client sends it, with tags in InfluxDB's form."""
    one = "airflow.wirelake.runs,source=demo_gulf,mode=run,status=success:1|c"
    deadline = time.monotonic() + SECONDS
    while heard.count(one) != (ended := succeeded(stack, "demo_gulf")) and time.monotonic() < deadline:
        time.sleep(0.2)  # the schedule may begin yesterday's run meanwhile
    assert heard.count(one) == ended >= 2
    ours = [line for line in heard if line.startswith("airflow.wirelake.")]
    assert "airflow.wirelake.articles,source=demo_gulf,change=added:19|c" in ours
    staged = [line for line in ours if line.startswith("airflow.wirelake.stage,source=demo_gulf,stage=")]
    assert {line.split("stage=")[1].split(":")[0] for line in staged} >= {
        "fetch",
        "extract",
        "validate",
        "write",
    }
    assert all(line.endswith("|ms") for line in staged)
    # These days are long past: only a run that the schedule began tells what its day holds.
    assert ended > 2 or not any(".day." in line for line in ours)


def test_consumers_run_by_the_partitions_that_changed(stack: Stack) -> None:
    """Of the two days of demo_gulf that were just backfilled."""
    stood = {row["published_date"] for row in articles(stack, "demo_gulf")}
    wanted = {
        "daily_report": {f"demo_gulf|{day}" for day in stood},
        "monthly_report": {f"demo_gulf|{day:%Y-%m}" for day in stood},
    }
    for name, keys in wanted.items():
        runs = ended_runs(stack, name, keys)
        assert {run["state"] for run in runs} == {"success"}
        assert {run["partition_key"] for run in runs} == keys
    path = f"dags/daily_report/dagRuns/{runs_by_key(stack, 'daily_report')[f'demo_gulf|{FOURTH}']}"
    said = stack.client().get(f"{path}/taskInstances/count/xcomEntries/return_value")["value"]
    of_day = [row for row in articles(stack, "demo_gulf") if row["published_date"] == FOURTH]
    assert said == f"demo_gulf {FOURTH}: {len(of_day)} articles"
    assert stack.client().get("dags/deaf_report/dagRuns")["dag_runs"] == []


def runs_by_key(stack: Stack, dag: str) -> dict[str, str]:
    runs = stack.client().get(f"dags/{dag}/dagRuns")["dag_runs"]
    return {run["partition_key"]: run["dag_run_id"] for run in runs}


def ended_runs(stack: Stack, dag: str, keys: set[str]) -> list[dict[str, Any]]:
    """The runs of the Dag, once those of all these keys are there and have ended."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        runs: list[dict[str, Any]] = stack.client().get(f"dags/{dag}/dagRuns")["dag_runs"]
        is_over = all(run["state"] in ("success", "failed") for run in runs)  # of one key there may be two
        if is_over and {run["partition_key"] for run in runs} >= keys:
            return runs
        time.sleep(0.5)
    raise AssertionError(f"{dag}: no runs of {keys} ended within {SECONDS} s: {runs}")


def test_running_a_day_again_changes_nothing_and_says_so(stack: Stack) -> None:
    before = contents(stack)
    answer = stack.client().request(
        "POST", "dags/demo_gulf/dagRuns", json={"logical_date": None, "partition_key": "2026-03-05"}
    )
    run = run_of(stack, "demo_gulf", answer["dag_run_id"])
    assert run["state"] == "success"
    assert states(stack, "demo_gulf", run["dag_run_id"])["write"] == "skipped"
    assert run["note"] == "19 articles, 1 rejected (1 body_missing), nothing changed"
    assert contents(stack) == before


def test_a_day_that_nothing_reaches_ends_skipped_and_its_note_says_why(stack: Stack) -> None:
    client = stack.client()
    client.request("PATCH", "dags/menafn", json={"is_paused": False})
    answer = client.request(
        "POST", "dags/menafn/dagRuns", json={"logical_date": None, "partition_key": "2025-12-07"}
    )
    run = run_of(stack, "menafn", answer["dag_run_id"])
    assert set(states(stack, "menafn", run["dag_run_id"]).values()) == {"skipped"}
    assert run["note"].startswith("nothing captured: ")


def test_replay_rebuilds_the_lake_from_raw_alone(stack: Stack) -> None:
    before = contents(stack)
    for path in before:
        Path(stack.lake, path).unlink()
    client = stack.client()
    client.request("PATCH", "dags/wire_replay", json={"is_paused": False})
    conf = {"sources": ["demo_gulf"], "from_day": "2026-03-01", "to_day": "2026-03-08"}
    answer = client.request("POST", "dags/wire_replay/dagRuns", json={"logical_date": None, "conf": conf})
    assert run_of(stack, "wire_replay", answer["dag_run_id"])["state"] == "success"
    assert contents(stack) == before


@pytest.fixture(scope="module")
def page(stack: Stack) -> Iterator[Page]:
    """Airflow's UI in Debian's chromium, as the admin who has logged in."""
    with signed_in(stack) as found:
        yield found


def test_backfill_by_a_person_in_the_ui(page: Page, stack: Stack) -> None:
    stack.client().request("PATCH", "dags/demo_harbour", json={"is_paused": False})
    ask_for_backfill(page, stack, "demo_harbour", "Harbour Press", date(2026, 3, 2), date(2026, 3, 3))
    week = backfill.Week(dags=("demo_harbour",), first=date(2026, 3, 2), last=date(2026, 3, 3))
    backfill.watch(stack.client(), week, Console(stderr=True), stack.task_logs, stack.check)
    page.goto(f"{stack.url}/dags/demo_harbour/runs")
    expect(page.get_by_text(re.compile("^success$", re.IGNORECASE)).first).to_be_visible(timeout=90_000)
    expect(page.get_by_text("2026-03-03").first).to_be_visible(timeout=90_000)
    wanted = {one.article_id for day in (2, 3) for one in truth("demo_harbour", date(2026, 3, day))}
    assert {row["article_id"] for row in articles(stack, "demo_harbour")} == wanted


def poll(stack: Stack) -> str:
    """A poll of the newsroom begins; its run's id."""
    client = stack.client()
    client.request("PATCH", "dags/newsroom_poll", json={"is_paused": False})
    return str(
        client.request("POST", "dags/newsroom_poll/dagRuns", json={"logical_date": None})["dag_run_id"]
    )


def test_a_missing_connection_fails_at_once_and_says_the_cure(stack: Stack, newsroom: Newsroom) -> None:
    newsroom.password = PASSWORD
    run_id = poll(stack)
    assert run_of(stack, "newsroom_poll", run_id)["state"] == "failed"
    assert "'newsroom_desk': no such connection: add it in Airflow" in logs(stack, "newsroom_poll")


def test_a_poll_waits_for_a_network_that_went_and_loses_nothing(stack: Stack, newsroom: Newsroom) -> None:
    client = stack.client()
    for number in range(30):
        newsroom.publish(number)
    newsroom.dies_after = 8
    desk = {"connection_id": "newsroom_desk", "conn_type": "http", "login": "desk", "password": PASSWORD}
    client.request("POST", "connections", json=desk)
    run_id = poll(stack)
    deadline = time.monotonic() + SECONDS
    while states(stack, "newsroom_poll", run_id)["read"] != "up_for_retry" and time.monotonic() < deadline:
        time.sleep(1)
    newsroom.start()
    run = run_of(stack, "newsroom_poll", run_id)
    assert (run["state"], len(articles(stack, "newsroom"))) == ("success", 30)
    assert re.fullmatch(r"30 articles, 30 added; waited for 127\.0\.0\.1:\d+", run["note"])
    assert PASSWORD not in logs(stack, "")
    kept = b"".join(path.read_bytes() for path in Path(stack.lake).rglob("*") if path.is_file())
    assert PASSWORD.encode() not in kept
    for task in ("read", "write"):
        entry = f"dags/newsroom_poll/dagRuns/{run_id}/taskInstances/{task}/xcomEntries/return_value"
        assert PASSWORD not in json.dumps(client.get(entry))
