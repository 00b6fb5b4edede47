"""Where bytes live: a local folder or S3, behind five verbs. The only importer of obstore.

A reader never sees half an object. Locally an object is written to a temporary name, synced and renamed;
conditions are checked under a file lock, so a local lake belongs to one host. On S3 one PutObject does
both, under If-Match or If-None-Match.
"""

import hashlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

from wirelake.errors import ConfigError, ConflictError, StorageError

LOCK_SECONDS = 120
# Not beside the objects: Polars refuses a folder with files of two kinds, and DuckDB counts any .parquet.
TEMPORARY_FOLDER = ".tmp"
TEMPORARY = ".part"
SPOOL = ".spool"
LEFT_SECONDS = 24 * 3600.0  # then the writer of a temporary file is dead
ABSENT = ""  # the ETag of an object that is not there
CHUNK = 4 * 1024 * 1024
SIGNED_FOR = timedelta(minutes=5)
DELETE_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An object as listed: its path below the store's root, its size in bytes and its ETag."""

    path: str
    size: int
    etag: str


class Store(Protocol):
    """Objects by path. ``etag`` ABSENT means: there is no such object."""

    uri: str

    def read(self, path: str) -> tuple[bytes, str] | None:
        """The object's bytes and ETag, or None where there is none."""

    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        """Replace the object whole; with ``if_etag``, only where it is still that one.

        Raises:
            ConflictError: the object is another one by now.
        """

    def objects(self, prefix: str) -> list[Stored]:
        """The objects below ``prefix`` (a folder), by path."""

    def folders(self, prefix: str) -> list[str]:
        """The names of the folders directly below ``prefix``, by name."""

    def delete(self, path: str, *, if_etag: str | None = None) -> None:
        """Remove the object, if it is there; with ``if_etag``, only where it is still that one.

        A store that is no S3 to the letter and ignores If-Match on DELETE leaves a gap of milliseconds
        between check and delete; one slot in Airflow's write pool closes it.

        Raises:
            ConflictError: the object is another one by now.
        """

    def local_copy(self, path: str) -> AbstractContextManager[Path]:
        """A context manager that gives a local file with the object's bytes, to read only."""

    def spool(self, name: str) -> Path:
        """A folder of this host for what is under way, the same each time; no reader looks into it."""


def open_store(uri: str) -> Store:
    """The store at a folder or at ``s3://bucket/prefix``.

    Raises:
        ConfigError: neither of the two.
    """
    if uri.startswith("s3://"):
        return S3Store(uri)
    if "://" in uri:
        raise ConfigError(f"WIRELAKE_LAKE: {uri!r}: write a folder or s3://bucket/prefix")
    return LocalStore(Path(uri))


class LocalStore:
    """A folder on this host."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.uri = str(self.root)

    def _place(self, path: str) -> Path:
        try:
            place = (self.root / path).resolve()
        except (ValueError, OSError) as error:  # a NUL in it, or symbolic links in a circle
            raise StorageError(f"{path!r} is no path of {self.uri}: {error}") from error
        if not place.is_relative_to(self.root):
            raise StorageError(f"{path!r} leaves the lake {self.uri}")
        return place

    def read(self, path: str) -> tuple[bytes, str] | None:
        try:
            with self._place(path).open("rb") as file:
                return file.read(), _local_etag(os.fstat(file.fileno()))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StorageError(f"cannot read {path} in {self.uri}: {error.strerror}") from error

    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        place = self._place(path)
        try:
            _make_folder(place.parent)
            _make_folder(self.root / TEMPORARY_FOLDER)
            temporary = _written(self.root / TEMPORARY_FOLDER, data)
            try:
                with FileLock(self.root / ".lock", timeout=LOCK_SECONDS):
                    if if_etag is not None and self._etag(place) != if_etag:
                        raise ConflictError(f"{path} changed since it was read")
                    temporary.replace(place)
                _sync_folder(place.parent)
            finally:
                temporary.unlink(missing_ok=True)
        except Timeout as error:
            raise StorageError(f"{self.root / '.lock'} was held for {LOCK_SECONDS} s") from error
        except OSError as error:
            raise StorageError(f"cannot write {path} in {self.uri}: {error.strerror}") from error

    @staticmethod
    def _etag(place: Path) -> str:
        try:
            return _local_etag(place.stat())
        except FileNotFoundError:
            return ABSENT

    def objects(self, prefix: str) -> list[Stored]:
        def unless_gone(error: OSError) -> None:
            # An unreadable folder must not look like an empty one: articles/ would be emptied after it.
            if not isinstance(error, FileNotFoundError | NotADirectoryError):
                raise StorageError(f"cannot list {prefix} in {self.uri}: {error.strerror}") from error

        found = []
        for folder, folders, names in os.walk(self._place(prefix), onerror=unless_gone):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in names:
                if name.startswith(".") or name.endswith(TEMPORARY):
                    continue
                place = Path(folder, name)
                with suppress(FileNotFoundError):  # deleted while we looked
                    about = place.lstat()
                    if stat.S_ISREG(about.st_mode):  # no symbolic link, and no pipe that waits for a writer
                        path = place.relative_to(self.root).as_posix()
                        found.append(Stored(path=path, size=about.st_size, etag=_local_etag(about)))
        return sorted(found, key=lambda stored: stored.path)

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
        try:
            if not place.exists() and not if_etag:
                return
            with FileLock(self.root / ".lock", timeout=LOCK_SECONDS):
                if if_etag is not None and self._etag(place) != if_etag:
                    raise ConflictError(f"{path} changed since it was read")
                place.unlink(missing_ok=True)
            if place.parent.is_dir():
                _sync_folder(place.parent)
        except Timeout as error:
            raise StorageError(f"{self.root / '.lock'} was held for {LOCK_SECONDS} s") from error
        except OSError as error:
            raise StorageError(f"cannot delete {path} in {self.uri}: {error.strerror}") from error

    @contextmanager
    def local_copy(self, path: str) -> Iterator[Path]:
        place = self._place(path)
        if not place.is_file():
            raise StorageError(f"{path} is not in {self.uri}")
        yield place

    def spool(self, name: str) -> Path:
        return _private(self.root / SPOOL / name)


def _local_etag(about: os.stat_result) -> str:
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
    """A synced file with the data, in a folder that no reader looks into; clears out what the dead left."""
    for left in folder.iterdir():
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > LEFT_SECONDS:
                left.unlink()
    handle, name = tempfile.mkstemp(dir=folder, suffix=TEMPORARY)
    with os.fdopen(handle, "wb") as file:
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
    return Path(name)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class S3Store:
    """A prefix of an S3 bucket; credentials and endpoint come from the AWS_* environment."""

    def __init__(self, uri: str) -> None:
        from obstore.store import S3Store as Bucket

        self.uri = uri.rstrip("/")
        options: dict[str, Any] = {"conditional_put": "etag"}
        if os.environ.get("AWS_ENDPOINT_URL", "").startswith("http://"):
            options["client_options"] = {"allow_http": True}
        try:
            self._bucket = Bucket.from_url(self.uri, **options)
        except Exception as error:
            raise ConfigError(f"WIRELAKE_LAKE: {uri!r}: {_brief(error)}") from error

    def read(self, path: str) -> tuple[bytes, str] | None:
        import obstore

        try:
            answer = obstore.get(self._bucket, path)
            return bytes(answer.bytes()), str(answer.meta["e_tag"])
        except FileNotFoundError:
            return None
        except Exception as error:
            raise StorageError(f"cannot read {path} in {self.uri}: {_brief(error)}") from error

    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        import obstore
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        mode: Any = "overwrite"
        if if_etag is not None:
            mode = "create" if if_etag == ABSENT else {"e_tag": if_etag}
        try:
            obstore.put(self._bucket, path, data, mode=mode, use_multipart=if_etag is None and _large(data))
        except (AlreadyExistsError, PreconditionError, FileNotFoundError) as error:
            if if_etag is None:  # there is no such bucket
                raise StorageError(f"cannot write {path} in {self.uri}: {_brief(error)}") from error
            # A client's own retry after a lost answer is refused by its own write: compare first.
            stored = self.read(path)
            if stored is None or stored[0] != (data.read_bytes() if isinstance(data, Path) else data):
                raise ConflictError(f"{path} changed since it was read") from error
        except Exception as error:
            raise StorageError(f"cannot write {path} in {self.uri}: {_brief(error)}") from error

    def objects(self, prefix: str) -> list[Stored]:
        import obstore

        try:
            pages = obstore.list(self._bucket, prefix.rstrip("/") + "/")
            found = [
                Stored(path=str(meta["path"]), size=int(meta["size"]), etag=str(meta["e_tag"]))
                for page in pages
                for meta in page
            ]
        except Exception as error:
            raise StorageError(f"cannot list {prefix} in {self.uri}: {_brief(error)}") from error
        return sorted(found, key=lambda stored: stored.path)

    def folders(self, prefix: str) -> list[str]:
        import obstore

        try:
            listed = obstore.list_with_delimiter(self._bucket, prefix.rstrip("/") + "/")
        except Exception as error:
            raise StorageError(f"cannot list {prefix} in {self.uri}: {_brief(error)}") from error
        return sorted(str(name).rstrip("/").rpartition("/")[2] for name in listed["common_prefixes"])

    def delete(self, path: str, *, if_etag: str | None = None) -> None:
        import obstore

        try:
            if if_etag is None:
                obstore.delete(self._bucket, path)
            else:
                self._delete_if(path, if_etag)
        except FileNotFoundError:
            if if_etag:
                raise ConflictError(f"{path} changed since it was read") from None
        except ConflictError:
            raise
        except Exception as error:
            raise StorageError(f"cannot delete {path} in {self.uri}: {_brief(error)}") from error

    def _delete_if(self, path: str, etag: str) -> None:
        # obstore has no conditional delete, so it signs the request and we add the condition.
        import obstore
        import urllib3

        if str(obstore.head(self._bucket, path)["e_tag"]) != etag:
            raise ConflictError(f"{path} changed since it was read")
        address = obstore.sign(self._bucket, "DELETE", path, SIGNED_FOR)
        try:
            answer = urllib3.request(
                "DELETE", address, headers={"If-Match": etag}, timeout=DELETE_SECONDS, retries=False
            )
        except urllib3.exceptions.HTTPError as error:
            # The error's own words hold the signed address: they belong into no log.
            raise StorageError(f"the store did not answer: {type(error).__name__}") from None
        if answer.status in (404, 409, 412):
            raise ConflictError(f"{path} changed since it was read")
        if answer.status >= 300:
            raise StorageError(f"the store answered {answer.status}")

    @contextmanager
    def local_copy(self, path: str) -> Iterator[Path]:
        import obstore

        with tempfile.NamedTemporaryFile(prefix="wirelake-", suffix=TEMPORARY) as file:
            try:
                for chunk in obstore.get(self._bucket, path).stream(min_chunk_size=CHUNK):
                    file.write(chunk)
            except Exception as error:
                raise StorageError(f"cannot read {path} in {self.uri}: {_brief(error)}") from error
            file.flush()
            yield Path(file.name)

    def spool(self, name: str) -> Path:
        top = os.environ.get("WIRELAKE_SPOOL") or Path.home() / ".local" / "state" / "wirelake"
        return _private(Path(top, hashlib.sha256(self.uri.encode()).hexdigest()[:16], name))


def _private(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StorageError(f"cannot make {folder}: {error.strerror}; set WIRELAKE_SPOOL") from error
    return folder


def _large(data: bytes | Path) -> bool:
    return (data.stat().st_size if isinstance(data, Path) else len(data)) > 64 * 1024 * 1024


def _brief(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
