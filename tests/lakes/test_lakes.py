"""Lakes of earlier versions: migrated, read, and built again from their raw/ by the code of today."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pytest
from tests.obligations.search import found

import wirelake
from wirelake import obligations, pipeline
from wirelake.config import Batch, Run
from wirelake.errors import ConfigError
from wirelake.evidence.identity import short
from wirelake.lake import pending
from wirelake.lake.decisions.manifests import read_manifests
from wirelake.lake.marker import open_lake
from wirelake.migrate import STEPS, migrate
from wirelake.storage import Store, open_store

HERE = Path(__file__).parent
LAKES = sorted(folder.name for folder in HERE.glob("schema-*"))
SOURCE, TAKEN, RELEASED, HELD = "beacon", "beacon:bw.0005", "beacon:bw.0006", "beacon:bw.0007"
DAYS = [date(2026, 3, day) for day in (2, 3, 4)]
UNFINISHED = {"beacon:bw.0004": "2", "beacon:bw.0010": "1"}  # by the build that died
LAMP = f"{SOURCE}:{short('https://beacon.example/2026/03/02/lamp-of-the-lighthouse')}"
FERRY = f"{SOURCE}:{short('https://beacon.example/2026/03/02/ferry-to-the-islands')}"
SAID = "quarrelled with a fishmonger over eleven barrels of herring on Saturday evening."
TABLES = ("articles", "history", "rejected", "runs", "versions")


class Kept(NamedTuple):
    """A kept lake's tables as it was found, migrated, and then as today's code built it."""

    store: Store
    before: dict[str, pa.Table]
    after: dict[str, pa.Table]

    @property
    def has_pages(self) -> bool:
        """It was filled with pages too, which state no version."""
        return LAMP in self.before["history"]["article_id"].to_pylist()


def tables(store: Store) -> dict[str, pa.Table]:
    return {table: wirelake.read(table, lake=store.uri) for table in TABLES}


@pytest.fixture(scope="module", params=LAKES)
def kept(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Kept:
    place = tmp_path_factory.mktemp("kept") / "lake"
    shutil.copytree(HERE / request.param, place)
    store = open_store(str(place))
    if request.param == "schema-0":
        with pytest.raises(ConfigError, match="run wirelake migrate"):
            wirelake.read(lake=store.uri)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WIRELAKE_SOURCES", str(HERE / "wire"))
        migrate(store, lambda *_: None)
        assert open_lake(store.uri, to_write=True)
        before = tables(store)
        for day in DAYS:
            pipeline.build_batch(Run.new(Batch(SOURCE, day), "replay"), store=store)
    return Kept(store, before, tables(store))


# What is read otherwise since the lake was kept: bylines are read into people; columns that are new hold an
# empty list where they held nothing.
READ_BETTER = (
    *("authors", "candidates", "renditions", "members"),
    *("subject_codes", "place_codes", "dateline_country", "association_spans"),
)
GAINED = ("located",)  # by articles/, of what history/ had before


def without(table: pa.Table, *ids: str) -> list[dict[str, object]]:
    known = [name for name in (*READ_BETTER, *GAINED) if name in table.column_names]
    return [row for row in table.drop_columns(known).to_pylist() if row["article_id"] not in ids]


def test_every_table_has_rows(kept: Kept) -> None:
    assert {name for name, table in kept.before.items() if len(table)} == set(TABLES)


def test_articles_are_as_they_were_but_for_the_work_that_was_pending(kept: Kept) -> None:
    before, after = kept.before["articles"], kept.after["articles"]
    assert without(after, *UNFINISHED) == without(before, *UNFINISHED)
    stood, stands = (
        {row["article_id"]: row["version"] for row in one.to_pylist()} for one in (before, after)
    )
    assert not UNFINISHED.keys() & stood.keys()
    assert {id_: stands[id_] for id_ in UNFINISHED} == UNFINISHED
    assert all(not one.touched for one in pending.waiting(kept.store, SOURCE))


def test_rejected_is_as_it_was(kept: Kept) -> None:
    assert kept.after["rejected"].equals(kept.before["rejected"])


def test_history_is_as_it_was_but_for_the_version_of_the_rules(kept: Kept) -> None:
    for table in ("history", "versions"):
        before, after = (
            one[table].drop_columns(["ruleset_version", *READ_BETTER]) for one in (kept.before, kept.after)
        )
        assert after.equals(before)


def test_what_was_taken_down_stays_so(kept: Kept) -> None:
    assert found(Path(kept.store.uri), [SAID]) == {SAID: set()}
    assert read_manifests(kept.store, SOURCE)[TAKEN].done_at
    assert TAKEN not in kept.after["articles"]["article_id"].to_pylist()
    (killed,) = [row for row in kept.after["history"].to_pylist() if row["article_id"] == TAKEN]
    assert "taken_down" in killed["signals"]


def test_an_embargo_holds_and_one_that_was_ended_does_not(kept: Kept) -> None:
    ids = kept.after["articles"]["article_id"].to_pylist()
    assert (HELD in ids, RELEASED in ids) == (False, True)
    assert any(HELD in one.held for one in pending.waiting(kept.store, SOURCE))


def test_the_advisory_waits_on(kept: Kept) -> None:
    (waiting,) = obligations.open_advisories(SOURCE, store=kept.store)
    assert dict(waiting.refers_to)["slugline"] == "Old-Dam"


def test_a_version_that_no_wire_names_goes_by_its_payload(kept: Kept) -> None:
    """At once, and not only from the next build of its day on."""
    has_pages = LAMP in kept.before["history"]["article_id"].to_pylist()
    for one in (kept.before, kept.after):
        rows = one["history"].to_pylist()
        assert all(row["version"] in (row["raw_sha256"], "1", "2") for row in rows)
        named = {row["raw_ref"]: row["version"] for row in rows}
        shown = [*one["articles"].to_pylist(), *one["versions"].to_pylist()]
        assert all(row["version"] == named[row["raw_ref"]] for row in shown)
        seen = [row for row in one["versions"].to_pylist() if row["article_id"] == LAMP]
        assert [row["version_seq"] for row in seen] == ([1, 2, 3] if has_pages else [])


def test_a_page_that_is_restored_stands_under_its_payload(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(HERE / "wire"))
    shutil.copytree(HERE / "schema-2", tmp_path / "lake")
    store = open_store(str(tmp_path / "lake"))
    migrate(store, lambda *_: None)
    manifest = read_manifests(store, SOURCE)[FERRY]
    obligations.restore(FERRY, "it was right", store=store)
    (article,) = [row for row in tables(store)["articles"].to_pylist() if row["article_id"] == FERRY]
    (row,) = [row for row in tables(store)["history"].to_pylist() if row["article_id"] == FERRY]
    assert article["version"] == row["version"] == row["raw_sha256"] == manifest.sights[0].version


def test_whoever_looks_between_two_steps_finds_no_other_versions(tmp_path: Path) -> None:
    """Nor does a migration that was killed there, and is repeated."""
    shutil.copytree(HERE / "schema-2", tmp_path / "lake")
    store = open_store(str(tmp_path / "lake"))
    told = versions_told(store)
    changed = 0
    for step in STEPS:
        for path in step.due(store):
            step.apply(store, path)
            changed += 1
            assert versions_told(store) == told
    assert changed > 5
    assert migrate(store, lambda *_: None) == 0


def versions_told(store: Store) -> list[tuple[Any, ...]]:
    rows = wirelake.read("versions", lake=store.uri).to_pylist()
    return [(row["article_id"], row["version_seq"], row["valid_from"], row["changed"]) for row in rows]
