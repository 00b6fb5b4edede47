"""wirelake changes at the command line: what is acknowledged, what comes again, and each form."""

import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.obligations.test_model import Deliver, build, sent
from tests.wirelake.quay import NOON, frozen, received, write_sources

from wirelake import obligations
from wirelake.formats import ninjs
from wirelake.storage import Store, open_store

HOUR = timedelta(hours=1)
SECONDS = 120


@pytest.fixture
def lake(folder: Path) -> Store:
    """Two articles."""
    write_sources(folder, "quay")
    store = open_store(str(folder.parent / "lake"))
    build(store, [sent(Deliver(n, 1, "usable", 0), NOON) for n in (1, 2)], 0, NOON)
    return store


class Shell:
    """The command with its exit code and what it printed."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._patch, self._capsys = monkeypatch, capsys
        self.error = ""

    def __call__(self, *words: str, code: int = 0) -> list[dict[str, Any]]:
        assert status(self._patch, "changes", *words) == code
        told = self._capsys.readouterr()
        self.error = told.err
        return [json.loads(line) for line in told.out.splitlines()]

    def cursor(self, *words: str) -> str:
        assert status(self._patch, "changes", *words) == 0
        return self._capsys.readouterr().out.strip()


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(monkeypatch, capsys)


def take_down(lake: Store, number: int = 1) -> None:
    obligations.take_down(f"quay:{number}", "by order", store=lake, clock=frozen(NOON + HOUR))


def test_what_is_not_acknowledged_comes_again(lake: Store, shell: Shell) -> None:
    *first, last = shell("--consumer", "desk")
    assert [(one["article_id"], one["kind"]) for one in first] == [("quay:1", "new"), ("quay:2", "new")]
    assert shell("--consumer", "desk") == [*first, last]
    assert shell("--consumer", "desk", "--ack", last["cursor"]) == [last]
    assert shell("--consumer", "desk") == [last]
    assert len(shell("--consumer", "other")) == 3
    take_down(lake)
    change, reached = shell("--consumer", "desk")
    assert (change["article_id"], change["kind"], change["digest"]) == ("quay:1", "takedown", None)
    assert shell("--since", last["cursor"], "--source", "quay") == [change, reached]
    assert len(shell("--consumer", "desk", "--since", "")) == 4  # whatever was acknowledged


def test_resync_has_an_exit_code_of_its_own(lake: Store, shell: Shell) -> None:
    (answer,) = shell("--consumer", "desk", "--since", "quay:7", code=7)
    assert answer["resync"].keys() == {"quay"}
    shell("--consumer", "desk", "--ack", answer["cursor"])
    assert shell("--consumer", "desk") == [{"cursor": answer["cursor"]}]
    take_down(lake)
    assert len(shell("--consumer", "desk")) == 2


def test_ninjs_is_what_wirelake_reads(lake: Store, shell: Shell) -> None:
    take_down(lake, 2)
    *items, _ = shell("--format", "ninjs")
    by_status = {one["pubStatus"]: one for one in items}
    assert by_status.keys() == {"usable", "canceled"}
    body = json.dumps(by_status["usable"]).encode()
    (article,) = ninjs.parse(received(1, body))
    assert article.headline == "Crane 1 turns green"
    assert "told of crane number 1" in article.extracted_text
    assert article.version == "1"
    assert by_status["canceled"]["uri"] == "urn:wirelake:quay:2"
    assert not {"headlines", "bodies", "descriptions"} & by_status["canceled"].keys()
    (kill,) = ninjs.parse(received(2, json.dumps(by_status["canceled"]).encode()))
    assert kill.pub_status == "canceled"


def test_opensearch_has_an_action_and_a_document_a_line(lake: Store, shell: Shell, tmp_path: Path) -> None:
    cursor = shell.cursor("--consumer", "search")
    take_down(lake, 2)
    body = tmp_path / "batch.ndjson"
    reached = shell.cursor("--consumer", "search", "--format", "opensearch", "--output", str(body))
    assert reached != cursor
    assert body.read_text(encoding="utf-8").endswith("\n")  # or _bulk refuses it
    lines = [json.loads(line) for line in body.read_text(encoding="utf-8").splitlines()]
    assert lines[0] == {"delete": {"_index": "wirelake-articles", "_id": "quay:2"}}
    assert lines[1] == {"index": {"_index": "wirelake-articles", "_id": "quay:1"}}
    assert lines[2]["headline"] == "Crane 1 turns green"
    assert lines[2]["published_date"] == "2026-03-02"
    assert len(lines) == 3
    assert [one.name for one in tmp_path.iterdir() if "part" in one.name] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--ack", "quay:1"), "name the consumer"),
        (("--consumer", "desk", "--ack", ""), "name the consumer"),
        (("--consumer", "desk", "--ack", "quay"), "cursor 'quay'"),
        (("--consumer", "../desk"), "consumer '../desk'"),
        (("--consumer", "../desk", "--ack", "quay:1"), "consumer '../desk'"),
        (("--source", "../quay"), "source '../quay'"),
        (("--format", "opensearch"), "name the file"),
        (("--follow", "--output", "there"), "leave out --follow"),
        (("--follow", "--every", "0"), "--every 0"),
        (("--consumer", "desk", "--ack", "quay:1", "--follow"), "only acknowledges"),
    ],
)
def test_what_is_wrong_is_said(lake: Store, shell: Shell, words: tuple[str, ...], said: str) -> None:
    stood = lake.objects("")
    assert shell(*words, code=2) == []
    assert said in " ".join(shell.error.split())
    assert lake.objects("") == stood


def test_a_damaged_cursor_is_said_and_replaced(lake: Store, shell: Shell) -> None:
    lake.write("consumers/desk.json", b"\0")
    assert shell("--consumer", "desk", code=1) == []
    assert "it holds no cursor" in shell.error
    *_, last = shell()
    shell("--consumer", "desk", "--ack", last["cursor"])
    assert shell("--consumer", "desk") == [last]


def test_follow_goes_on_with_what_changes(lake: Store) -> None:
    words = (sys.executable, "-m", "wirelake", "changes", "--follow", "--every", "0.1")
    environment = os.environ | {"WIRELAKE_LAKE": lake.uri}
    with subprocess.Popen(words, stdout=subprocess.PIPE, env=environment, text=True) as process:
        assert process.stdout
        try:
            first = [json.loads(process.stdout.readline()) for _ in range(3)]
            take_down(lake)
            then = [json.loads(process.stdout.readline()) for _ in range(2)]
        finally:
            process.kill()
    assert [one.get("kind") for one in first] == ["new", "new", None]
    assert [one.get("kind") for one in then] == ["takedown", None]


def test_a_reader_who_has_enough_is_no_traceback(lake: Store) -> None:
    words = (sys.executable, "-m", "wirelake", "changes", "--follow", "--every", "0.1")
    environment = os.environ | {"WIRELAKE_LAKE": lake.uri}
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, env=environment, text=True, **pipes) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        take_down(lake)  # something to print
        assert process.wait(SECONDS) == 1
        assert process.stderr.read() == ""
