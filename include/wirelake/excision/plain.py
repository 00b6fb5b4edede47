"""A decoded payload of any format as text, to be searched and cut, and the text's bytes again."""

from contextlib import suppress
from dataclasses import dataclass

from wirelake.errors import ParseError
from wirelake.payloads.codings import GZIP, pieces
from wirelake.payloads.encoding import WINDOWS_1252, decode
from wirelake.payloads.labels import bom, codec
from wirelake.payloads.mail import is_message, said
from wirelake.payloads.transmissions import BEGINS, SOH, seven_bits

BACK = {ord(character): byte for byte, character in WINDOWS_1252.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """The characters of a payload. ``charset`` is None for a line of bytes: there each byte is one."""

    text: str
    charset: str | None
    mark: bytes = b""

    @property
    def is_line(self) -> bool:
        """It holds transmissions of ANPA 1312 or IPTC 7901."""
        return self.charset is None

    def encoded(self, text: str) -> bytes:
        """Another text in the same charset; in UTF-8, which is always recognised, where it cannot be."""
        if self.charset is None:
            return text.encode("latin-1", "replace")
        try:
            return self.mark + _encoded(text, self.charset)
        except UnicodeError:
            return text.encode("utf-8", "replace")


def plain(payload: bytes, content_type: str | None = None) -> Plain:
    """The payload's characters, markup and all."""
    bare = seven_bits(payload)[0]
    if SOH in bare and BEGINS.search(bare):
        return Plain(text=bare.decode("latin-1"), charset=None)
    decoded = decode(payload, content_type, markup=True)
    found = bom(payload)
    mark = payload[: found[1]] if found else b""
    return Plain(text=decoded.text, charset=decoded.charset, mark=mark)


def readable(payload: bytes, content_type: str | None = None) -> str:
    """The payload's characters, to be searched for sentences; of a message of mail those of all its parts."""
    if is_message(payload):
        with suppress(ParseError):
            return "\n".join(_characters(part, stated) for part, stated in said(payload))
    return _characters(payload, content_type)


def _characters(payload: bytes, content_type: str | None) -> str:
    bare = seven_bits(payload)[0]
    return decode(bare if SOH in bare else payload, content_type, markup=True).text


def unpacked(payload: bytes) -> bytes:
    """What a .gz inside of a content coding holds, as sitemaps are sent; else the payload itself.

    Raises:
        ParseError: too_large, truncated or content_encoding.
    """
    return b"".join(pieces(payload)) if payload.startswith(GZIP) else payload


def _encoded(text: str, charset: str) -> bytes:
    if charset == "windows-1252":
        return text.translate(BACK).encode("latin-1")
    return text.encode(codec(charset))
