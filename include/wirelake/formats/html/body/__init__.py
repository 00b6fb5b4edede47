"""The text of a page's article: the extractor chooses the paragraphs, the tree gives their place and context.

trafilatura's fast mode reads most pages as well as its full one, which also asks readability and jusText:
the full one is run only where the fast one's choice is doubtful. What it then still leaves out between the
paragraphs that it chose, or beside them in elements of the same kind, is taken up again; so is what the page
hides or states for machines alone, where evidence gives it to the article.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, takewhile
from typing import Any

from lxml import etree

from wirelake.formats.html.body.articles import only_the_first
from wirelake.formats.html.body.blocks import Block, blocks, named, role
from wirelake.formats.html.body.cards import leave_cards
from wirelake.formats.html.body.drop_caps import mend
from wirelake.formats.html.body.engine import quick, thorough
from wirelake.formats.html.body.lead import take_lead
from wirelake.formats.html.body.lines import Left, choose, once
from wirelake.formats.html.body.pictures import Carried, Picture, carried, of_article
from wirelake.formats.html.body.speakers import as_said
from wirelake.formats.html.body.surroundings import MAX_LINKED, frame_of, is_likely, likely_frame, take_up
from wirelake.formats.html.body.waiting import TAGS, Waiting, promising, take_out
from wirelake.formats.html.body.witness import Witness
from wirelake.formats.html.head.access import Access
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
UNREAD = ("script", "style", "svg")  # what they hold counts nowhere
SCRIPTS = ("script", "style", "svg", "head", "template", "iframe")
SHORTEST = 300  # characters below which any choice is doubtful
LONG = 3_000  # characters below which it is, where it covers too little of the page
COVERED = 0.25  # of the page's likely text
MOST = 0.8
WITNESSED, WHOLE = 0.7, 0.9  # of what the page states to be its text
MAX_NAMES = 10  # of elements around a paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A page's text: its paragraphs, and whether more of it is kept from readers who have not paid.

    ``whole``: it is all that the page states to be its text. ``stated``: it is JSON-LD's, as the page shows
    no more than its beginning until a script runs. ``page`` has all paragraphs of the page, of which the
    chosen ones stand in ``frame``; ``pictures`` are the article's.
    """

    spans: tuple[Span, ...]
    page: Sequence[Block] = ()
    frame: Any = None
    pictures: Sequence[Picture] = ()
    withheld: bool = False
    whole: bool = False
    stated: bool = False


@dataclass(slots=True, kw_only=True)
class _Choice:
    """One attempt: the page's paragraphs with those chosen, lines that are none, and what is hidden."""

    whole: Any
    page: list[Block]
    left: list[Left]
    waiting: list[Waiting]
    carried: list[Carried]

    @property
    def size(self) -> int:
        return sum(len(one.text) for one in self.page if one.chosen and one.linked < MAX_LINKED)


def text_of(tree: Any, parse: Callable[[], Any], access: Access | None = None, headline: str = "") -> Text:
    """The paragraphs of the article, in the order of the page, NFC. Strips the tree.

    ``parse`` gives the page anew, for one whose text stands where no text should; ``access`` is what it
    states of its text. A span's ``start`` and ``end`` count in the text that the paragraphs make up, a line
    each.
    """
    access = access or Access()
    witness = Witness(access.text)
    found, more = _chosen(tree, parse, access, witness, headline)
    if access.open and witness.covered(found.page) < WITNESSED and witness.goes_on(found.page):
        return Text(spans=tuple(witness.spans()), whole=True, stated=True)
    withheld = not access.open and (bool(more) or witness.is_longer(found.page))
    whole = bool(witness) and witness.covered(found.page) >= WHOLE
    once(found.page)
    take_up(found.page)
    take_lead(found.page)
    leave_cards(found.page)
    frame = frame_of([one for one in found.page if one.chosen], found.whole, MOST)
    return Text(
        spans=tuple(spans(found.page, frame, found.left)),
        page=found.page,
        frame=frame,
        pictures=list(of_article(found.carried, frame)),
        withheld=withheld,
        whole=whole,
    )


def _chosen(
    tree: Any, parse: Callable[[], Any], access: Access, witness: Witness, headline: str
) -> tuple[_Choice, frozenset[int]]:
    """The best attempt, and the numbers of the hidden texts that belong to it and are not in it."""
    first = _attempt(tree, STRIPPED, quick, witness)
    more = promising(first.waiting, first.page, witness, headline, sold=access.paid)
    if more and access.open:
        shown = _attempt(parse(), STRIPPED, quick, witness, shown=more)
        if shown.size > first.size:
            return shown, frozenset()
    found = first
    if not _is_doubtful(first, 0) and not witness.is_longer(first.page):
        return first, more
    # Else even all of it would be doubtful.
    if sum(len(one.text) for one in first.page if one.linked < MAX_LINKED) >= SHORTEST:
        page = blocks(first.whole)
        left = choose(page, thorough(tree))
        witness.mark(page)
        found = replace(first, page=page, left=left)
        if not _is_doubtful(first, 0) and witness.covered(page) <= witness.covered(first.page):
            return first, more
        if not _is_doubtful(found, 1):
            return found, more
    last = _attempt(parse(), SCRIPTS, thorough, witness, hidden=access.open)
    return last, more


def _attempt(
    tree: Any,
    stripped: tuple[str, ...],
    ask: Callable[[Any], list[str]],
    witness: Witness,
    *,
    shown: frozenset[int] = frozenset(),
    hidden: bool = False,
) -> _Choice:
    """What an extractor chooses of a tree without such elements; ``hidden`` leaves in what no reader sees."""
    etree.strip_elements(tree, *UNREAD, with_tail=False)
    only_the_first(tree)
    whole = next(tree.iter("body"), tree)
    as_said(whole)
    pictures = carried(whole, stripped)
    etree.strip_elements(tree, etree.Comment, *set(stripped).difference(TAGS), with_tail=False)
    waiting = [] if hidden else take_out(whole, shown)
    etree.strip_elements(tree, *TAGS.intersection(stripped), with_tail=False)
    whole = next(tree.iter("body"), tree)
    mend(whole)
    page = blocks(whole)
    left = choose(page, ask(likely_frame(page, whole) if ask is quick else tree))
    witness.mark(page)
    return _Choice(whole=whole, page=page, left=left, waiting=waiting, carried=pictures)


def _is_doubtful(found: _Choice, number: int) -> bool:
    chosen = found.size
    if number:
        return chosen < SHORTEST
    likely = sum(len(one.text) for one in found.page if is_likely(one))
    short = chosen < LONG and chosen < COVERED * likely
    return short or chosen < SHORTEST or sum(len(line) for _, line in found.left) > chosen / 2


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
