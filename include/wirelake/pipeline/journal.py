"""What a batch's run has to tell: carried under staging/, in the end a row of runs/."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import wirelake
from wirelake.config import Batch
from wirelake.errors import WirelakeError
from wirelake.lake import layout
from wirelake.storage import Store

Clock = Callable[[], datetime]
Row = dict[str, Any]
USUAL_DAYS = 60


class Journal:
    """The run of one batch. ``facts`` are the columns of runs/ that are known so far."""

    def __init__(self, store: Store, batch: Batch, facts: Row, clock: Clock) -> None:
        self._store = store
        self._batch = batch
        self._clock = clock
        self.facts = facts

    @property
    def run_id(self) -> str:
        return str(self.facts["run_id"])

    @classmethod
    def begin(cls, store: Store, batch: Batch, run_id: str, mode: str, clock: Clock) -> "Journal":
        """A new run; ``mode`` is run (capture and build) or replay (build alone)."""
        facts = {"run_id": run_id, "mode": mode, "started_at": clock().isoformat(), "seconds": {}}
        journal = cls(store, batch, facts, clock)
        journal._save()
        return journal

    @classmethod
    def resume(cls, store: Store, batch: Batch, clock: Clock) -> "Journal":
        """The run that an earlier task began.

        Raises:
            WirelakeError: there is none: the tasks ran out of order.
        """
        answer = store.read(_path(batch))
        if answer is None:
            raise WirelakeError(f"{batch}: no run was begun; start with fetch, or replay the day")
        return cls(store, batch, json.loads(answer[0]), clock)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Measure a stage, and keep what it wrote into ``facts``."""
        started = time.monotonic()
        yield
        self.facts["seconds"][stage] = round(time.monotonic() - started, 3)
        self._save()

    def finish(self, *, status: str, summary: str, **facts: Any) -> None:
        """Write the run's row into runs/."""
        from wirelake.write import write_run

        row: Row = {
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
            "gaps": [],
            "ruleset_version": "",
            **self.facts,
            **facts,
            "status": status,
            "summary": summary,
            "ended_at": self._clock(),
            "wirelake_version": wirelake.__version__,
        }
        row["started_at"] = datetime.fromisoformat(str(row["started_at"]))
        row["published_dates"] = [date.fromisoformat(str(day)) for day in row["published_dates"]]
        for name in ("seconds", "rejected_by_reason", "warnings_by_flag", "failures_by_class"):
            row[name] = sorted(row[name].items())
        write_run(self._store, self._batch, row)

    def _save(self) -> None:
        self._store.write(_path(self._batch), json.dumps(self.facts, sort_keys=True).encode())


def usually_has_articles(store: Store, batch: Batch) -> bool:
    """Most of the source's days of the two months up to this one had articles.

    Days on which the gate closed do not count: else a source that broke would open it again in time.
    """
    from wirelake.lake.reading import read_days

    first = batch.day - timedelta(days=USUAL_DAYS)
    runs = read_days(store, "runs", first, batch.day, source=batch.source).to_pylist()
    by_day: dict[Any, int] = {}
    for run in (run for run in runs if run["status"] == "success"):
        by_day[run["capture_date"]] = max(by_day.get(run["capture_date"], 0), run["articles"])
    return bool(by_day) and sum(count > 0 for count in by_day.values()) * 2 > len(by_day)


def _path(batch: Batch) -> str:
    return layout.staging(batch, "run").removesuffix(".arrow") + ".json"
