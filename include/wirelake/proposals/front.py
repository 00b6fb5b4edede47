"""What a site's front page says: of itself, of its feeds, and where its links stand. Runs within bounds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import html as lxml_html
from lxml.cssselect import CSSSelector
from lxml.etree import LxmlError

from wirelake.addresses import address, joined
from wirelake.errors import ParseError
from wirelake.language.tags import canonical_tag
from wirelake.legible import one_line
from wirelake.markup.html_links import base
from wirelake.payloads import payload
from wirelake.payloads.encoding import decode
from wirelake.records import RawArticle

FEED_TYPES = ("rss", "atom", "rdf", "feed+xml", "feed+json")
# Where front pages keep the links of their articles, the surest first.
SELECTORS = ("main article h2 a", "article h2 a", "main h2 a", "h2 a", "main h3 a", "article h3 a", "h3 a",
    "main article a", "article a", "main li a", "main a", "li a", "a")  # fmt: skip
ENOUGH = 3  # links that a selector must choose
WORDS = 4  # of a headline
MOST_LINKS, MOST_TEXT, MOST_FEEDS = 2_000, 200, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """One front page. ``links`` are its anchors, ``select`` says where those of articles stand."""

    title: str
    description: str
    language: str | None
    feeds: tuple[str, ...]
    links: tuple[tuple[str, str], ...]  # address, text
    select: str | None
    chosen: tuple[str, ...]  # the addresses where ``select`` says


def read_front(raw: RawArticle) -> Front:
    """The front page in the bytes.

    Raises:
        ParseError: not_html, or what the payload's decoding raises.
    """
    text = decode(payload(raw), raw.header("content-type"), markup=True).text
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError) as error:
        raise ParseError("not_html", str(error)) from error
    start = base(tree, raw.final_url or raw.link.url)
    links = list(islice(_links(tree, start), MOST_LINKS))
    select, chosen = _select(tree, start)
    return Front(
        title=_title(tree),
        description=_meta(tree, "description", "og:description"),
        language=canonical_tag(tree.get("lang") or "") if len(tree.get("lang") or "") < 36 else None,
        feeds=tuple(dict.fromkeys(islice(_feeds(tree, start, links), MOST_FEEDS))),
        links=tuple(links),
        select=select,
        chosen=chosen,
    )


def _links(tree: Any, start: str) -> Iterator[tuple[str, str]]:
    for anchor in tree.iter("a"):
        if (href := anchor.get("href")) and (url := _address(start, href)):
            yield url, one_line(" ".join(anchor.text_content().split()))[:MOST_TEXT]


def _address(start: str, href: str) -> str | None:
    """None for what is no address, or what would be taken for one with a day to be filled in."""
    found = joined(start, href.strip())
    url = address(found) if found else None
    return url if url and "{" not in url and len(url) <= 1000 else None


def _feeds(tree: Any, start: str, links: list[tuple[str, str]]) -> Iterator[str]:
    """Those that its head states, then anchors that look like one."""
    for element in tree.iter("link"):
        kind = (element.get("type") or "").lower()
        stated = "alternate" in (element.get("rel") or "").lower().split()
        url = _address(start, element.get("href") or "")
        if url and stated and any(one in kind for one in FEED_TYPES):
            yield url
    for url, text in links:
        if re.search(r"(?:/|\.)(?:rss|atom|feed)(?:\.xml)?/?$", url, re.IGNORECASE) or text.upper() == "RSS":
            yield url


def _select(tree: Any, start: str) -> tuple[str | None, tuple[str, ...]]:
    """The first selector under which enough links read like headlines, and their addresses."""
    for select in SELECTORS:
        anchors = islice(CSSSelector(select, translator="html")(tree), MOST_LINKS)
        found = {
            url: None
            for anchor in anchors
            if len(anchor.text_content().split()) >= WORDS
            and (url := _address(start, anchor.get("href") or ""))
        }
        if len(found) >= ENOUGH:
            return select, tuple(found)
    return None, ()


def _title(tree: Any) -> str:
    named = _meta(tree, "og:site_name", "application-name")
    return named or next((_line(one.text_content()) for one in tree.iter("title")), "")


def _meta(tree: Any, *names: str) -> str:
    for element in tree.iter("meta"):
        named = (element.get("name") or element.get("property") or "").lower()
        if named in names and (found := _line(element.get("content") or "")):
            return found
    return ""


def _line(text: str) -> str:
    return one_line(" ".join(text.split()))[:MOST_TEXT]
