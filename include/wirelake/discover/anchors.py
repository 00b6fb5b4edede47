"""The links of an HTML page."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from lxml import html as lxml_html
from lxml.cssselect import CSSSelector
from lxml.etree import LxmlError

from wirelake.addresses import joined
from wirelake.discover.search import matches
from wirelake.errors import ParseError
from wirelake.markup.html_links import base
from wirelake.payloads import payload
from wirelake.payloads.encoding import decode
from wirelake.records import Link, RawArticle

MAX_TITLE = 500  # characters


class Anchors(NamedTuple):
    """The links that were asked for, and what else the page has."""

    links: list[Link]
    listed: int  # links of the whole page
    selected: int  # of those where the selector says
    example: str  # one of the latter that the pattern leaves out, else of the former


def anchors(raw: RawArticle, select: str | None, pattern: str | None) -> Anchors:
    """The links where the selector says, or else all, whose whole address the pattern is found in.

    Raises:
        ParseError: not_html, or what the payload's decoding raises.
    """
    tree = tree_of(raw)
    start = base(tree, raw.final_url or raw.link.url)
    found = []
    selected, example = 0, ""
    for anchor in _chosen(tree, select):
        url = joined(start, anchor.get("href"))
        selected += 1
        example = example or url or ""
        if url and matches(pattern, url):
            title = " ".join(anchor.text_content().split())[:MAX_TITLE]
            found.append(Link(url=url, origin=raw.link.origin, title=title or None))
    listed = sum(bool(one.get("href")) for one in tree.iter("a"))
    return Anchors(found, listed, selected, example)


def _chosen(tree: Any, select: str | None) -> Iterable[Any]:
    chosen = CSSSelector(select, translator="html")(tree) if select else [tree]
    for element in chosen:  # an anchor, or what holds anchors
        yield from (one for one in element.iter("a") if one.get("href"))


def tree_of(raw: RawArticle) -> Any:
    """The page as a tree, however deep.

    Raises:
        ParseError: not_html, or what the payload's decoding raises.
    """
    text = decode(payload(raw), raw.header("content-type"), markup=True).text
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)  # else 256 deep is the end
    try:
        return lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (LxmlError, ValueError) as error:
        raise ParseError("not_html", str(error)) from error
