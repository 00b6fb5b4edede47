"""The items in archives, one after another: zip, tar (gz, bz2, xz), gz, mbox, folders, and single files.

An archive is a stranger's. No name in it becomes a path; links, devices and locked members are passed over;
an item is read up to its bound and no further; what an archive grows to, how many items it has and how deep
archives lie within archives is bounded too.
"""

import gzip
import io
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from lzma import LZMAError
from pathlib import Path
from typing import IO, Self, cast

from wirelake.errors import ConfigError, PermanentError
from wirelake.fetch import MAX_DROPPED_BYTES
from wirelake.importing.central import entries
from wirelake.importing.mailboxes import messages

MOST_ITEMS = 5_000_000
MOST_IN_ZIP = 250_000  # its directory is read whole
MOST_TIMES = 200  # what an archive may grow to, by its own size
SLACK = 1_000_000_000  # bytes that any may grow to
DEPTH = 2  # of archives within archives
MOST_NAME = 1_000  # characters
MOST_HEADER = 1_000_000  # bytes of a tar's header of headers
TARS = (".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz")
NESTED = (".zip", *TARS, ".mbox", ".gz")
BROKEN = (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, zlib.error, LZMAError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An item: its name below its archive, its bytes, and the time that its archive gives it."""

    name: str
    body: bytes = b""
    at: datetime | None = None
    why_not: str = ""  # of what is passed over


@dataclass(slots=True)
class _Budget:
    """What an archive may grow to still."""

    path: Path
    left: int
    items: int = field(default=MOST_ITEMS)

    def spend(self, size: int) -> None:
        """Count an item of so many bytes.

        Raises:
            PermanentError: that is more than an honest archive holds.
        """
        self.left -= size
        self.items -= 1
        if self.left < 0:
            raise PermanentError(
                f"{self.path}: grows to {MOST_TIMES} times its size and more: unpack it and import the folder"
            )
        if self.items < 0:
            raise PermanentError(f"{self.path}: more than {MOST_ITEMS:,} items: import it in parts")


def members(path: Path) -> Iterator[Member]:
    """The items of an archive or folder, in its order; of a folder by name.

    Raises:
        ConfigError: there is no such file.
        PermanentError: it is broken, or grows beyond all bounds.
    """
    try:
        if path.is_dir():
            yield from _of_folder(path)
            return
        size = path.stat().st_size
        with path.open("rb") as file:
            yield from _opened(file, path.name, 0, _Budget(path, SLACK + MOST_TIMES * size))
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: there is no such file or folder") from error
    except BROKEN as error:
        raise PermanentError(f"{path}: it breaks off, or is no archive that can be read: {error}") from error


def _of_folder(top: Path) -> Iterator[Member]:
    for folder, folders, names in os.walk(top, onerror=_unreadable):
        folders.sort()
        for name in sorted(names):
            place = Path(folder, name)
            told = f"{top.name}/{place.relative_to(top).as_posix()}"
            about = place.lstat()
            if not stat.S_ISREG(about.st_mode):
                yield Member(name=told, why_not="not_a_file")
            elif place.name.startswith("."):
                yield Member(name=told, why_not="hidden")
            elif place.name.lower().endswith(NESTED):
                yield from (_below(told, one) for one in members(place))
            elif about.st_size > MAX_DROPPED_BYTES:
                yield Member(name=told, why_not="too_large")
            else:
                yield Member(
                    name=told, body=place.read_bytes(), at=datetime.fromtimestamp(about.st_mtime, UTC)
                )


def _unreadable(error: OSError) -> None:
    """A folder that cannot be listed holds items that nobody would miss."""
    raise error


def _below(told: str, one: Member) -> Member:
    inner = one.name.partition("/")[2]
    return Member(name=f"{told}/{inner}" if inner else told, body=one.body, at=one.at, why_not=one.why_not)


def _opened(file: IO[bytes], name: str, depth: int, budget: _Budget) -> Iterator[Member]:
    """What stands in an archive, by its first bytes; a file that is none is an item."""
    head = file.read(512)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        yield from _of_zip(file, name, depth, budget)
    elif head[257:262] == b"ustar" or name.lower().endswith(TARS):
        yield from _of_tar(file, name, depth, budget)
    elif head.startswith(b"\x1f\x8b"):
        with gzip.open(file) as inner:
            yield from _of_stream(cast(IO[bytes], inner), name, budget)
    else:
        yield from _of_stream(file, name, budget)


def _of_stream(file: IO[bytes], name: str, budget: _Budget) -> Iterator[Member]:
    """A mailbox's messages, or one item."""
    plain = name.removesuffix(".gz")
    if not plain.lower().endswith(".mbox"):
        body = file.read(MAX_DROPPED_BYTES + 1)
        yield _item(plain, body, None, budget)
        return
    for number, body in enumerate(messages(file, MAX_DROPPED_BYTES), start=1):
        yield _item(f"{name}/{number}.eml", body, None, budget)


def _of_zip(file: IO[bytes], name: str, depth: int, budget: _Budget) -> Iterator[Member]:
    if (count := entries(file)) > MOST_IN_ZIP:
        raise PermanentError(
            f"{budget.path}: a zip of {count:,} members, more than {MOST_IN_ZIP:,}: unpack it and import the "
            "folder"
        )
    with zipfile.ZipFile(file) as whole:
        for info in whole.infolist():
            if info.is_dir():
                continue
            told = f"{name}/{info.filename}"
            kind = stat.S_IFMT(info.external_attr >> 16)
            is_file = kind in (0, stat.S_IFREG)
            why = "locked" if info.flag_bits & 1 else _unfit(info.filename)
            why = why if is_file else "not_a_file"
            if why:
                yield Member(name=told, why_not=why)
                continue
            try:
                with whole.open(info) as inner:
                    body = inner.read(MAX_DROPPED_BYTES + 1)
            except (*BROKEN, NotImplementedError, RuntimeError):
                yield Member(name=told, why_not="damaged")
                continue
            yield from _within(told, body, _zip_time(info), depth, budget)


def _of_tar(file: IO[bytes], name: str, depth: int, budget: _Budget) -> Iterator[Member]:
    with closing(tarfile.open(fileobj=file, mode="r|*", tarinfo=_Info)) as whole:
        while (info := whole.next()) is not None:
            whole.members = []  # type: ignore[attr-defined]  # which grows with the archive
            if info.isdir():
                continue
            told = f"{name}/{info.name}"
            why = "not_a_file" if not info.isreg() else _unfit(info.name)
            inner = None if why else whole.extractfile(info)
            if inner is None:
                yield Member(name=told, why_not=why or "not_a_file")
                continue
            at = datetime.fromtimestamp(info.mtime, UTC) if 0 < info.mtime < 1 << 33 else None
            yield from _within(told, inner.read(MAX_DROPPED_BYTES + 1), at, depth, budget)


class _Info(tarfile.TarInfo):
    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        info = super().frombuf(buf, encoding, errors)
        if not info.isreg() and info.size > MOST_HEADER:  # such as a name of a gigabyte, read whole
            raise tarfile.ReadError(f"a header of {info.size:,} bytes")
        return info


def _within(name: str, body: bytes, at: datetime | None, depth: int, budget: _Budget) -> Iterator[Member]:
    """A member; of an archive within its archive those."""
    if not name.lower().endswith(NESTED) or len(body) > MAX_DROPPED_BYTES:
        yield _item(name, body, at, budget)
        return
    if depth >= DEPTH:
        yield Member(name=name, why_not="too_deep")
        return
    budget.spend(len(body))
    try:
        yield from _opened(io.BytesIO(body), name, depth + 1, budget)
    except BROKEN:
        yield Member(name=name, why_not="damaged")


def _item(name: str, body: bytes, at: datetime | None, budget: _Budget) -> Member:
    budget.spend(len(body))
    if len(body) > MAX_DROPPED_BYTES:
        return Member(name=name, why_not="too_large")
    return Member(name=name, body=body, at=at)


def _unfit(name: str) -> str:
    """Why a name is passed over: nobody honest leads out of the archive."""
    parts = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        return "unsafe_name"
    if len(name) > MOST_NAME:
        return "long_name"
    return "hidden" if any(one.startswith((".", "__MACOSX")) and one != "." for one in parts) else ""


def _zip_time(info: zipfile.ZipInfo) -> datetime | None:
    """Its time, of no zone: as good as UTC, where nothing better is known."""
    try:
        return datetime(*info.date_time, tzinfo=UTC) if info.date_time[0] > 1980 else None
    except ValueError:
        return None
