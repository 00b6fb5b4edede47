"""A demo that was run by an earlier version is run again by this one."""

import shutil
from pathlib import Path

import pytest

from wirelake.lake.marker import open_lake
from wirelake_demo.__main__ import bring_up_to_date

LAKES = Path(__file__).parents[1] / "lakes"


@pytest.mark.parametrize("left", sorted(folder.name for folder in LAKES.glob("schema-*")))
def test_what_an_earlier_version_left_is_written_on(left: str, tmp_path: Path) -> None:
    lake = str(shutil.copytree(LAKES / left, tmp_path / "lake"))
    bring_up_to_date(lake)
    open_lake(lake, to_write=True)


def test_nothing_is_begun_where_nothing_stood(tmp_path: Path) -> None:
    bring_up_to_date(str(tmp_path / "lake"))
    assert not list(tmp_path.rglob("wirelake.json"))
