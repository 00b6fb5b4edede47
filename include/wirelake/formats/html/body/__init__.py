"""The text of a page's article: the extractor chooses the paragraphs, the tree gives their place and context.

trafilatura's fast mode reads most pages as well as its full one, which also asks readability and jusText:
the full one is run only where the fast one's choice is doubtful. What it then still leaves out between the
paragraphs that it chose, or beside them in elements of the same kind, is taken up again.
"""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from itertools import islice, takewhile
from typing import Any

from lxml import etree

from wirelake.formats.html.body.blocks import Block, blocks, key, named, role
from wirelake.formats.html.body.engine import quick, thorough
from wirelake.records import Span

# No article's text stands in these; of forms and figures trafilatura looks at what they hold.
# fmt: off
STRIPPED = (
    "applet", "area", "aside", "audio", "blink", "button", "canvas", "datalist", "dialog", "embed",
    "fencedframe", "fieldset", "footer", "frame", "frameset", "head", "iframe", "input", "legend",
    "link", "map", "marquee", "menu", "menuitem", "meta", "nav", "noindex", "noscript", "object",
    "optgroup", "option", "output", "param", "picture", "progress", "rp", "rt", "rtc", "script",
    "select", "source", "style", "svg", "template", "textarea", "track", "use", "video",
)
# fmt: on
# What no reader sees; a body that waits for a script to show it is found by the last attempt.
HIDING = re.compile("display *: *none|visibility *: *hidden")
SCRIPTS = ("script", "style", "svg", "head", "template", "iframe")
TELLING = 60  # characters from which a paragraph of few links is likely text
SHORTEST = 300  # characters below which any choice is doubtful
LONG = 3_000  # characters below which it is, where it covers too little of the page
COVERED = 0.25  # of the page's likely text
MAX_LINKED = 0.5
MOST, NEARLY_ALL = 0.8, 0.95
MAX_NAMES = 10  # of elements around a paragraph
MOST_COMPARED, MOST_LEFT = 400, 50  # paragraphs compared with each other, lines with the paragraphs
PART, END = 15, 30  # letters by which a part of a paragraph, or its beginning or end, is known
USUAL = 0.25  # of the chosen text stands where the article stands
TEXTUAL = frozenset(("p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "br", "dt", "dd"))
WRAPPING = frozenset(("ul", "ol", "dl", "blockquote"))
Around = tuple[str, Any]
Place = tuple[str, Around]
Left = tuple[int, str]


def paragraphs(tree: Any, parse: Callable[[], Any]) -> tuple[Span, ...]:
    """The paragraphs of the article, in the order of the page, NFC. Strips the tree.

    ``parse`` gives the page anew, for one whose text stands where no text should. A span's ``start`` and
    ``end`` count in the text that the paragraphs make up, a line each.
    """
    page: list[Block] = []
    attempts = ((STRIPPED, quick), (STRIPPED, thorough), (SCRIPTS, thorough))
    for number, (stripped, ask) in enumerate(attempts):
        if number == 1 and sum(len(one.text) for one in page if one.linked < MAX_LINKED) < SHORTEST:
            continue  # even all of it would be doubtful
        if number != 1:
            tree = tree if number == 0 else parse()
            etree.strip_elements(tree, etree.Comment, *stripped, with_tail=False)
            whole = next(tree.iter("body"), tree)
            for element in _hidden(whole) if number == 0 else ():
                _drop(element)
        page = blocks(whole)
        left = _choose(page, ask(_trimmed(page, whole) if number == 0 else tree))
        if not _is_doubtful(page, left, number):
            break
    _once(page)
    _take_up(page)
    return tuple(_spans(page, _frame([one for one in page if one.chosen], whole, MOST), left))


def _hidden(whole: Any) -> list[Any]:
    return [
        one
        for one in whole.iterdescendants()
        if one.get("hidden") is not None or ((style := one.get("style")) and HIDING.search(style))
    ]


def _drop(element: Any) -> None:
    parent, before = element.getparent(), element.getprevious()
    if parent is not None:
        if element.tail and before is not None:
            before.tail = f"{before.tail or ''}{element.tail}"
        elif element.tail:
            parent.text = f"{parent.text or ''}{element.tail}"
        parent.remove(element)


def _trimmed(page: list[Block], whole: Any) -> Any:
    """A copy of the page without what stands around the element that holds nearly all of its likely text."""
    frame = _frame([one for one in page if _is_likely(one)], whole, NEARLY_ALL)
    inner = copy(frame)
    inner.tail = None
    for element in frame.iterancestors():
        outer = element.makeelement(element.tag, element.attrib)
        outer.append(inner)
        inner = outer
    return inner


def _choose(page: list[Block], lines: Iterable[str]) -> list[Left]:
    """Mark the paragraphs that the lines are; give the lines that are none, with the place they follow."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(page):
        places.setdefault(one.key, []).append(place)
    last, left = -1, []
    for line in lines:
        wanted = key(line)
        free = [place for place in places.get(wanted, ()) if not page[place].chosen]
        if wanted and free:
            place = next((one for one in free if one > last), free[0])
            page[place].chosen = True
            last = max(place, last)
        elif wanted and wanted not in places:
            left.append((last, line))
    compared, rest = left[:MOST_LEFT], left[MOST_LEFT:]
    return [one for one in compared if not _nearly(page, key(one[1]))] + rest


def _nearly(page: list[Block], wanted: str) -> bool:
    """Mark the paragraph that the line is a part of, those that are its parts, or the one that is nearly it.

    The extractor runs some paragraphs together, parts others at a note or a ruby, and drops a time or an
    initial.
    """
    whole = [one for one in page if len(wanted) > PART and wanted in one.key]
    parts = [one for one in page if len(one.key) > PART and one.key in wanted]
    if not whole and sum(len(one.key) for one in parts) < len(wanted) / 2:
        near = (one for one in page if 0.7 < len(wanted) / (len(one.key) + 1) < 1.4)
        parts = [one for one in near if one.key[:END] == wanted[:END] or one.key[-END:] == wanted[-END:]][:1]
    for one in whole[:1] or parts:
        one.chosen = True
    return bool(whole or parts) or any(wanted in one.key for one in page if one.chosen)


def _once(page: list[Block]) -> None:
    """Leave out a chosen paragraph that is several others run together: some pages hold their text twice."""
    chosen = [one for one in page if one.chosen and len(one.key) > END]
    whole = "\n".join(one.key for one in chosen)
    again = [one for one in chosen if whole.count(one.key) > 1] if len(chosen) < MOST_COMPARED else []
    for one in chosen if again else ():
        parts = [part for part in again if part is not one and part.key != one.key and part.key in one.key]
        if len(parts) > 1 and sum(len(part.key) for part in parts) > 0.8 * len(one.key):
            one.chosen = False


def _is_doubtful(page: list[Block], left: list[Left], number: int) -> bool:
    chosen = sum(len(one.text) for one in page if one.chosen and one.linked < MAX_LINKED)
    if number:
        return chosen < SHORTEST
    likely = sum(len(one.text) for one in page if _is_likely(one))
    short = chosen < LONG and chosen < COVERED * likely
    return short or chosen < SHORTEST or sum(len(line) for _, line in left) > chosen / 2


def _is_likely(block: Block) -> bool:
    return len(block.text) > TELLING and block.linked < MAX_LINKED


def _frame(page: list[Block], whole: Any, share: float) -> Any:
    """The innermost element that holds that share of the paragraphs' text."""
    weights: Counter[Any] = Counter()
    total = 0
    for one in page:
        total += len(one.text)
        for element in (one.element, *one.element.iterancestors()):
            weights[element] += len(one.text)
    frame = whole
    while (
        total and (inner := next((one for one in frame if weights[one] >= share * total), None)) is not None
    ):
        frame = inner
    return frame


def _take_up(page: list[Block]) -> None:
    """Choose what stands where the chosen text stands, and was left out: sub-headings, lists, later chunks.

    Where it stands is told by the elements that hold it, by tag and class up to the page's body, so that a
    text in several chunks is one place; an ``<article>`` of its own, or what follows another h1, is another.
    """
    weights: Counter[Place] = Counter()
    around: dict[Any, Around] = {}
    places = [_place(one, around) for one in page]
    for one, place in zip(page, places, strict=True):
        if one.chosen and _is_likely(one):
            weights[place] += len(one.text)
    total = sum(weights.values())
    usual = {place for place, weight in weights.items() if weight >= USUAL * total}
    known = "\n".join(one.key for one in page if one.chosen)
    last = max((at for at, one in enumerate(page) if one.chosen), default=-1)
    for at, (one, place) in enumerate(zip(page, places, strict=True)):
        if one.holder.tag == "h1":
            if at > last:
                return
        elif place in usual and one.linked < MAX_LINKED and not (len(one.key) > 40 and one.key in known):
            one.chosen = True  # unless the page holds it twice, such as once for small screens


def _place(block: Block, known: dict[Any, Around]) -> Place:
    holder = block.holder
    own = "" if holder.tag in TEXTUAL else f"{holder.tag} {holder.get('class')}"
    return own, _around(holder.getparent(), known)


def _around(element: Any, known: dict[Any, Around]) -> Around:
    """The elements from here up to the page's body as one text, and the innermost ``<article>`` of them."""
    if element is None:
        return "", None
    if element not in known:
        path, article = _around(element.getparent(), known)
        if element.tag not in WRAPPING:
            path = f"{element.tag} {element.get('class')} < {path}"
        known[element] = path, element if element.tag == "article" else article
    return known[element]


def _spans(page: list[Block], frame: Any, left: list[Left]) -> Iterator[Span]:
    outside = {frame, *frame.iterancestors()}
    waiting = deque(sorted(left, key=lambda one: one[0]))
    start = 0
    for place in range(-1, len(page)):
        if place >= 0 and page[place].chosen:
            yield _span(page[place], start, outside)
            start += len(page[place].text) + 1
        while waiting and waiting[0][0] <= place:
            text = " ".join(waiting.popleft()[1].split())
            yield Span(start=start, end=start + len(text), text=text)
            start += len(text) + 1


def _span(block: Block, start: int, outside: set[Any]) -> Span:
    around = islice((block.inmost, *block.inmost.iterancestors()), MAX_NAMES)
    return Span(
        start=start,
        end=start + len(block.text),
        text=block.text,
        role=role(block),
        linked=round(block.linked, 2),
        within=" < ".join(map(named, takewhile(lambda each: each not in outside, around))),
    )
