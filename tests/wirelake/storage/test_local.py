"""A lake in a folder: what lies there beside its objects, and what the file system refuses."""

import os
from pathlib import Path

import pytest

from wirelake.errors import StorageError
from wirelake.storage import LocalStore


def test_a_symbolic_link_does_not_lead_out_of_the_lake(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "lake")
    (tmp_path / "lake" / "drop").mkdir(parents=True)
    (tmp_path / "secret").write_text("1")
    (tmp_path / "lake" / "drop" / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "lake" / "drop" / "pipe")  # who opens it waits for a writer
    (tmp_path / "lake" / "drop" / "day").mkdir()
    (tmp_path / "lake" / "drop" / "day" / "link").symlink_to(tmp_path / "secret")
    (tmp_path / "lake" / "drop" / "day" / "way").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "lake" / "drop" / "day" / "pipe")
    assert store.objects("drop") == []
    assert [store.in_each("drop", name) for name in ("link", "way/secret", "pipe")] == [[], [], []]
    with pytest.raises(StorageError, match="leaves the lake"):
        store.read("drop/link")


def test_a_file_in_the_place_of_a_folder_is_a_storage_error(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "lake")
    store.write("a", b"a file")
    with pytest.raises(StorageError, match="cannot write a/x"):
        store.write("a/x", b"1")
    assert store.read("a/x") is None
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="cannot write x"):
        LocalStore(tmp_path / "file").write("x", b"1")


def test_a_lost_mount_is_never_a_new_lake(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "lake")
    store.write("a", b"1")  # makes the folder
    (tmp_path / "lake").rename(tmp_path / "lost")
    for stands_empty in (False, True):
        if stands_empty:
            (tmp_path / "lake").mkdir()
        with pytest.raises(StorageError, match="is its disk still mounted"):
            store.write("b", b"1")
        with pytest.raises(StorageError, match="is its disk still mounted"):
            store.delete("a")
    assert list((tmp_path / "lake").iterdir()) == []
    (tmp_path / "lake").rmdir()
    (tmp_path / "lost").rename(tmp_path / "lake")
    store.write("b", b"1")
    assert store.read("a")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write every folder")
def test_a_folder_without_permission_is_a_storage_error_and_not_empty(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "lake")
    store.write("a/b/x", b"1")
    folder = tmp_path / "lake" / "a" / "b"
    folder.chmod(0)
    try:
        for attempt in (
            lambda: store.objects("a"),
            lambda: store.folders("a/b"),
            lambda: store.read("a/b/x"),
        ):
            with pytest.raises(StorageError, match="Permission denied"):
                attempt()
        folder.chmod(0o500)
        with pytest.raises(StorageError, match="cannot write a/b/y"):
            store.write("a/b/y", b"1")
    finally:
        folder.chmod(0o700)
