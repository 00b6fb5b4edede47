"""A folder that is there when it is whole: made beside its place, under a name that says it is not yet it."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wirelake.errors import ConfigError, PermanentError
from wirelake.lake.exports.record import ExportedFile
from wirelake.storage.digests import digest_of

UNFINISHED = ".unfinished-"
OURS = re.compile(r"croissant\.json|README\.md|data/(?:[^/]+\.(?:parquet|jsonl))?")


@contextmanager
def unfinished(place: Path) -> Iterator[Path]:
    """An empty folder beside ``place``, removed at the end unless ``finish`` has moved it there.

    What a dead process left of the same place is removed first.

    Raises:
        PermanentError: the folder cannot be written.
    """
    start = f".{place.name}{UNFINISHED}"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        for one in place.parent.iterdir():
            if one.name.startswith(start) and not _lives(one.name.removeprefix(start)):
                shutil.rmtree(one, ignore_errors=True)
        part = place.with_name(f"{start}{os.getpid()}")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        try:
            yield part
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise PermanentError(f"--output {place}: {error.strerror or error}") from error


def files_in(folder: Path) -> list[ExportedFile]:
    """All files below the folder, by path."""
    found = sorted(one for one in folder.rglob("*") if one.is_file())
    return [
        ExportedFile(path=one.relative_to(folder).as_posix(), size=one.stat().st_size, sha256=digest_of(one))
        for one in found
    ]


def finish(part: Path, place: Path, *, replace: bool) -> None:
    """Move the folder to its place, once it is on disk.

    Raises:
        ConfigError: something else stands there that is not to be replaced, or is no export.
    """
    for one in (*part.rglob("*"), part):
        _sync(one)
    if place.is_dir() and not place.is_symlink() and files_in(place) == files_in(part):
        return
    if place.exists() or place.is_symlink():
        check_place(place, replace=replace)
        old = part.with_name(f"{part.name}-old")
        place.rename(old)
        part.rename(place)
        shutil.rmtree(old) if old.is_dir() and not old.is_symlink() else old.unlink()
    else:
        part.rename(place)
    _sync(place.parent)


def check_place(place: Path, *, replace: bool) -> None:
    """Refuse what an export must not take the place of: only another export is ever deleted.

    Raises:
        ConfigError: such a thing stands there.
    """
    if replace and not _is_export(place):
        raise ConfigError(f"--output {place}: what stands there is no export and stays: name another")
    if not replace:
        raise ConfigError(f"--output {place}: something else stands there: name another, or say --replace")


def _is_export(place: Path) -> bool:
    """It is a folder with what an export has, and nothing else; or an empty one."""
    if place.is_symlink() or not place.is_dir():
        return False
    inside = [*place.rglob("*")]
    is_whole = not inside or place / "croissant.json" in inside
    return is_whole and all(_is_exports(place, one) for one in inside)


def _is_exports(place: Path, one: Path) -> bool:
    """The file or folder is of the kind that an export has."""
    name = one.relative_to(place).as_posix()
    return not one.is_symlink() and bool(OURS.fullmatch(f"{name}/" if one.is_dir() else name))


def _lives(process: str) -> bool:
    with suppress(ValueError, ProcessLookupError):
        try:
            os.kill(int(process.removesuffix("-old")), 0)
        except PermissionError:
            return True
        return True
    return False


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
