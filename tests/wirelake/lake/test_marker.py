"""The lake's marker: a mistyped or unmounted lake is told from an empty one, and an older one from both."""

import shutil
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from tests.wirelake.quay import BATCH, capture, page, received

import wirelake
from wirelake.batches.lakes import lake
from wirelake.errors import ConfigError, FormatError
from wirelake.lake import marker
from wirelake.lake.marker import MARKER, begin, checked, open_lake, read_marker
from wirelake.lake.schema import SCHEMA_VERSION
from wirelake.storage import Store, open_store
from wirelake.storage.overlay import Overlay

NOT_THERE = r"there is no lake here. Is the address \(WIRELAKE_LAKE\) right.* wirelake init"
OLDER = "a lake of an earlier wirelake stands here, without its marker wirelake.json: run wirelake migrate"


@pytest.fixture
def place(lake_uri: str) -> Store:
    """A place beside the lake at which nothing stands."""
    return open_store(f"{lake_uri}/{uuid4().hex}")


def state(store: Store, version: int) -> None:
    """Let the marker say this version of the schema."""
    stood = store.read(MARKER)
    assert stood
    text = stood[0].decode().replace(f'"schema_version": {SCHEMA_VERSION}', f'"schema_version": {version}')
    store.write(MARKER, text.encode())


def test_where_nothing_stands_there_is_no_lake(place: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIRELAKE_LAKE", place.uri)
    for looked in (
        lambda: wirelake.read(lake=place.uri),
        lambda: wirelake.read("runs"),
        lake,
        lambda: checked(place),
    ):
        with pytest.raises(ConfigError, match=NOT_THERE) as told:
            looked()
        assert place.uri in str(told.value)
    assert begin(place)
    assert not begin(place)
    assert wirelake.read(lake=place.uri).num_rows == 0  # that there was none is not remembered
    assert lake().uri == place.uri


def test_files_that_are_to_be_captured_make_no_lake_yet(place: Store) -> None:
    place.write("drop/quay/2026-03-02/1.txt", page(1))
    with pytest.raises(ConfigError, match=NOT_THERE):
        open_lake(place.uri)
    assert begin(place)


def test_tables_of_others_make_no_lake(place: Store) -> None:
    place.write("raw/photos/1.jpg", b"\xff")
    place.write("articles/published_date=soon/1.parquet", b"")
    with pytest.raises(ConfigError, match=NOT_THERE):
        open_lake(place.uri)


def test_a_lake_from_before_the_marker_is_not_taken_for_an_empty_place(place: Store) -> None:
    capture(place, BATCH, [received(1, page(1))])
    for looked in (lambda: open_lake(place.uri), lambda: begin(place), lambda: checked(place)):
        with pytest.raises(ConfigError, match=OLDER):
            looked()
    assert read_marker(place) is None


def test_a_later_version_is_not_read_and_an_earlier_one_not_written(place: Store) -> None:
    begin(place)
    state(place, SCHEMA_VERSION + 1)
    with pytest.raises(FormatError, match="install a later one"):
        open_lake(place.uri)
    begin(other := open_store(f"{place.uri}/other"))
    state(other, SCHEMA_VERSION - 1)
    assert open_lake(other.uri)
    with pytest.raises(ConfigError, match=f"this wirelake writes {SCHEMA_VERSION}: run wirelake migrate"):
        open_lake(other.uri, to_write=True)


def test_a_marker_that_says_more_is_read_and_one_that_says_nothing_is_not(place: Store) -> None:
    place.write(MARKER, b'{"schema_version": 1, "created_at": "2026-03-02T12:00:00Z", "colour": "green"}')
    assert checked(place)
    place.write(MARKER, b"{}")
    with pytest.raises(FormatError, match=r"wirelake\.json is no marker of a lake"):
        checked(place)


def test_the_marker_is_read_once_a_process(place: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(place)
    reads: list[Store] = []

    def counted(store: Store) -> marker.Marker | None:
        reads.append(store)
        return read_marker(store)

    monkeypatch.setattr(marker, "read_marker", counted)
    for _ in range(3):
        open_lake(place.uri)
    assert len(reads) == 1
    checked(place)  # but for processes that outlive a mount
    assert len(reads) == 2


def test_a_lake_under_glass_has_its_marker(lake_uri: str, tmp_path: Path) -> None:
    assert checked(Overlay(open_store(lake_uri), tmp_path / "above"))


def test_many_that_begin_at_once_make_one_lake(lake_uri: str) -> None:
    uri = f"{lake_uri}/{uuid4().hex}"
    code = (
        "import sys; from wirelake.lake.marker import begin, read_marker; from wirelake.storage import "
        "open_store; store = open_store(sys.argv[1]); begin(store); print(read_marker(store).created_at)"
    )
    command = [sys.executable, "-c", code, uri]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert len({one.communicate(timeout=120)[0] for one in started}) == 1


def test_a_disk_that_is_gone_is_told_from_then_on(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "disk"))
    begin(store)
    shutil.rmtree(tmp_path / "disk")
    with pytest.raises(ConfigError, match=NOT_THERE):
        checked(store)
