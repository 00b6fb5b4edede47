"""The agency on loopback and a lake for its articles."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.wirelake.pipeline.apis.agency import Agency
from tests.wirelake.quay import DAY, new_lake

from wirelake.storage import LocalStore


@pytest.fixture
def agency(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Agency]:
    """The agency, whose YAML a test writes."""
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    with Agency(DAY) as wire:
        wire.write_source(tmp_path / "sources")
        yield wire


@pytest.fixture
def lake_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    """A new lake."""
    store = new_lake(tmp_path / "lake")
    monkeypatch.setenv("WIRELAKE_LAKE", store.uri)
    return store
