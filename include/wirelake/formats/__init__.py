"""Wire formats: one module each, one function each: ``parse(raw) -> list[Article]``.

A format states what the markup states and judges nothing; ``payload`` gives it the decoded bytes.
"""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from wirelake.errors import ParseError
from wirelake.formats.codings import GZIP, MAX_DECODED_BYTES, pieces
from wirelake.formats.extras import bounded
from wirelake.formats.openings import told
from wirelake.records import AltId, Article, Candidate, DateCandidate, Http, RawArticle, Rights
from wirelake.rights import from_headers, reserved, strictest

__all__ = ["GZIP", "MAX_DECODED_BYTES", "begin", "candidate", "date_candidate", "payload", "pieces", "sniff"]

# What may stand before the root element: declarations, comments, a DTD with its inner subset.
PROLOGUE = re.compile(
    rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)*+<(?P<root>[a-z_][\w:.-]*)", re.DOTALL
)
MAX_CANDIDATE = 300  # characters of a candidate's value
# The formats that are known by their root element, whatever its prefix: iptc:newsItem is a newsItem.
ROOTS = {
    **dict.fromkeys((b"rss", b"feed", b"rdf"), "rss"),
    **dict.fromkeys((b"newsmessage", b"newsitem", b"packageitem"), "newsml_g2"),
    **dict.fromkeys((b"knowledgeitem", b"conceptitem", b"planningitem", b"catalogitem"), "newsml_g2"),
    b"newsml": "newsml_1",
    b"nitf": "nitf",
}
# XHTML may begin as XML does; a vendor's own XML has a <title> or <body> somewhere too, and is no page.
ROOTS_OF_HTML = frozenset((b"html", b"head", b"body", b"div"))
TAGS_OF_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|article|div|p|title|meta)\b")


def sniff(data: bytes) -> str:
    """The name of the format module that reads these decoded bytes, by their content.

    Raises:
        ParseError: unknown_format for XML that no module here reads.
    """
    if name := told(data):
        return name
    head = data[:65_536]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    head = head.lstrip(b"\xef\xbb\xbf \t\r\n\0").lower()
    root = found["root"] if (found := PROLOGUE.match(head)) else b""
    bare = root.rpartition(b":")[2]
    if known := ROOTS.get(bare):
        return known
    if head.startswith(b"<?xml") and bare not in ROOTS_OF_HTML:
        shown = root[:40].decode("latin-1") or "not in sight"
        raise ParseError("unknown_format", f"XML whose root is {shown}")
    return "html" if TAGS_OF_HTML.search(head) else "text"


def payload(raw: RawArticle, most: int = MAX_DECODED_BYTES) -> bytes:
    """The body after content-decoding, of so many bytes at most.

    Raises:
        ParseError: too_large, truncated, or content_encoding where it cannot be decoded.
    """
    return b"".join(pieces(raw.body, raw.header("content-encoding"), limit=most))


def begin(raw: RawArticle, source_format: str, **fields: Any) -> Article:
    """An article with what its exchange alone tells, and the fields that the format read.

    ``extra`` may be any pairs of names and values; they are bounded here.
    """
    alt_ids: tuple[AltId, ...] = fields.pop("alt_ids", ())
    if raw.link.guid:
        alt_ids = (*alt_ids, AltId(role="guid", value=raw.link.guid))
    origin = raw.link.origin
    if origin in ("feed", "sitemap") and (said := date_candidate(raw.link.published, origin, 0.85)):
        fields["date_candidates"] = (*fields.get("date_candidates", ()), said)
    rights = strictest(raw.rights, from_headers(raw.headers), fields.pop("rights", Rights()))
    fields["extra"], cut = bounded(fields.pop("extra", ()))
    fields["quality_flags"] = tuple(dict.fromkeys((*fields.pop("quality_flags", ()), *cut)))
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
        rights=rights,
        rights_reserved=reserved(rights),
        http=Http(
            status=raw.status,
            etag=raw.header("etag"),
            last_modified=raw.header("last-modified"),
            final_url=raw.final_url,
        ),
        **fields,
    )


def candidate(field: str, value: str, origin: str, weight: float, refused: str | None = None) -> Candidate:
    """What one place states of a field other than the date; a long value is cut."""
    cut = value if len(value) <= MAX_CANDIDATE else f"{value[: MAX_CANDIDATE - 1]}…"
    return Candidate(
        field=field, value=cut, origin=origin, weight=0.0 if refused else round(weight, 2), refused=refused
    )


def date_candidate(stated: Any, origin: str, weight: float) -> DateCandidate | None:
    """A date or time of ISO 8601 or RFC 5322 as a candidate; None for anything else.

    What is stated without a zone stays without, and a day stays a day.
    """
    if not isinstance(stated, str):
        return None
    text = stated.strip()
    try:
        value, precision = date.fromisoformat(text).isoformat(), "day"
    except ValueError:
        moment = _moment(text)
        if moment is None:
            return None
        value, precision = moment.isoformat(), "instant" if moment.second else "minute"
    return DateCandidate(value=value, raw=stated, origin=origin, precision=precision, weight=weight)


def _moment(text: str) -> datetime | None:
    # "2019-05-18 15:16:00 +0000": Python wants no blank before the zone
    for read, form in (
        (datetime.fromisoformat, re.sub(r"\s+(?=[+-]\d{2}:?\d{2}$)", "", text)),
        (parsedate_to_datetime, text),
    ):
        try:
            return read(form)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
