"""check, sources and learn at the command line, where something is wrong and where it is not."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.pipeline.newsroom import Newsroom
from tests.wirelake.pipeline.strait import fill
from tests.wirelake.quay import YAML, contents, write_sources

from wirelake.commands.days import FAILED, NOTHING, WRONG
from wirelake.config import load_source
from wirelake.pipeline.airflow_pools import airflow_command
from wirelake.storage import LocalStore
from wirelake_demo import furnished
from wirelake_local.ports import claimed_port


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
    assert f"wrong  {folder}/pier.yaml:1: not YAML: " in said
    assert "right  quay: drop folder drop/quay/{day}" in said


def test_pools_that_cannot_be_asked_for_are_told_with_the_cure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    write_sources(folder, "quay")
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path / "airflow"))
    monkeypatch.setenv("AIRFLOW__DATABASE__SQL_ALCHEMY_CONN", f"sqlite:///{tmp_path}/no-database")
    assert status(monkeypatch, "check", "--pools") == WRONG
    said = capsys.readouterr().err
    assert "pools list` ended with status 1; is its database up (make up)" in said
    assert "Traceback" not in said


def test_discover_shows_what_a_list_holds_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    lake = LocalStore(folder.parent / "lake")
    with Newsroom(datetime.now(UTC).date()) as wire:
        wire.write_source(folder)
        wire.publish(1)
        wire.publish(2)
        before = contents(lake)
        assert status(monkeypatch, "discover", "newsroom") == 0
        said = capsys.readouterr().out
        assert "2 links and files, 0 of them known already" in said
        assert f"{wire.url}/news/2  Crane 2 turns green in the old harbour" in said
        assert status(monkeypatch, "discover", "newsroom", "--json") == 0
        told = json.loads(capsys.readouterr().out)
        assert (told["lists"][0]["listed"], [one["new"] for one in told["links"]]) == (2, [True, True])
        assert contents(lake) == before
        assert "/news/1" not in wire.asked
        wire.items.clear()
        assert status(monkeypatch, "discover", "newsroom") == WRONG
        assert "newsroom.yaml: discover[0].url: " in capsys.readouterr().err
        assert status(monkeypatch, "discover", "newsroom", "2020-01-01") == NOTHING
        assert "shows the open day only" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("discover", "pier"), WRONG, "no source 'pier'; known: quay"),
        (("discover", "quay", "soon"), WRONG, "not a day: 'soon'"),
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
    wanted = [one.by for one in furnished.planted()].count(furnished.LEARNING)
    assert f"{path}: {wanted} proposed, {wanted} of them new" in told.err
    assert len(load_source(path.with_name(f"{furnished.NAME}.yaml")).learned) == wanted


def test_pools_are_asked_of_the_checkouts_own_airflow(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path
) -> None:
    """From any shell; Airflow itself would begin an empty database where none is named."""
    write_sources(folder, "quay")
    for name in [one for one in os.environ if one.startswith("AIRFLOW")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert status(monkeypatch, "check", "--pools") == WRONG
    assert f"{tmp_path}/.wirelake was never up: run `make up`" in capsys.readouterr().err
    (tmp_path / ".wirelake").mkdir()
    (tmp_path / ".wirelake" / "settings.json").write_text("{}", encoding="utf-8")
    command = airflow_command()
    assert command[1:] == ["-m", "wirelake_local", "airflow", "--state", f"{tmp_path}/.wirelake", "--"]
    assert not (tmp_path / "airflow").exists()


def test_why_nothing_is_there_is_told_before_that(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    with claimed_port() as port:  # nobody listens there
        url = f"http://127.0.0.1:{port}/feed"
        feed = f"discover:\n  - kind: feed\n    url: {url}\nfetch:\n  allow_loopback: true\n"
        (folder / "quay.yaml").write_text(YAML.format(name="quay").partition("discover:")[0] + feed)
        monkeypatch.setattr("wirelake.fetch.http.TRIES", 1)
        assert status(monkeypatch, "discover", "quay") == NOTHING
    told = capsys.readouterr().err
    assert told.startswith(f"feed {url}: http://127.0.0.1:{port}/robots.txt: connect: ")
    assert told.endswith("; without it all is forbidden\n")
