"""Temporary files have an owner: the living one's are left alone, the dead one's are swept."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.wirelake.processes import run_at_once

from wirelake.storage import LocalStore, Store, on_this_host, open_store, sweep, temporary_files
from wirelake.storage.temporary import Temporaries

SECONDS = 60.0

HOLDING = """
import sys
from pathlib import Path
from wirelake.storage.temporary import Temporaries

with Temporaries(Path(sys.argv[1])).folder() as folder:
    (folder / "file").write_bytes(b"half")
    print(folder, flush=True)
    sys.stdin.readline()
"""

COPYING = """
import sys
from wirelake.storage import open_store

with open_store(sys.argv[1]).local_copy("a/x"):
    print("ready", flush=True)
    sys.stdin.readline()
"""

# Forks while it holds a folder. The child ends the context that it inherited, makes one of its own and waits.
FORKING = """
import os, sys
from pathlib import Path
from wirelake.storage.temporary import Temporaries

place = Temporaries(Path(sys.argv[1]))
held = place.folder()
with held as folder:
    (folder / "file").write_bytes(b"half")
    if os.fork() == 0:
        held.__exit__(None, None, None)
        with place.folder() as own:
            (own / "file").write_bytes(b"child's")
            print(os.getpid(), flush=True)
            sys.stdin.readline()
        os._exit(0)
    os.waitpid(-1, 0)
    print("the child is done" if folder.is_dir() else "gone", flush=True)
"""

SWEEPING = """
import sys
from pathlib import Path
from wirelake.storage.temporary import Temporaries

place = Temporaries(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(200):
    with place.folder() as folder:
        (folder / "file").write_bytes(b"1")
        place.sweep()
        place.files()
        assert (folder / "file").read_bytes() == b"1", number
"""


@contextmanager
def running(code: str, argument: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process of that code, and the first line that it printed."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(argument)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate(timeout=SECONDS)


@pytest.fixture
def place(tmp_path: Path) -> Temporaries:
    return Temporaries(tmp_path / ".tmp")


def test_a_folder_goes_with_its_work_also_where_the_work_fails(place: Temporaries) -> None:
    def fail() -> None:
        with place.folder() as folder:
            (folder / "deep").mkdir()
            (folder / "deep" / "file").write_bytes(b"1")
            assert folder.stat().st_mode & 0o077 == 0
            (found,) = place.files()
            assert (found.path, found.size, found.alive) == (folder / "deep" / "file", 1, True)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert list(place.top.iterdir()) == []


def test_what_a_living_process_holds_is_left_alone_and_what_a_killed_one_left_is_swept(
    place: Temporaries,
) -> None:
    with running(HOLDING, place.top) as (process, folder):
        assert place.sweep() == 0
        (found,) = place.files()
        assert (str(found.path), found.size, found.alive) == (f"{folder}/file", 4, True)
        assert f"-{process.pid}-" in found.owner
        process.kill()
        process.wait(SECONDS)
        assert [file.alive for file in place.files()] == [False]
        assert place.sweep() == 1
    assert list(place.top.iterdir()) == []


def test_the_first_write_of_a_store_sweeps(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "lake")
    with running(HOLDING, store.temporary.top) as (process, _):
        process.kill()
        process.wait(SECONDS)
    (store.temporary.top / "tmp1.part").write_bytes(b"nobody's")
    assert [file.alive for file in temporary_files(store)] == [False, False]
    store.write("a/x", b"1")
    assert list(store.temporary.top.iterdir()) == []


def test_a_forked_child_neither_ends_nor_prolongs_its_parents_folder(place: Temporaries) -> None:
    with running(FORKING, place.top) as (parent, child):
        assert {(file.path.read_bytes(), file.alive) for file in place.files()} == {
            (b"half", True),
            (b"child's", True),
        }
        parent.kill()
        parent.wait(SECONDS)
        try:
            assert {(file.path.read_bytes(), file.alive) for file in place.files()} == {
                (b"half", False),
                (b"child's", True),
            }
            assert place.sweep() == 1
            (left,) = place.files()
            assert f"-{child}-" in left.owner
        finally:
            os.kill(int(child), signal.SIGKILL)


def test_a_child_that_ends_leaves_its_parents_folder(place: Temporaries) -> None:
    with running(FORKING, place.top) as (parent, _):
        said, _ = parent.communicate("end\n", timeout=SECONDS)
    assert said.strip() == "the child is done"
    assert list(place.top.iterdir()) == []


def test_processes_that_sweep_at_once_take_nothing_from_each_other(place: Temporaries) -> None:
    run_at_once(*(["-c", SWEEPING, str(place.top)] for _ in range(3)))
    assert list(place.top.iterdir()) == []


def test_a_copy_whose_reader_was_killed_is_found_and_swept(store: Store) -> None:
    store.write("a/x", b"text")
    with running(COPYING, store.uri) as (process, _):
        copies = [] if isinstance(store, LocalStore) else [True]  # a local lake is read where it lies
        assert [file.alive for file in temporary_files(store)] == copies
        assert sweep(store) == 0
        process.kill()
        process.wait(SECONDS)
        assert [file.alive for file in temporary_files(store)] == [not one for one in copies]
        assert sweep(store) == len(copies)
    assert temporary_files(store) == []


def test_what_lies_beside_a_lake_is_listed_with_it(lake_uri: str) -> None:
    store = open_store(lake_uri)
    with on_this_host(lake_uri).folder() as folder:
        (folder / "x").write_bytes(b"1")
        assert [file.path for file in temporary_files(store)] == [folder / "x"]
        assert all(str(folder) not in one.path for one in store.objects(""))
    assert temporary_files(store) == []
