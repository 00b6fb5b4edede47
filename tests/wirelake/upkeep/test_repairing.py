"""A damaged object is named with its cure, stops no build that makes it again, and no reader believes it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.wirelake.quay import (
    BATCH,
    DAY,
    NOON,
    built,
    capture,
    contents,
    frozen,
    new_lake,
    page,
    received,
    run_of,
    write_sources,
)
from tests.wirelake.storage.rot import rot

from wirelake import pipeline, upkeep
from wirelake.batches import staging
from wirelake.config import Batch, Run
from wirelake.errors import DamagedError
from wirelake.lake import layout
from wirelake.lake.streams import read
from wirelake.obligations import manifests, take_down, verify
from wirelake.pipeline import Written
from wirelake.storage import Store
from wirelake.upkeep import Inspection, Scope, inspect, repair
from wirelake.write import write_history

NEXT = Batch("quay", DAY + timedelta(days=1))
PIER = Batch("pier", DAY)
LATER = NOON + timedelta(hours=2)
ALL = Scope()
TABLES = {
    "history": layout.history(BATCH),
    "rejected": layout.rejected(BATCH),
    "articles": layout.articles(DAY),
}


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    write_sources(tmp_path / "sources", "quay", "pier")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    yield


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A folder: writers and readers of damaged tables are tried on S3 beside this."""
    monkeypatch.setenv("WIRELAKE_LAKE", str(tmp_path / "lake"))
    return new_lake(tmp_path / "lake")


@pytest.fixture
def filled(store: Store) -> dict[str, bytes]:
    """Two days of one wire and one of another, built; the tables as they stand."""
    capture(store, BATCH, [*(received(n, page(n)) for n in range(3)), received(9, page(9, None))])
    capture(store, NEXT, [received(4, page(4, DAY), at=NOON + timedelta(days=1))])
    capture(store, PIER, [received(5, page(5))])
    for batch in (BATCH, NEXT, PIER):
        build(store, batch)
    return built(store)


def flipped(data: bytes) -> bytes:
    """One bit of its footer is another."""
    return data[:-20] + bytes([data[-20] ^ 1]) + data[-19:]


def build(store: Store, batch: Batch = BATCH) -> Written:
    return pipeline.build_batch(Run.new(batch, "replay"), store=store, clock=frozen(LATER))


def repaired(store: Store, found: Inspection) -> list[str]:
    return repair(found, store=store, clock=frozen(LATER))


def test_verify_names_what_is_damaged_and_repair_makes_it_again(
    store: Store, filled: dict[str, bytes]
) -> None:
    assert inspect(ALL, store=store).faults == []
    for path in (*TABLES.values(), layout.history(NEXT)):
        rot(store, path, flipped(filled[path]))
    found = inspect(ALL, store=store)
    assert {fault.path for fault in found.faults} == {*TABLES.values(), layout.history(NEXT)}
    assert len(inspect(Scope(source="quay", day=NEXT.day), store=store).faults) == 1
    for _ in range(2):  # of two damaged histories the first build cannot settle articles/ yet
        repaired(store, inspect(ALL, store=store))
    assert inspect(ALL, store=store).faults == []
    assert built(store) == filled


def test_damaged_journals_staged_tables_and_runs_stop_nothing(store: Store, filled: dict[str, bytes]) -> None:
    journal = layout.staging(run_of(BATCH), "run.json")
    for damage in (b"", b"{", b"[1]"):
        store.write(journal, damage)
        store.write(layout.staging(run_of(BATCH), "passed.arrow"), damage)
        (run, *_) = (one.path for one in store.objects(f"runs/capture_date={DAY}/source=quay"))
        rot(store, run, damage)
        with pytest.raises(DamagedError, match="damaged"):
            read("runs", lake=store.uri)
        build(store)
        found = inspect(ALL, store=store)
        found.faults = [fault for fault in found.faults if fault.path == run]
        repaired(store, found)
        assert read("runs", lake=store.uri).num_rows
    assert built(store) == filled
    store.write(layout.staging(run_of(BATCH, "run"), "passed.arrow"), b"ARROW1")
    staged = {layout.staging(run_of(BATCH, mode), "passed.arrow") for mode in ("replay", "run")}
    assert {fault.path for fault in inspect(ALL, store=store).faults} == staged
    repaired(store, inspect(ALL, store=store))
    assert inspect(ALL, store=store).faults == []


@pytest.mark.usefixtures("filled")
def test_a_takedown_outlives_the_damage_of_its_decision_and_of_its_manifest(store: Store) -> None:
    take_down("quay:1000001", "a court said so", erase=True, store=store, clock=frozen(LATER))
    stood = built(store)
    for folder in ("events", "takedowns"):
        found_in = [one.path for one in store.objects(f"raw/source=quay/{folder}")]
        (path,) = (one for one in found_in if "erasure" not in one)
        rot(store, path, b"{")
        found = inspect(ALL, store=store)
        assert [fault.path for fault in found.faults] == [path]
        repaired(store, found)
        assert inspect(ALL, store=store).faults == []
        build(store)
        assert built(store) == stood
    (path,) = (one.path for one in store.objects("raw/source=quay/takedowns"))
    rot(store, path, b"{")
    build(store)  # nobody repaired it before
    assert built(store) == stood
    (manifest,) = manifests("quay", store=store)
    assert manifest.withdrawn_at


@pytest.mark.usefixtures("filled")
def test_a_takedown_is_not_proven_where_something_cannot_be_read(store: Store) -> None:
    take_down("quay:1000001", "a court said so", erase=True, store=store, clock=frozen(LATER))
    (manifest,) = manifests("quay", store=store)
    assert verify(manifest, store=store).is_proven
    warc = next(path for path in contents(store, "raw") if path.endswith(".warc.gz") and "quay" in path)
    whole = contents(store, "raw", "rejected")
    damages = {warc: whole[warc][:-30], layout.rejected(BATCH): b"PAR1"}
    for path, damage in damages.items():
        rot(store, path, damage)
        found = verify(manifest, store=store)
        assert not found.is_proven
        assert any(one.startswith(path) for one in found.unread)
        store.write(path, whole[path])
    store.delete(warc)
    assert not verify(manifest, store=store).is_proven
    store.write(warc, whole[warc])
    assert verify(manifest, store=store).is_proven


def test_what_was_set_aside_goes_with_a_takedown(store: Store, filled: dict[str, bytes]) -> None:
    rot(store, TABLES["rejected"], flipped(filled[TABLES["rejected"]]))
    build(store)
    assert store.objects("damaged")
    take_down("quay:1000001", "a court said so", erase=True, store=store, clock=frozen(LATER))
    assert store.objects("damaged") == []


def test_a_lost_index_is_made_again(store: Store, filled: dict[str, bytes]) -> None:
    index = next(
        path for path in contents(store, "raw") if path.endswith(".index.parquet") and "quay" in path
    )
    for damage in (None, b""):
        whole = contents(store, "raw")[index]
        if damage is None:
            store.delete(index)
        else:
            rot(store, index, damage)
        (fault,) = inspect(ALL, store=store).faults
        assert fault.path == (index.replace(".index.parquet", ".warc.gz") if damage is None else index)
        repaired(store, inspect(ALL, store=store))
        assert inspect(ALL, store=store).faults == []
        build(store)
        assert built(store) == filled
        store.write(index, whole)


def test_objects_without_a_digest_are_told_and_given_one(store: Store, filled: dict[str, bytes]) -> None:
    for one in store.objects("digests"):
        store.delete(one.path)
    found = inspect(ALL, store=store)
    assert found.faults == []
    kept = {one.path for table in (*TABLES, "runs", "raw", "built") for one in store.objects(table)}
    assert set(found.undigested) == kept
    repaired(store, found)
    assert inspect(ALL, store=store).undigested == []
    rot(store, TABLES["history"], flipped(filled[TABLES["history"]]))
    with pytest.raises(DamagedError):
        read("history", lake=store.uri)


@pytest.mark.usefixtures("filled")
def test_a_sweep_takes_emptied_tables_and_old_digests_alone(store: Store) -> None:
    write_history(store, NEXT, staging.articles_table([]))
    write_history(store, BATCH, staging.articles_table([]))
    build(store)
    paths = {one.path for one in store.objects("history")}
    swept = upkeep.sweep(store=store)
    assert (swept.emptied, swept.digests) == (0, 0)
    swept = upkeep.sweep(store=store, now=later_than_now())
    assert {one.path for one in store.objects("history")} == paths - {layout.history(NEXT)}
    assert swept.emptied == 1
    assert swept.digests >= 2
    assert inspect(ALL, store=store).faults == []


def later_than_now() -> datetime:
    return datetime.now(UTC) + timedelta(days=2)
