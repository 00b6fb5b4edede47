"""The closed gate: killed on its way or not, it holds back what is new, and obeys kills and corrections."""

import random
import time
from collections import Counter
from datetime import timedelta
from typing import Any

from tests.attacks.report import Faults, Report
from tests.attacks.stage import Stage, deed
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.obligations.quaynews import drop, text, wire_item
from tests.wirelake.pipeline.test_closed_gate import empty
from tests.wirelake.quay import BATCH, DAY

from wirelake.config import Batch
from wirelake.lake.streams import read

BAD = 12  # items a day that no expectation lets through: more than the gate lets pass
NEVER = "2999-01-01T00:00:00Z"


def attack(stage: Stage, seed: int, count: int) -> Report:
    """So many days whose gate closes. Each is killed at some moment and run again, then looked at."""
    chance, faults = random.Random(seed), Faults()  # noqa: S311
    by_guid(stage)
    numbers = list(range(1, 4 * count + 3))
    drop(stage.store, BATCH, "first", *(wire_item(n) for n in numbers))
    started = time.monotonic()
    stage.do(deed("run", BATCH))
    lasted = time.monotonic() - started
    expected = {n: text(n) for n in numbers}
    chance.shuffle(numbers)
    tried: Counter[str] = Counter(days=0, killed=0, closed=0)
    for day in range(1, count + 1):
        batch = Batch("quay", DAY + timedelta(days=day))
        killed, withheld, corrected, changed = (numbers.pop() for _ in range(4))
        new = 1_000 * day
        drop(
            stage.store,
            batch,
            "day",
            wire_item(killed, "canceled", "2"),
            {**said(withheld, "The bill is known."), "embargoed": NEVER},
            {**said(corrected, "It was by day."), "headline": f"CORRECTED-Crane {corrected} turns green"},
            said(changed, "It rained."),
            wire_item(new),
            *(empty(new + n) for n in range(1, BAD)),
        )
        for seconds in (max(0.001, chance.random() * lasted), 0):
            told = stage.do(deed("run", batch, seconds))
            tried.update(killed=told["killed"])
        tried.update(days=1, closed=told["closed"])
        faults.note("open", [] if told["closed"] else [batch])
        del expected[killed], expected[withheld]
        expected[corrected] = said(corrected, "It was by day.")["body_text"]
        look(stage, expected, faults)
        faults.note("killed but found", holding(stage.store, text(killed)))
    return faults.report("closed gate", tried)


def by_guid(stage: Stage) -> None:
    """Articles of quay go by the guid that its items state."""
    path = stage.folder / "sources" / "quay.yaml"
    path.write_text(path.read_text().replace("[wire, url]", "[guid, wire, url]"))


def said(number: int, more: str) -> dict[str, Any]:
    return {**wire_item(number, version="2"), "body_text": f"{text(number)} {more}"}


def look(stage: Stage, expected: dict[int, str], faults: Faults) -> None:
    """What may be read is just what was obeyed."""
    rows = read(lake=stage.uri, columns=["headline", "body_text"]).to_pylist()
    shown = {int(row["headline"].split()[1]): row["body_text"] for row in rows}
    faults.note("duplicate", [len(rows) - len(shown)] if len(rows) > len(shown) else [])
    faults.note("lost", sorted(expected.keys() - shown.keys()))
    faults.note("not obeyed, or not held back", sorted(shown.keys() - expected.keys()))
    faults.note("stale", [n for n in sorted(shown.keys() & expected.keys()) if shown[n] != expected[n]])
