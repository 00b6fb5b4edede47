"""A run in numbers: what is sent of it, with bounded tags; list, page and dashboard say the same."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.obligations.quaynews import drop, wire_item, write_wires
from tests.wirelake.quay import BATCH, NOON, frozen, new_lake

from wirelake import metrics, pipeline
from wirelake.alarms.checks import NAMES
from wirelake.config import Batch, Run
from wirelake.errors import QualityError
from wirelake.metrics import METRICS, Kind, Metric
from wirelake.metrics.measuring import MOST_REASONS, _bounded

DOCS = Path(__file__).parents[3] / "docs"
LONG_AGO = Batch("quay", BATCH.day - timedelta(days=90))
Sent = dict[tuple[str, ...], float]


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    write_wires(tmp_path / "sources")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return new_lake(tmp_path / "lake")


def sent(found: list[Metric]) -> Sent:
    """What is sent, but for how long it took."""
    plain = [one for one in found if one.name != "wirelake.stage"]
    found_by = ((one, [value for name, value in one.tags.items() if name != "source"]) for one in plain)
    return {(one.name, *tags): one.value for one, tags in found_by}


def test_what_a_run_sends_is_what_it_did(lake: Any) -> None:
    run, later = Run.new(BATCH), frozen(NOON + timedelta(minutes=2))
    drop(lake, BATCH, "first", wire_item(1), {**wire_item(2), "body_text": ""})
    pipeline.fetch_batch(run, store=lake, clock=frozen(NOON))
    assert metrics.of_run(run, store=lake) == []  # it has not ended
    pipeline.build_batch(run, store=lake, clock=later)
    found = metrics.of_run(run, store=lake)
    told = sent(found)
    warc = sum(one.size for one in lake.objects("raw") if one.path.endswith(".warc.gz"))
    assert told == {
        ("wirelake.runs", "run", "success"): 1,
        ("wirelake.articles", "added"): 1,
        ("wirelake.articles", "changed"): 0,
        ("wirelake.articles", "removed"): 0,
        ("wirelake.links", "asked"): 0,  # a dropped file is read, and nobody asked
        ("wirelake.links", "received"): 0,
        ("wirelake.day.articles",): 1,
        ("wirelake.day.rejections", "body_missing"): 1,
        ("wirelake.day.exchanges", "ok"): 1,
        ("wirelake.day.bytes",): warc,
        ("wirelake.publication_to_lake", "median"): 7200,
        ("wirelake.publication_to_lake", "longest"): 7200,
        ("wirelake.capture_to_reader", "median"): 120,
        ("wirelake.capture_to_reader", "longest"): 120,
    }
    stages = {one.tags["stage"] for one in found if one.name == "wirelake.stage"}
    assert stages >= {"fetch", "extract", "validate", "write"}
    assert {one.tags["source"] for one in found} == {"quay"}


def test_a_backfill_of_an_old_day_moves_no_gauge_and_a_failed_run_says_what_failed(lake: Any) -> None:
    run = Run.new(LONG_AGO)
    drop(lake, LONG_AGO, "first", *({**wire_item(number), "body_text": ""} for number in range(6)))
    pipeline.fetch_batch(run, store=lake, clock=frozen(NOON))
    with pytest.raises(QualityError):
        pipeline.build_batch(run, store=lake, clock=frozen(NOON))
    told = sent(metrics.of_run(run, store=lake))
    assert told[("wirelake.failures", "gate")] == told[("wirelake.runs", "run", "failed")] == 1
    assert not any(name.startswith("wirelake.day.") for name, *_ in told)


def test_tags_are_bounded_and_those_of_the_list() -> None:
    assert len(_bounded({f"reason_{number}": 1 for number in range(500)})) == MOST_REASONS + 1
    reason = "a,b=c|d:e\n" * 50
    odd = Metric(name="wirelake.day.rejections", value=1, tags={"source": "quay", "reason": reason})
    assert re.fullmatch(r"[a-e_]{64}", odd.tags["reason"])
    with pytest.raises(ValueError, match="has the tags"):
        Metric(name="wirelake.runs", value=1, tags={"source": "quay", "url": "https://quay.example/1"})


def test_a_round_of_alarms_tells_of_each_check() -> None:
    told = sent(metrics.of_alarms(["quiet", "quiet", "room"]))
    assert {check for _, check in told} == NAMES
    assert {check: count for (_, check), count in told.items() if count} == {"quiet": 2, "room": 1}


def test_the_page_and_the_dashboard_say_what_is_sent() -> None:
    page = (DOCS / "operations.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(wirelake\.[\w.]+)` \| (\w+) \| (.*?) \| (.*) \|$", page, re.M)
    told = {name: (kind, tuple(re.findall(r"\w+", tags)), meaning) for name, kind, tags, meaning in rows}
    assert told == {name: (str(one.kind), one.tags, one.meaning) for name, one in METRICS.items()}
    asked: dict[str, set[str]] = {}
    for panel in json.loads((DOCS / "dashboard.json").read_text(encoding="utf-8"))["panels"]:
        for target in panel["targets"]:
            for name, tags in re.findall(r"airflow_(wirelake_\w+)(?:\{(.*?)\})?", target["expr"]):
                asked.setdefault(name, set()).update(re.findall(r"(\w+)=", tags))
            words = re.findall(r"\{\{(\w+)\}\}", target["legendFormat"])
            asked.setdefault(name, set()).update(words)
    known = {name.replace(".", "_"): one for name, one in METRICS.items()}
    for name, tags in asked.items():
        one = known[re.sub(r"_(sum|count)$", "", name)]
        assert tags - {"quantile"} <= {*one.tags}, name
        of_timings = "quantile" in tags or name.endswith(("_sum", "_count"))
        assert one.kind is Kind.TIMING or not of_timings, name
    assert {re.sub(r"_(sum|count)$", "", name) for name in asked} == known.keys()
