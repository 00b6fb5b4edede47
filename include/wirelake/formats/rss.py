"""RSS, RDF and Atom: a feed's links, and a full-text feed's articles. The only importer of feedparser."""

import calendar
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import html as lxml_html
from lxml.etree import ParserError

from wirelake.errors import ParseError
from wirelake.formats import begin, date_candidate, payload
from wirelake.records import AltId, Article, Author, DateCandidate, Link, RawArticle

MAX_ENTRIES = 2_000
# "&#55296;" is half of a character, and feedparser gives up the whole feed for it.
HALF_PAIR = re.compile(
    rb"&#(?:5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]"
    rb"|[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2});"
)


def links(raw: RawArticle) -> list[Link]:
    """The links of a feed, in its order.

    Raises:
        ParseError: not_a_feed.
    """
    return [
        Link(
            url=entry.link,
            origin="feed",
            guid=_guid(entry),
            title=_plain(entry.get("title", "")) or None,
            published=stated.value if (stated := _published(entry)) else None,
        )
        for entry in _entries(raw)
        if entry.get("link")
    ]


def parse(raw: RawArticle) -> list[Article]:
    """The articles of a feed that carries their text.

    Raises:
        ParseError: not_a_feed, too_many_entries, or empty_document where it has no entry.
    """
    entries = _entries(raw)
    if len(entries) > MAX_ENTRIES:
        raise ParseError("too_many_entries", f"{len(entries)} entries, more than {MAX_ENTRIES}")
    articles = [_article(raw, entry) for entry in entries]
    if not articles:
        raise ParseError("empty_document", "the feed has no entry")
    return articles


def _entries(raw: RawArticle) -> list[Any]:
    # The address resolves relative links; nothing is fetched.
    headers = {"content-location": raw.final_url or raw.link.url}
    data = HALF_PAIR.sub(b"&#65533;", payload(raw))
    try:
        feed = feedparser.parse(data, response_headers=headers, sanitize_html=False)
    except ParseError:
        raise
    except Exception as error:  # whatever a feed provokes in the parser is this feed's failure alone
        raise ParseError("not_a_feed", f"{type(error).__name__}: {error}"[:300]) from error
    if feed.bozo and not feed.entries and not feed.version:
        raise ParseError("not_a_feed", str(feed.get("bozo_exception", "no feed")))
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
        url=entry.get("link"),
        alt_ids=(AltId(role="guid", value=guid),) if guid else (),
        headline=headline,
        authors=tuple(Author(name=one["name"]) for one in entry.get("authors", []) if one.get("name")),
        subjects=tuple(tag["term"] for tag in entry.get("tags", []) if tag.get("term")),
        extracted_text=text,
        date_candidates=(published,) if published else (),
        extractor="feedparser",
        extractor_version=feedparser.__version__,
    )


def _guid(entry: Any) -> str | None:
    value = entry.get("id")
    # A guid that only repeats the link tells nothing that the URL does not.
    return str(value) if value and value != entry.get("link") else None


def _published(entry: Any) -> DateCandidate | None:
    """As the entry states it; only for forms that we do not know as feedparser reads it, in UTC.

    feedparser takes a time without a zone for UTC.
    """
    for name in ("published", "updated"):
        stated = entry.get(name)
        if found := date_candidate(stated, "feed", 0.85):
            return found
        if parsed := entry.get(f"{name}_parsed"):
            try:
                moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
            except (ValueError, OverflowError, OSError):
                continue
            if found := date_candidate(moment.isoformat(), "feed", 0.85):
                return replace(found, raw=str(stated))
    return None


def _plain(markup: str, parting: str = " ") -> str:
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    try:
        tree = lxml_html.fragment_fromstring(markup, create_parent="div")
    except (ParserError, ValueError):
        return " ".join(markup.split())
    for block in tree.iter("p", "br", "li", "div", "h2", "h3", "h4"):
        block.tail = "\n" + (block.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return parting.join(line for line in lines if line)
