"""An inbox in a folder of this host, such as an SFTP server's own or a mounted share."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from wirelake.config import Inbox
from wirelake.errors import AccessError, FetchError
from wirelake.fetch.inbox.place import FOLDER, LINK, MAX_ENTRIES, OTHER, etag_of, moment
from wirelake.records import Lying

NOFOLLOW = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # neither a link nor a pipe's reader


class LocalFolder:
    """A folder of this host. No link in it is followed."""

    def __init__(self, part: Inbox) -> None:
        self.url = part.url
        self._root = Path(part.folder)

    def look(self) -> list[Lying]:
        with self._translated("list it"), os.scandir(self._root) as entries:
            found = []
            for entry in islice(entries, MAX_ENTRIES + 1):
                with suppress(FileNotFoundError):  # gone while we looked
                    found.append(_lying(entry.name, entry.stat(follow_symlinks=False)))
        return sorted(found, key=lambda one: one.name)

    def read(self, lying: Lying) -> bytes | None:
        with self._translated(f"read {lying.name!r}"):
            try:
                handle = os.open(self._root / lying.name, NOFOLLOW)
            except FileNotFoundError:
                return None
            with open(handle, "rb") as file:  # noqa: PTH123 (a handle, not a path)
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    return None
                data = file.read(lying.size)
                after = os.fstat(handle)
        return data if _etag(after) == lying.etag else None

    def put_away(self, lying: Lying, folder: str | None) -> bool:
        place = self._root / lying.name
        with self._translated(f"put away {lying.name!r}"):
            try:
                stands = place.lstat()
                if _etag(stands) != lying.etag or not stat.S_ISREG(stands.st_mode):
                    return False
                if folder is None:
                    place.unlink()
                else:
                    target = self._root / folder
                    target.mkdir(parents=True, exist_ok=True)
                    place.replace(target / lying.name)
            except FileNotFoundError:
                return False
        return True

    def close(self) -> None:
        return None

    @contextmanager
    def _translated(self, doing: str) -> Iterator[None]:
        try:
            yield
        except PermissionError as error:
            raise AccessError(f"{self.url}: cannot {doing}: {error.strerror}", failure="access") from error
        except OSError as error:
            raise FetchError(f"{self.url}: cannot {doing}: {error.strerror}") from error


def _lying(name: str, about: os.stat_result) -> Lying:
    what = "" if stat.S_ISREG(about.st_mode) else FOLDER if stat.S_ISDIR(about.st_mode) else OTHER
    return Lying(
        name=name,
        size=about.st_size,
        modified=moment(about.st_mtime),
        etag=_etag(about),
        is_file=not what,
        what=LINK if stat.S_ISLNK(about.st_mode) else what,
    )


def _etag(about: os.stat_result) -> str:
    return etag_of(about.st_mtime, about.st_size)
