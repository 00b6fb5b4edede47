"""Every command that takes an article's id takes its aliases too, and says which article it has meant."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.quay import BATCH, NOON, version, write_sources

import wirelake
from wirelake.batches.staging import articles_table
from wirelake.commands.days import FAILED
from wirelake.lake.aliases import Aliases, learn
from wirelake.lake.decisions.events import read_events
from wirelake.storage import LocalStore
from wirelake.write import write_articles, write_history

ID, ALIAS, MERGED = "quay:1", "quay:later", "quay:merged"


@pytest.fixture
def store(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    """Two articles that history/ knows, the second under an embargo; the first has an alias."""
    write_sources(folder, "quay")
    monkeypatch.setenv("COLUMNS", "300")
    store = LocalStore(tmp_path / "lake")
    held = version(2, embargoed_until=NOON + timedelta(days=36500))
    write_history(store, BATCH, articles_table([version(1), held]))
    write_articles(store, BATCH, NOON)
    given = {ALIAS: ID, "quay:held": "quay:2"}
    learn(store, "quay", Aliases(given=given, merged={MERGED: ID}), named_by="rules")
    return store


def shown(store: LocalStore) -> list[str]:
    return sorted(wirelake.read(lake=store.uri)["article_id"].to_pylist())


@pytest.mark.parametrize("named", [ALIAS, MERGED])
def test_show_and_takedown_and_its_way_back_follow_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore, named: str
) -> None:
    assert status(monkeypatch, "show", named) == 0
    assert f"{named} is an alias of {ID}" in capsys.readouterr().out
    assert status(monkeypatch, "hold", named, "--reason", "a suit") == 0
    assert [*read_events(store, "quay").held] == [ID]
    assert status(monkeypatch, "hold", named, "--lift", "--reason", "settled") == 0
    assert status(monkeypatch, "takedown", named, "--reason", "by order") == 0
    assert f"{ID}: taken down; 1 sights withdrawn" in capsys.readouterr().out
    assert shown(store) == []
    assert status(monkeypatch, "takedown", named, "--verify") == FAILED  # its bytes stand until they are due
    told = capsys.readouterr()
    assert f"{ID}: searched" in told.out
    assert "not finished" in told.err
    assert status(monkeypatch, "restore", named, "--reason", "it meant another") == 0
    assert shown(store) == [ID]
    assert {one.article_id for one in read_events(store, "quay").every} == {ID}


def test_release_follows_it(monkeypatch: pytest.MonkeyPatch, store: LocalStore) -> None:
    assert shown(store) == [ID]
    assert status(monkeypatch, "release", "quay:held", "--reason", "they said so") == 0
    assert shown(store) == [ID, "quay:2"]


def test_a_plan_of_aliases_is_one_of_their_articles(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore, tmp_path: Path
) -> None:
    listed, plan = tmp_path / "list.csv", tmp_path / "plan.json"
    listed.write_text(f"{ALIAS}\n{MERGED}\nquay:2\n", encoding="utf-8")
    words = ("takedown", "--file", str(listed), "--reason", "by order", "--plan", str(plan))
    assert status(monkeypatch, *words) == 0
    assert "2 articles planned" in capsys.readouterr().out
    assert status(monkeypatch, "takedown", "--apply", str(plan)) == 0
    assert shown(store) == []
    assert read_events(store, "quay").takedowns.keys() == {ID, "quay:2"}
