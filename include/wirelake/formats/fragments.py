"""The paragraphs of a body, from markup or from plain text, laid out as one text with spans."""

import unicodedata
from collections.abc import Iterable
from typing import Any, NamedTuple, TypedDict

from lxml import etree
from lxml import html as lxml_html

from wirelake.errors import ParseError
from wirelake.formats import bounds
from wirelake.records import Span

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "hl2")  # hl2: NITF's, in the bodies of several JSON wires
ROLES = {
    **dict.fromkeys(HEADINGS, "h"),
    "li": "li",
    "dt": "li",
    "dd": "li",
    "blockquote": "quote",
    "tr": "row",
}
# fmt: off
PLAIN = ("address", "article", "aside", "body", "br", "caption", "div", "dl", "figcaption", "figure",
         "footer", "header", "hr", "main", "media", "nav", "ol", "p", "pre", "section", "table", "ul")
# fmt: on
PARTING = frozenset((*PLAIN, *ROLES))
CELLS = ("td", "th")
UNSEEN = ("script", "style", "template")


class Part(NamedTuple):
    """One paragraph: its role (p, h, li, quote, row), its text, and the names of its element."""

    role: str
    text: str
    within: str = ""


class Layout(TypedDict):
    """The fields of an Article that hold its text as the wire sent it."""

    extracted_text: str
    spans: tuple[Span, ...]


def laid_out(parts: Iterable[Part]) -> Layout:
    """The text, NFC and a line a paragraph, with a span for each; offsets count its code points."""
    spans: list[Span] = []
    start = 0
    for part in parts:
        text = " ".join(unicodedata.normalize("NFC", part.text).split())
        if text:
            end = start + len(text)
            spans.append(Span(start=start, end=end, text=text, role=part.role, within=part.within))
            start = end + 1
    return Layout(extracted_text="\n".join(span.text for span in spans), spans=tuple(spans))


def of_markup(markup: str) -> list[Part]:
    """The paragraphs of a fragment of HTML or XHTML, whole or broken.

    Raises:
        ParseError: too_large, too_many_tags, too_many_attributes, too_deep.
    """
    if len(markup) > bounds.MAX_PAGE_BYTES:
        raise ParseError("too_large", f"a body of {len(markup)} characters")
    if "<" not in markup and "&" not in markup:
        return [Part("p", markup)]
    bounds.check_markup(markup)
    parser = lxml_html.HTMLParser(huge_tree=True, no_network=True)
    tree = lxml_html.document_fromstring(f"<div>{markup}</div>", parser=parser)
    bounds.check_depth(tree)
    return _walked(tree)


def in_a_line(markup: str) -> str:
    """The text of a headline or a caption that may hold markup."""
    if "<" not in markup and "&" not in markup:
        return " ".join(unicodedata.normalize("NFC", markup).split())
    return " ".join(laid_out(of_markup(markup))["extracted_text"].split())


def _walked(tree: Any) -> list[Part]:
    parts: list[Part] = []
    roles, names, pieces = ["p"], [""], [""]

    def flush() -> None:
        parts.append(Part(roles[-1], "".join(pieces), names[-1]))
        pieces.clear()

    walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event == "start":
            if element.tag in UNSEEN:
                walk.skip_subtree()
            elif element.tag in PARTING:
                flush()
                roles.append(ROLES.get(element.tag, roles[-1]))
                names.append(f"{element.tag} {element.get('class', '')}".strip())
            if element.tag not in UNSEEN:
                pieces.append(element.text or "")
            continue
        if event == "end" and element.tag in PARTING:
            flush()
            roles.pop()
            names.pop()
        pieces.append(
            (" | " if element.tag in CELLS and element.getnext() is not None else "") + (element.tail or "")
        )
    flush()
    return [part for part in parts if part.text.strip()]
