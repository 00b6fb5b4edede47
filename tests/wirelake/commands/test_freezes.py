"""wirelake freeze, cite and freezes at the command line."""

import json
from pathlib import Path

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.quay import BATCH, DAY, version
from tests.wirelake.write.publishing import publish

from wirelake.config import Batch
from wirelake.storage import Store, open_store

TITLE = "100% of {cranes}_\\ & \x1b[31mmore\nlines"


@pytest.fixture
def lake(folder: Path) -> Store:
    store = open_store(str(folder.parent / "lake"))
    publish(store, BATCH, version(1), version(2))
    return store


@pytest.mark.usefixtures("lake")
def test_each_form_of_a_citation(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--title", TITLE, "--author", "Port Desk & Sons", "--author", "A. Reader")
    assert status(monkeypatch, "freeze", "cranes", *words) == 0
    told = capsys.readouterr().out
    assert status(monkeypatch, "cite", "cranes") == 0
    assert capsys.readouterr().out == told
    assert "2 rows of 2 articles from quay, published 2026-03-02 to 2026-03-02" in told
    assert status(monkeypatch, "freezes", "--json") == 0
    (head,) = json.loads(capsys.readouterr().out)
    assert head["query"] == "SELECT row_id FROM articles"
    assert told.rstrip().endswith(f"sha256:{head['digest']}")
    assert status(monkeypatch, "cite", "cranes", "--format", "bibtex") == 0
    entry = capsys.readouterr().out
    assert entry.startswith("@misc{cranes,")
    assert r"title = {{100\% of \{cranes\}\_\textbackslash{} \& " in entry
    assert r"author = {{Port Desk \& Sons} and {A. Reader}}" in entry
    assert status(monkeypatch, "cite", "cranes", "--format", "csl") == 0
    (item,) = json.loads(capsys.readouterr().out)
    assert (item["type"], item["id"], item["version"]) == ("dataset", "cranes", f"sha256:{head['digest']}")
    assert [one["literal"] for one in item["author"]] == ["Port Desk & Sons", "A. Reader"]
    assert "\x1b" not in f"{told}{entry}{item}"


def test_what_became_of_it_has_an_exit_code(
    lake: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(monkeypatch, "freeze", "cranes", "SELECT row_id FROM articles") == 0
    assert status(monkeypatch, "cite", "cranes", "--verify") == 0
    assert "2 stands" in capsys.readouterr().out
    publish(lake, Batch("quay", DAY.replace(day=3)), version(2, version="2", raw_ref="quay/2026-03-03#2"))
    assert status(monkeypatch, "cite", "cranes", "--verify") == 5
    assert "update: quay:2 version" in capsys.readouterr().out
    assert status(monkeypatch, "cite", "cranes", "--verify", "--json") == 5
    answer = json.loads(capsys.readouterr().out)
    assert answer["standings"] == {"stands": 1, "update": 1}
    assert [(one["article_id"], one["standing"]) for one in answer["changed"]] == [("quay:2", "update")]


@pytest.mark.usefixtures("lake")
@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["cite", "nothing"], 4, "no freeze is named nothing"),
        (["cite", "../wirelake"], 2, "write one of a-z"),
        (["freeze", "cranes", "FROM articles", "--source", "quay"], 2, "the query can say all of it"),
        (["freeze", "cranes", "--from", "yesterday"], 2, "yesterday"),
        (["freeze", "cranes", "--source", "../quay"], 2, "write a source's name"),
        (["cite", "nothing", "--json"], 2, "--format csl"),
    ],
)
def test_what_is_wrong_is_told(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    told: str,
) -> None:
    assert status(monkeypatch, *words) == code
    assert told in capsys.readouterr().err


def test_an_export_says_what_it_left_out(
    lake: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    old = version(3, DAY.replace(year=1994), raw_ref="quay/2026-03-04#3")
    publish(lake, Batch("quay", DAY.replace(day=4)), old)
    assert status(monkeypatch, "freeze", "cranes") == 0
    publish(lake, Batch("quay", DAY.replace(day=3)), version(2, version="2", raw_ref="quay/2026-03-03#2"))
    capsys.readouterr()
    assert status(monkeypatch, "export", "cranes", "--output", str(tmp_path / "out")) == 0
    told = capsys.readouterr()
    assert f"{tmp_path / 'out'}: 2 articles; sha256:" in told.out
    assert "left out: 1 update: a newer version is the one to be read" in told.err
    assert "of 2 of them nobody says" in told.err
    assert status(monkeypatch, "export", "cranes", "--output", str(tmp_path / "out"), "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["rows"], answer["left_out"]) == (2, {"update": 1})
    words = ("export", "cranes", "--output", str(tmp_path / "more"))
    assert status(monkeypatch, *words, "--licensed", "pier") == 2
    assert status(monkeypatch, "export", "nothing", "--output", str(tmp_path / "more")) == 4
    assert not (tmp_path / "more").exists()
