"""Temporary files: all in one place, each with an owner that lives or is dead.

::

    .tmp/<host>-<process>-<random>.lock    held while the owner works; if it dies, the kernel lets go of it
    .tmp/<host>-<process>-<random>/        the files of one piece of work

The lock is there before the folder and goes after it, so a folder whose lock is free, or gone, is nobody's.
"""

import fcntl
import hashlib
import logging
import os
import re
import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from wirelake.errors import StorageError
from wirelake.storage.disk import on_disk

FOLDER = ".tmp"
LOCK = ".lock"
CURE = "WIRELAKE_SPOOL names another place"
TRIES = 10  # to own a folder: a sweep may hold its new lock for a moment
log = logging.getLogger(__name__)

_held: set[int] = set()  # the open locks of this process


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryFile:
    """A temporary file: where it lies, its size in bytes, whose it is, and whether its owner lives."""

    path: Path
    size: int
    owner: str  # as host, process and a random number: wire-7-4242-91ab…
    alive: bool


class Temporaries:
    """The place ``top`` of temporary files; ``hint`` says in errors how to have another one."""

    def __init__(self, top: Path, hint: str = "") -> None:
        self.top = top
        self._hint = hint
        self._swept = False

    @contextmanager
    def folder(self) -> Iterator[Path]:
        """A new, empty folder, which only this user may read. It goes at the end, with all that it holds.

        Where the process is killed before, the next sweep deletes it. A process that is forked meanwhile
        neither keeps it nor deletes it.

        Raises:
            StorageError: the folder cannot be made.
        """
        if not self._swept:
            self._swept = True
            self.sweep()
        with on_disk(f"make a temporary folder in {self.top}{self._hint}", self.top):
            self.top.mkdir(parents=True, exist_ok=True)
            folder, lock = self._own()
        process = os.getpid()
        try:
            yield folder
        finally:
            if os.getpid() == process:
                shutil.rmtree(folder, ignore_errors=True)
                _let_go(lock, folder.with_name(folder.name + LOCK))

    def sweep(self) -> int:
        """Delete what the dead have left, and return how many files that were. What lives is left alone."""
        left = 0
        for name in self._names():
            with _free(self.top / (name + LOCK)) as is_free:
                if is_free:
                    left += self._delete(name)
        if left:
            log.info("%s: deleted %d temporary files of processes that died", self.top, left)
        return left

    def files(self) -> list[TemporaryFile]:
        """Every temporary file that lies here now, by path."""
        found = []
        for name in self._names():
            alive = is_held(self.top / (name + LOCK))
            for path in _files(self.top / name):
                with suppress(FileNotFoundError):  # its owner is done
                    size = path.lstat().st_size
                    found.append(TemporaryFile(path=path, size=size, owner=name, alive=alive))
        return sorted(found, key=lambda one: one.path)

    def _own(self) -> tuple[Path, int]:
        host = re.sub(r"[^\w.-]", "_", socket.gethostname())
        for _ in range(TRIES):
            folder = self.top / f"{host}-{os.getpid()}-{secrets.token_hex(8)}"
            path = folder.with_name(folder.name + LOCK)
            lock = _locked(path, os.O_CREAT | os.O_EXCL)
            if lock is None:
                continue
            try:
                folder.mkdir(mode=0o700)
            except BaseException:
                _let_go(lock, path)
                raise
            return folder, lock
        raise StorageError(f"others took each of {TRIES} new locks in {self.top}")

    def _names(self) -> list[str]:
        """The owners, in order; a file that has none counts as its own."""
        try:
            names = [place.name for place in self.top.iterdir()]
            return sorted({name.removesuffix(LOCK) for name in names})
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise StorageError(f"cannot list {self.top}: {error.strerror}") from error

    def _delete(self, name: str) -> int:
        place = self.top / name
        count = len(_files(place))
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place, ignore_errors=True)
        else:
            with suppress(OSError):
                place.unlink()
        if os.path.lexists(place):  # another user's: it stays listed
            return count - len(_files(place))
        with suppress(OSError):
            (self.top / (name + LOCK)).unlink()
        return count


def on_this_host(uri: str) -> Temporaries:
    """The place of what belongs to a lake and must not lie in it, such as a copy of an S3 object."""
    return Temporaries(host_folder(uri) / FOLDER, f" ({CURE})")


def host_folder(uri: str) -> Path:
    """Where this host keeps files for a lake: below WIRELAKE_SPOOL, else in the user's state."""
    top = os.environ.get("WIRELAKE_SPOOL") or Path.home() / ".local" / "state" / "wirelake"
    return Path(top, hashlib.sha256(uri.encode()).hexdigest()[:16])


def is_held(lock: Path) -> bool:
    """A process that lives holds the lock, or the lock is another user's, which nobody can tell."""
    with _free(lock) as is_free:
        return not is_free


def _files(place: Path) -> list[Path]:
    if not place.is_dir() or place.is_symlink():
        return [place] if os.path.lexists(place) else []
    return [Path(folder, name) for folder, _, names in os.walk(place) for name in names]


def _locked(path: Path, flags: int = 0) -> int | None:
    """The file's lock, held until it is let go; None where another process holds it or has just deleted it.

    Raises:
        OSError: the file cannot be opened.
    """
    handle = os.open(path, os.O_RDWR | os.O_CLOEXEC | flags, 0o600)
    _held.add(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(handle), path.stat()):
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except BaseException:
        _let_go(handle)
        raise
    _let_go(handle)
    return None


@contextmanager
def _free(path: Path) -> Iterator[bool]:
    """True where nobody holds the lock: then it is ours meanwhile, so two sweeps never meet."""
    try:
        lock = _locked(path)
    except FileNotFoundError:
        yield True
        return
    except OSError:  # another user's, who may live
        yield False
        return
    try:
        yield lock is not None
    finally:
        if lock is not None:
            _let_go(lock)


def _let_go(lock: int, path: Path | None = None) -> None:
    if path:
        with suppress(OSError):
            path.unlink()
    _held.discard(lock)
    with suppress(OSError):
        fcntl.flock(lock, fcntl.LOCK_UN)  # also where a child that is just being forked has it open
    os.close(lock)


def _close_inherited() -> None:
    # A lock belongs to all who have it open: a child would keep a dead parent's alive.
    for lock in _held:
        os.close(lock)
    _held.clear()


os.register_at_fork(after_in_child=_close_inherited)
