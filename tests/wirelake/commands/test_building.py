"""run, replay and diff at the command line: what they say, and by which exit code they end."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.quay import BATCH, DAY, capture, contents, page, received, write_sources

from wirelake.commands.days import CHANGES, FAILED, GATE_CLOSED, NOTHING, WRONG
from wirelake.lake import layout
from wirelake.storage import LocalStore

CONNECTION = """
fetch:
  connection: quay_wire
  auth: bearer
"""


def test_credentials_that_are_not_there_are_a_wrong_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    write_sources(folder, "quay", more=CONNECTION)
    monkeypatch.delenv("AIRFLOW_CONN_QUAY_WIRE", raising=False)
    assert status(monkeypatch, "run", "quay", str(DAY)) == WRONG
    assert "fetch.connection: 'quay_wire': set AIRFLOW_CONN_QUAY_WIRE" in capsys.readouterr().err


def test_a_day_of_which_nothing_came_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    write_sources(folder, "quay")
    assert status(monkeypatch, "run", "quay", str(DAY)) == NOTHING
    assert (
        f"quay/{DAY}: nothing captured: 0 links and files listed, 0 match, 0 of this day"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pier", str(DAY)), "no source 'pier'; known: quay"),
        (("quay", "yesterday"), "not a day: 'yesterday'; write it as 2025-12-07"),
        (
            ("quay", str(DAY), "--to", "2026-03-01"),
            f"{DAY} to 2026-03-01: write 1 to 3660 days, the first one first",
        ),
        (
            ("quay", str(DAY), "--field", "text"),
            "no column 'text'; there are capture_date, source, article_id",
        ),
        (("quay", str(DAY), "--limit", "-1"), "Invalid value for '--limit'"),
    ],
)
def test_diff_of_what_is_not_there_is_a_wrong_argument(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    words: tuple[str, ...],
    said: str,
) -> None:
    write_sources(folder, "quay")
    assert status(monkeypatch, "diff", *words) == WRONG
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
    assert contents(LocalStore(folder.parent / "lake"), "raw", "history", "articles", "runs") == {}


def test_diff_says_by_its_exit_code_whether_a_replay_changes_rows(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    write_sources(folder, "quay")
    store = LocalStore(folder.parent / "lake")
    assert status(monkeypatch, "diff", "quay", str(DAY)) == NOTHING
    assert f"{BATCH}: nothing in raw/; capture it first" in capsys.readouterr().err
    capture(store, BATCH, [received(n, page(n, text=f"Crane {n} is green.")) for n in range(1, 6)])
    assert status(monkeypatch, "replay", "quay", str(DAY)) == 0
    stood = contents(store, "")
    capsys.readouterr()
    assert status(monkeypatch, "diff", "quay", str(DAY), "--to", "2026-03-03") == NOTHING
    assert "nothing would change" in capsys.readouterr().out
    write_sources(folder, "quay", more="furniture: [Crane 1 is green.]")
    assert status(monkeypatch, "diff", "quay", str(DAY), "--to", "2026-03-03") == CHANGES
    assert "1 article would become a rejection" in capsys.readouterr().out
    write_sources(
        folder, "quay", more=f"furniture: [{', '.join(f'Crane {n} is green.' for n in range(1, 6))}]"
    )
    assert status(monkeypatch, "diff", "quay", str(DAY), "--to", "2026-03-03") == GATE_CLOSED
    assert (
        "the gate would close (no article, where this source usually has some (5 body_missing))"
        in capsys.readouterr().out
    )
    assert contents(store, "") == stood


def test_diff_stops_at_a_day_that_it_cannot_compare(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    write_sources(folder, "quay")
    store = LocalStore(folder.parent / "lake")
    second = BATCH._replace(day=DAY + timedelta(days=1))
    capture(store, BATCH, [received(1, page(1))])
    store.write(f"{layout.raw(second)}/broken.index.parquet", b"no Parquet")
    assert status(monkeypatch, "diff", "quay", str(DAY), "--to", "2026-03-04") == FAILED
    told = capsys.readouterr()
    assert f"{layout.raw(second)}/broken.index.parquet" in told.err
    assert "damaged" in told.err
    assert told.err.endswith("the days after it and articles/ were not compared\n")
    assert "never built: everything appears" in told.out
    assert "articles/: " not in told.out


def test_diff_for_machines_is_an_object_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    write_sources(folder, "quay")
    capture(
        LocalStore(folder.parent / "lake"), BATCH, [received(1, page(1, text="Crane 1 is green.\n\nSearch"))]
    )
    assert status(monkeypatch, "replay", "quay", str(DAY)) == 0
    capsys.readouterr()
    write_sources(folder, "quay", more="furniture: [Search]")
    assert status(monkeypatch, "diff", "quay", str(DAY), "--json") == CHANGES
    day, articles = map(json.loads, capsys.readouterr().out.splitlines())
    assert (day["source"], day["capture_date"], day["is_same"]) == ("quay", str(DAY), False)
    (changed,) = day["history"]["change"]
    assert changed["article_id"] == "quay:1000001"
    assert {"body_text", "removed", "rule_hits"} <= set(changed["columns"])
    (example,) = day["history"]["columns"]["body_text"]["examples"]
    assert (example["old"], example["new"]) == ("Crane 1 is green.\nSearch", "Crane 1 is green.")
    assert example["lines"] == [{"sign": "-", "text": "Search", "why": "now removed by furniture"}]
    (rule,) = [one for one in day["rules"] if one["rule"] == "furniture"]
    assert rule["newly_removed"] == [{"text": "Search", "other_rule": "", "times": 1}]
    assert list(articles["columns"]) == ["body_text", "word_count"]
