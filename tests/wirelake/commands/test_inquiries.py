"""rejected and runs at the command line: what they show, for people and for scripts."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.quay import BATCH, DAY, capture, contents, failed, page, received, write_sources

from wirelake.commands.days import GATE_CLOSED, WRONG
from wirelake.config import Batch
from wirelake.inquiry.refusals import ranges
from wirelake.storage import LocalStore

NEXT = Batch("quay", DAY + timedelta(days=1))


@pytest.fixture
def store(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    """Two built days: one with a page without a date and one that never came, one whose gate closed."""
    write_sources(folder, "quay")
    monkeypatch.setenv("COLUMNS", "300")
    store = LocalStore(tmp_path / "lake")
    capture(store, BATCH, [received(1, page(1)), received(2, page(2, None)), failed(3, "http_404")])
    capture(store, NEXT, [received(n, page(n, None)) for n in range(4, 10)])
    assert status(monkeypatch, "replay", "quay", str(DAY)) == 0
    assert status(monkeypatch, "replay", "quay", str(NEXT.day)) == GATE_CLOSED
    return store


def test_what_was_rejected_and_how_the_runs_went(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore
) -> None:
    stood = contents(store, "")
    capsys.readouterr()
    assert status(monkeypatch, "rejected", "quay") == 0
    told = capsys.readouterr().out
    assert f"8 rejected, {DAY} to {NEXT.day}" in told
    assert "Crane 2 turns green  https://quay.example/2" in told
    assert f"again: wirelake replay quay {DAY} --to {NEXT.day}" in told
    assert f"or wirelake run quay {DAY}   (asks again" in told
    assert status(monkeypatch, "rejected", "--reason", "http_404", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["source"], row["capture_date"], row["url"]) == ("quay", str(DAY), "https://quay.example/3")
    assert status(monkeypatch, "rejected", "--since", str(NEXT.day), "--json") == 0
    assert len(json.loads(capsys.readouterr().out)) == 6
    assert status(monkeypatch, "rejected", "--day", "2026-01-01") == 0
    assert capsys.readouterr().out == "nothing was rejected (2026-01-01)\n"

    assert status(monkeypatch, "runs", "quay") == 0
    first, second = [line for line in capsys.readouterr().out.splitlines() if "quay 2026" in line]
    assert " 6 (6 " in first
    assert "failed (gate): " in first
    assert " 2 (1 http_404, " in second
    assert second.rstrip("│ ").endswith("success")
    assert status(monkeypatch, "runs", "--day", str(DAY), "--json") == 0
    (run,) = json.loads(capsys.readouterr().out)
    assert (run["source"], run["mode"], run["articles"]) == ("quay", "replay", 1)
    assert run["rejected_by_reason"] == {"http_404": 1, "published_at_missing": 1}
    assert status(monkeypatch, "runs", "--limit", "1", "--json") == 0
    assert [one["capture_date"] for one in json.loads(capsys.readouterr().out)] == [str(NEXT.day)]
    assert contents(store, "") == stood


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rejected", "ferry"), "no source 'ferry'"),
        (("rejected", "--day", "2026-03-02", "--since", "2026-03-02"), "name --day or --since"),
        (("rejected", "--since", "soon"), "not a day: 'soon'"),
        (("runs", "ferry"), "no source 'ferry'"),
        (("runs", "--limit", "0"), "Invalid value for '--limit'"),
    ],
)
def test_what_is_wrong_is_said(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    words: tuple[str, ...],
    said: str,
) -> None:
    write_sources(folder, "quay")
    assert status(monkeypatch, *words) == WRONG
    assert said in capsys.readouterr().err


def test_an_empty_lake_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    write_sources(folder, "quay")
    for words, said in (("rejected", "nothing was ever rejected\n"), ("runs", "no run is known\n")):
        assert status(monkeypatch, words) == 0
        assert capsys.readouterr().out == said
        assert status(monkeypatch, words, "--json") == 0
        assert json.loads(capsys.readouterr().out) == []


def test_days_in_a_row_are_one_range() -> None:
    days = [date(2026, 3, 1), date(2026, 2, 28), date(2026, 3, 5), date(2026, 3, 1), date(2026, 3, 4)]
    assert [*ranges(days)] == [(days[1], days[0]), (days[4], days[2])]
    assert [*ranges([])] == []
