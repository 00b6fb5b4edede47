"""A taken-down article leaves its stories, and the proof of its takedown stands beside them."""

import io
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.wirelake.obligations.proof import assert_gone
from tests.wirelake.obligations.quaynews import KILLED, fill, take_down
from tests.wirelake.quay import DAY, contents

from wirelake.lake.stories import read_stories
from wirelake.storage import Store
from wirelake.stories import sketch
from wirelake.upkeep import build_stories
from wirelake.upkeep.story_days import stories_of

LEAST = 5  # words; the texts of this wire are short


def ids(store: Store) -> set[str]:
    return set(read_stories(store)["article_id"].to_pylist())


def test_a_taken_down_article_leaves_its_stories(
    store: Store, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sketch, "LEAST_WORDS", LEAST)
    fill(store, sources)
    build_stories(DAY, DAY, store=store)
    assert KILLED in ids(store)
    others = ids(store) - {KILLED}
    take_down(store)
    assert ids(store) == others  # although no build has come since
    assert KILLED not in str(stories_of(store, DAY))
    assert_gone(store, sources)
    assert build_stories(DAY, DAY, store=store) == [DAY]
    assert ids(store) == others
    for data in contents(store, "stories").values():
        assert KILLED not in str(pq.read_table(io.BytesIO(data)).to_pylist())
    assert_gone(store, sources)
