"""The bytes of a WARC file once decompressed, and where each of them came from.

A gzip member that is damaged is a ``DamageError`` at the place where it starts, its checksum included;
reading can go on at the next member. LZ4, Zstandard and bzip2 have no such places: there it is the end.
"""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

CHUNK = 65_536
GZIP = b"\x1f\x8b\x08"
OTHERS = {b"\x04\x22\x4d\x18": "lz4", b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bz2"}
# A record's first line; in ARC: address, IP, date, media type, …, length.
START = re.compile(
    rb"WARC/\d\.\d+\r?\n|^(?:https?|ftps?|dns|filedesc):[^\r\n]+ \S+ \d{8,20} \S[^\r\n]* \S+\r?\n",
    re.MULTILINE,
)
LINE_BYTES = 65_536  # the longest first line that is looked for


class DamageError(Exception):
    """The bytes cannot be had any further; ``offset`` is where the damaged stretch starts in the file."""

    def __init__(self, offset: int, detail: str) -> None:
        super().__init__(detail)
        self.offset = offset
        self.detail = detail


class Stream:
    """Decompressed bytes from the file's present position on."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._base = file.tell()
        self._head = file.read(4)
        file.seek(self._base)
        self.is_gzip = self._head.startswith(GZIP)
        self._codec = next((name for magic, name in OTHERS.items() if self._head.startswith(magic)), None)
        self._buffer = bytearray()
        self._position = 0  # of the buffer's start, in decompressed bytes
        self._marks = [(0, self._base)]  # where a gzip member starts: decompressed position, file offset
        self._parts = self._opened(self._base)
        self._fault: DamageError | None = None

    @property
    def offset(self) -> int:
        """Where the next byte is in the file: of gzip, the start of its member."""
        while len(self._marks) > 1 and self._marks[1][0] <= self._position:
            self._marks.pop(0)
        return self._marks[0][1] if self.is_gzip else self._base + self._position

    def peek(self, size: int) -> bytes:
        """The next bytes, fewer only before the end or a fault; they stay."""
        while len(self._buffer) < size and self._more():
            pass
        return bytes(self._buffer[:size])

    def take(self, size: int) -> bytes:
        """The next bytes, fewer only before the end or a fault."""
        found = self.peek(size)
        self._drop(len(found))
        return found

    def skip(self, size: int) -> int:
        """Pass over bytes without keeping them; returns how many there were."""
        left = size
        while left and (found := len(self.take(min(left, CHUNK)))):
            left -= found
        return size - left

    def line(self) -> bytes:
        """The next line with its end; without one where it is too long, or the last."""
        size = CHUNK // 16
        while b"\n" not in (found := self.peek(size)) and len(found) == size < LINE_BYTES:
            size *= 4
        return self.take(found.find(b"\n") + 1 or len(found))

    def at_start(self, offset: int) -> bool:
        """What comes next is a record, the end, or in another gzip member than that at ``offset``."""
        head = self.peek(5)
        if b"WARC/".startswith(head) or (self.is_gzip and self.offset != offset):
            return True
        return START.match(self.peek(LINE_BYTES)) is not None

    def raise_fault(self) -> None:
        """Raise what stopped the reading, once all that came before it is taken."""
        if self._fault and not self._buffer:
            raise self._fault

    def resync(self, reported: int) -> bool:
        """Go on to the next start of a record; False where there is none any more.

        A fault at another place than ``reported`` is still to be raised, so that is where it stops.
        """
        while True:
            found = START.search(self._buffer)
            if found:
                self._drop(found.start())
                return True
            self._drop(max(len(self._buffer) - LINE_BYTES, 0))
            if self._more():
                continue
            if self._fault and self._fault.offset != reported:
                self._drop(len(self._buffer))
                return True
            if not self._fault or not self.is_gzip or not self._reopen(self._fault.offset + 1):
                return False

    def _more(self) -> bool:
        if self._fault:
            return False
        try:
            part = next(self._parts, b"")
        except DamageError as fault:
            self._fault = fault
            return False
        self._buffer += part
        return bool(part)

    def _drop(self, size: int) -> None:
        del self._buffer[:size]
        self._position += size

    def _opened(self, offset: int) -> Iterator[bytes]:
        if self.is_gzip:
            return self._inflated(offset)
        return self._uncompressed(offset) if self._codec else iter(lambda: self._file.read(CHUNK), b"")

    def _inflated(self, offset: int) -> Iterator[bytes]:
        """The members' bytes, each member marked, its end and checksum verified."""
        self._file.seek(offset)
        data = self._file.read(CHUNK)
        come = self._position + len(self._buffer)
        while data.strip(b"\0"):  # zeros at the end are padding
            self._marks.append((come, offset))
            engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
            used = 0
            while not engine.eof:
                if not data:
                    raise DamageError(offset, "the file ends before the gzip member does")
                try:
                    part = engine.decompress(data, CHUNK)
                except zlib.error as error:
                    raise DamageError(offset, f"no sound gzip member: {error}") from error
                rest = engine.unused_data if engine.eof else engine.unconsumed_tail
                used += len(data) - len(rest)
                data = rest or (b"" if engine.eof else self._file.read(CHUNK))
                come += len(part)
                if part:
                    yield part
            offset += used
            data = data or self._file.read(CHUNK)

    def _uncompressed(self, offset: int) -> Iterator[bytes]:
        import pyarrow as pa

        try:
            stream = pa.CompressedInputStream(pa.PythonFile(self._file, mode="r"), self._codec)
            while part := stream.read(CHUNK):
                yield part
        except (OSError, pa.ArrowException) as error:
            raise DamageError(offset, f"no sound {self._codec} stream: {error}") from error

    def _reopen(self, offset: int) -> bool:
        """Set up at the next place that looks like a gzip member which starts with a record."""
        while (place := self._next_magic(offset)) is not None:
            self._file.seek(place)
            try:
                head = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(self._file.read(4096), LINE_BYTES)
            except zlib.error:
                head = b""
            if START.match(head):
                self._position += len(self._buffer)
                self._buffer, self._fault = bytearray(), None
                self._marks = [(self._position, place)]
                self._parts = self._inflated(place)
                return True
            offset = place + 1
        return False

    def _next_magic(self, offset: int) -> int | None:
        self._file.seek(offset)
        window = b""
        while part := self._file.read(CHUNK):
            window = window[-2:] + part
            found = window.find(GZIP)
            if found >= 0:
                return self._file.tell() - len(window) + found
        return None
