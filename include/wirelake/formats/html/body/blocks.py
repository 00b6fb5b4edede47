"""The paragraphs of a page as they stand in its tree: text, role, links, and the names of what holds them."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from lxml import etree

from wirelake.legible import seen

# These part one paragraph from the next; all other elements run on in a line.
# fmt: off
PARTING = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav",
    "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr",
    "ul",
))
# fmt: on
BLANK_LINE = re.compile(r"\n\s*\n")  # parts paragraphs of preformatted text
# What tells how text is to be read; the extractor drops some from the midst of a sentence.
TELLING = {"a": "a", "pre": "pre", "label": "dropped", "math": "dropped", "time": "dropped"}
CELLS = frozenset(("td", "th"))
REACHED = PARTING | CELLS
ROLES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "h"),
    **dict.fromkeys(("li", "dt", "dd"), "li"),
    "blockquote": "quote",
    "tr": "row",
}
NAMED_BY = ("class", "id", "data-testid", "data-component", "role", "itemprop")
MARKS = "-|•/"
WITHIN, PARTED = "\0", re.compile(r"[\s\0]*\0[\s\0]*")  # a line that ends within a table's cell
ROW_LENGTH = 400  # characters, up to which a row is one of data; tables that lay a page out hold more
HUMP = re.compile(r"([a-z])([A-Z])")


@dataclass(slots=True)
class Block:
    """One paragraph of the page.

    ``element`` is the one whose text it is, inline or not; ``key`` the text without blanks, by which the
    extractor's lines are found again; ``linked`` the share of its letters that are links'; ``chosen`` says
    whether it belongs to the article.
    """

    text: str
    key: str
    element: Any
    linked: float
    chosen: bool = False

    @property
    def holder(self) -> Any:
        """The element that parts the paragraph from others."""
        element = self.element
        while element.tag not in PARTING and element.getparent() is not None:
            element = element.getparent()
        return element

    @property
    def inmost(self) -> Any:
        """The innermost element that holds the whole of it."""
        element = self.holder
        while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
            element = element[0]
        return element


def key(text: str) -> str:
    """The text without blanks, and without the marks that an extractor puts before items and around cells.

    And without what is not printable: trafilatura drops the joiners that Persian and Hindi spell with, the
    marks of direction of Arabic, and an icon font's letters.
    """
    for mark in MARKS:
        text = text.replace(mark, "")
    letters = "".join(text.split())
    return letters if letters.isprintable() else "".join(filter(str.isprintable, letters))


class _Line:
    """A paragraph in the making."""

    def __init__(self) -> None:
        self.row: Any = None  # of a table of data
        self.begin()

    def begin(self) -> None:
        self.parts: list[str] = []
        self.dropped: list[str] = []
        self.linked = 0
        self.element: Any = None

    def add(self, text: str, element: Any, in_link: bool, is_dropped: bool) -> None:
        self.parts.append(text)
        if not text or text.isspace():
            return
        if self.element is None:
            self.element = element
        if in_link:
            self.linked += len("".join(text.split()))
        if is_dropped:
            self.dropped.append(text)

    def reach(self, element: Any, begins: bool, found: list[Block]) -> None:
        """An element begins or ends here, which may part this paragraph from the next, or cells in it."""
        tag = element.tag
        if tag == "tr":
            self.row = element if begins and _is_of_data(element) else None
        if tag in PARTING and self.parts:
            if self.row is None or tag == "tr":
                self.end(found)
            else:
                self.parts.append(WITHIN)
        elif begins and tag in CELLS and self.element is not None:
            self.parts.append(" | ")

    def end(self, found: list[Block]) -> None:
        if self.element is not None:
            text = unicodedata.normalize("NFC", " ".join(seen(_parted("".join(self.parts))).split()))
            plain = text
            for one in self.dropped:
                plain = plain.replace(" ".join(seen(one).split()), "", 1)
            letters = len(text) - text.count(" ")
            found.append(Block(text, key(plain), self.element, min(1.0, self.linked / max(1, letters))))
        if self.parts:
            self.begin()


def blocks(body: Any) -> list[Block]:
    """Every paragraph below the element, in the order of the page."""
    found: list[Block] = []
    line = _Line()
    inside = dict.fromkeys(TELLING.values(), 0)  # of how many elements of a kind
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag, begins = element.tag, event == "start"
        if tag in REACHED and (line.parts or tag == "tr"):
            line.reach(element, begins, found)
        if tag in TELLING:
            inside[TELLING[tag]] += 1 if begins else -1
        text = element.text if begins else element.tail
        if not text or (line.element is None and text.isspace()):
            continue
        if begins or element is not body:
            of = element if begins else element.getparent()
            for number, part in enumerate(BLANK_LINE.split(text) if inside["pre"] else (text,)):
                if number:
                    line.end(found)
                line.add(part, of, inside["a"] > 0, inside["dropped"] > 0)
    line.end(found)
    return found


def _is_of_data(row: Any) -> bool:
    """Whether a table's row holds values in its cells, which lists and breaks part into lines."""
    cells = [one for one in row if one.tag in CELLS]
    return len(cells) > 1 and row.find(".//table") is None and len("".join(row.itertext())) <= ROW_LENGTH


def _parted(text: str) -> str:
    """A row's text with a slash where a line ends within a cell: ``Mon | 10 to 13 / 15 to 20``."""
    if WITHIN not in text:
        return text
    cells = (PARTED.sub(" / ", cell.strip(f"{WITHIN} \n\t\r")) for cell in text.split(" | "))
    return " | ".join(cells)


def role(block: Block) -> str:
    """p, h, li, quote or row."""
    for element in (block.element, *block.element.iterancestors()):
        if found := ROLES.get(element.tag):
            return found
        if element.tag in ("table", "article", "section", "body"):
            break
    return "p"


def named(element: Any) -> str:
    """The words by which a page's author calls an element: ``div share buttons``, in lower case."""
    names = (element.get(name) for name in NAMED_BY)
    said = " ".join([element.tag, *(one for one in names if one)])
    return HUMP.sub(r"\1-\2", said).lower()[:300]
