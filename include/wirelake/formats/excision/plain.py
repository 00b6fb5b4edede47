"""A decoded payload of any format as text, to be searched."""

from wirelake.formats.codings import GZIP, pieces
from wirelake.formats.encoding import decode
from wirelake.formats.transmissions import SOH, seven_bits


def unpacked(payload: bytes) -> bytes:
    """What a .gz inside of a content coding holds, as sitemaps are sent; else the payload itself.

    Raises:
        ParseError: too_large, truncated or content_encoding.
    """
    return b"".join(pieces(payload)) if payload.startswith(GZIP) else payload


def readable(payload: bytes, content_type: str | None = None) -> str:
    """The payload's characters, markup and all."""
    if SOH in payload:
        payload, _ = seven_bits(payload)
    return decode(payload, content_type, markup=True).text
