"""The documents of ../shared/hostile, each by every way in: read, or refused by a bound that has a name."""

import subprocess
import sys
from pathlib import Path

import pytest
from bench import hostile

from wirelake.bounded.pool import WALL_SECONDS

GENERATOR = Path(__file__).parents[2] / "shared" / "hostile" / "gen.py"
REFUSALS = {
    "bad_encoding",
    "cpu_limit",
    "empty_document",
    "memory_limit",
    "time_limit",
    "too_deep",
    "too_large",
    "too_many_attributes",
    "too_many_entries",
    "too_many_tags",
    "unknown_format",
    "xml_bomb",
}


@pytest.mark.skipif(not GENERATOR.exists(), reason=f"{GENERATOR} is not there")
def test_hostile_documents_end_within_their_bounds(tmp_path: Path) -> None:
    subprocess.run([sys.executable, GENERATOR, tmp_path], check=True, capture_output=True)
    lines = list(hostile.lines(tmp_path))
    assert {line.name for line in lines} == {path.name for path in tmp_path.iterdir()} - {"list.jsonl"}
    odd = [one for one in lines if not one.outcome.startswith("read: ") and one.outcome not in REFUSALS]
    assert not odd
    assert max(line.seconds for line in lines) < WALL_SECONDS
    assert not [line for line in lines if line.peak_mb and line.peak_mb > 500]
