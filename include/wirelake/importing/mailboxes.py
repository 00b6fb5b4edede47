"""The messages of a mailbox in mbox's form, one after another."""

from collections.abc import Iterator
from typing import IO

MARK = b"From "
LINE = 1_000_000  # bytes that are looked at as one line


def messages(file: IO[bytes], most: int) -> Iterator[bytes]:
    """Each message without the line that parts it from the one before; of one that is larger than ``most``
    the first ``most`` + 1 bytes."""
    parts: list[bytes] = []
    size, begun, after_blank = 0, False, True
    while line := file.readline(LINE):
        if after_blank and line.startswith(MARK):
            if begun:
                yield b"".join(parts)[: most + 1]
            parts, size, begun, after_blank = [], 0, True, False
            continue
        after_blank = line in (b"\n", b"\r\n")
        if size <= most:
            parts.append(line.removeprefix(b">") if line.startswith(b">From ") else line)
            size += len(line)
            begun = True
    if begun:
        yield b"".join(parts)[: most + 1]
