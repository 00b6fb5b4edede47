"""The text of a page's article: the extractor chooses the paragraphs, the tree gives their place and context.

trafilatura's fast mode reads most pages as well as its full one, which also asks readability and jusText:
the full one is run only where the fast one's choice is doubtful. What it then still leaves out between the
paragraphs that it chose, or beside them in elements of the same kind, is taken up again.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from copy import copy
from itertools import islice, takewhile
from typing import Any

from lxml import etree

from wirelake.formats.html.body.articles import drop, only_the_first
from wirelake.formats.html.body.blocks import Block, blocks, named, role
from wirelake.formats.html.body.drop_caps import mend
from wirelake.formats.html.body.engine import quick, thorough
from wirelake.formats.html.body.lines import Left, choose, once
from wirelake.formats.html.body.surroundings import MAX_LINKED, frame_of, is_likely, take_up
from wirelake.formats.html.visible import LISTENERS
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
SHORTEST = 300  # characters below which any choice is doubtful
LONG = 3_000  # characters below which it is, where it covers too little of the page
COVERED = 0.25  # of the page's likely text
MOST, NEARLY_ALL = 0.8, 0.95
MAX_SPOKEN = 300  # characters
MAX_NAMES = 10  # of elements around a paragraph


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
            only_the_first(tree)
            etree.strip_elements(tree, etree.Comment, *stripped, with_tail=False)
            whole = next(tree.iter("body"), tree)
            for element in hidden(whole) if number == 0 else ():
                drop(element)
            mend(whole)
        page = blocks(whole)
        left = choose(page, ask(_trimmed(page, whole) if number == 0 else tree))
        if not _is_doubtful(page, left, number):
            break
    once(page)
    take_up(page)
    return tuple(spans(page, frame_of([one for one in page if one.chosen], whole, MOST), left))


def hidden(whole: Any) -> list[Any]:
    """The elements below it that no reader sees."""
    return [
        one
        for one in whole.iterdescendants()
        if is_unseen(one) or ((names := one.get("class")) and LISTENERS.search(names) and _is_short(one))
    ]


def is_unseen(element: Any) -> bool:
    """Whether its attributes hide it from every reader."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    return bool(style and HIDING.search(style))


def _is_short(element: Any) -> bool:
    """Whether it may be said to those who listen: some pages hide all of their text that way."""
    return sum(map(len, islice(element.itertext(), MAX_SPOKEN))) < MAX_SPOKEN


def _trimmed(page: list[Block], whole: Any) -> Any:
    """A copy of the page without what stands around the element that holds nearly all of its likely text."""
    frame = frame_of([one for one in page if is_likely(one)], whole, NEARLY_ALL)
    inner = copy(frame)
    inner.tail = None
    for element in frame.iterancestors():
        outer = element.makeelement(element.tag, element.attrib)
        outer.append(inner)
        inner = outer
    return inner


def _is_doubtful(page: list[Block], left: list[Left], number: int) -> bool:
    chosen = sum(len(one.text) for one in page if one.chosen and one.linked < MAX_LINKED)
    if number:
        return chosen < SHORTEST
    likely = sum(len(one.text) for one in page if is_likely(one))
    short = chosen < LONG and chosen < COVERED * likely
    return short or chosen < SHORTEST or sum(len(line) for _, line in left) > chosen / 2


def spans(page: list[Block], frame: Any, left: list[Left]) -> Iterator[Span]:
    """The chosen paragraphs, and the lines that are none, in the order of the page."""
    outside = {frame, *frame.iterancestors()}
    waiting = deque(sorted(left, key=lambda one: one[0]))
    start, names = 0, dict[Any, str]()
    for place in range(-1, len(page)):
        if place >= 0 and page[place].chosen:
            yield _span(page[place], start, outside, names)
            start += len(page[place].text) + 1
        while waiting and waiting[0][0] <= place:
            text = " ".join(waiting.popleft()[1].split())
            yield Span(start=start, end=start + len(text), text=text)
            start += len(text) + 1


def _span(block: Block, start: int, outside: set[Any], names: dict[Any, str]) -> Span:
    inmost = block.inmost
    around = list(
        takewhile(lambda each: each not in outside, islice((inmost, *inmost.iterancestors()), MAX_NAMES))
    )
    for one in around:
        if one not in names:
            names[one] = named(one)
    return Span(
        start=start,
        end=start + len(block.text),
        text=block.text,
        role=role(block),
        linked=round(block.linked, 2),
        within=" < ".join(names[one] for one in around),
    )
