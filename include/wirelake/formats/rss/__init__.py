"""RSS 0.9x to 2.0, RDF and Atom: a feed's links, and a full-text feed's articles."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from typing import Any

from wirelake.errors import ParseError
from wirelake.evidence.identity.counted import POSTS, stem
from wirelake.formats.rss.captions import Said
from wirelake.formats.rss.dates import published, stated
from wirelake.formats.rss.entries import fields, guid, web
from wirelake.formats.rss.feed import MAX_CLEANED_TAGS, MAX_ENTRIES, VERSION, Feed, dictionary, read
from wirelake.formats.rss.texts import named
from wirelake.records import AltId, Article, Link, RawArticle
from wirelake.statements import begin

__all__ = ["MAX_CLEANED_TAGS", "MAX_ENTRIES", "dictionary", "links", "parse"]


def links(raw: RawArticle) -> tuple[list[Link], list[str]]:
    """The links of a feed, in its order, and in words what of it was left out.

    Raises:
        ParseError: not_a_feed, too_large, too_many_tags, or what ``xml_bounds`` refuses.
    """
    feed = read(raw)
    whole = feed.entries[:-1] if feed.is_cut else feed.entries
    found = [
        Link(
            url=url,
            origin="feed",
            guid=guid(entry),
            title=title.line() or None if (title := named(entry, "title", is_atom=feed.is_atom)) else None,
            published=said.value if (said := published(entry)) else None,
            updated=said.value if (said := stated(entry, "updated")) else None,
        )
        for entry in whole
        if (url := _leads_to(entry))
    ]
    left = []
    if feed.count > MAX_ENTRIES:
        left.append(f"{feed.count} entries: only the first {MAX_ENTRIES} are looked at")
    if feed.is_cut:
        left.append("the feed stops in the middle of an entry, which is left out")
    return found, left


def parse(raw: RawArticle) -> list[Article]:
    """The articles of a feed that carries their text; of a feed that was cut off the last is truncated.

    Raises:
        ParseError: not_a_feed, too_large, too_many_entries, too_many_tags, what ``xml_bounds`` refuses, or
            empty_document where it has no entry.
    """
    feed = read(raw)
    if feed.count > MAX_ENTRIES:
        raise ParseError("too_many_entries", f"{feed.count} entries, more than {MAX_ENTRIES}")
    if not feed.entries:
        raise ParseError("empty_document", "the feed has no entry")
    last = feed.entries[-1] if feed.is_cut else None
    posts = _posts(feed.entries)
    return [
        _article(raw, feed, entry, said, posts, is_cut=entry is last)
        for entry, said in zip(feed.entries, feed.captions, strict=True)
    ]


def _posts(entries: Sequence[Any]) -> set[str]:
    """Guids that count posts of one page, as several stand side by side; of versions only the last stands."""
    guids = {name for entry in entries if (name := guid(entry)) and stem(name)}
    stems = Counter(map(stem, guids))
    return {name for name in guids if stems[stem(name)] > 1}


def _article(
    raw: RawArticle, feed: Feed, entry: Any, said: dict[str, Said], posts: set[str], *, is_cut: bool
) -> Article:
    told = fields(entry, feed, said)
    name = guid(entry)
    flags = [*feed.flags, *(["feed_cut"] if is_cut else []), *([POSTS] if name in posts else [])]
    if not name and not told["url"]:  # else all such entries of a file would be one article
        text = f"{told['headline']}\n{told['extracted_text']}"
        name = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]
    return begin(
        raw,
        "rss",
        **told,
        alt_ids=(AltId(role="guid", value=name),) if name else (),
        is_truncated=is_cut,
        quality_flags=tuple(flags),
        extractor="feedparser",
        extractor_version=VERSION,
    )


def _leads_to(entry: Any) -> str | None:
    """Its link, or the guid that is an address where there is no link: asking does no harm."""
    return web(entry.get("link")) or web(entry.get("id"))
