"""What rules removed and remove: of one text by paragraph, of a day by rule."""

import random
import time
from collections import Counter
from typing import Any

import pyarrow as pa
import pytest

from wirelake.diff.removals import by_rule, lines
from wirelake.lake.schema import HISTORY

CRANE = "The harbour painted its oldest crane green on Monday, and nobody saw it happen."
TIDE = "The tide will not wait for the second one, said the office."


def row(body: list[str], *removed: tuple[str, str], extracted: str | None = None) -> dict[str, Any]:
    cuts = [{"kind": "strip", "text": text, "start": 0, "end": 0, "rule": rule} for rule, text in removed]
    whole = "\n".join([*body, *(text for _, text in removed)]) if extracted is None else extracted
    return {"body_text": "\n".join(body), "removed": cuts, "extracted_text": whole}


def told(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one.sign, one.text, one.why) for one in lines("body_text", old, new)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(
            row([CRANE, "Search", TIDE]),
            row([CRANE, TIDE], ("furniture", "Search")),
            [("-", "Search", "now removed by furniture")],
            id="newly removed",
        ),
        pytest.param(
            row([CRANE, TIDE], ("end_mark", "ENDS")),
            row([CRANE, "ENDS", TIDE]),
            [("+", "ENDS", "no longer removed by end_mark")],
            id="newly kept",
        ),
        pytest.param(
            row([f"(QUAYWIRE- Port Desk) {CRANE}"]),
            row([CRANE], ("credit_line", "(QUAYWIRE- Port Desk) "), ("source_name", "QUAYWIRE")),
            [("-", "(QUAYWIRE- Port Desk) …", "now removed by credit_line")],
            id="the start of a paragraph",
        ),
        pytest.param(
            row([TIDE], ("wire_stamp", "QUAY1 "), ("end_mark", " (end)")),
            row([f"QUAY1 {TIDE} (end)"]),
            [("+", "QUAY1 … (end)", "no longer removed by wire_stamp and end_mark")],
            id="both ends of a paragraph",
        ),
        pytest.param(
            row([CRANE, "Related: cranes"], extracted=f"{CRANE}\nRelated: cranes"),
            row([CRANE, TIDE], extracted=f"{CRANE}\n{TIDE}"),
            [("-", "Related: cranes", "no longer extracted"), ("+", TIDE, "newly extracted")],
            id="extracted otherwise",
        ),
        pytest.param(
            row([CRANE, "Search"], ("furniture", "Search")),
            row([CRANE], ("furniture", "Search"), extracted=f"{CRANE}\nSearch"),
            [("-", "Search", "")],
            id="what was removed all the while explains nothing",
        ),
    ],
)
def test_why_a_paragraph_comes_or_goes(
    old: dict[str, Any], new: dict[str, Any], expected: list[tuple[str, str, str]]
) -> None:
    assert told(old, new) == expected


def test_of_another_text_only_the_paragraphs_are_told() -> None:
    found = lines("extracted_text", {"extracted_text": "a\nb"}, {"extracted_text": "a\nc"})
    assert [(one.sign, one.text, one.why) for one in found] == [("-", "b", ""), ("+", "c", "")]


def test_a_hostile_text_takes_no_minutes() -> None:
    order = random.Random(1)  # noqa: S311 (no secret)
    old, new = (
        {"extracted_text": "\n".join(str(order.randrange(110)) for _ in range(100_000))} for _ in range(2)
    )
    began = time.process_time()
    assert lines("extracted_text", old, new)
    assert time.process_time() - began < 5


def history(*removed: list[tuple[str, str]] | None) -> pa.Table:
    column = HISTORY.field("removed")
    cuts = [side if side is None else row([], *side)["removed"] for side in removed]
    return pa.table({"removed": pa.array(cuts, column.type)})


def test_by_rule_counts_all_and_tells_news_of_the_pairs() -> None:
    old = history(
        [("furniture", "Search")], [("furniture", "Search"), ("gone", "Ads")], [("end_mark", "ENDS")]
    )
    new = history([("source_name", "Search")], [("furniture", "Search")] * 2, None, [("end_mark", "NNN")])
    rules = {one.rule: one for one in by_rule(old, new, [(0, 0), (1, 1)], ["source_name", "furniture"])}
    assert list(rules) == ["source_name", "furniture", "end_mark", "gone"]
    times = {name: (one.times_before, one.times_now) for name, one in rules.items()}
    assert times == {"source_name": (0, 1), "furniture": (2, 2), "end_mark": (1, 1), "gone": (1, 0)}
    assert (rules["end_mark"].characters_before, rules["end_mark"].characters_now) == (4, 3)
    assert rules["source_name"].newly_removed == Counter({("Search", "furniture"): 1})
    assert rules["furniture"].newly_kept == Counter({("Search", "source_name"): 1})
    assert rules["furniture"].newly_removed == Counter({("Search", ""): 1})
    assert rules["gone"].newly_kept == Counter({("Ads", ""): 1})
    assert not rules["end_mark"].newly_removed
