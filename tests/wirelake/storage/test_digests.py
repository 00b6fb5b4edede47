"""A digest of each object stands beside the lake: no flipped bit is read as if it had been written."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.wirelake.storage.rot import rot

from wirelake.errors import ConflictError, DamagedError
from wirelake.storage import ABSENT, LocalStore, Store, Stored, digests
from wirelake.upkeep.sweeping import sweep

PATH = "articles/published_date=2026-03-02/articles.parquet"
FLIPS = 64


def test_every_flipped_bit_is_seen(store: Store) -> None:
    chance = random.Random(7)  # noqa: S311
    whole = bytes(chance.randrange(256) for _ in range(999))
    store.write(PATH, whole)
    for _ in range(FLIPS):
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        rot(store, PATH, bytes(data))
        with pytest.raises(DamagedError, match=rf"{PATH}: damaged.*`wirelake verify --all --repair`"):
            store.read(PATH)
    rot(store, PATH, b"")
    with pytest.raises(DamagedError):
        store.read(PATH)
    store.write(PATH, whole)
    assert store.read(PATH) is not None


def test_the_cure_names_source_and_day(store: Store) -> None:
    path = "history/capture_date=2026-03-02/source=quay/history.parquet"
    store.write(path, b"whole")
    rot(store, path, b"hole")
    with pytest.raises(DamagedError, match="`wirelake verify quay 2026-03-02 --repair`"):
        store.read(path)


def test_what_stood_before_digests_is_read_until_it_is_replaced(store: Store) -> None:
    store.write(PATH, b"old")
    for one in store.objects(digests.FOLDER):
        store.delete(one.path)
    assert store.read(PATH)
    digests.announce(store, PATH, b"of a writer that dies now")
    assert store.read(PATH)


def test_a_writer_that_dies_after_announcing_and_one_that_is_outrun_harm_nothing(store: Store) -> None:
    for n in range(4):
        store.write(PATH, b"%d" % n)
        digests.announce(store, PATH, b"never written")
        with pytest.raises(ConflictError):
            store.write(PATH, b"outrun", if_etag=ABSENT)
        assert (answer := store.read(PATH)) is not None
        assert answer[0] == b"%d" % n


def test_old_digests_go_once_there_are_many_and_never_that_of_what_stands(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    past = (datetime.now(UTC) - 2 * digests.PAST).isoformat().encode()
    for n in range(3 * digests.MOST):
        store.write(PATH, b"%d" % n)
        for digest in digests.known(store, PATH):
            store.write(digests.place(PATH, digest), past)
        assert store.read(PATH)
        assert len(digests.known(store, PATH)) <= digests.MOST + 1
    store.write(PATH, b"new")
    store.write(PATH, b"newer")
    known = digests.known(store, PATH)
    assert {digests.digest_of(b"new"), digests.digest_of(b"newer")} <= set(known)


def test_a_reader_is_not_fooled_by_a_replacement_whose_old_digest_is_forgotten(tmp_path: Path) -> None:
    class Replaced(LocalStore):
        def _read(self, path: str, start: int, length: int | None) -> tuple[bytes, str] | None:
            answer = super()._read(path, start, length)
            if path == PATH and answer and answer[0] == b"old":
                other = LocalStore(tmp_path)
                other.write(PATH, b"new")
                other.delete(digests.place(PATH, digests.digest_of(b"old")))
            return answer

    LocalStore(tmp_path).write(PATH, b"old")
    answer = Replaced(tmp_path).read(PATH)
    assert answer is not None
    assert answer[0] == b"new"


def test_a_digest_is_forgotten_a_day_after_it_was_announced(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.write(PATH, b"old")
    (digest,) = (one.path for one in store.objects(digests.FOLDER))
    assert not digests.forget(store, digest, datetime.now(UTC))
    assert digests.forget(store, digest, datetime.now(UTC) + timedelta(days=2))
    assert not list(store.objects(digests.FOLDER))


class TestOfBefore:
    """``digests/<path>.<sha256>``, all of a folder side by side."""

    @pytest.fixture(autouse=True)
    def lake_of_before(self, store: Store) -> None:
        store.write(PATH, b"whole")
        store.write(f"{PATH}.note", b"another whose path begins alike")
        for one in store.objects(digests.FOLDER):
            store.delete(one.path)
        past = (datetime.now(UTC) - 2 * digests.PAST).isoformat().encode()
        for text in (b"whole", b"of a writer that was outrun"):
            store.write(f"{digests.FOLDER}/{PATH}.{digests.digest_of(text)}", past)
        store.write(f"{digests.FOLDER}/{PATH}.note.{digests.digest_of(b'x')}", past)

    def test_they_tell_damage(self, store: Store) -> None:
        assert store.read(PATH)
        assert len(digests.known(store, PATH)) == 2
        rot(store, PATH, b"hole")
        with pytest.raises(DamagedError):
            store.read(PATH)

    def test_a_replacement_that_dies_leaves_what_stands_whole(self, store: Store) -> None:
        digests.announce(store, PATH, b"of a writer that dies now")
        assert store.read(PATH)
        rot(store, PATH, b"of a writer that was outrun")
        with pytest.raises(DamagedError):
            store.read(PATH)

    def test_what_is_damaged_is_never_taken_for_whole_by_a_replacement(self, store: Store) -> None:
        rot(store, PATH, b"hole")
        digests.announce(store, PATH, b"of a writer that dies now")
        with pytest.raises(DamagedError):
            store.read(PATH)
        store.write(PATH, b"new")
        assert store.read(PATH)

    def test_a_sweep_keeps_the_one_of_what_stands(self, store: Store) -> None:
        sweep(store=store)
        assert digests.known(store, PATH) == [digests.digest_of(b"whole")]


def test_writing_one_of_many_lists_only_its_own(tmp_path: Path) -> None:
    listed: list[int] = []

    class Counting(LocalStore):
        def objects(self, prefix: str, *, since: str = "", until: str = "") -> list[Stored]:
            found = super().objects(prefix, since=since, until=until)
            listed.append(len(found))
            return found

    store = Counting(tmp_path)
    for number in range(30):
        store.write(f"raw/source=quay/takedowns/{number}.json", b"{}")
    assert max(listed) <= 1
