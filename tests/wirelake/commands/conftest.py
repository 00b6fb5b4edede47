"""An empty lake and an empty folder of sources, for a command."""

from pathlib import Path

import pytest

from wirelake.lake.marker import begin
from wirelake.storage import LocalStore


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the sources, empty; a lake without rows stands beside it."""
    folder = tmp_path / "sources"
    folder.mkdir()
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    monkeypatch.setenv("WIRELAKE_LAKE", str(tmp_path / "lake"))
    begin(LocalStore(tmp_path / "lake"))
    return folder
