"""Files of a drop folder: read, vanished, or too large to be read at all."""

from tests.wirelake.quay import NOON, frozen

from wirelake.fetch import MAX_DROPPED_BYTES, read_dropped
from wirelake.records import Link
from wirelake.storage import LocalStore, Store, Stored

PATH = "drop/quay/2026-03-02/1.txt"
LISTED = Stored(path=PATH, size=5, etag="")
LINK = Link(url="drop:quay/2026-03-02/1.txt", origin="drop_folder")


class Unread(LocalStore):
    """A store whose objects must not be read."""

    def read(self, path: str) -> tuple[bytes, str] | None:
        raise AssertionError(f"{path} was read")


def test_a_file_is_kept_as_it_lies_there(store: Store) -> None:
    store.write(PATH, b"Crane turns green")
    (listed,) = store.objects("drop")
    raw = read_dropped(store, listed, LINK, frozen())
    assert (raw.failure, raw.body, raw.fetched_at) == (None, b"Crane turns green", NOON)


def test_a_file_that_went_away_is_a_failure(store: Store) -> None:
    assert read_dropped(store, LISTED, LINK, frozen()).failure == "vanished"


def test_a_file_that_is_too_large_is_not_read(store: Store) -> None:
    if not isinstance(store, LocalStore):
        return
    unread = Unread(store.root)
    place = store.root / PATH
    place.parent.mkdir(parents=True)
    with place.open("wb") as file:
        file.truncate(10 * 1024**3)  # sparse: it takes no room
    (listed,) = unread.objects("drop")
    raw = read_dropped(unread, listed, LINK, frozen())
    assert (raw.failure, raw.body) == ("too_large", b"")


def test_a_file_that_grew_since_it_was_listed_is_too_large_too(store: Store) -> None:
    store.write(PATH, bytes(MAX_DROPPED_BYTES + 1))
    assert read_dropped(store, LISTED, LINK, frozen()).failure == "too_large"
