"""An overlay reads as one lake and leaves the one below as it was."""

from pathlib import Path

import pytest
from tests.wirelake.quay import contents

from wirelake.errors import ConflictError, StorageError
from wirelake.storage import ABSENT, Store
from wirelake.storage.overlay import Overlay

STOOD = {"history/a": b"old a", "history/b": b"old b", "history/low/d": b"old d"}


@pytest.fixture
def overlay(store: Store, tmp_path: Path) -> Overlay:
    """Above a lake of three objects."""
    for path, data in STOOD.items():
        store.write(path, data)
    return Overlay(store, tmp_path / "above")


def listed(overlay: Overlay) -> dict[str, int]:
    return {one.path: one.size for one in overlay.objects("history")}


def test_what_is_written_hides_what_stands_below(overlay: Overlay) -> None:
    overlay.write("history/a", b"newer a")
    overlay.write("history/deep/c", b"c")
    overlay.delete("history/b")
    answers = {name: overlay.read(f"history/{name}") for name in ("a", "b", "deep/c")}
    assert {name: answer and answer[0] for name, answer in answers.items()} == {
        "a": b"newer a",
        "b": None,
        "deep/c": b"c",
    }
    assert listed(overlay) == {"history/a": 7, "history/deep/c": 1, "history/low/d": 5}
    assert overlay.folders("history") == ["deep", "low"]
    with overlay.local_copy("history/a") as file:
        assert file.read_bytes() == b"newer a"
    with pytest.raises(StorageError), overlay.local_copy("history/b"):
        pass
    assert overlay.touched("history") == ["history/a", "history/b", "history/deep/c"]
    assert overlay.touched("hist") == []
    assert contents(overlay.lake, "history") == STOOD


def test_what_is_written_again_is_there_again(overlay: Overlay) -> None:
    overlay.delete("history/a")
    overlay.write("history/a", b"back")
    assert overlay.read("history/a") is not None
    assert listed(overlay) == {"history/a": 4, "history/b": 5, "history/low/d": 5}


def test_conditions_hold_over_both_layers(overlay: Overlay) -> None:
    below = overlay.read("history/a")
    assert below
    overlay.write("history/a", b"newer", if_etag=below[1])
    for if_etag in (below[1], ABSENT):
        with pytest.raises(ConflictError):
            overlay.write("history/a", b"other", if_etag=if_etag)
        with pytest.raises(ConflictError):
            overlay.delete("history/a", if_etag=if_etag)
    overlay.delete("history/a", if_etag=(overlay.read("history/a") or (b"", ABSENT))[1])
    overlay.write("history/a", b"fresh", if_etag=ABSENT)
    assert (overlay.read("history/a") or (b"", ""))[0] == b"fresh"


def test_a_change_below_is_a_conflict(overlay: Overlay) -> None:
    below = overlay.read("history/b")
    assert below
    overlay.lake.write("history/b", b"a poll was faster")
    with pytest.raises(ConflictError):
        overlay.write("history/b", b"other", if_etag=below[1])
