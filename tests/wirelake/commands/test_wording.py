"""What help shows, what a shell completes, and what commands that print tables print for scripts."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from tests.wirelake.commands.command import status
from tests.wirelake.quay import BATCH, NOON, version, write_sources

from wirelake.__main__ import app
from wirelake.batches.staging import articles_table
from wirelake.commands.days import FAILED, WRONG
from wirelake.commands.wording import reworded
from wirelake.storage import LocalStore
from wirelake.write import write_articles, write_history

COMMANDS = sorted(reworded(app).commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_is_meant_and_no_type(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert status(monkeypatch, command, "--help") == 0
    told = capsys.readouterr().out
    assert re.findall(r"<(?:bool|str|int|float|path|list\S*)>", told) == []


def test_numbers_files_and_words_are_named() -> None:
    group = reworded(app)
    named = {
        one.name: one.metavar
        for one in group.commands["takedown"].params
        if isinstance(one, typer.core.TyperOption)
    }
    assert (named["file"], named["erase"], named["ticket"]) == ("FILE", "", "TICKET")
    assert "\n`wirelake restore`" not in (group.commands["takedown"].help or "")


def test_a_shell_completes_commands_and_sources(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    write_sources(folder, "quay", "quarry", "pier")
    monkeypatch.setenv("_WIRELAKE_COMPLETE", "complete_bash")
    for typed, found in (
        ("rej", ["rejected"]),
        ("run qua", ["quarry", "quay"]),
        ("why x --source p", ["pier"]),
    ):
        words = f"wirelake {typed}"
        monkeypatch.setenv("COMP_WORDS", words)
        monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
        assert status(monkeypatch) == 0
        assert sorted(capsys.readouterr().out.split()) == found


def test_tables_are_json_for_scripts(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    write_sources(folder, "quay")
    store = LocalStore(folder.parent / "lake")
    write_history(store, BATCH, articles_table([version(1)]))
    write_articles(store, BATCH, NOON)
    (folder / "broken.yaml").write_text("title: [", encoding="utf-8")

    def printed(code: int, *words: str) -> Any:
        assert status(monkeypatch, *words, "--json") == code
        return json.loads(capsys.readouterr().out)

    (listed,) = printed(WRONG, "sources")
    assert (listed["source"], listed["last_status"]) == ("quay", None)
    broken, right = printed(WRONG, "check")
    assert (broken["source"], broken["outcome"], right["outcome"]) == ("broken", "wrong", "right")
    shown = printed(0, "show", "quay:1")
    assert (shown["standing"], [one["headline"] for one in shown["versions"]]) == (1, ["Crane 1 turns green"])
    (folder / "broken.yaml").unlink()
    assert printed(0, "review") == {"advisories": [], "held": []}
    store.write("history/capture_date=2026-03-02/source=quay/history.parquet", b"no Parquet")
    verified = printed(FAILED, "verify", "quay", "2026-03-02")
    assert [one["path"] for one in verified["faults"]] == [
        "history/capture_date=2026-03-02/source=quay/history.parquet"
    ]
