"""Errors of the file system, in our own words: what failed, where, and how much room is left."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wirelake.errors import StorageError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}  # no room, a quota, a limit of the process


@contextmanager
def on_disk(doing: str, folder: Path) -> Iterator[None]:
    """What the file system refuses in it comes as one StorageError: ``cannot {doing}: …``.

    Where the disk is full, the error says how many bytes are free in ``folder``.

    Raises:
        StorageError: the file system failed. A retry may help, once there is room.
    """
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error) or type(error).__name__
        if error.errno in FULL:
            why = f"{why} in {folder}, where {_free(folder)}; make room there"
        raise StorageError(f"cannot {doing}: {why}") from error


def _free(folder: Path) -> str:
    try:
        there = next(place for place in (folder, *folder.parents) if place.exists())
        return f"{shutil.disk_usage(there).free:,} bytes are free"
    except OSError as error:
        return f"nobody can tell how much is free ({error.strerror})"
