"""What a batch's run has to tell: carried under staging/, in the end a row of runs/."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any, Literal

import wirelake
from wirelake.config import Batch
from wirelake.errors import DamagedError, WirelakeError
from wirelake.lake import layout
from wirelake.lake.aside import move_aside, unless_damaged
from wirelake.lake.reading import read_days
from wirelake.lake.schema import RUNS
from wirelake.storage import Store
from wirelake.write import write_run

Clock = Callable[[], datetime]
Mode = Literal["run", "poll", "replay", "takedown", "restore", "release"]
Row = dict[str, Any]
BUILDING: tuple[Mode, ...] = ("run", "poll", "replay")
CAPTURING: tuple[Mode, ...] = ("run", "poll")
USUAL_DAYS = 60
RESUMED_WITHIN = timedelta(hours=2)  # then the feed that it began with is no longer what the wire shows
MAPS = ("seconds", "rejected_by_reason", "warnings_by_flag", "failures_by_class")
NOTHING: Row = {
    "captured": 0,
    "articles": 0,
    "rejected": 0,
    "duplicates": 0,
    "added": 0,
    "changed": 0,
    "removed": 0,
    "published_dates": [],
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
    """The run of one batch in one mode. ``facts`` are the columns of runs/ that are known so far."""

    def __init__(self, store: Store, batch: Batch, facts: Row, clock: Clock) -> None:
        self._store = store
        self._batch = batch
        self._clock = clock
        self.facts = facts

    @property
    def run_id(self) -> str:
        return str(self.facts["run_id"])

    @classmethod
    def begin(cls, store: Store, batch: Batch, run_id: str, mode: Mode, clock: Clock) -> "Journal":
        """A new run: run and poll capture and build, replay builds alone.

        A capture that did not come to its end goes on under the run_id that it had, if that is not long ago.
        """
        now = clock()
        facts = _stored(store, batch, mode)
        if facts is None or not _is_under_way(facts, now):
            broken = _is_broken_off(facts)
            facts = {"run_id": run_id, "mode": mode, "started_at": now.isoformat(), "seconds": {}}
            facts |= {"capturing": mode != "replay", "follows_broken_off": broken}
        facts["tried_at"] = now.isoformat()
        journal = cls(store, batch, facts, clock)
        journal.save()
        return journal

    @classmethod
    def resume(cls, store: Store, batch: Batch, mode: Mode, clock: Clock) -> "Journal":
        """The run that an earlier task began.

        Raises:
            WirelakeError: there is none: the tasks ran out of order.
        """
        facts = _stored(store, batch, mode)
        if facts is None:
            raise WirelakeError(f"{batch}: no run was begun; start with fetch, or replay the day")
        return cls(store, batch, facts, clock)

    def broke_off(self, batch: Batch) -> bool:
        """Another capture of the batch than this one did not come to its end, or is still under way."""
        if batch == self._batch and self.facts.get("follows_broken_off"):
            return True
        own = (self._batch, self.facts["mode"])
        modes = (mode for mode in CAPTURING if (batch, mode) != own)
        return any(_is_broken_off(_stored(self._store, batch, mode)) for mode in modes)

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
        write_run(self._store, self._batch, {name: row[name] for name in RUNS.names})

    def save(self) -> None:
        """Keep the facts for the tasks to come."""
        path = _path(self._batch, self.facts["mode"])
        self._store.write(path, json.dumps(self.facts, sort_keys=True).encode())


def usually_has_articles(store: Store, batch: Batch) -> bool:
    """Most of the source's days of the two months up to this one had articles.

    Days on which the gate closed do not count: else a source that broke would open it again in time.
    """
    by_day: dict[Any, int] = {}
    for run in _runs(store, batch, batch.day - timedelta(days=USUAL_DAYS)):
        if run["status"] == "success":
            by_day[run["capture_date"]] = max(by_day.get(run["capture_date"], 0), run["articles"])
    return bool(by_day) and sum(count > 0 for count in by_day.values()) * 2 > len(by_day)


def runs_of(store: Store, batch: Batch) -> list[Row]:
    """The batch's rows of runs/, oldest first."""
    return sorted(_runs(store, batch, batch.day), key=lambda run: run["started_at"])


def raw_version(store: Store, batch: Batch) -> str:
    """A hash of which captures stand in raw/ for the batch: the same while nothing was added."""
    names = [one.path for one in store.objects(layout.raw(batch)) if one.path.endswith(".index.parquet")]
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:16] if names else ""


def _runs(store: Store, batch: Batch, first: date) -> list[Row]:

    while True:  # every turn moves a damaged row aside: it is lost, and must not stop every later run
        try:
            rows = read_days(store, "runs", first, batch.day, source=batch.source).to_pylist()
        except DamagedError as error:
            move_aside(store, error)
        else:
            return [row for row in rows if row["mode"] in BUILDING]


def _stored(store: Store, batch: Batch, mode: Mode) -> Row | None:
    return unless_damaged(store, _path(batch, mode), _parsed)


def _parsed(data: bytes, path: str) -> Row:
    try:
        facts = json.loads(data)
    except ValueError as error:
        raise DamagedError(path, f"it is no journal: {error}") from error
    if not isinstance(facts, dict):
        raise DamagedError(path, "it is no journal")
    return facts


def _is_broken_off(facts: Row | None) -> bool:
    return facts is not None and bool(facts["capturing"])


def _is_under_way(facts: Row, now: datetime) -> bool:
    tried = datetime.fromisoformat(facts["tried_at"])
    return bool(facts["capturing"]) and now - tried < RESUMED_WITHIN


def _path(batch: Batch, mode: Mode) -> str:
    return layout.staging(batch, mode, "run.json")
