"""RSS, RDF and Atom: a feed's links, and a full-text feed's articles. The only importer of feedparser."""

import calendar
import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import feedparser
from lxml import html as lxml_html
from lxml.etree import ParserError

from wirelake.addresses import joined
from wirelake.errors import ParseError
from wirelake.formats import begin, date_candidate, payload, xml_bounds
from wirelake.records import AltId, Article, Author, DateCandidate, Link, RawArticle

MAX_BYTES = 10_000_000
MAX_ENTRIES = 2_000
MAX_TAGS = 300_000  # of the feed, and of the markup that stands escaped in its texts
MAX_CLEANED_TAGS = 50_000  # feedparser's cleaning takes six times as long as all the rest
ENTRY = re.compile(rb"<(?:[\w-]+:)?(?:item|entry)[\s>/]")
WIDE = {b"\xff\xfe": "utf-16le", b"\xfe\xff": "utf-16be"}
STATED = re.compile(rb"charset|<\?xml[^>]+encoding", re.IGNORECASE)
# "&#55296;" is half of a character, and feedparser gives up the whole feed for it.
HALF_PAIR = re.compile(
    rb"&#(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]"
    rb"|[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2});"
)


def links(raw: RawArticle) -> tuple[list[Link], list[str]]:
    """The links of a feed, in its order, and in words what of it was left out.

    Raises:
        ParseError: not_a_feed, too_large, too_many_tags, or what ``xml_bounds`` refuses.
    """
    data = payload(raw)
    count = _count(data)
    if count > MAX_ENTRIES:
        end = next(islice(ENTRY.finditer(data), MAX_ENTRIES, None)).start()
        data = data[:end]
    found = [
        Link(
            url=url,
            origin="feed",
            guid=_guid(entry),
            title=_plain(entry.get("title", "")) or None,
            published=stated.value if (stated := _published(entry)) else None,
            updated=stated.value if (stated := _stated(entry, "updated")) else None,
        )
        for entry in _entries(raw, data)
        if (url := _url(entry))
    ]
    left = [f"{count} entries: only the first {MAX_ENTRIES} are looked at"] if count > MAX_ENTRIES else []
    return found, left


def parse(raw: RawArticle) -> list[Article]:
    """The articles of a feed that carries their text.

    Raises:
        ParseError: not_a_feed, too_large, too_many_entries, too_many_tags, what ``xml_bounds`` refuses, or
            empty_document where it has no entry.
    """
    data = payload(raw)
    count = _count(data)
    if count > MAX_ENTRIES:
        raise ParseError("too_many_entries", f"{count} entries, more than {MAX_ENTRIES}")
    articles = [_article(raw, entry) for entry in _entries(raw, data)]
    if not articles:
        raise ParseError("empty_document", "the feed has no entry")
    return articles


def read(data: bytes, headers: Mapping[str, str], url: str) -> Any:
    """The feed as feedparser's dictionary; nothing is fetched, and no file is opened.

    ``headers`` are the answer's: a charset stated there comes before the document's own, and relative
    addresses are those of Content-Location or else of ``url``. Markup is cleaned of scripts and handlers
    where it has no more than MAX_CLEANED_TAGS tags, else it stands as it came.

    Raises:
        ParseError: too_large, too_many_tags, what ``xml_bounds`` refuses, or not_a_feed for what the parser
            cannot bear.
    """
    if len(data) > MAX_BYTES:
        raise ParseError("too_large", f"{len(data)} bytes, more than {MAX_BYTES} for a feed")
    plain = xml_bounds.narrowed(data)
    tags = plain.count(b"<") + plain.count(b"&lt;")
    if tags > MAX_TAGS:
        raise ParseError("too_many_tags", f"{tags} tags, more than {MAX_TAGS} for a feed")
    xml_bounds.check(data)
    told = {name.lower(): value for name, value in headers.items()}
    told.setdefault("content-type", "application/xml")  # else feedparser takes it for Latin-1
    if (wide := WIDE.get(data[:2])) and not STATED.search(told["content-type"].encode() + plain[:200]):
        told["content-type"] = f"application/xml; charset={wide}"  # and this for UTF-8 with zeros
    stated = joined(url, told.get("content-location", ""))
    told["content-location"] = stated if stated and stated.startswith(("http:", "https:")) else url
    cleaned = tags <= MAX_CLEANED_TAGS
    try:
        # A stream: of plain bytes that are a path's name feedparser would read the file.
        return feedparser.parse(
            io.BytesIO(HALF_PAIR.sub(b"&#65533;", data)),
            response_headers=told,
            sanitize_html=cleaned,
            resolve_relative_uris=cleaned,
        )
    except Exception as error:  # whatever a feed provokes in the parser is this feed's failure alone
        raise ParseError("not_a_feed", f"{type(error).__name__}: {error}"[:300]) from error


def _count(data: bytes) -> int:
    return sum(1 for _ in ENTRY.finditer(xml_bounds.narrowed(data)))


def _entries(raw: RawArticle, data: bytes) -> list[Any]:
    feed = read(data, dict(raw.headers), raw.final_url or raw.link.url)
    if not feed.entries and not feed.get("version"):
        raise ParseError("not_a_feed", str(feed.get("bozo_exception", "neither RSS, RDF nor Atom")))
    return list(feed.entries)


def _article(raw: RawArticle, entry: Any) -> Article:
    contents = [part.get("value", "") for part in entry.get("content", [])]
    text = _plain(max([*contents, entry.get("summary", "")], key=len), "\n")
    headline = _plain(entry.get("title", ""))
    published = _published(entry)
    guid = _guid(entry)
    if not guid and not entry.get("link"):  # else all such entries of a file would be one article
        guid = hashlib.sha256(f"{headline}\n{text}".encode("utf-8", "replace")).hexdigest()[:24]
    return begin(
        raw,
        "rss",
        url=_url(entry),
        alt_ids=(AltId(role="guid", value=guid),) if guid else (),
        headline=headline,
        authors=tuple(Author(name=one["name"]) for one in entry.get("authors", []) if one.get("name")),
        subjects=tuple(tag["term"] for tag in entry.get("tags", []) if tag.get("term")),
        extracted_text=text,
        date_candidates=(published,) if published else (),
        extractor="feedparser",
        extractor_version=feedparser.__version__,
    )


def _url(entry: Any) -> str | None:
    """Its link, or the guid that is an address where there is no link."""
    guid = str(entry.get("id", ""))
    url: str | None = entry.get("link") or (guid if guid.startswith(("http://", "https://")) else None)
    return url


def _guid(entry: Any) -> str | None:
    value = entry.get("id")
    # A guid that only repeats the link tells nothing that the URL does not.
    return str(value) if value and value != entry.get("link") else None


def _published(entry: Any) -> DateCandidate | None:
    return _stated(entry, "published") or _stated(entry, "updated")


def _stated(entry: Any, name: str) -> DateCandidate | None:
    """As the entry states it; only for forms that we do not know as feedparser reads it, in UTC.

    feedparser takes a time without a zone for UTC, and gives out what was published as updated too.
    """
    if name not in entry:
        return None
    stated = entry.get(name)
    if found := date_candidate(stated, "feed", 0.85):
        return found
    if parsed := entry.get(f"{name}_parsed"):
        try:
            moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
        except (ValueError, OverflowError, OSError):
            return None
        if found := date_candidate(moment.isoformat(), "feed", 0.85):
            return replace(found, raw=str(stated))
    return None


def _plain(markup: str, parting: str = " ") -> str:
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    parser = lxml_html.HTMLParser(huge_tree=True)  # else what is nested 256 deep is gone
    try:
        tree = lxml_html.fragment_fromstring(markup, create_parent="div", parser=parser)
    except (ParserError, ValueError):
        return " ".join(markup.split())
    for hidden in tree.xpath("//script | //style"):
        hidden.drop_tree()
    for block in tree.iter("p", "br", "li", "div", "h2", "h3", "h4"):
        block.tail = "\n" + (block.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return parting.join(line for line in lines if line)
