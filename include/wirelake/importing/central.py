"""How many members a zip says that it has, before its directory is read."""

import os
import struct
from typing import IO

END, LOCATOR, END64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
TAIL = 22 + 65_535 + 20  # the end's record, its comment, and the locator of that of a large zip
FULL = 0xFFFF
USUAL = 256  # bytes of a member in the directory, at most, where its count does not lie


def entries(file: IO[bytes]) -> int:
    """The number that its end states, or more where its directory is too long; 0 where it has no end.

    The file is at its start afterwards.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    at = tail.rfind(END)
    count = 0
    if at >= 0 and len(tail) >= at + 22:
        count, length = struct.unpack_from("<HL", tail, at + 10)
        if count == FULL and tail[at - 20 : at - 16] == LOCATOR:
            file.seek(struct.unpack_from("<Q", tail, at - 12)[0])
            large = file.read(56)
            if large.startswith(END64) and len(large) == 56:
                count, length = struct.unpack_from("<QQ", large, 32)
        count = max(count, length // USUAL)
    file.seek(0)
    return int(count)
