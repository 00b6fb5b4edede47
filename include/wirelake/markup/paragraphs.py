"""The paragraphs of texts in markup or without → spans, and the text in which they count."""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypedDict

from lxml import html as lxml_html

from wirelake.errors import ParseError
from wirelake.markup.blocks import blocks, plain
from wirelake.markup.browsers import as_browsers_read
from wirelake.markup.said import quote, unsay
from wirelake.markup.wrapping import is_hard_wrapped, unwrapped
from wirelake.payloads import bounds
from wirelake.payloads.references import without_no_characters
from wirelake.records import Span

__all__ = [
    "Layout",
    "Part",
    "in_a_line",
    "joined",
    "layout",
    "of_elements",
    "of_markup",
    "of_parts",
    "of_text",
    "plain",
    "text_of",
    "tree",
]

# fmt: off
MARKUP = ("<p>", "<p ", "<br", "<b>", "<i>", "<em>", "<strong", "<div", "<span", "<ul", "<li", "<h", "<table",
          "<a ")
# fmt: on


class Part(NamedTuple):
    """One paragraph: its role (p, h, li, quote, row), its text, and what a Span says of it beside."""

    role: str
    text: str
    linked: float = 0.0
    within: str = ""


class Layout(TypedDict):
    """The fields of an Article that hold its text as the wire sent it."""

    extracted_text: str
    spans: tuple[Span, ...]


def of_parts(parts: Iterable[Part]) -> tuple[Span, ...]:
    """The paragraphs that hold text, NFC and a line each; offsets count code points of that text."""
    found: list[Span] = []
    start = 0
    for part in parts:
        if line := plain(part.text):
            end = start + len(line)
            found.append(
                Span(start=start, end=end, text=line, role=part.role, linked=part.linked, within=part.within)
            )
            start = end + 1
    return tuple(found)


def of_elements(elements: Iterable[Any], *, named: bool = False) -> tuple[Span, ...]:
    """The paragraphs of these elements of NITF, XHTML or the like, one element after another.

    ``named``: with the names and classes of their elements, which tell much in what was made for the web.
    """
    found = [block for element in elements for block in blocks(element)]
    inner = [line for block in found for line in block.texts()[:-1]]
    # AAP's NITF breaks lines in the middle of sentences: "admits to feeling <br />daunted at"
    is_wrapped = is_hard_wrapped(inner)
    parts: list[Part] = []
    for block in found:
        lines = block.texts()
        letters = sum(len(line) - line.count(" ") for line in lines)
        linked = min(1.0, block.linked / letters) if letters else 0.0
        whole = [" ".join(lines)] if is_wrapped or block.role == "row" else lines
        parts += [Part(block.role, line, linked, block.within if named else "") for line in whole]
    return of_parts(parts)


def tree(markup: str) -> Any:
    """The tree of a fragment of HTML or XHTML, or of a whole document, broken ones too.

    Raises:
        ParseError: too_large, too_many_tags, too_many_attributes, too_deep.
    """
    if len(markup) > bounds.MAX_PAGE_BYTES:
        raise ParseError("too_large", f"a text of {len(markup)} characters")
    bounds.check_markup(markup)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    markup = without_no_characters(markup)
    whole = markup if "<body" in markup.lower() else f"<div>{markup}</div>"
    found = lxml_html.document_fromstring(as_browsers_read(whole.encode("utf-8", "replace")), parser=parser)
    bounds.check_depth(found)
    quote(found)
    unsay(found)
    return found


def of_markup(markup: str) -> tuple[Span, ...]:
    """The paragraphs of a text that is known to be HTML or XHTML.

    Raises:
        ParseError: as ``tree``.
    """
    if "<" not in markup and "&" not in markup:
        return of_parts([Part("p", markup)])
    return of_elements([tree(markup)], named=True)


def of_text(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text, or of the HTML that stands escaped in it.

    Raises:
        ParseError: as ``tree``.
    """
    opening = text.lower()
    if any(tag in opening for tag in MARKUP):
        return of_markup(text)
    return of_parts(Part("p", one) for one in unwrapped(text))


def in_a_line(markup: str) -> str:
    """The text of a headline or a caption that may hold markup.

    Raises:
        ParseError: as ``tree``.
    """
    return " ".join(text_of(of_markup(markup)).split())


def joined(parts: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
    """The paragraphs of several texts as those of one."""
    return of_parts(Part(span.role, span.text, span.linked, span.within) for part in parts for span in part)


def text_of(spans: Iterable[Span]) -> str:
    """The text in which the spans' offsets count."""
    return "\n".join(span.text for span in spans)


def layout(spans: tuple[Span, ...]) -> Layout:
    """The fields that an Article has for its text."""
    return Layout(extracted_text=text_of(spans), spans=spans)
