"""The schema's versions: columns are only added, and every file says by which version it was written."""

import copy
import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.plugins.rows import put_run
from tests.wirelake.quay import BATCH, capture, page, received

from wirelake.errors import ConfigError
from wirelake.lake.schema import ARTICLES, HISTORY, SCHEMA_VERSION, release
from wirelake.storage import LocalStore
from wirelake.write import parquet

# What is released is never written again: a change of it is a change of what stands in lakes.
RECORDS = {
    1: "51e88ed9522e071a",
    2: "e51c4e769fbe413d",
    3: "059e4fa5d20a14b8",
    4: "fb4c4a7304c1e30b",
    5: "b9c4a812f41ce339",
}
GOLD = "articles"


def test_what_was_released_is_as_it_was() -> None:
    digests = {
        version: hashlib.sha256((release.RELEASED / f"{version}.json").read_bytes()).hexdigest()[:16]
        for version in release.released()
    }
    assert digests == RECORDS


def test_the_columns_are_those_of_the_version_that_is_stated() -> None:
    stated = release.released().get(SCHEMA_VERSION)
    assert stated == release.current(), "raise SCHEMA_VERSION (lake/schema/version.py), then: make schema"


def test_every_version_keeps_the_rule() -> None:
    known = release.released()
    assert list(known) == list(range(1, SCHEMA_VERSION + 1))
    for version in list(known)[1:]:
        assert release.complaints(known[version - 1], known[version]) == []


def changed(**facts: object) -> release.Facts:
    """The columns as they stand, but for articles.byline; without facts it is gone."""
    found = copy.deepcopy(release.current())
    if facts:
        found[GOLD]["byline"].update(facts)
    else:
        del found[GOLD]["byline"]
    return found


def test_the_rule_is_held() -> None:
    now = release.current()
    assert release.complaints(now, now) == []
    assert release.complaints(now, changed()) == ["articles.byline vanished: retire it for one version first"]
    assert release.complaints(now, changed(type="int32")) == [
        "articles.byline was string and is int32: take a new name"
    ]
    assert "never null" in release.complaints(now, changed(required=True))[0]
    assert release.complaints(changed(), now) == []  # a new column
    (told,) = release.complaints(changed(), changed(required=True))
    assert told.startswith("articles.byline is new")


def test_a_retired_column_stands_for_one_version_and_then_may_leave() -> None:
    now, retired = release.current(), changed(retired=True)
    assert release.complaints(now, retired) == []
    assert release.complaints(retired, changed()) == []


def test_a_record_is_written_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "RELEASED", tmp_path)
    first = release.record()
    assert release.record() == first
    without = changed()
    monkeypatch.setattr(release, "current", lambda: without)
    with pytest.raises(ConfigError, match=rf"{SCHEMA_VERSION}\.json is released: raise SCHEMA_VERSION"):
        release.record()
    monkeypatch.setattr(release, "SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with pytest.raises(ConfigError, match=r"articles\.byline vanished"):
        release.record()


def test_every_file_states_its_version(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    capture(store, BATCH, [received(1, page(1))])
    put_run(store, BATCH, articles=1)
    for name, table in (("articles", ARTICLES), ("history", HISTORY)):
        (tmp_path / f"{name}.parquet").write_bytes(parquet(table.empty_table(), []))
    paths = sorted(tmp_path.rglob("*.parquet"))
    assert len(paths) == 4
    for path in paths:
        assert pq.read_metadata(path).metadata[b"wirelake.schema_version"] == str(SCHEMA_VERSION).encode(), (
            path
        )
