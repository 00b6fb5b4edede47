"""How a day's newest run went: its row of runs/, in the order in which a person asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wirelake.config import MODES, Batch
from wirelake.desk.judging import FAILURES
from wirelake.errors import FormatError
from wirelake.lake import layout
from wirelake.lake.files import parse_parquet
from wirelake.lake.schema import RUNS
from wirelake.storage import Store

BAR = 200  # units of the longest stage
MOST = 20  # lines of one list
STAGES = ("fetch", "extract", "validate", "write")
COUNTS = {
    "listed": "listed",
    "matched": "of those chosen",
    "of_day": "of this day",
    "known": "known already",
    "asked": "asked for",
    "received": "received",
    "captured": "captured",
    "articles": "articles",
    "media": "pictures and films",
    "packages": "packages",
    "rejected": "rejected",
    "duplicates": "duplicates",
    "added": "added",
    "changed": "changed",
    "removed": "removed",
}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stage of the run.

    Attributes:
        name: fetch, extract, validate, write, or a part of one.
        seconds: how long it took.
        width: of its bar, of 200 units.
    """

    name: str
    seconds: float
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Lines of one kind that the run left.

    Attributes:
        title: what they are.
        lines: the first of them.
        more: how many there are besides.
    """

    title: str
    lines: tuple[str, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTold:
    """The newest run of a day.

    Attributes:
        run_id: its id in runs/.
        mode: run, poll or replay.
        state: success, skipped or failed.
        tone: good, calm or bad: how the state is coloured.
        failure: of a failed run, what failed.
        summary: the run in one line.
        ended: when it ended.
        others: how many runs the day had besides.
        counts: name and number, of what is known.
        stages: how long each took.
        failures: classes of failed exchanges, and how many.
        warnings: warnings, and how many articles have each.
        lists: what may be missing, and what waits for a person.
    """

    run_id: str
    mode: str
    state: str
    tone: str
    failure: str
    summary: str
    ended: datetime
    others: int
    counts: tuple[tuple[str, int], ...]
    stages: tuple[Stage, ...]
    failures: tuple[tuple[str, int], ...]
    warnings: tuple[tuple[str, int], ...]
    lists: tuple[Listed, ...]


def newest_run(store: Store, batch: Batch) -> RunTold | None:
    """The day's newest run that can be read; None where it has none."""
    listed = [one.path for one in store.objects(layout.runs(batch)) if one.path.endswith(".parquet")]
    paths = sorted(path for path in listed if layout.BEGAN.match(path.rpartition("/")[2]))
    for path in reversed(paths):
        try:
            answer = store.read(path)
            rows = parse_parquet(answer[0], path, schema=RUNS).to_pylist() if answer else []
        except FormatError:  # `wirelake verify` tells of it
            continue
        if rows and rows[-1]["mode"] in MODES:
            return _told(rows[-1], len(paths) - 1)
    return None


def _told(row: Row, others: int) -> RunTold:
    tones = {"success": "good", "failed": "bad"}
    lists = (_listed("What may be missing", row["gaps"]), _listed("Left for a person", row["review"]))
    obeyed = _listed("Obeyed although the gate was closed", row["obeyed"])
    return RunTold(
        run_id=row["run_id"],
        mode=row["mode"],
        state=row["status"],
        tone=tones.get(row["status"], "calm"),
        failure=FAILURES.get(row["failure"] or "", "unexpected") if row["status"] == "failed" else "",
        summary=row["summary"],
        ended=row["ended_at"],
        others=others,
        counts=tuple((words, row[name]) for name, words in COUNTS.items() if row[name] is not None),
        stages=_stages(dict(row["seconds"] or ())),
        failures=_ranked(row["failures_by_class"]),
        warnings=_ranked(row["warnings_by_flag"]),
        lists=tuple(one for one in (*lists, obeyed) if one.lines),
    )


def _stages(seconds: dict[str, float]) -> tuple[Stage, ...]:
    """In the order in which they run; what is no task's comes last."""
    known = {name: at for at, name in enumerate(STAGES)}
    ordered = sorted(seconds.items(), key=lambda one: known.get(one[0], len(known)))
    most = max(seconds.values(), default=0.0) or 1.0
    return tuple(
        Stage(name=name, seconds=took, width=max(1, round(BAR * took / most))) for name, took in ordered
    )


def _ranked(counts: list[tuple[str, int]] | None) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts or (), key=lambda one: (-one[1], one[0])))


def _listed(title: str, lines: list[str] | None) -> Listed:
    found = lines or []
    return Listed(title=title, lines=tuple(found[:MOST]), more=max(0, len(found) - MOST))
