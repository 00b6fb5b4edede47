"""A lake in a folder of this host.

A reader never sees half an object: it is written to a temporary file, synced and renamed. Conditions are
checked under a file lock, so a local lake belongs to one host.

A disk that is lost leaves the empty folder at which it was mounted: nothing is written there.
"""

import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from wirelake.errors import ConflictError, StorageError
from wirelake.storage import digests, temporary
from wirelake.storage.disk import on_disk
from wirelake.storage.in_each import in_each_folder
from wirelake.storage.protocol import ABSENT, Stored
from wirelake.storage.temporary import Temporaries

LOCK = ".lock"
LOCK_SECONDS = 120
SPOOL = ".spool"
CHUNK = 4 * 1024 * 1024


class LocalStore:
    """A folder on this host."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.uri = str(self.root)
        self._opened = _identity(self.root)
        # Not beside the objects: Polars refuses a folder with files of two kinds, DuckDB counts any .parquet.
        self.temporary = Temporaries(self.root / temporary.FOLDER)

    def read(self, path: str) -> tuple[bytes, str] | None:
        return digests.checked(self, path, lambda path: self._read(path, 0, None))

    def read_range(
        self, path: str, start: int, length: int, *, if_etag: str | None = None
    ) -> tuple[bytes, str] | None:
        answer = self._read(path, start, length)
        if if_etag is not None and (answer[1] if answer else ABSENT) != if_etag:
            raise ConflictError(f"{path} changed since it was read")
        return answer

    def _read(self, path: str, start: int, length: int | None) -> tuple[bytes, str] | None:
        place = self._place(path)
        with on_disk(f"read {path} in {self.uri}", self.root):
            try:
                with place.open("rb") as file:
                    file.seek(start)
                    return file.read(length), _etag_of(os.fstat(file.fileno()))
            except (FileNotFoundError, NotADirectoryError):
                return None

    def etag(self, path: str) -> str:
        place = self._place(path)
        with on_disk(f"read {path} in {self.uri}", self.root):
            try:
                about = place.stat()
            except (FileNotFoundError, NotADirectoryError):
                return ABSENT
        return _etag_of(about) if stat.S_ISREG(about.st_mode) else ABSENT

    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        place = self._place(path)
        self._check_mounted()
        announced = digests.announce(self, path, data)
        with on_disk(f"write {path} in {self.uri}", self.root):
            _make_folder(place.parent)
            with self.temporary.folder() as folder:
                written = _written(folder, data)
                with self._unchanged(path, if_etag):
                    written.replace(place)
            _sync_folder(place.parent)
        self._opened = self._opened or _identity(self.root)
        if announced:
            announced.written()

    def _check_mounted(self) -> None:
        """The root is the folder that it was when this store was opened, or first written to."""
        if self._opened is not None and _identity(self.root) != self._opened:
            raise StorageError(f"{self.uri}: not the folder that was opened: is its disk still mounted?")

    @contextmanager
    def _unchanged(self, path: str, if_etag: str | None) -> Iterator[None]:
        """Nobody else changes the lake meanwhile, and the object is that one."""
        with FileLock(self.root / LOCK, timeout=LOCK_SECONDS):
            if if_etag is not None and self.etag(path) != if_etag:
                raise ConflictError(f"{path} changed since it was read")
            yield

    def objects(self, prefix: str, *, since: str = "", until: str = "") -> list[Stored]:
        def unless_gone(error: OSError) -> None:
            # An unreadable folder must not look like an empty one: articles/ would be emptied after it.
            if not isinstance(error, FileNotFoundError | NotADirectoryError):
                raise StorageError(f"cannot list {prefix} in {self.uri}: {error.strerror}") from error

        top, root = str(self._place(prefix)), f"{self.root}{os.sep}"
        found: list[Stored] = []
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(folder) as entries:
                    inside = [entry for entry in entries if not entry.name.startswith(".")]
            except OSError as error:
                unless_gone(error)
                continue
            for entry in inside:
                if folder == top and (entry.name < since or (until and entry.name > until)):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                    continue
                with suppress(FileNotFoundError):  # deleted while we looked
                    about = entry.stat(follow_symlinks=False)
                    if stat.S_ISREG(about.st_mode):  # no symbolic link, and no pipe that waits for a writer
                        path = entry.path.removeprefix(root)
                        found.append(Stored(path=path, size=about.st_size, etag=_etag_of(about)))
        return sorted(found, key=lambda stored: stored.path)

    def in_each(self, prefix: str, name: str) -> list[Stored]:
        try:
            found = [*in_each_folder(self._place(prefix), name)]
        except OSError as error:
            raise StorageError(f"cannot list {prefix} in {self.uri}: {error.strerror}") from error
        objects = (
            Stored(path=f"{prefix}/{path}", size=about.st_size, etag=_etag_of(about)) for path, about in found
        )
        return sorted(objects, key=lambda stored: stored.path)

    def passed_over(self, prefix: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for folder, folders, names in os.walk(self._place(prefix)):
            hidden = {name for name in (*folders, *names) if name.startswith(".")}
            links = {name for name in (*folders, *names) if Path(folder, name).is_symlink()}
            odd = {name for name in names if not Path(folder, name).is_file()}
            folders[:] = sorted(set(folders) - hidden)
            why = {**dict.fromkeys(odd, "not a file"), **dict.fromkeys(hidden, "its name begins with a dot")}
            why |= dict.fromkeys(links, "a symbolic link")
            below = Path(folder).relative_to(self.root).as_posix()
            found += [(f"{below}/{name}", what) for name, what in why.items()]
        return sorted(found)

    def folders(self, prefix: str) -> list[str]:
        try:
            with os.scandir(self._place(prefix)) as entries:
                names = (entry.name for entry in entries if entry.is_dir(follow_symlinks=False))
                return sorted(name for name in names if not name.startswith("."))
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as error:
            raise StorageError(f"cannot list {prefix} in {self.uri}: {error.strerror}") from error

    def delete(self, path: str, *, if_etag: str | None = None) -> None:
        place = self._place(path)
        self._check_mounted()
        with on_disk(f"delete {path} in {self.uri}", self.root):
            if not place.exists() and not if_etag:
                return
            with self._unchanged(path, if_etag):
                place.unlink(missing_ok=True)
            if place.parent.is_dir():
                _sync_folder(place.parent)

    @contextmanager
    def local_copy(self, path: str) -> Iterator[Path]:
        place = self._place(path)
        if not place.is_file():
            raise StorageError(f"{path} is not in {self.uri}")
        yield place

    def spool(self, name: str) -> Path:
        folder = self.root / SPOOL / name
        with on_disk(f"make {folder}", self.root):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder

    def _place(self, path: str) -> Path:
        try:
            place = os.path.realpath(self.root / path)  # half the time of Path.resolve
        except (ValueError, OSError) as error:  # a NUL in it
            raise StorageError(f"{path!r} is no path of {self.uri}: {error}") from error
        if os.path.commonpath((place, self.root)) != str(self.root):
            raise StorageError(f"{path!r} leaves the lake {self.uri}")
        return Path(place)


def _identity(root: Path) -> tuple[int, int] | None:
    try:
        about = root.stat()
    except OSError:
        return None
    return about.st_dev, about.st_ino


def _etag_of(about: os.stat_result) -> str:
    # Objects are replaced by rename, so a new one has another inode or, where that is reused, another time:
    # we set it ourselves, as many kernels stamp all files of one clock tick (4 ms) alike.
    return f"{about.st_ino:x}-{about.st_mtime_ns:x}-{about.st_size:x}"


def _make_folder(folder: Path) -> None:
    """Like mkdir -p, and what was made outlives a power cut."""
    if not folder.is_dir():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _written(folder: Path, data: bytes | Path) -> Path:
    """A synced file with the data."""
    place = folder / "object"
    with place.open("xb") as file:
        if isinstance(data, Path):
            with data.open("rb") as given:
                shutil.copyfileobj(given, file, CHUNK)
        else:
            file.write(data)
        file.flush()
        os.fchmod(file.fileno(), 0o644)
        now = time.time_ns()
        os.utime(file.fileno(), ns=(now, now))
        os.fsync(file.fileno())
    return place


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
