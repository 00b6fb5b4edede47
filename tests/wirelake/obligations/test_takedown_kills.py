"""Real kill -9 of processes that take an article down, at random moments."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.wirelake.mortality import SIGKILL
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.obligations.quaynews import KILLED, WORDS, fill, take_down
from tests.wirelake.pipeline.test_deaths import NOW, Tasks, readers
from tests.wirelake.quay import BATCH, built, new_lake

from wirelake import obligations
from wirelake.lake.reading import read

KILLS, TRIES = 5, 15


@pytest.fixture
def mortal(sources: Path) -> Iterator[Tasks]:
    process = Tasks(sources)
    yield process
    process.end()


def test_a_takedown_killed_at_random_moments_is_completed(
    tmp_path: Path, sources: Path, mortal: Tasks
) -> None:
    chance = random.Random(1848)  # noqa: S311
    whole = new_lake(tmp_path / "whole")
    for _ in range(2):  # the second is as fast as those to come
        fill(whole, sources)
        began = time.monotonic()
        assert mortal.run(whole, BATCH, ["take_down"])["status"] == 0
        lasted = time.monotonic() - began
    killed = number = 0
    with readers(str(tmp_path / "lakes")) as seen:
        while killed < KILLS and number < TRIES:
            number += 1
            store = new_lake(tmp_path / "lakes" / str(number))
            fill(store, sources)
            moment = lasted * chance.random()
            if mortal.run(store, BATCH, ["take_down"], seconds=moment)["status"] != SIGKILL:
                continue
            killed += 1
            told = take_down(store, at=NOW)
            assert built(store) == built(whole), f"killed after {moment:.3f} s of {lasted:.3f}"
            assert holding(store, *WORDS, folders=(sources,)) == []
            assert obligations.verify(told, store=store).is_proven
            assert store.objects("pending") == []
            assert KILLED not in read(lake=store.uri)["article_id"].to_pylist()
    assert killed == KILLS
    assert seen["objects"] > KILLS
