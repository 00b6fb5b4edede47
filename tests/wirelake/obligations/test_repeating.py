"""Every decision of an operator may be repeated: it completes what a dead command left, or finds it done."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.obligations.quaynews import KILLED, LATE, THIRD, fill, take_down, with_advisory
from tests.wirelake.obligations.test_takedown_deaths import DeadError, dying
from tests.wirelake.quay import BATCH, NOON, contents, frozen, run_of, version

import wirelake
from wirelake import obligations, pipeline
from wirelake.batches.staging import articles_table
from wirelake.lake.review import read_review
from wirelake.storage import LocalStore
from wirelake.write import write_history

pytestmark = pytest.mark.usefixtures("sources")
HOUR = timedelta(hours=1)
CHANGES = 200  # more than any command makes
STEPS = {"takedown for an advisory": 12, "restore": 8}  # those of a takedown stand in test_takedown_deaths


def _advisory(store: LocalStore) -> str:
    with_advisory(store, THIRD, NOON + timedelta(days=2), slugline="BC-Quay--Fire")
    pipeline.write_batch(run_of(THIRD), store=store, clock=frozen(NOON + timedelta(days=3)))
    (waiting,) = obligations.open_advisories("quay", store=store)
    return waiting.raw_ref


def _prepared(store: LocalStore, sources: Path, what: str) -> str:
    """The lake in which the command is given; the advisory that it names."""
    if what == "release":
        held = version(9, pub_status="withheld", signals=("embargoed",))
        write_history(store, BATCH, articles_table([held]))
        return ""
    fill(store, sources)
    if what == "hold --lift":
        obligations.hold(KILLED, "x", store=store, clock=frozen(LATE))
    if what == "restore":
        take_down(store, erase=False)
    return _advisory(store) if what in ("takedown for an advisory", "review --close") else ""


def _command(store: LocalStore, what: str, ref: str, at: datetime) -> object:
    given: dict[str, Any] = {"store": store, "clock": frozen(at)}
    match what:
        case "release":
            return obligations.release("quay:9", "x", **given)
        case "hold" | "hold --lift":
            return obligations.hold(KILLED, "x", lift=what != "hold", **given)
        case "restore":
            return obligations.restore(KILLED, "x", **given)
        case "review --close":
            return obligations.close_advisory(ref, "x", store=store)
        case _:
            return take_down(store, erase=False, at=at, advisory=ref)


def _seen(store: LocalStore) -> tuple[list[str], list[bool], int]:
    """The articles that readers see, which advisories are closed, and how many decisions stand."""
    ids = wirelake.read(lake=store.uri, columns=["article_id"])["article_id"].to_pylist()
    closed = [bool(one.closed) for one in read_review(store, "quay")]
    return sorted(ids), closed, len(store.objects("raw/source=quay/events"))


@pytest.mark.parametrize(
    "what",
    ["takedown for an advisory", "restore", "release", "hold", "hold --lift", "review --close"],
)
def test_whatever_died_on_the_way_is_completed_by_the_same_command(
    tmp_path: Path, sources: Path, what: str
) -> None:
    whole = LocalStore(tmp_path / "whole")
    ref = _prepared(whole, sources, what)
    stood = contents(whole, "")
    _command(whole, what, ref, LATE + HOUR)
    wanted = _seen(whole)
    _command(whole, what, ref, LATE + 2 * HOUR)
    assert _seen(whole) == wanted
    for change in range(1, CHANGES, STEPS.get(what, 1)):
        store = LocalStore(tmp_path / f"{change}")
        for path, data in stood.items():
            store.write(path, data)
        try:
            with dying(store, change):
                _command(store, what, ref, LATE + HOUR)
        except DeadError:
            _command(store, what, ref, LATE + 2 * HOUR)
            assert _seen(store) == wanted, change
            assert store.objects("pending") == whole.objects("pending") == [], change
        else:
            assert change > 1
            return
    raise AssertionError("it never came to its end")
