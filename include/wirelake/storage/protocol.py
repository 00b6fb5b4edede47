"""What every store can do: objects by path, whole or by range, changed under conditions."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from wirelake.storage.temporary import Temporaries

ABSENT = ""  # the ETag of an object that is not there


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An object as listed: its path below the store's root, its size in bytes and its ETag."""

    path: str
    size: int
    etag: str


class Store(Protocol):
    """Objects by path. ``etag`` ABSENT means: there is no such object.

    Every method raises StorageError where the store fails; a retry may help.
    """

    uri: str

    def read(self, path: str) -> tuple[bytes, str] | None:
        """The object's bytes and ETag, or None where there is none.

        Raises:
            DamagedError: they are not the bytes that were written (``digests``).
        """

    def read_range(
        self, path: str, start: int, length: int, *, if_etag: str | None = None
    ) -> tuple[bytes, str] | None:
        """At most ``length`` bytes from byte ``start`` on, and the object's ETag; None where there is none.

        Fewer bytes come where the object ends before. Who reads one object in several ranges hands the
        first one's ETag to the others as ``if_etag``, and so sees one version of it.

        Raises:
            ConflictError: the object is not the one of ``if_etag``.
        """

    def etag(self, path: str) -> str:
        """The object's ETag, without its bytes; ABSENT where there is none."""

    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        """Replace the object whole; with ``if_etag``, only where it is still that one.

        The bytes of a file are streamed, with and without a condition.

        Raises:
            ConflictError: the object is another one by now.
            PermanentError: the file is too large for the store.
        """

    def objects(self, prefix: str, *, since: str = "", until: str = "") -> list[Stored]:
        """The objects below ``prefix`` (a folder), by path; of those folders directly below it alone whose
        names stand from ``since`` to ``until``, where these are given."""

    def in_each(self, prefix: str, name: str) -> list[Stored]:
        """The objects ``prefix/*/name``, at most one in each folder directly below ``prefix``, by path.

        It costs what these are, however many others stand beside them.
        """

    def passed_over(self, prefix: str) -> list[tuple[str, str]]:
        """What lies below ``prefix`` and is no object, such as a link, and why; by path."""

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

    @property
    def temporary(self) -> Temporaries:
        """Where this store's temporary files lie on this host."""
