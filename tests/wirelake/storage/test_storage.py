"""The stores, a folder and S3 alike: whole objects, conditions that hold, errors in our own words."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.wirelake.processes import run_at_once
from tests.wirelake.s3_server import S3Server

from wirelake.errors import ConfigError, ConflictError, StorageError
from wirelake.storage import ABSENT, LocalStore, Store, open_store

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

WRITING_FOR_EVER = """
import itertools, sys
from wirelake.storage import open_store

store = open_store(sys.argv[1])
print("ready", flush=True)
for number in itertools.count():
    store.write(sys.argv[2], bytes([number % 251]) * 3_000_000)
"""


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


def test_what_is_absent(store: Store) -> None:
    assert store.read("no/such") is None
    assert store.objects("no") == []
    assert store.folders("no") == []
    store.delete("no/such")
    store.delete("no/such", if_etag=ABSENT)
    with pytest.raises(StorageError, match="no/such"), store.local_copy("no/such"):
        pass


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


def test_a_symbolic_link_does_not_lead_out_of_the_lake(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "lake")
    (tmp_path / "lake" / "drop").mkdir(parents=True)
    (tmp_path / "secret").write_text("1")
    (tmp_path / "lake" / "drop" / "link").symlink_to(tmp_path / "secret")
    os.mkfifo(tmp_path / "lake" / "drop" / "pipe")  # who opens it waits for a writer
    assert store.objects("drop") == []
    with pytest.raises(StorageError, match="leaves the lake"):
        store.read("drop/link")


def test_two_processes_that_increment_lose_nothing(lake_uri: str) -> None:
    run_at_once(*(["-c", INCREMENTING, lake_uri, name, str(INCREMENTS)] for name in "ab"))
    lines = read(open_store(lake_uri), "counters/one").decode().split()
    for name in "ab":  # each in its own order, none lost, none twice
        assert [line for line in lines if line.startswith(name)] == [f"{name}{n}" for n in range(INCREMENTS)]


def test_a_killed_writer_leaves_the_old_object(lake_uri: str) -> None:
    store = open_store(lake_uri)
    store.write(BIG, bytes([250]) * 3_000_000)
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
    store.write(BIG, b"the next writer is not held up")
    if isinstance(store, LocalStore):
        assert beside == {"articles.parquet"}
        left = [place for place in (store.root / ".tmp").iterdir() if place.is_file()]
        assert left, "no writer was killed while it wrote: this test tells nothing"
        assert all(place.suffix != ".parquet" for place in left)
        assert [one.path for one in store.objects("")] == [BIG]
        assert store.folders("") == ["articles"]


def test_what_a_dead_writer_left_is_cleared_out_after_a_day(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "lake")
    store.write("a/x", b"1")
    for name, hours in (("dead.part", 25), ("alive.part", 1)):
        place = store.root / ".tmp" / name
        place.write_bytes(b"half")
        os.utime(place, times=(time.time() - hours * 3600,) * 2)
    store.write("a/x", b"2")
    assert [place.name for place in (store.root / ".tmp").iterdir()] == ["alive.part"]


@pytest.mark.parametrize(
    "uri",
    ["s3://", "s3:///prefix", "gs://bucket/lake", "file:///lake", "https://127.0.0.1/lake", "s3://a b/c"],
)
def test_a_bad_address_is_a_config_error(uri: str) -> None:
    with pytest.raises(ConfigError, match="WIRELAKE_LAKE"):
        open_store(uri)


def test_a_server_that_is_gone_is_a_storage_error(
    s3_server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    store = open_store("s3://bucket/lake")
    with pytest.raises(StorageError, match="cannot read a/x in s3://bucket/lake"):
        store.read("a/x")
    with pytest.raises(StorageError, match="cannot write a/x"):
        store.write("a/x", b"1", if_etag=ABSENT)


def test_refused_credentials_and_a_missing_bucket_are_storage_errors(
    s3_server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    store = open_store("s3://no-such-bucket/lake")
    for attempt in (lambda: store.write("a/x", b"1"), lambda: store.objects("a"), lambda: store.folders("a")):
        with pytest.raises(StorageError, match="no-such-bucket") as caught:
            attempt()
        assert not isinstance(caught.value, ConflictError)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of somebody else")
    store = open_store("s3://no-such-bucket/lake")
    with pytest.raises(StorageError, match="cannot read a/x"):
        store.read("a/x")


def test_a_file_in_the_place_of_a_folder_is_a_storage_error(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "lake")
    store.write("a", b"a file")
    with pytest.raises(StorageError, match="cannot write a/x"):
        store.write("a/x", b"1")
    assert store.read("a/x") is None
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="cannot write x"):
        LocalStore(tmp_path / "file").write("x", b"1")


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
