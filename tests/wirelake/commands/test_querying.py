"""wirelake sql at the command line: each form of an answer, and where it goes."""

import csv
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.quay import BATCH, version
from tests.wirelake.write.publishing import publish

from wirelake.console.terminal import out
from wirelake.storage import open_store

HOSTILE = "Crane \x1b[31m1, said \u202eeno"
QUERY = "SELECT article_id, headline, published_date, quality_flags FROM articles ORDER BY 1"


@pytest.fixture
def lake(folder: Path) -> Path:
    place = folder.parent / "lake"
    publish(open_store(str(place)), BATCH, version(1, headline=HOSTILE), version(2))
    return place


@pytest.mark.usefixtures("lake")
def test_each_form(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert status(monkeypatch, "sql", QUERY) == 0
    told = capsys.readouterr().out
    assert "Crane 2 turns green" in told
    assert "2 rows" in told
    assert "\x1b" not in told
    assert status(monkeypatch, "sql", QUERY, "--format", "json") == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["article_id"], row["published_date"]) for row in rows] == [
        ("quay:1", "2026-03-02"),
        ("quay:2", "2026-03-02"),
    ]
    assert rows[0]["headline"] == HOSTILE
    for name in ("a.csv", "a.parquet"):
        assert status(monkeypatch, "sql", QUERY, "--output", str(tmp_path / name)) == 0
        assert f"2 rows: {tmp_path / name}" in capsys.readouterr().err
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert [row["headline"] for row in csv.DictReader(file)] == [HOSTILE, "Crane 2 turns green"]
    assert pq.read_table(tmp_path / "a.parquet")["article_id"].to_pylist() == ["quay:1", "quay:2"]
    assert [one.name for one in tmp_path.iterdir() if "part" in one.name] == []


@pytest.mark.usefixtures("lake")
@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_terminal_is_shown_nothing_that_it_would_obey(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    monkeypatch.setattr(type(out), "is_terminal", True)
    assert status(monkeypatch, "sql", QUERY, "--format", form) == 0
    told = capsys.readouterr().out
    assert "Crane" in told
    assert not {"\x1b", "\u202e"} & set(told)


@pytest.mark.usefixtures("lake")
def test_what_is_asked_may_come_by_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT count(*) AS n FROM articles"))
    assert status(monkeypatch, "sql", "-", "--format", "csv") == 0
    assert capsys.readouterr().out == "n\n2\n"
    assert status(monkeypatch, "sql") == 0
    assert "readable" in capsys.readouterr().out


@pytest.mark.usefixtures("lake")
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["FROM artikles"], 2, "the tables are articles"),
        (["FROM articles", "--format", "parquet"], 2, "--output"),
        (["FROM articles", "--output", "answer.txt"], 2, "--format"),
        (["FROM articles", "--output", "/nowhere/at/all/a.csv"], 1, "No such file"),
    ],
)
def test_what_is_wrong_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    told: str,
) -> None:
    assert status(monkeypatch, "sql", *words) == code
    assert told in capsys.readouterr().err


@pytest.mark.usefixtures("lake")
def test_who_has_read_enough_is_told_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Closed(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("sys.stdout", Closed())
    assert status(monkeypatch, "sql", QUERY, "--format", "csv") == 1
    assert not capsys.readouterr().err
