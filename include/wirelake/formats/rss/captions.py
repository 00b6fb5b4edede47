"""Captions and credits of Media RSS, each with its picture, and what keeps them out of an entry's text.

feedparser 6.0.14 files ``media:description`` as one more description of the entry: that of a picture that
comes first is then the article's, and one that comes later its text. ``itunes:summary`` goes the same way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from lxml import etree

from wirelake.errors import ParseError
from wirelake.markup import xml_bounds
from wirelake.markup.paragraphs import in_a_line
from wirelake.markup.xml_tree import attribute, below, children, words

ASIDE = "aside"  # media:description is media:aside to feedparser, which knows no such element
MEDIA, ITUNES = "media_aside", "itunes_aside"  # its names for both
PREFIX = re.compile(
    r"""xmlns:(?P<prefix>[\w.-]{1,40})\s*=\s*["']\s*"""
    r"""(?:(?P<media>http://search\.yahoo\.com/mrss/?)|http://www\.itunes\.com/dtds/podcast-1\.0\.dtd)\s*["']""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one picture."""

    caption: str | None
    credit: str | None


def aside(text: str) -> str:
    """The feed with each description of a picture, and summaries for a podcast's list, under other names."""
    for found in {one["prefix"]: one for one in PREFIX.finditer(text)}.values():
        name = "description" if found["media"] else "summary"
        element = re.compile(rf"<(?P<close>/?){re.escape(found['prefix'])}:{name}(?=[\s/>])")
        text = element.sub(partial(_renamed, prefix=found["prefix"]), text)
    return text


def captions(text: str, entries: int) -> list[dict[str, Said]]:
    """For each entry the addresses of its pictures and what is said of each; of none where it is not clear.

    ``text`` is the feed as it came. One whose tree has another number of entries says nothing.
    """
    nothing: list[dict[str, Said]] = [{} for _ in range(entries)]
    if not any(found["media"] for found in PREFIX.finditer(text)):
        return nothing
    try:
        parser = etree.XMLParser(encoding="utf-8", recover=True, **xml_bounds.PARSING)
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return nothing
    told = [dict(_shown(item)) for item in below(root, "item", "entry")]
    return told if len(told) == entries else nothing


def _renamed(tag: re.Match[str], prefix: str) -> str:
    return f"<{tag['close']}{prefix}:{ASIDE}"


def _shown(item: Any) -> Iterator[tuple[str, Said]]:
    for content in below(item, "content"):
        if _is_media(content) and (address := attribute(content, "url")):
            yield address, Said(caption=_caption(content), credit=_credit(content))


def _is_media(element: Any) -> bool:
    return isinstance(element.tag, str) and "search.yahoo.com/mrss" in element.tag.lower()


def _stated(content: Any, name: str) -> list[Any]:
    """The elements of Media RSS by this name in the picture itself, else in its group, else in its entry."""
    for scope in (content, *content.iterancestors()):
        if found := [one for one in children(scope, name) if _is_media(one)]:
            return found
        if not _is_media(scope):  # the entry, or what holds its pictures
            return []
    return []


def _caption(content: Any) -> str | None:
    """The first description. It may be HTML, which stands escaped."""
    for one in _stated(content, "description"):
        try:
            return in_a_line("".join(one.itertext())) or None
        except ParseError:
            return words(one) or None
    return None


def _credit(content: Any) -> str | None:
    return ", ".join(filter(None, map(words, _stated(content, "credit")))) or None
