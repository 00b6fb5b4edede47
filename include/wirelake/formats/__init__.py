"""Wire formats: one module each, one function each: ``parse(raw) -> list[Article]``.

A format states what the markup states and judges nothing. What formats share stands below them: ``payloads``
(bytes), ``markup`` (XML, HTML and paragraphs) and ``statements`` (what is said of an article).
"""

import re

from lxml.html import defs

from wirelake.errors import ParseError
from wirelake.payloads.openings import told

__all__ = ["sniff"]

# What may stand before the root element: declarations, comments, a DTD with its inner subset.
PROLOGUE = re.compile(
    rb"(?>(?>\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)*)<(?P<root>[a-z_][\w:.-]*)", re.DOTALL
)
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


def _is_xml(data: bytes, root: bytes) -> bool:
    """Whether a document without a declaration ends with its root, which is no element of HTML."""
    is_html = root.decode("ascii", "replace") in defs.tags or b"-" in root or not root
    return (
        not is_html
        and re.search(rb"</(?:[\w.-]+:)?%b\s*>\s*$" % re.escape(root), data[-500:].lower()) is not None
    )


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
    if bare not in ROOTS_OF_HTML and (head.startswith(b"<?xml") or _is_xml(data, bare)):
        shown = root[:40].decode("latin-1") or "not in sight"
        raise ParseError("unknown_format", f"XML whose root is {shown}")
    return "html" if TAGS_OF_HTML.search(head) else "text"
