"""The links of an article's paragraphs: where each leads, and which of its words lead there."""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from wirelake.formats.html.body.blocks import PARTING, Block
from wirelake.legible import seen
from wirelake.records import Span

MAX_LINKS = 300
MAX_LINES = 2_000  # that hold links
WHOLLY = 0.9  # of a paragraph is a link's: the link may stand around it
MAX_LEVELS = 3


class Link(NamedTuple):
    """An address as written, and the words that lead there: from ``start`` to ``end`` of the text."""

    href: str
    text: str
    start: int
    end: int


def links(placed: Sequence[tuple[Block, Span]]) -> Iterator[Link]:
    """Those of the paragraphs, each given with its place in the text, in their order."""
    yield from islice(_links(placed), MAX_LINKS)


def _links(placed: Sequence[tuple[Block, Span]]) -> Iterator[Link]:
    waiting: dict[Any, Iterator[tuple[str, str]]] = {}
    for block, span in islice((one for one in placed if one[0].linked), MAX_LINES):
        holder = block.holder
        if holder not in waiting:
            waiting[holder] = iter(_of(block, holder))
        cursor = 0
        for href, text in _here(waiting, holder, block.text):
            at = block.text.find(text, cursor)
            if at >= 0:
                cursor = at + len(text)
                yield Link(href, text, span.start + at, span.start + cursor)


def _here(waiting: dict[Any, Any], holder: Any, text: str) -> Iterator[tuple[str, str]]:
    """The next links as long as their words stand in this line: a holder parts into several by ``<br>``."""
    cursor, later = 0, []
    for href, words in waiting[holder]:
        at = text.find(words, cursor)
        if at < 0:
            later.append((href, words))
            continue
        cursor = at + len(words)
        yield href, words
    waiting[holder] = iter(later)


def _of(block: Block, holder: Any) -> list[tuple[str, str]]:
    """The links that are this holder's own, and no inner paragraph's; or the one that stands around it."""
    found = [
        (href, text)
        for one in islice(holder.iter("a"), MAX_LINKS)
        if (href := (one.get("href") or "").strip()) and _is_own(one, holder) and (text := _text(one))
    ]
    if not found and block.linked >= WHOLLY:
        around = (one for one in islice(holder.iterancestors(), MAX_LEVELS) if one.tag == "a")
        found = [(href, block.text) for one in around if (href := (one.get("href") or "").strip())]
    return found[:MAX_LINKS]


def _is_own(link: Any, holder: Any) -> bool:
    return link is holder or next((up for up in link.iterancestors() if up.tag in PARTING), None) is holder


def _text(link: Any) -> str:
    return unicodedata.normalize("NFC", " ".join(seen("".join(link.itertext())).split()))
