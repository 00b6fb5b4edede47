"""The lake of a stack: begun once, and not begun anew where it is gone."""

import os
import shutil
from pathlib import Path

import pytest
from tests.wirelake.quay import BATCH, capture, page, received

from wirelake.storage import LocalStore
from wirelake_local import StackError
from wirelake_local.contents import begin_lake


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return tmp_path / "a lake"


@pytest.fixture
def environment(lake: Path) -> dict[str, str]:
    return {**os.environ, "WIRELAKE_LAKE": str(lake)}


def test_a_stacks_lake_is_begun_once(tmp_path: Path, lake: Path, environment: dict[str, str]) -> None:
    begin_lake(environment, tmp_path / "lakes")
    assert (lake / "wirelake.json").exists()
    shutil.rmtree(lake)  # its disk is not mounted any more
    begin_lake(environment, tmp_path / "lakes")
    assert not lake.exists()
    begin_lake({**environment, "WIRELAKE_LAKE": str(tmp_path / "another")}, tmp_path / "lakes")
    assert (tmp_path / "another" / "wirelake.json").exists()


def test_an_older_lake_is_to_be_migrated_first(
    tmp_path: Path, lake: Path, environment: dict[str, str]
) -> None:
    capture(LocalStore(lake), BATCH, [received(1, page(1))])
    for _ in range(2):
        with pytest.raises(StackError, match="run wirelake migrate"):
            begin_lake(environment, tmp_path / "lakes")
