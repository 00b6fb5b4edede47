"""What a run over a batch has to tell: carried under staging/, in the end a row of runs/."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import wirelake
from wirelake.batches import staging
from wirelake.batches.broken_off import is_broken_off, is_under_way, pass_on, take_over
from wirelake.config import MODES, Batch, Run
from wirelake.errors import DamagedError, MissingError
from wirelake.lake import layout
from wirelake.lake.aside import move_aside, unless_damaged
from wirelake.lake.files import parse_parquet
from wirelake.lake.reading import read_days
from wirelake.lake.schema import RUNS
from wirelake.storage import Store
from wirelake.write import write_run

Clock = Callable[[], datetime]
Row = dict[str, Any]
MAPS = ("seconds", "rejected_by_reason", "warnings_by_flag", "failures_by_class")
NOTHING: Row = {
    "captured": 0,
    "articles": 0,
    "media": 0,
    "packages": 0,
    "passed_over": [],
    "rejected": 0,
    "duplicates": 0,
    "added": 0,
    "changed": 0,
    "removed": 0,
    "published_dates": [],
    **dict.fromkeys(("failure", "listed", "matched", "of_day", "known", "asked", "received")),
    "rejected_by_reason": {},
    "warnings_by_flag": {},
    "failures_by_class": {},
    "review": [],
    "obeyed": [],
    "gaps": [],
    "ruleset_version": "",
    "raw_version": "",
}


class Journal:
    """One run. ``facts`` are the columns of runs/ that are known so far, and what a task tells the next."""

    def __init__(self, store: Store, run: Run, facts: Row, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.run = run
        self.facts = facts

    @property
    def run_id(self) -> str:
        """What its row of runs/ goes by."""
        return str(self.facts["run_id"])

    @property
    def capture_id(self) -> str:
        """What its segments of raw/ go by: its own run_id, or that of the capture that it goes on with."""
        return str(self.facts.get("capture_id", self.run_id))

    @classmethod
    def begin(cls, store: Store, run: Run, run_id: str, clock: Clock) -> "Journal":
        """Begin the run, or go on with its own capture, where that was broken off not long ago.

        A new one takes over the captures of its batch and mode that others broke off: it goes on where one
        of them stood, if that is not long ago.
        """
        now = clock()
        stood = staging.facts_of(store, run)
        is_own = stood is not None and is_under_way(stood, now)
        broken = [] if is_own else take_over(store, run)
        facts = stood if stood and is_own else _new(run, run_id, now, stood)
        if len(broken) == 1 and is_under_way(broken[0].facts, now):
            facts = broken[0].goes_on(run_id)
        elif broken:
            facts["follows_broken_off"] = True
        facts["tried_at"] = now.isoformat()
        journal = cls(store, run, facts, clock)
        journal.save()  # before the others are let go of: whoever dies in between has lost nothing
        pass_on(store, broken, run)
        return journal

    @classmethod
    def resume(cls, store: Store, run: Run, clock: Clock) -> "Journal":
        """The run that an earlier task began.

        Raises:
            MissingError: there is none: the tasks ran out of order.
        """
        facts = staging.facts_of(store, run)
        if facts is None:
            raise MissingError(f"{run}: no such run was begun; start with fetch, or replay the day")
        return cls(store, run, facts, clock)

    def broke_off(self, batch: Batch) -> bool:
        """Another capture of the batch than this one did not come to its end, or is still under way."""
        if batch == self.run.batch and self.facts.get("follows_broken_off"):
            return True
        others = staging.open_runs(self._store, batch)
        return any(is_broken_off(facts) for run, facts, _ in others if run != self.run)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Measure a stage, and keep what it wrote into ``facts``."""
        started = time.monotonic()
        yield
        before = self.facts["seconds"].get(stage, 0.0)  # of a capture that was broken off
        self.facts["seconds"][stage] = round(before + time.monotonic() - started, 3)
        self.save()

    def finish(self, *, status: str, summary: str, **facts: Any) -> None:
        """Write the run's row into runs/."""

        row: Row = {
            **NOTHING,
            **self.facts,
            **facts,
            "status": status,
            "summary": summary,
            "ended_at": self._clock(),
            "wirelake_version": wirelake.__version__,
        }
        row["started_at"] = datetime.fromisoformat(str(row["started_at"]))
        row["published_dates"] = [date.fromisoformat(str(day)) for day in row["published_dates"]]
        for name in MAPS:
            row[name] = sorted(row[name].items())
        write_run(self._store, self.run.batch, {name: row[name] for name in RUNS.names})

    def save(self) -> None:
        """Keep the facts for the tasks to come."""
        staging.note(self._store, self.run, self.facts)

    def end(self) -> None:
        """The run is over: of what it left stay the facts, for a retry that comes too late."""
        staging.end(self._store, self.run, self.facts)


def run_of(store: Store, batch: Batch, run_id: str) -> Row | None:
    """The batch's row of runs/ of that run; None where it has none, or it was damaged and is moved aside."""
    rows = unless_damaged(store, layout.run(batch, run_id), _rows) or ()
    return next((row for row in rows if row["run_id"] == run_id), None)


def newest_runs(store: Store, batch: Batch) -> Iterator[Row]:
    """The batch's rows of runs/, the one that began last first; each is read as it is asked for."""
    paths = (one.path for one in store.objects(layout.runs(batch)) if one.path.endswith(".parquet"))
    for path in sorted(paths, key=layout.run_began, reverse=True):
        rows = unless_damaged(store, path, _rows) or ()
        yield from (row for row in rows if row["mode"] in MODES)


def runs_of(store: Store, batch: Batch) -> list[Row]:
    """The batch's rows of runs/, oldest first."""
    return sorted(_runs(store, batch), key=lambda run: run["started_at"])


def _runs(store: Store, batch: Batch) -> list[Row]:
    while True:  # every turn moves a damaged row aside: it is lost, and must not stop every later run
        try:
            rows = read_days(store, "runs", batch.day, batch.day, source=batch.source).to_pylist()
        except DamagedError as error:
            move_aside(store, error)
        else:
            return [row for row in rows if row["mode"] in MODES]


def _rows(data: bytes, path: str) -> list[Row]:
    rows: list[Row] = parse_parquet(data, path, schema=RUNS).to_pylist()
    return rows


def _new(run: Run, run_id: str, now: datetime, stood: Row | None) -> Row:
    return {
        "run_id": run_id,
        "mode": run.mode,
        "started_at": now.isoformat(),
        "seconds": {},
        "capturing": run.mode != "replay",
        "follows_broken_off": stood is not None and is_broken_off(stood),
    }
