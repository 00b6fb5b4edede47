"""Takedowns of several articles: a plan first, which changes nothing, then what it says or nothing."""

import json
from pathlib import Path

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.quay import BATCH, contents, version, write_sources

import wirelake
from wirelake.batches.staging import articles_table
from wirelake.commands.days import FAILED, WRONG
from wirelake.storage import LocalStore
from wirelake.write import write_history


@pytest.fixture
def store(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    """Three articles of quay, which history/ knows."""
    write_sources(folder, "quay")
    monkeypatch.setenv("COLUMNS", "300")
    store = LocalStore(tmp_path / "lake")
    _write(store, 1, 2, 3)
    return store


def _write(store: LocalStore, *numbers: int) -> None:
    seen = [version(number, url=f"https://quay.example/{number}?utm_source=x") for number in numbers]
    write_history(store, BATCH, articles_table(seen))


def _left(store: LocalStore) -> list[str]:
    rows = wirelake.read("history", lake=store.uri).to_pylist()
    return sorted(row["article_id"] for row in rows if row["record_kind"] == "article")


def test_a_file_of_ids_and_addresses_is_planned_and_then_done(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore, tmp_path: Path
) -> None:
    listed, plan = tmp_path / "list.csv", tmp_path / "plan.json"
    listed.write_text("note,url\nfirst,https://quay.example/1\n\nsecond,quay:3\n", encoding="utf-8")
    stood = contents(store, "")
    words = ("takedown", "--file", str(listed), "--reason", "by order")
    assert status(monkeypatch, *words) == WRONG
    assert "a plan comes first: --plan FILE" in capsys.readouterr().err
    assert status(monkeypatch, *words, "--plan", str(plan)) == 0
    assert "quay:1, 1 rows of 2026-03-02: Crane 1 turns green" in capsys.readouterr().out
    assert contents(store, "") == stood
    assert [one["article_id"] for one in json.loads(plan.read_text())["targets"]] == ["quay:1", "quay:3"]
    _write(store, 1, 2)
    assert status(monkeypatch, "takedown", "--apply", str(plan)) == FAILED
    assert "quay:3: history/ knows it no more" in capsys.readouterr().err
    assert _left(store) == ["quay:1", "quay:2"]
    _write(store, 1, 2, 3)
    for _ in range(2):  # repeated, it completes what a dead one left
        assert status(monkeypatch, "takedown", "--apply", str(plan), "--ticket", "T-1") == 0
        assert "2 articles taken down" in capsys.readouterr().out
        assert _left(store) == ["quay:2"]
    assert len(store.objects("raw/source=quay/requests")) == 2


def test_an_address_alone_and_all_of_a_source(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore, tmp_path: Path
) -> None:
    assert status(monkeypatch, "takedown", "https://quay.example/2", "--reason", "x") == 0
    assert _left(store) == ["quay:1", "quay:3"]
    plan = str(tmp_path / "plan.json")
    assert status(monkeypatch, "takedown", "--source", "quay", "--all", "--reason", "x", "--plan", plan) == 0
    assert "2 articles planned" in capsys.readouterr().out
    assert status(monkeypatch, "takedown", "--apply", plan) == 0
    assert _left(store) == []


def test_what_is_wrong_is_told_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], store: LocalStore, tmp_path: Path
) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text("quay:1\nquay 2\nquay:3\nferry:1\n", encoding="utf-8")
    stood = contents(store, "")
    for words, code, said in (
        (("--file", str(listed)), WRONG, "no address: line 2: 'quay 2'; line 4: 'ferry:1'"),
        (("--file", str(tmp_path / "none")), WRONG, "cannot be read"),
        (("--apply", str(listed)), WRONG, "no plan of a takedown"),
        (("--source", "quay"), WRONG, "--source with --all"),
        (("quay:1", "quay:2"), WRONG, "a plan comes first"),
        (("quay:1", "quay:8", "--plan", str(tmp_path / "p")), FAILED, "does not know 1 of 2: quay:8"),
        (("https://quay.example/8",), FAILED, "does not know 1 of 1: https://quay.example/8"),
    ):
        assert status(monkeypatch, "takedown", "--reason", "x", *words) == code, words
        told = capsys.readouterr()
        assert said in told.err
        assert "Traceback" not in told.err + told.out
    assert contents(store, "") == stood
    assert not (tmp_path / "p").exists()
