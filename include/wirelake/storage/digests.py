"""What an object of the lake was when it was written: its SHA-256, kept outside of it.

One object a digest, named by it, in a folder a path: ``digests/<path>.sha256/<sha256>``; it holds when it was
announced. It is announced before its object is written, and several may stand for one path, so a writer that
dies between the two, or that another one outruns, never makes a good object look damaged. What stood without
a digest is given one first. Old ones go once there are many; ``wirelake verify --sweep`` removes the rest.

A lake of before has ``digests/<path>.<sha256>``, all of a folder side by side; each counts as it did until
its path is written again. Asking for those of one path lists its whole folder there.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

from wirelake.errors import ConflictError, DamagedError

FOLDER = "digests"
KEPT = (
    *("articles/", "history/", "rejected/", "runs/", "raw/", "built/", "stories/", "story_aliases/"),
    *("freezes/", "exports/"),
)
LETTERS = 64  # of a SHA-256
KIND = ".sha256"  # no folder is named as if it were a table or a WARC
MOST = 20  # digests of one path; then those that were announced a day ago go, as they are come across
LOOKED_AT = 2  # of them at each write, so that an object which is written all day long costs no more for it
PAST = timedelta(days=1)  # no writer takes so long between announcing an object and writing it
CHUNK = 4 * 1024 * 1024
Answer = tuple[bytes, str] | None


class _Listed(Protocol):
    @property
    def path(self) -> str: ...


class Objects(Protocol):
    """What is needed of a store; it must not check what it reads below ``digests/``."""

    def read(self, path: str) -> tuple[bytes, str] | None: ...
    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None: ...
    def delete(self, path: str, *, if_etag: str | None = None) -> None: ...
    def objects(self, prefix: str) -> Sequence[_Listed]: ...


def is_kept(path: str) -> bool:
    """The object is one of those that readers rely on: a digest of it is kept."""
    return path.startswith(KEPT)


def digest_of(data: bytes | Path) -> str:
    """The SHA-256 of bytes, or of a file's."""
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    with data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place(path: str, digest: str) -> str:
    """Where it stands that the object at ``path`` may have this digest."""
    return f"{FOLDER}/{path}{KIND}/{digest}"


def path_of(digest: str) -> str:
    """The path of the object whose digest stands there, in either layout."""
    return digest[len(FOLDER) + 1 : -LETTERS - 1].removesuffix(KIND)


def known(store: Objects, path: str) -> list[str]:
    """The digests that the object at ``path`` may have."""
    return _placed(store, path) or _side_by_side(store, path)


def _placed(store: Objects, path: str) -> list[str]:
    return [one.path[-LETTERS:] for one in store.objects(f"{FOLDER}/{path}{KIND}")]


def _side_by_side(store: Objects, path: str) -> list[str]:
    start = f"{FOLDER}/{path}."
    listed = (one.path for one in store.objects(start.rpartition("/")[0]) if one.path.startswith(start))
    return [one[-LETTERS:] for one in listed if len(one) == len(start) + LETTERS]


def checked(store: Objects, path: str, read: Callable[[str], Answer]) -> Answer:
    """What ``read`` gives for the path, where it is what was written; without any digest, as it is.

    Raises:
        DamagedError: these bytes were never written there.
    """
    answer = read(path)
    while is_kept(path) and answer and not _is_as_written(store, path, answer[0]):
        again = read(path)  # replaced since, and the digest of what we read forgotten?
        if again is not None and again[1] == answer[1]:
            raise DamagedError(path, "its bytes are not those that were written")
        answer = again
    return answer


def _is_as_written(store: Objects, path: str, data: bytes) -> bool:
    digest = digest_of(data)
    if store.read(place(path, digest)) is not None:
        return True
    if _placed(store, path):  # those of before count no more: this one was written since
        return False
    return announcement(store, path, digest) is not None or not _side_by_side(store, path)


def announcement(store: Objects, path: str, digest: str) -> bytes | None:
    """What says that the object at ``path`` may have this digest, in either layout."""
    answer = store.read(place(path, digest)) or store.read(f"{FOLDER}/{path}.{digest}")
    return answer[0] if answer else None


@dataclass(frozen=True, slots=True)
class Announced:
    """An object that is about to be written."""

    store: Objects
    path: str
    digest: str
    others: tuple[str, ...]

    def written(self) -> None:
        """It is written: forget old ones of many, which nothing that stands can have any more.

        Those that come next after a digest in their order are a random choice.
        """
        if len(self.others) >= MOST:
            others = sorted(self.others, key=lambda other: (other < self.digest, other))
            for other in others[:LOOKED_AT]:
                forget(self.store, place(self.path, other), datetime.now(UTC))


def announce(store: Objects, path: str, data: bytes | Path) -> Announced | None:
    """Put down the digest of what is about to be written; None for an object of which none is kept."""
    if not is_kept(path):
        return None
    digest, others = digest_of(data), _placed(store, path)
    now = datetime.now(UTC).isoformat().encode()
    if not others:
        with suppress(DamagedError):  # what stands was never written so: it gets no digest
            if (stands := store.read(path)) is not None:
                store.write(place(path, digest_of(stands[0])), now)
    store.write(place(path, digest), now)  # anew where it is known: nobody forgets it now
    return Announced(store, path, digest, tuple(one for one in others if one != digest))


def forget(store: Objects, digest: str, now: datetime) -> bool:
    """Remove a digest, by its own path, if it was announced long ago; else another writer may need it."""
    answer = store.read(digest)
    if answer is None or now - announced_at(answer[0]) < PAST:
        return False
    with suppress(ConflictError):  # announced anew this moment
        store.delete(digest, if_etag=answer[1])
        return True
    return False


def announced_at(data: bytes) -> datetime:
    """The instant that a digest's object holds; long ago where it cannot be read."""
    try:
        return datetime.fromisoformat(data.decode())
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
