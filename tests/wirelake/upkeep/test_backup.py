"""What docs/operations.md says of backups: a lake comes again of raw/, drop/ and its marker alone."""

from pathlib import Path

import pytest
from tests.wirelake.obligations.quaynews import (
    KILLED,
    NEXT,
    PIER,
    THIRD,
    fill,
    replay,
    take_down,
    write_wires,
)
from tests.wirelake.quay import BATCH, built, contents

import wirelake
from wirelake.lake.marker import MARKER, begin
from wirelake.obligations import manifests, verify
from wirelake.storage import LocalStore, Store
from wirelake.upkeep import Scope, inspect, repair

BACKED_UP = ("raw/", "drop/", MARKER)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    write_wires(tmp_path / "sources")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    store = LocalStore(tmp_path / "lake")
    begin(store)
    fill(store, tmp_path / "sources")
    replay(store, THIRD)
    take_down(store)
    return store


def test_a_lake_comes_again_of_its_backup(store: Store, tmp_path: Path) -> None:
    restored = LocalStore(tmp_path / "restored")
    for path, data in contents(store, "").items():
        if path.startswith(BACKED_UP):
            restored.write(path, data)
    found = inspect(Scope(), store=restored)
    repair(found, store=restored)
    replay(restored, BATCH, NEXT, THIRD, PIER)
    assert built(restored) == built(store)
    assert KILLED not in wirelake.read("articles", lake=restored.uri)["article_id"].to_pylist()
    (manifest,) = manifests("quay", store=restored)
    assert verify(manifest, store=restored).is_proven
