"""RSS, RDF and Atom: a feed's links, and a full-text feed's articles. The only importer of feedparser."""

import calendar
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import feedparser
from lxml import html as lxml_html
from lxml.etree import ParserError

from wirelake.errors import ParseError
from wirelake.formats import begin, payload
from wirelake.records import AltId, Article, Author, DateCandidate, Link, RawArticle

MAX_ENTRIES = 2_000


def links(raw: RawArticle) -> Iterator[Link]:
    """The links of a feed, in its order."""
    for entry in _entries(raw):
        if url := entry.get("link"):
            published = _published(entry)
            yield Link(
                url=url,
                origin="feed",
                guid=_guid(entry),
                title=_plain(entry.get("title", "")) or None,
                published=published.isoformat() if published else None,
            )


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
    feed = feedparser.parse(payload(raw), sanitize_html=False, resolve_relative_uris=True)
    if feed.bozo and not feed.entries and not feed.version:
        raise ParseError("not_a_feed", str(feed.get("bozo_exception", "no feed")))
    return list(feed.entries)


def _article(raw: RawArticle, entry: Any) -> Article:
    contents = [part.get("value", "") for part in entry.get("content", [])]
    text = _plain(max([*contents, entry.get("summary", "")], key=len), "\n")
    published = _published(entry)
    dates: tuple[DateCandidate, ...] = ()
    if published:
        stated = str(entry.get("published") or entry.get("updated") or "")
        dates = (
            DateCandidate(
                value=published.isoformat(), raw=stated, origin="feed", precision="instant", weight=0.85
            ),
        )
    guid = _guid(entry)
    return begin(
        raw,
        "rss",
        url=entry.get("link"),
        alt_ids=(AltId(role="guid", value=guid),) if guid else (),
        headline=_plain(entry.get("title", "")),
        authors=tuple(Author(name=one["name"]) for one in entry.get("authors", []) if one.get("name")),
        subjects=tuple(tag["term"] for tag in entry.get("tags", []) if tag.get("term")),
        extracted_text=text,
        date_candidates=dates,
        extractor="feedparser",
        extractor_version=feedparser.__version__,
    )


def _guid(entry: Any) -> str | None:
    value = entry.get("id")
    # A guid that only repeats the link tells nothing that the URL does not.
    return str(value) if value and value != entry.get("link") else None


def _published(entry: Any) -> datetime | None:
    # feedparser gives UTC.
    parsed = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
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
