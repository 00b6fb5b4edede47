"""Makes paragraphs of a tree of NITF, XHTML or a vendor's markup.

NITF and XHTML share p, ul, ol, li, table, pre; what differs stands in the tables below. An element of neither
parts paragraphs, unless it stands inside one: ``<INGRESS><P>`` parts, ``<p>The <virtloc>`` runs on.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from wirelake.legible import seen
from wirelake.markup.wrapping import unwrapped
from wirelake.markup.xml_tree import below, name

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
TEXTS = ("table", "blockquote", "pre", "ul", "ol")  # what a figure may hold that is no picture
INDENT = re.compile(r"[ \t]{2,}\S")
NEXT = re.compile(r"\n(?=[ \t]{2,}\S)|\n[ \t]*\n")


@dataclass(slots=True)
class Block:
    """A paragraph in the making: its lines, which ``<br/>`` parts, and the element that parts it."""

    role: str
    within: str = ""
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
    """The text in NFC, its white space made single blanks, without characters that nobody sees."""
    return unicodedata.normalize("NFC", " ".join(seen(text).split()))


def blocks(top: Any) -> Iterator[Block]:
    """The paragraphs below an element; a table's row is one, its cells parted by bars."""
    block = _opened(top)
    walk = etree.iterwalk(top, events=("start", "end"))
    inside: list[str] = []  # the paragraphs that are open
    links = 0
    for event, element in walk:
        tag = name(element)
        starts = event == "start"
        if starts and element is not top and _is_left_out(element, tag):
            walk.skip_subtree()  # its end still comes
        elif starts and tag == "pre":
            yield block
            block = _opened(element.getparent())
            walk.skip_subtree()
            for line in unwrapped("".join(element.itertext())):
                one = _opened(element)
                one.lines = [[line]]
                yield one
            continue
        if _parts(tag, inside):
            yield block
            block = _opened(element if starts else element.getparent())
        elif starts and tag in CELLS and block.holds_text:
            block.lines[-1].append(" | ")
        elif tag == "br" and not starts:
            block.lines.append([])
        links += (tag == "a") * (1 if starts else -1)
        if tag in PARAGRAPHS:
            inside.append(tag) if starts else inside.remove(tag)
        is_shown = element is top or (tag != "pre" and not (starts and _is_left_out(element, tag)))
        text = (element.text if is_shown else None) if starts else None if element is top else element.tail
        if text:
            block.lines[-1].append(" " + text if "tr" in inside and tag in PARAGRAPHS else text)
            block.holds_text = block.holds_text or not text.isspace()
            block.linked += len("".join(text.split())) if links else 0
    yield block


def _is_left_out(element: Any, tag: str) -> bool:
    """``<figure class="table"><table>`` is no picture."""
    if tag == "figure":
        return next(below(element, *TEXTS), None) is None
    return tag in LEFT_OUT or not tag


def _parts(tag: str, inside: list[str]) -> bool:
    """Whether an element begins or ends a paragraph, where ``inside`` are open."""
    if "tr" in inside:
        return tag == "tr" and inside.count("tr") == 1
    if tag in PARAGRAPHS or tag == "pre":
        return True
    return bool(tag) and tag not in INLINE and tag not in CELLS and tag != "br" and not inside


def _opened(element: Any) -> Block:
    """A paragraph that begins at this element, with the role of the first around it that has one."""
    within, around = "", element
    while around is not None:
        tag = name(around)
        if not within and tag not in INLINE:
            within = f"{tag} {around.get('class', '')}".strip()
        if found := ROLES.get(tag):
            return Block(found, within)
        around = around.getparent()
    return Block("p", within)
