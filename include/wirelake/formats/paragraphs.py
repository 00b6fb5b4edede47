"""The paragraphs of NITF, XHTML and vendors' markup of texts → spans, and the text in which they count.

NITF and XHTML share p, ul, ol, li, table, pre; what differs stands in the tables below. An element of neither
parts paragraphs, unless it stands inside one: ``<INGRESS><P>`` parts, ``<p>The <virtloc>`` runs on.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from lxml.etree import ParserError

from wirelake.formats import bounds
from wirelake.formats.text import is_hard_wrapped, unwrapped
from wirelake.formats.xml_tree import name
from wirelake.records import Span

PARAGRAPH = "p li dt dd h1 h2 h3 h4 h5 h6 hl1 hl2 tr caption figcaption tagline byline dateline"
PARAGRAPHS = frozenset(PARAGRAPH.split())
ROLES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2"), "h"),
    **dict.fromkeys(("li", "dt", "dd"), "li"),
    **dict.fromkeys(("blockquote", "bq"), "quote"),
    "tr": "row",
}
CELLS = frozenset(("td", "th"))
# Inline in XHTML or NITF even where no paragraph is around them.
RUNNING_ON = (
    "a abbr acronym b big cite code em font i ins kbd mark q s small span strike strong sub sup time tt u var"
    " person org location chron event function money num object.title virtloc copyrite lang pronounce"
    " classifier city state country region sublocation frac frac-num frac-sep frac-den postaddr"
)
INLINE = frozenset(RUNNING_ON.split())
# No text of an article's: heads, scripts, and pictures with their captions, which are associations.
NO_TEXT = "head header script style template media figure object video audio datasource"
LEFT_OUT = frozenset(NO_TEXT.split())
INDENT = re.compile(r"[ \t]{2,}\S")
NEXT = re.compile(r"\n(?=[ \t]{2,}\S)|\n[ \t]*\n")
MARKUP = (
    "<p>",
    "<p ",
    "<br",
    "<b>",
    "<i>",
    "<em>",
    "<strong",
    "<div",
    "<span",
    "<ul",
    "<li",
    "<h",
    "<table",
    "<a ",
)


@dataclass(slots=True)
class _Block:
    """A paragraph in the making: its lines, which ``<br/>`` parts."""

    role: str
    lines: list[list[str]] = field(default_factory=lambda: [[]])
    linked: int = 0
    holds_text: bool = False

    def texts(self) -> list[str]:
        whole = (one for parts in self.lines for one in _unfolded("".join(parts)))
        return [line for one in whole if (line := plain(one))]


def _unfolded(text: str) -> list[str]:
    """The paragraphs of a whole teleprinter text that stands in one element, told by their indents.

    Reuters' lines go on at the margin and begin apart from it; markup that was printed prettily indents all::

            Shares rose on safe
        haven demand.
            Traders waited
    """
    lines = [line for line in text.split("\n")[1:] if line.strip()]
    if sum(not line[0].isspace() for line in lines) < 3 or sum(map(bool, map(INDENT.match, lines))) < 2:
        return [text]
    return NEXT.split(text)


def plain(text: str) -> str:
    """The text in NFC, its white space made single blanks."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def of_elements(elements: Iterable[Any]) -> tuple[Span, ...]:
    """The paragraphs of these elements of NITF, XHTML or the like, one element after another."""
    blocks = [block for element in elements for block in _blocks(element)]
    inner = [line for block in blocks for line in block.texts()[:-1]]
    # AAP's NITF breaks lines in the middle of sentences: "admits to feeling <br />daunted at"
    is_wrapped = is_hard_wrapped(inner)
    shares: list[tuple[str, str, float]] = []
    for block in blocks:
        lines = block.texts()
        letters = sum(len(line) - line.count(" ") for line in lines)
        linked = min(1.0, block.linked / letters) if letters else 0.0
        joined = [" ".join(lines)] if is_wrapped or block.role == "row" else lines
        shares += [(line, block.role, linked) for line in joined if line]
    return _spans(shares)


def of_text(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text, or of the HTML that stands escaped in it.

    Raises:
        ParseError: too_many_tags or too_many_attributes.
    """
    opening = text.lower()
    if any(tag in opening for tag in MARKUP):
        bounds.check_markup(text)
        try:
            parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True)
            return of_elements([lxml_html.fragment_fromstring(text, create_parent="div", parser=parser)])
        except (ParserError, ValueError):
            pass
    return _spans((line, "p", 0.0) for one in unwrapped(text) if (line := plain(one)))


def joined(parts: Iterable[tuple[Span, ...]]) -> tuple[Span, ...]:
    """The paragraphs of several texts as those of one."""
    return _spans((span.text, span.role, span.linked) for part in parts for span in part)


def text_of(spans: Iterable[Span]) -> str:
    """The text in which the spans' offsets count."""
    return "\n".join(span.text for span in spans)


def _spans(lines: Iterable[tuple[str, str, float]]) -> tuple[Span, ...]:
    found, start = [], 0
    for line, role, linked in lines:
        end = start + len(line)
        found.append(Span(start=start, end=end, text=line, role=role, linked=linked))
        start = end + 1
    return tuple(found)


def _blocks(top: Any) -> Iterator[_Block]:
    """The paragraphs below an element; a table's row is one, its cells parted by bars."""
    block = _Block(_role(top))
    walk = etree.iterwalk(top, events=("start", "end"))
    inside: list[str] = []  # the paragraphs that are open
    links = 0
    for event, element in walk:
        tag = name(element)
        starts = event == "start"
        if starts and (tag in LEFT_OUT or not tag) and element is not top:
            walk.skip_subtree()  # its end still comes
        elif starts and tag == "pre":
            yield block
            block = _Block("p")
            walk.skip_subtree()
            yield from (_Block(_role(element), [[line]]) for line in unwrapped("".join(element.itertext())))
            continue
        if _parts(tag, inside):
            yield block
            block = _Block(_role(element if starts else element.getparent()))
        elif starts and tag in CELLS and block.holds_text:
            block.lines[-1].append(" | ")
        elif tag == "br" and not starts:
            block.lines.append([])
        links += (tag == "a") * (1 if starts else -1)
        if tag in PARAGRAPHS:
            inside.append(tag) if starts else inside.remove(tag)
        is_shown = element is top or (tag and tag != "pre" and tag not in LEFT_OUT)
        text = (element.text if is_shown else None) if starts else None if element is top else element.tail
        if text:
            block.lines[-1].append(" " + text if "tr" in inside and tag in PARAGRAPHS else text)
            block.holds_text = block.holds_text or not text.isspace()
            block.linked += len("".join(text.split())) if links else 0
    yield block


def _parts(tag: str, inside: list[str]) -> bool:
    """Whether an element begins or ends a paragraph, where ``inside`` are open."""
    if "tr" in inside:
        return tag == "tr" and inside.count("tr") == 1
    if tag in PARAGRAPHS or tag == "pre":
        return True
    return bool(tag) and tag not in INLINE and tag not in CELLS and tag != "br" and not inside


def _role(element: Any) -> str:
    while element is not None:
        if found := ROLES.get(name(element)):
            return found
        element = element.getparent()
    return "p"
