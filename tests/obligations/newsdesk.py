"""The lantern wire, day by day, through its Dag in a real Airflow, and what is decided between the days."""

import gzip
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from wirelake.lake.decisions.events import read_events
from wirelake.storage import open_store
from wirelake_local import Stack

WIRE = Path(__file__).parent / "wire"
DAYS = {number: date(2026, 3, 1 + number) for number in range(1, 6)}
SECONDS = 240.0
LEAD = timedelta(seconds=90)  # of the embargo on the run that receives it: some ten times what that takes
HELD = "lantern:lw.0033"  # by an embargo without a date


class Newsdesk:
    """Delivers a day's files and runs the wire's Dag for it.

    ``after`` is when each day's run had ended, by number; 0 is before the first. ``embargo`` is the instant
    that one article of the second day states, ``released`` when another was released by a command.
    """

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.lake = Path(stack.lake)
        self.day = 0
        self.after = {0: datetime.now(UTC)}
        self.notes: dict[int, str] = {}
        self.embargo = datetime.max.replace(tzinfo=UTC)
        self.released = datetime.max.replace(tzinfo=UTC)

    def deliver(self, number: int) -> None:
        """The day's files into the drop folder; one of them packed, one with an instant that is to come."""
        folder = self.lake / "drop" / "lantern" / str(DAYS[number])
        folder.mkdir(parents=True)
        for path in sorted((WIRE / str(DAYS[number])).iterdir()):
            data = path.read_bytes()
            if b"@EMBARGO@" in data:
                # This day's run is to end before the embargo, on a machine that is suddenly busy as well.
                self.embargo = (datetime.now(UTC) + LEAD).replace(microsecond=0)
                data = gzip.compress(data.replace(b"@EMBARGO@", self.embargo.isoformat().encode()))
            (folder / (path.name + ".gz" * data.startswith(b"\x1f\x8b"))).write_bytes(data)

    def run(self, number: int) -> None:
        """Run the day's Dag to its good end."""
        run = self.run_dag("lantern", DAYS[number])
        self.day, self.after[number] = number, datetime.now(UTC)
        self.notes[number] = str(run["note"])

    def run_dag(self, name: str, day: date) -> dict[str, Any]:
        """Run a source's Dag for a day to its good end; the run."""
        client = self.stack.client()
        client.request("PATCH", f"dags/{name}", json={"is_paused": False})
        asked = {"logical_date": None, "partition_key": str(day)}
        run = self.ended(name, client.request("POST", f"dags/{name}/dagRuns", json=asked)["dag_run_id"])
        assert run["state"] == "success", self.states(name, run["dag_run_id"])
        return run

    def replay(self) -> dict[str, str]:
        """Build all days from raw/ alone by the Dag wire_replay; the states of its tasks."""
        client = self.stack.client()
        client.request("PATCH", "dags/wire_replay", json={"is_paused": False})
        conf = {"sources": ["lantern"], "from_day": str(DAYS[1]), "to_day": str(DAYS[5])}
        asked = {"logical_date": None, "conf": conf}
        run = self.ended(
            "wire_replay", client.request("POST", "dags/wire_replay/dagRuns", json=asked)["dag_run_id"]
        )
        assert run["state"] == "success"
        return self.states("wire_replay", run["dag_run_id"])

    def decide(self, number: int) -> None:
        """What happens before the day: an embargo ends, another is ended by a command."""
        if number == 3:
            self._await_embargo()
            self.run_small("wire_due")
        if number == 4:
            self.run_small("wire_release", article_ids=[HELD], reason="the council has voted")
            (event,) = read_events(open_store(str(self.lake)), "lantern").releases[HELD]
            assert event.by == "admin"
            self.released = event.at

    def run_small(self, name: str, **conf: Any) -> None:
        """Run a Dag that serves all sources, to its good end."""
        client = self.stack.client()
        asked = client.request("POST", f"dags/{name}/dagRuns", json={"logical_date": None, "conf": conf})
        run = self.ended(name, asked["dag_run_id"])
        assert run["state"] == "success", self.states(name, run["dag_run_id"])

    def _await_embargo(self) -> None:
        """Until the embargo with a date is over, a minute or so."""
        deadline = time.monotonic() + SECONDS
        while datetime.now(UTC) < self.embargo:
            assert time.monotonic() < deadline, self.embargo
            time.sleep(0.2)

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What the command ``wirelake`` says on this lake."""
        told = subprocess.run(
            [sys.executable, "-m", "wirelake", *arguments],
            env={**self.stack.environment(), "COLUMNS": "300"},
            cwd=self.stack.state,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
        assert told.returncode == 0, told.stdout + told.stderr
        return told

    def ended(self, dag: str, run_id: str) -> dict[str, Any]:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            run: dict[str, Any] = self.stack.client().get(f"dags/{dag}/dagRuns/{run_id}")
            if run["state"] in ("success", "failed"):
                return run
            time.sleep(0.5)
        raise AssertionError(f"{dag} {run_id} did not end within {SECONDS} s: {run}")

    def states(self, dag: str, run_id: str) -> dict[str, str]:
        found = self.stack.client().get(f"dags/{dag}/dagRuns/{run_id}/taskInstances")["task_instances"]
        return {task["task_id"]: task["state"] for task in found}
