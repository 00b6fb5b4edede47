"""The wires of obligations/quaynews.py."""

from pathlib import Path

import pytest
from tests.wirelake.obligations.quaynews import write_wires


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The wires' YAML files, where WIRELAKE_SOURCES names them."""
    folder = tmp_path / "sources"
    write_wires(folder, erase_after_days=7)
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    return folder
