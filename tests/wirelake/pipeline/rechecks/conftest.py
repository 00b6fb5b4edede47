"""A lake in a folder, and the newsroom's YAML: how a page is looked at again is the same on every store."""

from pathlib import Path

import pytest
from tests.wirelake.quay import new_lake

from wirelake.storage import LocalStore


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return new_lake(tmp_path / "lake")


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return tmp_path / "sources"
