"""A server on loopback, and a lake in a folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.wirelake.fetch.hostile_server import HostileServer

from wirelake.storage import LocalStore


@pytest.fixture
def server() -> Iterator[HostileServer]:
    """It answers what a test tells it to."""
    with HostileServer() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    """A lake."""
    return LocalStore(tmp_path / "lake")
