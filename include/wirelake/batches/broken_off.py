"""Captures that did not come to their end: the next one of their batch and mode takes them over."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from wirelake.batches import staging
from wirelake.batches.staging import Facts
from wirelake.config import Run
from wirelake.errors import ConflictError
from wirelake.storage import Store

RESUMED_WITHIN = timedelta(hours=2)  # then the feed that it began with is no longer what the wire shows


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenOff:
    """Another run whose capture has not ended. It may still live: then both ask for the rest."""

    run: Run
    facts: Facts
    etag: str

    def goes_on(self, run_id: str) -> Facts:
        """The facts with which a run of that run_id goes on where this one stood."""
        capture_id = self.facts.get("capture_id", self.facts["run_id"])
        return {**self.facts, "run_id": run_id, "capture_id": capture_id}


def is_broken_off(facts: Facts) -> bool:
    """The capture has begun and not ended, or reached nothing: its links may not all have been asked for."""
    return bool(facts["capturing"] or facts.get("unreached"))


def is_under_way(facts: Facts, now: datetime) -> bool:
    """It was tried not long ago, so that it can be gone on with."""
    tried = datetime.fromisoformat(facts["tried_at"])
    return bool(facts["capturing"]) and now - tried < RESUMED_WITHIN


def take_over(store: Store, run: Run) -> list[BrokenOff]:
    """The broken-off captures of other runs of this batch and mode; what a closed gate left is cleared."""
    found = []
    for other, facts, etag in staging.open_runs(store, run.batch):
        if other == run or other.mode != run.mode:
            continue
        if is_broken_off(facts):
            found.append(BrokenOff(run=other, facts=facts, etag=etag))
        elif facts.get("closed"):
            staging.end(store, other, facts)
    return found


def pass_on(store: Store, broken: list[BrokenOff], run: Run) -> None:
    """Say of those captures that ``run`` goes on in their stead, so no third one goes on with them too."""
    for one in broken:
        facts = {**one.facts, "capturing": False, "unreached": False, "passed_on_to": run.key}
        with suppress(ConflictError):  # it lives, or another has taken it over as well
            staging.note(store, one.run, facts, if_etag=one.etag)
