"""Reads a page by a layout of its source, as far as it fits; strictly, as all others are read in full.

What is found is judged by the rules of every page: only where headline, bylines, dates and text are looked
for is the layout's. Everything else is taken out of the tree before, so that reading costs what the article
costs, and not what the page does.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any, Self

from lxml import etree

from wirelake.config.layouts import LearnedLayout
from wirelake.formats.html.body import MOST, STRIPPED, Text, spans
from wirelake.formats.html.body.articles import drop
from wirelake.formats.html.body.blocks import Block, blocks
from wirelake.formats.html.body.drop_caps import mend
from wirelake.formats.html.body.pictures import Picture, carried, of_article
from wirelake.formats.html.body.speakers import as_said
from wirelake.formats.html.body.surroundings import frame_of, is_likely
from wirelake.formats.html.body.waiting import hidden, is_unseen
from wirelake.formats.html.head import Head
from wirelake.formats.html.headline import Headline
from wirelake.formats.html.layout.paths import Step, led_to
from wirelake.formats.html.layout.places import CAPTIONED, place_of
from wirelake.formats.html.layout.signs import signs
from wirelake.formats.html.scripts import without_unread
from wirelake.formats.html.tree import parse
from wirelake.payloads import bounds

UNREAD = ("script", "style", "svg")
STATING = ("meta", "link", "title")  # also in the body of some pages
MAX_FOUND = 10  # elements of a byline, or of a date
SHORTER, LONGER = 0.4, 2.5  # than the texts from which it was learned
MAX_UNKNOWN = 0.03  # of the text may stand in places that the layout does not know, a short line each
HIDDEN = 300  # characters
REPEATED = 40  # characters, from which a paragraph stands in a text once
STATED_LONGER = 1.25  # than the text: what the page states to be its article's (articleBody)

Known = dict[tuple[Step, ...], list[Any]]


class Unfit(Exception):  # noqa: N818  no error: the page is read in full
    """The page does not fit, and why."""


@dataclass(slots=True, kw_only=True)
class Fitting:
    """A page of which one layout alone leads to text and headline; of its tree the layout's part is left."""

    layout: LearnedLayout
    head: Head
    text: Any  # the element that holds the text
    headline: Any
    pictures: Sequence[Picture]
    is_told: bool = False  # author and date are stated for machines, or stand where the layout knows

    @classmethod
    def of(cls, markup: bytes, address: str, layouts: Sequence[LearnedLayout]) -> Self:
        """Find the first layout that leads to one text and one headline, and leave of the page what it names.

        Raises:
            Unfit: none does, or the page is one to be read in full.
            ParseError: the page is beyond the bounds.
        """
        brief = without_unread(markup)
        if sign := next(signs(brief), None):
            raise Unfit(sign)
        bounds.check_markup(brief)
        tree = parse(brief)
        body = None if tree is None else next(tree.iter("body"), None)
        if body is None:
            raise Unfit("no body")
        bounds.check_depth(tree)
        head = Head.read(tree, address)
        etree.strip_elements(tree, *UNREAD, with_tail=False)
        said: list[str] = []
        known: Known = {}
        for layout in layouts:
            texts, headlines = (led_to(body, path, known) for path in (layout.text, layout.headline))
            if len(texts) == len(headlines) == 1:
                pictures = list(of_article(carried(body, STRIPPED), texts[0]))
                fitting = cls(
                    layout=layout, head=head, text=texts[0], headline=headlines[0], pictures=pictures
                )
                fitting._leave(tree, body, known)
                return fitting
            said.append(f"{len(texts)} texts and {len(headlines)} headlines")
        raise Unfit("; ".join(dict.fromkeys(said)))

    @contextmanager
    def text_apart(self) -> Iterator[None]:
        """The tree with the text as one run of words, where all else that is asked of is stated beside it."""
        parent = self.text.getparent()
        if not self.is_told or parent is None or self.text in self.headline.iterancestors():
            yield
            return
        stand_in = self.text.makeelement("p")
        stand_in.text = " ".join(self.text.itertext("*"))  # by which names are spelt
        parent.replace(self.text, stand_in)
        try:
            yield
        finally:
            parent.replace(stand_in, self.text)

    def read(self, heading: Headline) -> Text:
        """The paragraphs in the places that the layout keeps. ``heading`` is the headline by the page's own
        evidence.

        Raises:
            Unfit: another headline, hidden text, places that the layout does not know, or a text unlike those
                from which it was learned.
        """
        if heading.heading is not self.headline or not heading.sure:
            raise Unfit("another headline")
        if any(one is not self.headline for one in self.text.iter("h1")):
            raise Unfit("two h1 in the text")
        found = self._blocks()
        kept = [one for one in found if one.chosen]
        text = sum(len(one.text) + 1 for one in kept) - 1
        layout = self.layout
        if not SHORTER * layout.shortest <= text <= LONGER * layout.longest:
            raise Unfit(f"{max(0, text)} characters, learned of {layout.shortest} to {layout.longest}")
        if not any(map(is_likely, kept)):
            raise Unfit("no paragraph of text")
        long = [one.text for one in kept if len(one.text) > REPEATED]
        if len(set(long)) < len(long):
            raise Unfit("a paragraph twice")
        stated = self.head.thing.get("articleBody")
        if isinstance(stated, str) and len(stated) > STATED_LONGER * text + HIDDEN:
            raise Unfit("articleBody is longer")
        frame = frame_of(kept, self.text, MOST)
        return Text(spans=tuple(spans(found, frame, [])), page=found, frame=self.text, pictures=self.pictures)

    def _leave(self, tree: Any, body: Any, known: Known) -> None:
        """Take everything out of the body but the elements that the layout leads to, and what holds them."""
        if any(map(is_unseen, (self.text, *self.text.iterancestors()))):
            raise Unfit("hidden text")
        layout = self.layout
        paths = (*layout.bylines, *layout.dates)
        found = [led_to(body, path, known)[:MAX_FOUND] for path in paths]
        wanted = {self.text, self.headline, *chain.from_iterable(found)}
        bylines, dates = (any(one) for one in (found[: len(layout.bylines)], found[len(layout.bylines) :]))
        thing = self.head.thing
        self.is_told = bool((bylines or thing.get("author")) and (dates or thing.get("datePublished")))
        whole = {one for one in wanted if wanted.isdisjoint(one.iterancestors())}
        around = {outer for one in whole for outer in one.iterancestors()} - {tree}
        head = next(tree.iter("head"), tree)
        for one in list(body.iter(*STATING)):
            head.append(one)
        for outer in around:
            for child in list(outer):
                if child not in whole and child not in around:
                    outer.remove(child)

    def _blocks(self) -> list[Block]:
        """The paragraphs of the text's element, those chosen that stand where the layout keeps them."""
        text, layout = self.text, self.layout
        as_said(text)
        etree.strip_elements(text, etree.Comment, *STRIPPED, with_tail=False)
        unseen = hidden(text)
        if sum(len("".join(one.itertext())) for one in unseen) > HIDDEN:
            raise Unfit("hidden text")
        for one in unseen:
            drop(one)
        mend(text)
        found, known, unknown = blocks(text), dict[Any, str](), list[Block]()
        keeps, leaves = frozenset(layout.keeps), frozenset(layout.leaves)
        for one in found:
            place = place_of(one, text, known)
            one.chosen = place in keeps
            if place not in keeps and place not in leaves and place != CAPTIONED:
                if is_likely(one):
                    raise Unfit(f"text in a place that it does not know: {place}"[:200])
                unknown.append(one)
        size = sum(len(one.text) for one in found if one.chosen)
        if sum(len(one.text) for one in unknown) > MAX_UNKNOWN * size:
            raise Unfit("lines in places that it does not know")
        return found
