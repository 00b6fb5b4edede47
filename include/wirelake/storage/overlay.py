"""A store that reads a lake and keeps what is written in a folder of this host instead.

Whoever reads through it sees both: what was written here, and below that the lake. So a build runs on it
unchanged, conditions on ETags included, and the lake has nothing to show for it. For one writer at a time.
"""

from contextlib import AbstractContextManager
from pathlib import Path

from wirelake.errors import ConflictError
from wirelake.storage.local import LocalStore
from wirelake.storage.protocol import ABSENT, Store, Stored
from wirelake.storage.temporary import Temporaries


class Overlay:
    """A Store of two layers: ``lake``, which is never written, and an empty folder above it."""

    def __init__(self, lake: Store, folder: Path) -> None:
        self.lake = lake
        self.uri = lake.uri
        self._above = LocalStore(folder)
        self._gone: set[str] = set()  # deleted here; the lake may well hold them

    @property
    def temporary(self) -> Temporaries:
        return self._above.temporary

    def read(self, path: str) -> tuple[bytes, str] | None:
        return self._layer(path).read(path)

    def read_range(
        self, path: str, start: int, length: int, *, if_etag: str | None = None
    ) -> tuple[bytes, str] | None:
        return self._layer(path).read_range(path, start, length, if_etag=if_etag)

    def etag(self, path: str) -> str:
        return self._layer(path).etag(path)

    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        self._require(path, if_etag)
        self._above.write(path, data)
        self._gone.discard(path)

    def objects(self, prefix: str, *, since: str = "", until: str = "") -> list[Stored]:
        below = self.lake.objects(prefix, since=since, until=until)
        found = {one.path: one for one in below if one.path not in self._gone}
        found |= {one.path: one for one in self._above.objects(prefix, since=since, until=until)}
        return [found[path] for path in sorted(found)]

    def in_each(self, prefix: str, name: str) -> list[Stored]:
        found = {one.path: one for one in self.lake.in_each(prefix, name) if one.path not in self._gone}
        found |= {one.path: one for one in self._above.in_each(prefix, name)}
        return [found[path] for path in sorted(found)]

    def passed_over(self, prefix: str) -> list[tuple[str, str]]:
        return self.lake.passed_over(prefix)

    def folders(self, prefix: str) -> list[str]:
        return sorted({*self.lake.folders(prefix), *self._above.folders(prefix)})

    def delete(self, path: str, *, if_etag: str | None = None) -> None:
        self._require(path, if_etag)
        self._above.delete(path)
        self._gone.add(path)

    def local_copy(self, path: str) -> AbstractContextManager[Path]:
        return self._layer(path).local_copy(path)

    def spool(self, name: str) -> Path:
        return self._above.spool(name)

    def touched(self, prefix: str) -> list[str]:
        """The paths below the folder ``prefix`` that were written or deleted here, by path."""
        written = (one.path for one in self._above.objects(prefix))
        return sorted({*written, *(path for path in self._gone if path.startswith(f"{prefix}/"))})

    def _layer(self, path: str) -> Store:
        """The layer whose object counts; of one that is gone the upper, which does not hold it."""
        is_above = path in self._gone or self._above.etag(path) != ABSENT
        return self._above if is_above else self.lake

    def _require(self, path: str, if_etag: str | None) -> None:
        if if_etag is not None and self.etag(path) != if_etag:
            raise ConflictError(f"{path} changed since it was read")
