"""A mistyped lake is no empty one: init, --new-lake, migrate."""

from pathlib import Path

import pytest
from tests.wirelake.commands.command import status
from tests.wirelake.quay import BATCH, DAY, capture, page, received, version, write_sources
from tests.wirelake.write.publishing import publish

from wirelake.commands.days import CHANGES, NOTHING, WRONG
from wirelake.lake.buckets import Buckets, buckets_of
from wirelake.storage import LocalStore


@pytest.fixture
def no_lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place at which nothing stands, for WIRELAKE_LAKE."""
    monkeypatch.setenv("WIRELAKE_LAKE", str(tmp_path / "nothing"))
    return tmp_path / "nothing"


@pytest.mark.parametrize(
    "words",
    [
        ("run", "quay", str(DAY)),
        ("replay", "quay", str(DAY)),
        ("diff", "quay", str(DAY)),
        ("learn", "quay"),
        ("show", "quay:1"),
        ("takedown", "quay:1", "--reason", "x"),
        ("takedown", "quay:1", "--verify"),
        ("release", "quay:1", "--reason", "x"),
        ("review",),
        ("migrate",),
        ("migrate", "--dry-run"),
    ],
    ids=" ".join,
)
def test_no_command_takes_a_mistyped_lake_for_an_empty_one(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    folder: Path,
    no_lake: Path,
    words: tuple[str, ...],
) -> None:
    write_sources(folder, "quay")
    assert status(monkeypatch, *words) == WRONG
    said = capsys.readouterr().err
    assert str(no_lake) in said
    assert "Is the address (WIRELAKE_LAKE) right, and the disk mounted?" in said
    assert not no_lake.exists()


def test_a_lake_is_begun_by_init_or_by_the_first_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, no_lake: Path
) -> None:
    write_sources(folder, "quay")
    assert status(monkeypatch, "run", "quay", str(DAY), "--new-lake") == NOTHING  # and so it is of a day
    assert status(monkeypatch, "run", "quay", str(DAY), "--new-lake") == WRONG
    assert "a lake stands here already: leave out --new-lake" in capsys.readouterr().err
    assert [status(monkeypatch, word) for word in ("init", "migrate", "review")] == [0, 0, 0]
    said = capsys.readouterr().out
    assert f"{no_lake}: a lake already" in said
    assert f"{no_lake}: nothing to do" in said


def test_a_lake_has_the_buckets_that_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], no_lake: Path
) -> None:
    assert status(monkeypatch, "init", "--buckets", "0") == WRONG
    assert "--buckets 0: from 1 to 256" in capsys.readouterr().err
    assert not no_lake.exists()
    assert status(monkeypatch, "init", "--buckets", "16") == 0
    store = LocalStore(no_lake)
    assert buckets_of(store) == Buckets(16)
    publish(store, BATCH, version(1))
    assert status(monkeypatch, "migrate", "--buckets", "257") == WRONG
    assert status(monkeypatch, "migrate", "--dry-run", "--buckets", "3") == CHANGES
    assert "2 objects, wirelake.json first" in " ".join(capsys.readouterr().out.split())
    assert [one.path for one in store.objects("articles")] == [Buckets(16).place(DAY, "quay")]
    assert status(monkeypatch, "migrate", "--buckets", "3") == 0
    assert [one.path for one in store.objects("articles")] == [Buckets(3).place(DAY, "quay")]
    assert status(monkeypatch, "migrate", "--dry-run", "--buckets", "3") == 0


def test_a_lake_from_before_the_marker_is_migrated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, no_lake: Path
) -> None:
    write_sources(folder, "quay")
    capture(LocalStore(no_lake), BATCH, [received(1, page(1))])
    for words in (("init",), ("run", "quay", str(DAY), "--new-lake"), ("replay", "quay", str(DAY))):
        assert status(monkeypatch, *words) == WRONG
        assert "without its marker wirelake.json: run wirelake migrate" in capsys.readouterr().err
    assert status(monkeypatch, "migrate", "--dry-run") == CHANGES
    assert "marker: state the version in the lake's marker; 1 objects" in capsys.readouterr().out
    assert not (no_lake / "wirelake.json").exists()
    assert [status(monkeypatch, "migrate") for _ in range(2)] == [0, 0]
    assert (no_lake / "wirelake.json").exists()
    assert status(monkeypatch, "migrate", "--dry-run") == 0


def test_sources_are_listed_before_there_is_a_lake(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], folder: Path, no_lake: Path
) -> None:
    write_sources(folder, "quay")
    assert status(monkeypatch, "sources") == 0
    said = capsys.readouterr()
    assert "quay wire" in said.out
    assert f"{no_lake}: there is no lake here" in said.err
