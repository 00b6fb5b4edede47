"""Transmissions of the wires' byte formats, cut out of a stream: SOH, header, STX, text, ETX, trailer, EOT.

What stands between them is noise of the line: SYN, NUL, DEL, ENQ. A file may hold many, and cut ones.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wirelake.errors import ParseError

MAX_BYTES = 10_000_000
MAX_TRANSMISSIONS = 2_000
MAX_LINES = 100_000  # of one text
SOH, STX, ETX, EOT = b"\x01", b"\x02", b"\x03", b"\x04"
# A SOH whose header comes to an end; another, of noise in a text, is no beginning.
BEGINS = re.compile(rb"\x01(?=[^\x01-\x04]{0,500}\x02)")
LOOK_AT = 4_000
SAME_PARITY = 0.95
ODD = bytes(byte for byte in range(256) if byte.bit_count() % 2)
HIGH = bytes(range(0x80, 0x100))
LOW = bytes(byte & 0x7F for byte in range(256))
# What noise leaves between transmissions, and around them.
NOISE = b"\x00\x05\x06\x16\x7f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transmission:
    """One transmission; ``is_cut`` where its end has not arrived. ``whole`` is what identifies it."""

    header: bytes
    text: bytes
    trailer: bytes
    is_cut: bool
    whole: bytes


def seven_bits(data: bytes) -> tuple[bytes, bool]:
    """The bytes without their parity bits, and whether they had any.

    Parity makes the ones of every byte even, or odd; an é of Latin-1 does not, so charsets are left alone.
    """
    head = data.translate(None, NOISE)[:LOOK_AT]
    high = len(head) - len(head.translate(None, HIGH))
    odd = len(head) - len(head.translate(None, ODD))
    if high < 0.1 * len(head) or max(odd, len(head) - odd) < SAME_PARITY * len(head):
        return data, False
    return data.translate(LOW), True


def transmissions(data: bytes) -> Iterator[Transmission]:
    """The transmissions of a stream, in its order.

    Raises:
        ParseError: too_many_transmissions, or empty_document where the stream holds none with a text.
    """
    if (count := data.count(SOH)) > MAX_TRANSMISSIONS:
        raise ParseError("too_many_transmissions", f"{count}, more than {MAX_TRANSMISSIONS}")
    chunks = BEGINS.split(data)[1:]
    if not chunks:
        raise ParseError("empty_document", "no transmission with a header and a text")
    for chunk in chunks:
        header, _, rest = chunk.partition(STX)
        text, ended, trailer = rest.partition(ETX)
        if not ended:
            text, ended, trailer = rest.partition(EOT)
        stamp = trailer.partition(EOT)[0].strip(NOISE + b" \t\r\n\x0c")
        yield Transmission(
            header=header, text=text.strip(NOISE), trailer=stamp, is_cut=not ended, whole=header + text
        )


def lines(data: str) -> list[str]:
    """The lines of a text that was transmitted, whichever way they are ended.

    Raises:
        ParseError: too_many_lines.
    """
    found = data.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(found) > MAX_LINES:
        raise ParseError("too_many_lines", f"{len(found)} in one transmission, more than {MAX_LINES}")
    return found
