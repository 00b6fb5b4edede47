"""alarms and silence at the command line: what is open, and by which exit code scripts know."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.wirelake.alarms.runs import failed, ran
from tests.wirelake.commands.command import status
from tests.wirelake.quay import write_sources

from wirelake.commands.days import ALARMS, WRONG
from wirelake.lake import layout
from wirelake.storage import LocalStore


def test_alarms_are_shown_told_and_silenced(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    write_sources(folder, "quay")
    (folder / "torn.yaml").write_text("title: [")  # an import error in Airflow; here it stops nobody
    store, now = LocalStore(folder.parent / "lake"), datetime.now(UTC)
    assert status(monkeypatch, "alarms") == 0
    assert capsys.readouterr().out == "0 alarms open, 0 messages sent\n"
    ran(
        store,
        now.date() - timedelta(days=1),
        at=now,
        **failed("source", summary="its feed\x1b[2J is not there"),
    )
    assert status(monkeypatch, "alarms") == ALARMS
    told = capsys.readouterr().out
    assert told.startswith("quay: warning: broken (source): the run of ")
    assert "\x1b" not in told
    assert store.objects(layout.ALARMS) == []
    assert status(monkeypatch, "alarms", "--notify") == ALARMS
    assert capsys.readouterr().out.endswith("1 alarm open, 1 messages sent\n")
    assert status(monkeypatch, "alarms", "--notify") == ALARMS
    assert capsys.readouterr().out.endswith("1 alarm open, 0 messages sent\n")
    tomorrow = now.date() + timedelta(days=1)
    assert status(monkeypatch, "silence", "quay", "--until", str(tomorrow), "--reason", "it moves") == 0
    assert capsys.readouterr().out == f"quay: silent until {tomorrow}, included\n"
    assert status(monkeypatch, "alarms") == 0
    assert f"[silenced until {tomorrow}]" in capsys.readouterr().out
    assert status(monkeypatch, "silence", "quay", "--until", "2026-01-01") == 0
    assert status(monkeypatch, "alarms") == ALARMS


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("silence", "pier", "--until", "2030-01-01"), "no source 'pier'"),
        (("silence", "quay", "--until", "soon"), "not a day: 'soon'"),
        (("alarms", "--notify"), "WIRELAKE_NOTIFY: 'pigeon': write log"),
    ],
)
def test_a_wrong_argument_or_setting(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    words: tuple[str, ...],
    said: str,
) -> None:
    write_sources(folder, "quay")
    monkeypatch.setenv("WIRELAKE_NOTIFY", "pigeon")
    assert status(monkeypatch, *words) == WRONG
    assert said in capsys.readouterr().err
