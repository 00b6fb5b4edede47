"""The command's words and exit codes, where something is wrong."""

import json
import sys
from pathlib import Path

import pytest
from tests.wirelake.pipeline.strait import fill
from tests.wirelake.quay import DAY, write_sources

from wirelake.__main__ import FAILED, NOTHING, WRONG, main
from wirelake.config import load_source
from wirelake.storage import LocalStore
from wirelake_demo import furnished

CONNECTION = """
fetch:
  connection: quay_wire
  auth: bearer
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the sources, empty."""
    folder = tmp_path / "sources"
    folder.mkdir()
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    monkeypatch.setenv("WIRELAKE_LAKE", str(tmp_path / "lake"))
    return folder


def status(monkeypatch: pytest.MonkeyPatch, *words: str) -> object:
    """The exit code of the command with these words; 0 where it just ends."""
    monkeypatch.setattr(sys, "argv", ["wirelake", *words])
    try:
        main()
    except SystemExit as ended:
        return ended.code or 0
    return 0


@pytest.mark.parametrize("command", ["check", "sources"])
def test_no_source_at_all_is_no_silence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, command: str
) -> None:
    assert status(monkeypatch, command) == WRONG
    assert f"no source's YAML in {folder}: is WIRELAKE_SOURCES right?" in capsys.readouterr().err


def test_a_broken_file_does_not_hide_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    write_sources(folder, "quay")
    (folder / "pier.yaml").write_text("title: [", encoding="utf-8")
    assert status(monkeypatch, "check") == WRONG
    said = capsys.readouterr().out
    assert f"wrong  {folder}/pier.yaml: not YAML: " in said
    assert "right  quay: drop folder drop/quay/{day}" in said


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
    assert f"quay/{DAY}: nothing captured: 0 links and 0 files were found" in capsys.readouterr().err


def test_pools_that_cannot_be_asked_for_are_told_with_the_cure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    write_sources(folder, "quay")
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path / "airflow"))
    monkeypatch.setenv("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", f"sqlite:///{tmp_path}/no-database")
    assert status(monkeypatch, "check", "--pools") == WRONG
    said = capsys.readouterr().err
    assert "pools list ended with status 1: use Airflow's own environment (AIRFLOW_HOME" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("learn", "pier"), WRONG, "no source 'pier'; known: quay"),
        (("learn", "quay", "--since", "soon"), WRONG, "not a day: 'soon'"),
        (("learn", "quay", "--min-articles", "1"), WRONG, "--min-articles 1: write 2 or more"),
        (("learn", "quay", "--min-articles", "many"), WRONG, "should be a valid integer"),
        (("learn", "quay"), FAILED, "quay: no history in "),
    ],
)
def test_learning_says_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    words: tuple[str, ...],
    code: int,
    said: str,
) -> None:
    write_sources(folder, "quay")
    assert status(monkeypatch, *words) == code
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err + told.out


def test_learning_shows_proposals_and_why_not_and_writes_when_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    fill(LocalStore(tmp_path / "lake"), load_source(furnished.write_source(folder)))
    path = folder / f"{furnished.NAME}.learned.yaml"
    assert status(monkeypatch, "learn", furnished.NAME) == 0
    said = capsys.readouterr().out
    assert "Share this article by mail" in said.partition("left in the text")[0]
    assert "He added:" in said.partition("left in the text")[2]
    assert not path.exists()
    assert status(monkeypatch, "learn", furnished.NAME, "--write", "--json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["file"] == str(path)
    assert f"{path}: 11 proposed, 11 of them new" in told.err
    assert len(load_source(path.with_name(f"{furnished.NAME}.yaml")).learned) == 11
