"""Wire formats: one module each, one function each: ``parse(raw) -> list[Article]``.

A format states what the markup states and judges nothing; ``payload`` gives it the decoded bytes.
"""

import re
import zlib
from typing import Any

from wirelake.errors import ParseError
from wirelake.records import AltId, Article, Http, RawArticle

MAX_DECODED_BYTES = 20_000_000
GZIP = b"\x1f\x8b\x08"


def sniff(data: bytes) -> str:
    """The name of the format module that reads these decoded bytes, by their content."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").lower()
    if re.match(rb"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(rss|feed|rdf:rdf)\b", head, re.DOTALL):
        return "rss"
    if re.search(rb"<(!doctype\s+html|html|head|body|article|div|p|title|meta)\b", data[:65_536].lower()):
        return "html"
    return "text"


def payload(raw: RawArticle) -> bytes:
    """The body after content-decoding, bounded.

    Raises:
        ParseError: too_large, or content_encoding where it cannot be decoded.
    """
    encoding = (raw.header("content-encoding") or "").strip().lower()
    # A server that says gzip and sends plain HTML, or a dropped .gz without headers: the bytes decide.
    if raw.body.startswith(GZIP):
        return _inflated(raw.body, zlib.MAX_WBITS | 16)
    if encoding == "deflate":
        try:
            return _inflated(raw.body, zlib.MAX_WBITS)
        except ParseError:
            return _inflated(raw.body, -zlib.MAX_WBITS)  # raw deflate, as some servers send
    if encoding in ("br", "zstd", "compress"):
        raise ParseError("content_encoding", f"{encoding} was not asked for")
    if len(raw.body) > MAX_DECODED_BYTES:
        raise ParseError("too_large", f"{len(raw.body)} bytes, more than {MAX_DECODED_BYTES}")
    return raw.body


def _inflated(data: bytes, bits: int) -> bytes:
    engine = zlib.decompressobj(bits)
    try:
        text = engine.decompress(data, MAX_DECODED_BYTES)
    except zlib.error as error:
        raise ParseError("content_encoding", str(error)) from error
    if engine.unconsumed_tail:
        raise ParseError("too_large", f"more than {MAX_DECODED_BYTES} bytes once decoded")
    return text


def begin(raw: RawArticle, source_format: str, **fields: Any) -> Article:
    """An article with what its exchange alone tells, and the fields that the format read."""
    alt_ids: tuple[AltId, ...] = fields.pop("alt_ids", ())
    if raw.link.guid:
        alt_ids = (*alt_ids, AltId(role="guid", value=raw.link.guid))
    web = raw.link.url if raw.link.url.startswith(("http://", "https://")) else None
    if web is None:
        alt_ids = (*alt_ids, AltId(role="file", value=raw.link.url))
    return Article(
        source=raw.raw_ref.partition("/")[0],
        raw_ref=raw.raw_ref,
        raw_sha256="",
        source_format=source_format,
        first_seen_at=raw.fetched_at,
        fetched_at=raw.fetched_at,
        alt_ids=alt_ids,
        url=fields.pop("url", None) or web,
        http=Http(
            status=raw.status,
            etag=raw.header("etag"),
            last_modified=raw.header("last-modified"),
            final_url=raw.final_url,
        ),
        **fields,
    )
