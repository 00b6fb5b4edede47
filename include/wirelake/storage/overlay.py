"""A lake under glass: it is read as it stands, and what is written lies in a folder of this host instead.

Whoever reads through it sees both: what was written here, and below that the lake. So a build runs on it
unchanged, conditions on ETags included, and the lake has nothing to show for it. For one writer at a time.
"""

from contextlib import AbstractContextManager
from pathlib import Path

from wirelake.errors import ConflictError
from wirelake.storage import ABSENT, LocalStore, Store, Stored


class Overlay:
    """A Store of two layers: ``lake``, which is never written, and an empty folder above it."""

    def __init__(self, lake: Store, folder: Path) -> None:
        self.lake = lake
        self.uri = lake.uri
        self._above = LocalStore(folder)
        self._gone: set[str] = set()  # deleted here; the lake may well hold them

    def read(self, path: str) -> tuple[bytes, str] | None:
        if path in self._gone:
            return None
        return self._above.read(path) or self.lake.read(path)

    def write(self, path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        self._require(path, if_etag)
        self._above.write(path, data)
        self._gone.discard(path)

    def objects(self, prefix: str) -> list[Stored]:
        found = {one.path: one for one in self.lake.objects(prefix) if one.path not in self._gone}
        found |= {one.path: one for one in self._above.objects(prefix)}
        return [found[path] for path in sorted(found)]

    def folders(self, prefix: str) -> list[str]:
        return sorted({*self.lake.folders(prefix), *self._above.folders(prefix)})

    def delete(self, path: str, *, if_etag: str | None = None) -> None:
        self._require(path, if_etag)
        self._above.delete(path)
        self._gone.add(path)

    def local_copy(self, path: str) -> AbstractContextManager[Path]:
        held = self._above if path in self._gone or self._above.read(path) else self.lake
        return held.local_copy(path)

    def spool(self, name: str) -> Path:
        return self._above.spool(name)

    def touched(self, prefix: str) -> list[str]:
        """The paths below the folder ``prefix`` that were written or deleted here, by path."""
        written = (one.path for one in self._above.objects(prefix))
        return sorted({*written, *(path for path in self._gone if path.startswith(f"{prefix}/"))})

    def _require(self, path: str, if_etag: str | None) -> None:
        if if_etag is None:
            return
        stood = self.read(path)
        if (stood[1] if stood else ABSENT) != if_etag:
            raise ConflictError(f"{path} changed since it was read")
