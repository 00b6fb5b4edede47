"""`wirelake backfill` and a real Airflow: the days that are meant, whatever the source's zone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import wirelake
from wirelake.config.settings import SHIPPED
from wirelake_demo import backfill
from wirelake_demo.wire import serve, write_sources
from wirelake_local import Stack

ROOT = Path(__file__).parents[1]
ZONES = {"demo_gulf": "Asia/Kuwait", "demo_nile": "Africa/Cairo", "far_west": "America/Los_Angeles"}
SECONDS = 300.0


@pytest.fixture(scope="module")
def stack(start_stack: Callable[..., Stack], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Airflow with our Dags and the demo wires, and one again in another zone, and behind a connection."""
    sources = tmp_path_factory.mktemp("sources")
    with serve() as wire:
        write_sources(sources, wire.url)
        west = (sources / "demo_gulf.yaml").read_text(encoding="utf-8")
        west = west.replace("timezone: Asia/Kuwait", "timezone: America/Los_Angeles")
        (sources / "far_west.yaml").write_text(west, encoding="utf-8")
        paid = west.replace("fetch:\n", "fetch:\n  connection: nobodys_desk\n")
        (sources / "paid.yaml").write_text(paid, encoding="utf-8")
        started = start_stack(dags=ROOT / "dags", plugins=ROOT / "plugins", sources=[sources])
        for dag in (*ZONES, "paid"):
            backfill.await_dag(started.client(), dag)
        yield started
        started.clean()


def ask(stack: Stack, *words: str, user: str = "admin") -> tuple[int, Any, str]:
    """The command's exit code, its JSON objects, and what it said on standard error."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    environment |= {
        "WIRELAKE_SETTINGS": "",
        "WIRELAKE_SOURCES": os.pathsep.join(map(str, [*stack.sources, SHIPPED])),
        "WIRELAKE_LAKE": stack.lake,
        "WIRELAKE_AIRFLOW_URL": stack.url,
        "WIRELAKE_AIRFLOW_USER": user,
        "WIRELAKE_AIRFLOW_PASSWORD": stack.password(user),
    }
    command = [sys.executable, "-m", "wirelake", "backfill", *words, "--json"]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.mark.parametrize("source", ZONES)
def test_the_days_that_are_said_are_the_days_that_run(stack: Stack, source: str) -> None:
    assert f"timezone: {ZONES[source]}" in (stack.sources[0] / f"{source}.yaml").read_text(encoding="utf-8")
    code, (plan,), _ = ask(stack, source, "2026-03-05", "--to", "2026-03-07", "--dry-run")
    assert (code, plan["days"]) == (0, ["2026-03-05", "2026-03-06", "2026-03-07"])
    code, (plan,), _ = ask(stack, source, "2026-03-05", "--dry-run")
    assert (code, plan["days"]) == (0, ["2026-03-05"])


def test_it_runs_them_says_each_as_it_ends_and_leaves_out_what_ran(stack: Stack) -> None:
    code, _, said = ask(stack, "demo_gulf", "2026-03-05", "--wait")
    assert (code, "its Dag is paused" in said, "--unpause" in said) == (2, True, True)
    days = ("2026-03-04", "--to", "2026-03-05")
    code, (plan, *runs), said = ask(stack, "demo_gulf", *days, "--unpause", "--wait")
    assert code == 0, said
    assert plan["days"] == ["2026-03-04", "2026-03-05"]
    assert {run["day"]: run["state"] for run in runs} == {"2026-03-04": "success", "2026-03-05": "success"}
    assert "19 articles" in {run["day"]: run["note"] for run in runs}["2026-03-05"]
    ran = set(wirelake.read("runs", source="demo_gulf", lake=stack.lake)["capture_date"].to_pylist())
    assert {str(day) for day in ran} >= {"2026-03-04", "2026-03-05"}  # unpaused, it ran yesterday as well

    code, (plan,), _ = ask(stack, "demo_gulf", *days)
    assert (code, plan) == (0, {"source": "demo_gulf", "days": [], "left_out": 2})
    code, (plan,), _ = ask(stack, "demo_gulf", "2026-03-05", "--reprocess", "completed", "--refetch")
    assert (code, plan["days"]) == (0, ["2026-03-05"])
    newest = stack.client().get("dags/demo_gulf/dagRuns", order_by="-id", limit=1)["dag_runs"][0]
    assert newest["conf"] == {"refetch": True}  # which the form would have dropped


def test_a_day_whose_run_fails_ends_with_1_and_says_why(stack: Stack) -> None:
    code, (_, run), _ = ask(stack, "paid", "2026-03-05", "--unpause", "--wait")
    assert (code, run["state"]) == (1, "failed")
    assert "no such connection: add it in Airflow" in run["note"]


def test_a_viewer_and_a_source_that_airflow_does_not_have_are_refused(stack: Stack) -> None:
    code, _, said = ask(stack, "demo_gulf", "2026-03-05", user="viewer")
    assert (code, "HTTP 403" in said) == (1, True)
    code, _, said = ask(stack, "xinhua", "2026-03-05")
    assert (code, "Airflow knows no such Dag" in said) == (1, True)
