"""A feed's bytes → its entries: decoded, mended and bounded before a parser sees it. Nothing is ever fetched.

The only importer of feedparser.
"""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.entities import html5
from itertools import islice
from typing import Any

import feedparser

from wirelake.addresses import joined
from wirelake.errors import ParseError
from wirelake.formats.rss.captions import Said, aside, captions
from wirelake.markup import xml_bounds
from wirelake.markup.xml_tree import DECLARATION, NAMED, NO_CHARACTERS
from wirelake.payloads import payload
from wirelake.payloads.encoding import Decoded, decode
from wirelake.records import RawArticle

VERSION = feedparser.__version__
MAX_BYTES = 10_000_000
MAX_ENTRIES = 2_000
MAX_TAGS = 300_000  # of the feed, and of the markup that stands escaped in its texts
MAX_CLEANED_TAGS = 50_000  # feedparser's cleaning takes six times as long as all the rest
LOOK_AT = 4_096  # characters, in which declaration and root stand
ENTRY = re.compile(r"<(?:[\w-]+:)?(?:item|entry)[\s>/]")
ENDS = re.compile(r"</(?:[\w-]+:)?(?:item|entry|rss|feed|rdf)\s*>", re.IGNORECASE)
EMPTY = re.compile(r"<(?:[\w-]+:)?(?:item|entry)\b[^<>]*/>")
ATOM = re.compile(r"<(?:[\w-]+:)?feed[\s>]")
# feedparser takes Atom's id for a link, and makes it an address; Atom's are compared letter by letter.
ATOM_ID = re.compile(r"<((?:[\w-]+:)?id)(?=[\s>])")
# "<" of four bytes or two, where no mark tells
WIDE = {b"<\0\0\0": "utf-32le", b"\0\0\0<": "utf-32be", b"<\0": "utf-16le", b"\0<": "utf-16be"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The entries as feedparser's dictionaries, what the feed says of itself, and how it was read.

    ``captions`` has for each entry what is said of its pictures, by their addresses as they stand there.

    ``count`` is of all its entries, ``is_cut`` says that it stops in the midst of the last of them.
    """

    entries: list[Any]
    captions: list[dict[str, Said]]
    about: Any
    is_atom: bool
    count: int
    is_cut: bool
    flags: tuple[str, ...]


def read(raw: RawArticle) -> Feed:
    """The feed in the bytes, of its entries the first MAX_ENTRIES.

    Raises:
        ParseError: as ``dictionary``, and not_a_feed for what is none.
    """
    headers, url = dict(raw.headers), raw.final_url or raw.link.url
    decoded = _decoded(payload(raw), headers)
    text = _mended(decoded.text)
    starts = [found.start() for found in islice(ENTRY.finditer(text), MAX_ENTRIES + 1)]
    is_whole = len(starts) <= MAX_ENTRIES
    whole = text if is_whole else text[: starts[-1]]
    found = _parsed(aside(whole), headers, url)
    version = found.get("version") or ""
    if not found.entries and not version:
        raise ParseError("not_a_feed", str(found.get("bozo_exception", "neither RSS, RDF nor Atom")))
    return Feed(
        entries=list(found.entries),
        captions=captions(whole, len(found.entries)),
        about=found.feed,
        is_atom=version.startswith("atom"),
        count=len(starts) if is_whole else sum(1 for _ in ENTRY.finditer(text)),
        is_cut=is_whole and bool(found.entries) and _is_cut(text, starts),
        flags=(*decoded.flags, *(("markup_healed",) if found.bozo and is_whole else ())),
    )


def dictionary(data: bytes, headers: Mapping[str, str], url: str) -> Any:
    """The feed as feedparser's dictionary.

    ``headers`` are the answer's: a charset stated there comes before the document's own, and relative
    addresses are those of Content-Location or else of ``url``. Markup is cleaned of scripts and handlers
    where it has no more than MAX_CLEANED_TAGS tags, else it stands as it came.

    Raises:
        ParseError: too_large, too_many_tags, what ``xml_bounds`` refuses, or not_a_feed for what the parser
            cannot bear.
    """
    decoded = _decoded(data, headers)
    found = _parsed(_mended(decoded.text), headers, url)
    found["encoding"] = decoded.charset
    return found


def _decoded(data: bytes, headers: Mapping[str, str]) -> Decoded:
    if len(data) > MAX_BYTES:
        raise ParseError("too_large", f"{len(data)} bytes, more than {MAX_BYTES} for a feed")
    stated = next((value for name, value in headers.items() if name.lower() == "content-type"), None)
    wide = WIDE.get(data[:4]) or WIDE.get(data[:2])
    return decode(data, f"application/xml; charset={wide}" if wide else stated, markup=True)


def _mended(text: str) -> str:
    """What a parser of XML takes, as far as it goes, within the bounds."""
    text = NO_CHARACTERS.sub(" ", text).strip()
    # Some put a comment or a blank line before the declaration, which XML does not allow.
    head = DECLARATION.sub("", text[:LOOK_AT], count=1)
    text = head + text[LOOK_AT:]
    if (tags := _tags(text)) > MAX_TAGS:
        raise ParseError("too_many_tags", f"{tags} tags, more than {MAX_TAGS} for a feed")
    xml_bounds.check(text.encode("utf-8", "replace"))
    if ATOM.search(head):
        text = ATOM_ID.sub(r'<\1 isPermaLink="false"', text)
    return NAMED.sub(_character, text)


def _tags(text: str) -> int:
    return text.count("<") + text.count("&lt;")


def _character(found: re.Match[str]) -> str:
    """The character that HTML has by this name; XML has five, and a sixth makes all of it ill-formed."""
    character = html5.get(f"{found[1]};", "")
    return character if character not in ("", "&", "<", ">") else found[0]


def _is_cut(text: str, starts: list[int]) -> bool:
    """Whether nothing ends behind the beginning of the last entry."""
    return bool(starts) and not EMPTY.match(text, starts[-1]) and not ENDS.search(text, starts[-1])


def _parsed(text: str, headers: Mapping[str, str], url: str) -> Any:
    told = {name.lower(): value for name, value in headers.items()}
    stated = joined(url, told.get("content-location", ""))
    told["content-location"] = stated if stated and stated.startswith(("http:", "https:")) else url
    told["content-type"] = "application/xml; charset=utf-8"
    is_cleaned = _tags(text) <= MAX_CLEANED_TAGS
    try:
        # A stream: of plain bytes that are a path's name feedparser would read the file.
        return feedparser.parse(
            io.BytesIO(text.encode("utf-8", "replace")),
            response_headers=told,
            sanitize_html=is_cleaned,
            resolve_relative_uris=is_cleaned,
        )
    except Exception as error:  # whatever a feed provokes in the parser is this feed's failure alone
        raise ParseError("not_a_feed", f"{type(error).__name__}: {error}"[:300]) from error
