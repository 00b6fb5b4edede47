"""sources/: a row a source and change of its YAML."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.quay import BATCH, NOON, capture, frozen, page, received, write_sources

import wirelake
from wirelake import pipeline
from wirelake.config import Run, load_named
from wirelake.errors import ConfigError
from wirelake.lake import layout
from wirelake.lake.marker import begin
from wirelake.lake.reading import full_schema
from wirelake.ruleset import ruleset_version
from wirelake.storage import LocalStore
from wirelake.write import write_source

LATER = NOON + timedelta(days=1)
FACTS = (
    "country: KW\nkind: agency\ncollections: [gulf, ports]\nexpect: {languages: [en, ar]}\nowner: port desk\n"
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LocalStore:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    write_sources(tmp_path / "sources", "quay", more=FACTS)
    store = LocalStore(tmp_path / "lake")
    begin(store)
    return store


def rows(store: LocalStore) -> list[dict[str, object]]:
    found: list[dict[str, object]] = wirelake.sql(
        "SELECT * FROM sources ORDER BY since", lake=store.uri
    ).to_pylist()
    return found


def test_a_build_states_its_source_once(store: LocalStore) -> None:
    capture(store, BATCH, [received(1, page(1))])
    for at in (NOON, LATER):
        pipeline.build_batch(Run.new(BATCH, "replay"), store=store, clock=frozen(at))
    (row,) = rows(store)
    assert (row["source"], row["since"], row["title"]) == ("quay", NOON, "quay wire")
    assert (row["country"], row["kind"], row["owner"]) == ("KW", "agency", "port desk")
    assert (row["languages"], row["collections"]) == (["en", "ar"], ["gulf", "ports"])
    assert (row["timezone"], row["licence_until"]) == ("UTC", None)


def test_a_change_of_the_yaml_is_a_row_and_none_goes(store: LocalStore, tmp_path: Path) -> None:
    assert write_source(store, load_named("quay"), NOON)
    assert not write_source(store, load_named("quay"), LATER)
    write_sources(tmp_path / "sources", "quay", more="timezone: Asia/Kuwait\nlicence_until: 2026-12-31\n")
    assert write_source(store, load_named("quay"), NOON)  # by a clock that stands
    zones = [(row["timezone"], row["licence_until"]) for row in rows(store)]
    assert zones == [("UTC", None), ("Asia/Kuwait", "2026-12-31")]


def test_it_is_read_as_the_other_tables_are(store: LocalStore, tmp_path: Path) -> None:
    assert wirelake.read("sources", lake=store.uri).schema.names == full_schema("sources").names
    write_source(store, load_named("quay"), NOON)
    write_sources(tmp_path / "sources", "quay", more="timezone: Asia/Kuwait\n")
    write_source(store, load_named("quay"), LATER)
    assert wirelake.read("sources", lake=store.uri).to_pylist() == rows(store)
    columns = ["timezone", "source"]
    then = wirelake.read("sources", source="quay", columns=columns, as_of=NOON, lake=store.uri)
    assert then.to_pylist() == [{"timezone": "UTC", "source": "quay"}]
    assert len(wirelake.read("sources", source="pier", lake=store.uri, pandas=True)) == 0
    for wrong in ({"start": "2026-03-02"}, {"columns": ["zone"]}, {"as_of": "2026-03-02"}):
        with pytest.raises(ConfigError):
            wirelake.read("sources", lake=store.uri, **wrong)


def test_a_damaged_one_is_begun_anew(store: LocalStore) -> None:
    write_source(store, load_named("quay"), NOON)
    (Path(store.uri) / layout.sources("quay")).write_bytes(b"PAR1 no more")
    assert write_source(store, load_named("quay"), LATER)
    assert [row["since"] for row in rows(store)] == [LATER]


@pytest.mark.usefixtures("store")
def test_no_row_of_a_build_depends_on_what_only_this_table_says(tmp_path: Path) -> None:
    before = ruleset_version(load_named("quay"))
    write_sources(tmp_path / "sources", "quay", more=FACTS.replace("KW", "BH").replace("gulf", "bay"))
    assert ruleset_version(load_named("quay")) == before
