"""wirelake stories at the command line: what is built, what is shown, what is refused."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.quay import BATCH, DAY, version, write_sources
from tests.wirelake.stories.planted import text
from tests.wirelake.write.publishing import publish

from wirelake.config import Batch
from wirelake.storage import open_store

NEXT = DAY + timedelta(1)
HOSTILE = "Crane \x1b[31m1, said \u202eeno"


@pytest.fixture
def lake(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = folder.parent / "lake"
    write_sources(folder, "quay", "pier")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    store = open_store(str(place))
    publish(store, BATCH, version(1, body_text=text("wire"), headline=HOSTILE), version(2))
    pier = Batch("pier", NEXT)
    publish(store, pier, version(1, NEXT, batch=pier, body_text=text("wire")))
    return place


@pytest.mark.usefixtures("lake")
def test_the_newest_days_stories_are_built_and_shown(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(monkeypatch, "stories") == 0
    told = capsys.readouterr().out
    assert "quay:1" in told
    assert "same 100%" in told
    assert "1 stories of several articles" in told
    assert "\x1b" not in told
    assert status(monkeypatch, "stories", "--day", str(DAY)) == 0
    assert "no two articles" in capsys.readouterr().out


@pytest.mark.usefixtures("lake")
def test_for_scripts_a_story_is_an_object(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(monkeypatch, "stories", "--source", "pier", "--json") == 0
    (story,) = json.loads(capsys.readouterr().out)
    assert (story["first_id"], story["sources"]) == ("quay:1", ["pier", "quay"])
    assert [(one["article_id"], one["relation"], one["of"]) for one in story["articles"]] == [
        ("quay:1", "first", None),
        ("pier:1", "same", "quay:1"),
    ]
    assert story["articles"][0]["headline"] == HOSTILE


@pytest.mark.usefixtures("lake")
def test_a_range_is_built_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for count in (2, 0):
        assert status(monkeypatch, "stories", "--build", str(DAY), str(NEXT)) == 0
        assert f"{count} days built" in capsys.readouterr().err


@pytest.mark.usefixtures("lake")
@pytest.mark.parametrize(
    "words",
    [
        ("--build", "2026-03-02", "2026-03-01"),
        ("--build", "2026-03-02", "2026-03-03", "--day", "2026-03-02"),
        ("--day", "../2026"),
        ("--source", "nobody"),
    ],
)
def test_wrong_arguments_are_refused(monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    assert status(monkeypatch, "stories", *words) == 2
