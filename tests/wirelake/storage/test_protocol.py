"""What every store promises, a folder, S3 and an overlay alike: whole objects, conditions that hold."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.wirelake.processes import run_at_once

from wirelake.errors import ConflictError, StorageError
from wirelake.storage import ABSENT, LocalStore, Store, TemporaryFile, in_each_prefix, open_store
from wirelake.storage.overlay import Overlay

INCREMENTS = 50
BIG = "articles/published_date=2026-03-02/articles.parquet"
SECONDS = 60.0

# Appends its name and a number, over and over, each under the ETag that it read.
INCREMENTING = """
import sys
from wirelake.errors import ConflictError
from wirelake.storage import ABSENT, open_store

uri, name, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
store = open_store(uri)
print("ready", flush=True)
sys.stdin.readline()
for number in range(times):
    while True:
        data, etag = store.read("counters/one") or (b"", ABSENT)
        try:
            store.write("counters/one", data + f"{name}{number}\\n".encode(), if_etag=etag)
            break
        except ConflictError:
            continue
"""

# Puts a file, twice: the second time what stands there is compared. Prints by how many bytes it grew.
PUTTING = """
import resource, sys
from pathlib import Path
from wirelake.archive.segment import is_same
from wirelake.storage import ABSENT, open_store

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024

store, large = open_store(sys.argv[1]), Path(sys.argv[2])
store.write("a/small", b"1", if_etag=ABSENT)
before = most()
store.write("a/x", large, if_etag=ABSENT)
assert is_same(store, "a/x", large)
if sys.argv[1].startswith("s3:"):
    store.write("a/x", large, if_etag=ABSENT)
print(most() - before)
"""

WRITING_FOR_EVER = """
import itertools, sys
from wirelake.storage import open_store

store = open_store(sys.argv[1])
print("ready", flush=True)
for number in itertools.count():
    store.write(sys.argv[2], bytes([number % 251]) * 3_000_000)
"""


@pytest.fixture(params=["itself", "overlay"])
def store(request: pytest.FixtureRequest, lake_uri: str, tmp_path: Path) -> Store:
    """The store of ``lake_uri``, and an overlay of it."""
    lake = open_store(lake_uri)
    return lake if request.param == "itself" else Overlay(lake, tmp_path / "above")


def test_what_is_written_reads_back(store: Store, tmp_path: Path) -> None:
    store.write("a/bytes.bin", b"\x00\xff" * 10)
    (tmp_path / "given").write_bytes(b"from a file")
    store.write("a/file.bin", tmp_path / "given")
    assert read(store, "a/bytes.bin") == b"\x00\xff" * 10
    assert read(store, "a/file.bin") == b"from a file"
    store.write("a/bytes.bin", b"")
    assert read(store, "a/bytes.bin") == b""
    with store.local_copy("a/file.bin") as copy:
        assert copy.read_bytes() == b"from a file"


@pytest.mark.parametrize(
    "path", ["drop/wire/2026-03-02/Été 1 = 100 %.txt", "a/+&#?;,'\"x", "a/%20", "a/قناة"]
)
def test_any_file_name_reads_back(store: Store, path: str) -> None:
    store.write(path, b"1")
    assert read(store, path) == b"1"
    assert [one.path for one in store.objects(path.rpartition("/")[0])] == [path]


def test_the_folders_from_one_name_to_another(store: Store) -> None:
    for day in "1234":
        for name in "ab":
            store.write(f"seen/day={day}/{name}", b"1")
    store.write("seen/events/a", b"1")
    found = {
        (since, until): [one.path for one in store.objects("seen", since=since, until=until)]
        for since in ("", "day=2")
        for until in ("", "day=3")
    }
    every = [*(f"seen/day={day}/{name}" for day in "1234" for name in "ab"), "seen/events/a"]
    assert found == {
        ("", ""): every,
        ("", "day=3"): every[:6],
        ("day=2", ""): every[2:],
        ("day=2", "day=3"): every[2:6],
    }


@pytest.mark.parametrize(("page", "many"), [(1000, 64), (12, 4)], ids=["listed", "asked for"])
def test_one_object_in_each_folder(
    store: Store, monkeypatch: pytest.MonkeyPatch, page: int, many: int
) -> None:
    """Those of the name alone, as the list has them; a bucket of many others is not listed for them."""
    monkeypatch.setattr(in_each_prefix, "PAGE", page)
    monkeypatch.setattr(in_each_prefix, "MANY", many)
    for day in "123":
        for name in "abcdefg":
            store.write(f"seen/day={day}/of={name}/seen", f"{day}{name}".encode())
    for path in ("seen/day=2/of=c/seen", "seen/day=3/of=a/seen"):
        store.delete(path)
    for path in (
        "seen/day=2/of=c/seen.copy",
        "seen/of=c/seen",
        "seen/day=1/of=c/deep/seen",
    ):
        store.write(path, b"of another name, or place")
    mine = [one for one in store.objects("seen") if re.fullmatch("seen/day=./of=c/seen", one.path)]
    assert store.in_each("seen", "of=c/seen") == mine
    assert [one.path for one in mine] == ["seen/day=1/of=c/seen", "seen/day=3/of=c/seen"]
    assert store.in_each("none", "of=c/seen") == []


def test_what_is_absent(store: Store) -> None:
    assert store.read("no/such") is None
    assert store.objects("no") == []
    assert store.folders("no") == []
    store.delete("no/such")
    store.delete("no/such", if_etag=ABSENT)
    with pytest.raises(StorageError, match="no/such"), store.local_copy("no/such"):
        pass


def test_a_range_reads_what_lies_there(store: Store) -> None:
    data = bytes(range(256))
    store.write("a/x", data)
    store.write("a/empty", b"")
    for start, length in ((0, 10), (250, 6), (250, 600), (256, 1), (1000, 5), (0, 0), (7, 0)):
        assert store.read_range("a/x", start, length) == (data[start : start + length], etag(store, "a/x"))
    assert store.read_range("a/empty", 0, 5) == (b"", etag(store, "a/empty"))
    assert store.read_range("a/no", 0, 5) is None
    assert store.read_range("a/no", 0, 5, if_etag=ABSENT) is None


def test_ranges_under_one_etag_are_of_one_version(store: Store) -> None:
    store.write("a/x", b"first")
    answer = store.read_range("a/x", 0, 2)
    assert answer
    assert store.read_range("a/x", 2, 9, if_etag=answer[1]) == (b"rst", answer[1])
    store.write("a/x", b"second")
    for start, if_etag in ((2, answer[1]), (99, answer[1]), (0, ABSENT)):
        with pytest.raises(ConflictError, match="a/x"):
            store.read_range("a/x", start, 2, if_etag=if_etag)
    store.delete("a/x")
    with pytest.raises(ConflictError, match="a/x"):
        store.read_range("a/x", 2, 2, if_etag=answer[1])


def test_an_etag_is_told_without_the_bytes(store: Store) -> None:
    assert store.etag("a/x") == ABSENT
    store.write("a/x", b"first")
    assert store.etag("a/x") == etag(store, "a/x")
    assert store.etag("a") == ABSENT  # a folder is no object
    store.delete("a/x")
    assert store.etag("a/x") == ABSENT


def test_a_file_is_put_under_a_condition(store: Store, tmp_path: Path) -> None:
    first, second, empty = (tmp_path / name for name in ("first", "second", "empty"))
    first.write_bytes(os.urandom(9_000_000))
    second.write_bytes(os.urandom(100))
    empty.touch()
    store.write("a/x", first, if_etag=ABSENT)
    stood = etag(store, "a/x")
    for condition in (ABSENT, "0-0-0"):
        with pytest.raises(ConflictError, match="a/x"):
            store.write("a/x", second, if_etag=condition)
    assert read(store, "a/x") == first.read_bytes()
    store.write("a/x", second, if_etag=stood)
    assert read(store, "a/x") == second.read_bytes()
    with pytest.raises(ConflictError, match="a/x"):
        store.write("a/x", first, if_etag=stood)
    with pytest.raises(ConflictError, match="a/no"):
        store.write("a/no", first, if_etag=stood)
    store.write("a/x", empty, if_etag=etag(store, "a/x"))
    assert read(store, "a/x") == b""


@pytest.mark.parametrize("if_etag", [None, ABSENT], ids=["whatever stands", "where none stands"])
def test_a_file_that_is_not_there_cannot_be_put(store: Store, tmp_path: Path, if_etag: str | None) -> None:
    with pytest.raises(StorageError, match="cannot write a/x"):
        store.write("a/x", tmp_path / "no", if_etag=if_etag)
    assert store.read("a/x") is None


def test_a_large_file_is_put_and_compared_without_being_held(lake_uri: str, tmp_path: Path) -> None:
    large = tmp_path / "large"
    with large.open("wb") as file:
        for number in range(10):
            file.write(bytes([number]) * 6_000_000)
    asked = subprocess.run(
        [sys.executable, "-c", PUTTING, lake_uri, str(large)], capture_output=True, text=True, timeout=SECONDS
    )
    assert asked.returncode == 0, asked.stderr
    assert int(asked.stdout) < 40_000_000, "most of the file was held in memory"
    assert open_store(lake_uri).etag("a/x") != ABSENT


def test_a_conditional_write_creates_once(store: Store) -> None:
    store.write("a/x", b"first", if_etag=ABSENT)
    with pytest.raises(ConflictError, match="a/x"):
        store.write("a/x", b"second", if_etag=ABSENT)
    assert read(store, "a/x") == b"first"


def test_a_conditional_write_replaces_what_was_read_and_nothing_else(store: Store) -> None:
    store.write("a/x", b"first")
    first = etag(store, "a/x")
    store.write("a/x", b"second", if_etag=first)
    for condition in (first, ABSENT):
        with pytest.raises(ConflictError, match="a/x"):
            store.write("a/x", b"third", if_etag=condition)
    assert read(store, "a/x") == b"second"
    with pytest.raises(ConflictError, match="a/gone"):
        store.write("a/gone", b"third", if_etag=first)
    assert store.read("a/gone") is None


def test_a_conditional_delete_removes_what_was_read_and_nothing_else(store: Store) -> None:
    store.write("a/x", b"first")
    first = etag(store, "a/x")
    store.write("a/x", b"second")
    for condition in (first, ABSENT):
        with pytest.raises(ConflictError, match="a/x"):
            store.delete("a/x", if_etag=condition)
    store.delete("a/x", if_etag=etag(store, "a/x"))
    assert store.read("a/x") is None
    with pytest.raises(ConflictError, match="a/x"):
        store.delete("a/x", if_etag=first)


def test_listings_are_complete_and_sorted(store: Store) -> None:
    for path in ("t/d=2/s=b/y", "t/d=2/s=a/x", "t/d=1/s=a/x", "t/z", "tt/d=3/x"):
        store.write(path, path.encode())
    listed = store.objects("t")
    assert [one.path for one in listed] == ["t/d=1/s=a/x", "t/d=2/s=a/x", "t/d=2/s=b/y", "t/z"]
    assert [one.size for one in listed] == [11, 11, 11, 3]
    assert [one.etag for one in listed] == [etag(store, one.path) for one in listed]
    assert store.folders("t") == ["d=1", "d=2"]
    assert store.folders("t/d=2") == ["s=a", "s=b"]


@pytest.mark.parametrize("path", ["../out", "a/../../out", "a/\0b"])
def test_no_path_leaves_the_lake(store: Store, path: str) -> None:
    for attempt in (
        lambda: store.write(path, b"1"),
        lambda: store.read(path),
        lambda: store.delete(path),
        lambda: store.objects(path),
    ):
        with pytest.raises(StorageError):
            attempt()
    if isinstance(store, LocalStore):
        assert not (store.root.parent / "out").exists()


def test_two_processes_that_increment_lose_nothing(lake_uri: str) -> None:
    run_at_once(*(["-c", INCREMENTING, lake_uri, name, str(INCREMENTS)] for name in "ab"))
    lines = read(open_store(lake_uri), "counters/one").decode().split()
    for name in "ab":  # each in its own order, none lost, none twice
        assert [line for line in lines if line.startswith(name)] == [f"{name}{n}" for n in range(INCREMENTS)]


def test_a_killed_writer_leaves_the_old_object_and_the_next_one_sweeps(lake_uri: str) -> None:
    store = open_store(lake_uri)
    store.write(BIG, bytes([250]) * 3_000_000)
    left: list[TemporaryFile] = []
    beside: set[str] = set()  # names that a reader of the local folder meets
    for number in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITING_FOR_EVER, lake_uri, BIG], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
        deadline = time.monotonic() + 0.05 + 0.013 * number
        while time.monotonic() < deadline:
            assert_whole(read(store, BIG))
            if isinstance(store, LocalStore):
                beside |= {place.name for place in (store.root / "articles").rglob("*") if place.is_file()}
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait(SECONDS)
        assert_whole(read(store, BIG))
        assert [one.path for one in store.objects("articles")] == [BIG]
        left += store.temporary.files()
    open_store(lake_uri).write(BIG, b"the next writer is not held up")
    if isinstance(store, LocalStore):
        assert beside == {"articles.parquet"}
        assert left, "no writer was killed while it wrote: this test tells nothing"
        assert not any(file.alive or file.path.suffix == ".parquet" for file in left)
        assert store.temporary.files() == []
        assert [one.path for one in store.objects("articles")] == [BIG]
        assert store.folders("") == ["articles", "digests"]


def read(store: Store, path: str) -> bytes:
    answer = store.read(path)
    assert answer is not None, path
    return answer[0]


def etag(store: Store, path: str) -> str:
    answer = store.read(path)
    assert answer is not None, path
    return answer[1]


def assert_whole(data: bytes) -> None:
    assert len(data) == 3_000_000
    assert data.count(data[0]) == len(data), "half of one object and half of another"
