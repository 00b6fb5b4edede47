"""Payloads: what was received, as bytes and as text, before any format is known."""

from wirelake.payloads.codings import GZIP, MAX_DECODED_BYTES, pieces
from wirelake.records import RawArticle

__all__ = ["GZIP", "MAX_DECODED_BYTES", "payload", "pieces"]


def payload(raw: RawArticle, most: int = MAX_DECODED_BYTES) -> bytes:
    """The body after content-decoding, of so many bytes at most.

    Raises:
        ParseError: too_large, truncated, or content_encoding where it cannot be decoded.
    """
    return b"".join(pieces(raw.body, raw.header("content-encoding"), limit=most))
