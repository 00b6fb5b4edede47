"""What the UI says of a run that has ended, on a real scheduler and with the real Dag."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plugins.run_notes import LONGEST, storable
from tests.plugins.conftest import eventually

from wirelake_local.stack import Stack

ARTICLE = """<!doctype html><html lang="en"><head><title>Ferry returns</title>
<meta property="article:published_time" content="2025-11-10T09:00:00Z"></head>
<body><article><h1>Ferry returns to the northern quay</h1>{paragraphs}</article></body></html>"""
PARAGRAPHS = "".join(
    f"<p>The ferry came back to the northern quay after repairs of {weeks} weeks, the harbour said.</p>"
    for weeks in ("two", "three", "four")
)
EMPTY = "<html><body></body></html>"
GOOD_DAY, BAD_DAY, EMPTY_DAY, NOTED_DAY = "2025-11-10", "2025-11-11", "2025-11-12", "2025-11-13"
PERSONS = "The desk asked for this day."


@pytest.fixture(scope="module")
def ended(stack: Stack) -> Iterator[dict[str, Any]]:
    """Runs of coastal that have ended, by capture day."""
    drop(stack, GOOD_DAY, {"ferry.html": ARTICLE.format(paragraphs=PARAGRAPHS), "empty.html": EMPTY})
    drop(stack, BAD_DAY, {"empty.html": EMPTY})
    client = stack.client()
    for day in (GOOD_DAY, BAD_DAY, EMPTY_DAY, NOTED_DAY):
        body = {"logical_date": None, "partition_key": day, "dag_run_id": day}
        if day == NOTED_DAY:
            body["note"] = PERSONS
        client.request("POST", "dags/coastal/dagRuns", json=body)
    client.request("PATCH", "dags/coastal", json={"is_paused": False})
    try:
        yield {
            day: eventually(lambda day=day: finished(stack, "coastal", day))  # type: ignore[misc]
            for day in (GOOD_DAY, BAD_DAY, EMPTY_DAY, NOTED_DAY)
        }
    finally:
        client.request("PATCH", "dags/coastal", json={"is_paused": True})


def drop(stack: Stack, day: str, files: dict[str, str]) -> None:
    folder = Path(stack.lake, "drop", "coastal", day)
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def finished(stack: Stack, dag_id: str, run_id: str) -> Any:
    """The run, once it has ended."""
    run = stack.client().get(f"dags/{dag_id}/dagRuns/{run_id}")
    return run if run["state"] in ("success", "failed") else None


def test_a_published_day_is_counted(ended: dict[str, Any]) -> None:
    run = ended[GOOD_DAY]
    said, _, held = run["note"].partition("; ")
    assert (run["state"], said) == ("success", "1 article, 1 rejected (1 headline_missing), 1 added")
    assert held == "under embargo: 1 held until 2999-01-01T00:00Z"  # of another day of the lake


def test_a_closed_gate_says_why(ended: dict[str, Any]) -> None:
    run = ended[BAD_DAY]
    assert run["state"] == "failed"
    assert run["note"].startswith("not published (gate): ")
    assert "1 headline_missing" in run["note"]


def test_a_skipped_day_says_how_far_the_source_reaches(ended: dict[str, Any]) -> None:
    run = ended[EMPTY_DAY]
    assert run["state"] == "success"
    assert run["note"].startswith("nothing captured: ")


def test_a_persons_note_stays(ended: dict[str, Any]) -> None:
    assert ended[NOTED_DAY]["note"] == PERSONS


def test_a_second_try_replaces_our_own_note(stack: Stack, ended: dict[str, Any]) -> None:
    assert ended[BAD_DAY]["note"]
    folder = Path(stack.lake, "drop", "coastal", BAD_DAY)
    (folder / "ferry.html").write_text(ARTICLE.format(paragraphs=PARAGRAPHS), encoding="utf-8")
    client = stack.client()
    clear = {"dry_run": False}
    client.request("POST", f"dags/coastal/dagRuns/{BAD_DAY}/clear", json=clear)
    run = eventually(lambda: finished(stack, "coastal", BAD_DAY))
    assert (run["state"], run["note"][:22]) == ("success", "1 article, 1 rejected ")


def test_other_dags_get_no_note(stack: Stack) -> None:
    client = stack.client()
    client.request("PATCH", "dags/wire_replay", json={"is_paused": False})
    body = {"logical_date": None, "dag_run_id": "replay", "conf": {"sources": ["menafn"]}}
    client.request("POST", "dags/wire_replay/dagRuns", json=body)
    run = eventually(lambda: finished(stack, "wire_replay", "replay"))
    assert (run["state"], run["note"]) == ("success", None)


def test_a_note_always_fits_the_database() -> None:
    assert len(storable("x" * 5000)) == LONGEST
    assert storable("9 rejected\x00\ud800 (9 body_missing)\n") == "9 rejected (9 body_missing)"
