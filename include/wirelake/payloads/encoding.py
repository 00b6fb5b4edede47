"""The charset of a page or a text: what is declared is believed only as far as the bytes bear it out.

The order: byte order mark, UTF-8 where the bytes are UTF-8, HTTP header, meta element or XML declaration,
Japanese and Korean by their letters, a detector for text that is not Latin, windows-1252.
"""

import re
from dataclasses import dataclass, replace

from charset_normalizer import from_bytes

from wirelake.payloads import east_asian
from wirelake.payloads.declarations import declared_in, from_header, hinted_in
from wirelake.payloads.labels import bom, codec, label
from wirelake.payloads.references import without_no_characters

SAMPLE_BYTES = 20_000  # for the detector
LOOK_AT = 1_000_000  # bytes, in which Japanese and Korean are looked for
NO_CHARSETS = frozenset({"replacement", "x-user-defined"})
# windows-1252 of the standard has no hole: 0x81 is U+0081.
WINDOWS_1252 = {
    byte: bytes([byte]).decode("cp1252") for byte in range(0x80, 0xA0) if byte not in b"\x81\x8d\x8f\x90\x9d"
}
# Sequences of UTF-8, cut short ones too: what no other charset produces often.
SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{1,2}|[\xf0-\xf4][\x80-\xbf]{1,3}")
ASCII = bytes(range(0x80))
NO_LETTERS = re.compile(rb"<[^<>]*>?|[^a-zA-Z\x80-\xff]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text and the charset it was read by, named as the standard does.

    ``healed``: a charset was declared that the bytes are not in. ``damaged``: some bytes make no character.
    ``controlled``: references to characters that no document may hold were left out. ``bytes_of_text`` are
    the bytes as they came, where they are the text in UTF-8.
    """

    text: str
    charset: str
    healed: bool = False
    damaged: bool = False
    controlled: bool = False
    bytes_of_text: bytes | None = None

    @property
    def utf8(self) -> bytes:
        """The text in UTF-8."""
        return self.text.encode("utf-8", "replace") if self.bytes_of_text is None else self.bytes_of_text

    @property
    def flags(self) -> tuple[str, ...]:
        """The quality flags of an article that was read from it."""
        stated = {
            "charset_healed": self.healed,
            "characters_lost": self.damaged,
            "control_characters": self.controlled,
        }
        return tuple(flag for flag, holds in stated.items() if holds)


def decode(data: bytes, content_type: str | None = None, *, markup: bool = False) -> Decoded:
    """The text of the bytes; ``markup`` says that they may declare their charset, and refer to characters."""
    found = _text_of(data, content_type, markup)
    text = without_no_characters(found.text) if markup else found.text
    if len(text) == len(found.text):
        return found
    return replace(found, text=text, controlled=True, bytes_of_text=None)


def _text_of(data: bytes, content_type: str | None, markup: bool) -> Decoded:
    if found := bom(data):
        charset, length = found
        return _decoded(data[length:], charset, ())
    stated = from_header(content_type)
    if stated == "utf-8" and b"\x1b" not in data:  # whatever else it declares would change nothing
        try:
            return _in_utf8(data, (stated,))
        except UnicodeDecodeError:
            pass
    own = (declared_in(data) or hinted_in(data)) if markup else None
    declared = tuple(one for one in (stated, own) if one)
    if stated and stated.startswith(("utf-16", "utf-32")) and b"\0" in data[:1000]:
        charset = _by_zeros(data, stated)
        return _decoded(data, charset, (charset,))
    if "iso-2022-jp" in declared and b"\x1b" in data:  # seven bits: UTF-8 would take it as well
        return _decoded(data, "iso-2022-jp", declared)
    try:
        return _in_utf8(data, declared)
    except UnicodeDecodeError:
        return _decoded(data, _charset(data, declared), declared)


def _charset(data: bytes, declared: tuple[str, ...]) -> str:
    """Of bytes that are not UTF-8 throughout."""
    rest, sequences = SEQUENCE.subn(b"", data)
    others = len(rest.translate(None, ASCII))
    if sequences > 4 * others or ("utf-8" in declared and sequences > others):
        return "utf-8"  # with some damage
    for charset in declared:
        if charset not in NO_CHARSETS and charset != "utf-8" and _is(data, charset):
            return charset
    return _guessed(data)


def _guessed(data: bytes) -> str:
    if found := east_asian.told(data[:LOOK_AT]):
        return found
    letters = NO_LETTERS.sub(b"", data[: 10 * SAMPLE_BYTES])[:SAMPLE_BYTES]
    if len(letters.translate(None, ASCII)) > 0.3 * len(letters):  # Latin text has few letters beyond ASCII
        best = from_bytes(letters).best()
        if best and (found := label(best.encoding)) and found not in NO_CHARSETS:
            return found
    return "windows-1252"


def _by_zeros(data: bytes, stated: str) -> str:
    """Of the two orders of bytes the one that leaves the zeros of ASCII characters where they are."""
    width = 4 if stated.startswith("utf-32") else 2
    big_endian = data[:1000:width].count(0) >= data[width - 1 : 1000 : width].count(0)
    return f"utf-{8 * width}{'be' if big_endian else 'le'}"


def _is(data: bytes, charset: str) -> bool:
    if charset == "windows-1252":
        return True
    try:
        data.decode(codec(charset))
    except (UnicodeError, LookupError):
        return False
    return True


def _in_utf8(data: bytes, declared: tuple[str, ...]) -> Decoded:
    return replace(_read(data.decode(), data, "utf-8", declared), bytes_of_text=data)


def _decoded(data: bytes, charset: str, declared: tuple[str, ...]) -> Decoded:
    if charset == "windows-1252":
        text = data.decode("latin-1").translate(WINDOWS_1252)
    else:
        text = data.decode(codec(charset), "replace")
    return _read(text, data, charset, declared)


def _read(text: str, data: bytes, charset: str, declared: tuple[str, ...]) -> Decoded:
    healed = bool(declared) and charset not in declared and not data.isascii()
    damaged = "\ufffd" in text and not _is(data, charset)
    return Decoded(text=text, charset=charset, healed=healed, damaged=damaged)
