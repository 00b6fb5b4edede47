"""A disk that is full: nothing half is left, and the error says where, and how much is free."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.wirelake.quay import BATCH, page, received
from tests.wirelake.storage.small_disk import NoDiskError, small_disk

from wirelake import archive
from wirelake.errors import StorageError
from wirelake.lake.exchanges import read_index
from wirelake.storage import LocalStore, Store, open_store, temporary_files

SECONDS = 60.0
RUN = "20260302T120000Z-0a1b2c3d"

LIMITED = """
import resource, sys
from pathlib import Path
from wirelake.errors import StorageError
from wirelake.storage import LocalStore

resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
store = LocalStore(Path(sys.argv[1]))
try:
    store.write("a/x", bytes(200_000))
except StorageError as error:
    print(error)
"""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    try:
        with small_disk(tmp_path / "small") as place:
            yield place
    except NoDiskError as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("as_file", [False, True], ids=["bytes", "file"])
def test_a_write_that_does_not_fit_leaves_nothing(small: Path, tmp_path: Path, as_file: bool) -> None:
    store = LocalStore(small / "lake")
    store.write("a/x", b"old")
    (tmp_path / "large").write_bytes(bytes(2_000_000))
    with pytest.raises(StorageError, match=r"cannot write a/x in .*No space left.*bytes are free; make room"):
        store.write("a/x", tmp_path / "large" if as_file else bytes(2_000_000))
    assert temporary_files(store) == []
    assert (store.read("a/x") or (b"",))[0] == b"old"
    store.write("a/x", bytes(500_000))


def test_a_copy_that_does_not_fit_leaves_nothing(
    store: Store, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if isinstance(store, LocalStore):
        pytest.skip("a local lake is read where it lies")
    store.write("a/x", bytes(2_000_000))
    monkeypatch.setenv("WIRELAKE_SPOOL", str(small))
    full = open_store(store.uri)
    with pytest.raises(StorageError, match=r"cannot copy a/x .*No space left"), full.local_copy("a/x"):
        pass
    assert temporary_files(full) == []


def test_a_spool_that_is_full_fails_the_capture_and_keeps_what_came_before(store: Store, small: Path) -> None:
    spool = small / "spool"
    pages = (received(number, page(number) + os.urandom(150_000)) for number in range(1, 20))
    with pytest.raises(StorageError, match=r"cannot spool .*No space left.*bytes are free"):
        archive.archive(store, BATCH, pages, RUN, spool=spool)
    kept = len(read_index(store, BATCH))
    assert 1 < kept < 10
    assert list(spool.iterdir()) == []
    again = (received(number, page(number)) for number in range(30, 32))
    assert archive.archive(store, BATCH, again, RUN, spool=spool) == 2


def test_a_full_disk_beneath_lake_and_spool_is_one_storage_error(small: Path) -> None:
    store = LocalStore(small / "lake")
    pages = (received(number, page(number) + os.urandom(150_000)) for number in range(1, 20))
    with pytest.raises(StorageError, match="No space left"):
        archive.archive(store, BATCH, pages, RUN, spool=store.spool(str(BATCH)))
    assert temporary_files(store) == []
    spooled = archive.spooled(store)
    assert spooled, "the segment waits for room"
    assert not any(file.alive for file in spooled)


def test_a_limit_of_the_process_is_a_storage_error_too(tmp_path: Path) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path / "lake")],
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert "File too large" in asked.stdout, asked.stderr
    assert "bytes are free" in asked.stdout
    assert temporary_files(LocalStore(tmp_path / "lake")) == []
