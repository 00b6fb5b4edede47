"""Where a page that was read in full held its article: what layouts are learned from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from lxml import etree

from wirelake.formats.html.body import STRIPPED
from wirelake.formats.html.body.articles import drop
from wirelake.formats.html.body.blocks import Block, blocks
from wirelake.formats.html.body.drop_caps import mend
from wirelake.formats.html.body.speakers import as_said
from wirelake.formats.html.body.surroundings import frame_of
from wirelake.formats.html.body.waiting import hidden
from wirelake.formats.html.dates.places import words_of
from wirelake.formats.html.head import Head
from wirelake.formats.html.headline import find_headline
from wirelake.formats.html.layout.paths import Step, led_to, steps_to, written
from wirelake.formats.html.layout.places import place_of
from wirelake.formats.html.layout.signs import signs
from wirelake.formats.html.tree import parse
from wirelake.payloads import bounds, payload
from wirelake.payloads.encoding import decode
from wirelake.records import Article, RawArticle
from wirelake.statements.lines import letters

UNREAD = ("script", "style", "svg")
VISIBLE = frozenset(("visible_time", "written", "dateline"))  # origins of dates that stand in the page's body
HAS_A_SAY = 0.5  # of a date's weight
FOUND_AGAIN = 0.95  # of the text must be paragraphs of the page
MAX_ELEMENTS = 20_000
MAX_PLACES = 200
MIN_LETTERS = 4
Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One page. ``places`` counts the paragraphs by place within the text's element."""

    text: Steps
    headline: Steps
    bylines: tuple[Steps, ...]
    dates: tuple[Steps, ...]
    places: tuple[tuple[str, int, int], ...]  # place, paragraphs there, those that are the article's
    characters: int


def sight(article: Article, raw: RawArticle) -> Sight | None:
    """Where the page held what was read of it in full; None where that is not to be found again in its body,
    or the page is one that no layout reads.

    ``article`` is as the format gives it, not cleaned yet.
    """
    page = decode(payload(raw, bounds.MAX_PAGE_BYTES), raw.header("content-type"), markup=True)
    markup = page.utf8
    tree = None if next(signs(markup), None) else parse(markup)
    body = None if tree is None else next(tree.iter("body"), None)
    if body is None:
        return None
    head = Head.read(tree, raw.final_url or raw.link.url)
    etree.strip_elements(tree, *UNREAD, with_tail=False)
    heading = find_headline(head, article.headline).heading
    headline = None if heading is None else steps_to(heading, body)
    bylines = tuple(_paths(body, [article.byline] if article.byline else []))
    shown = [
        one.raw or "" for one in article.date_candidates if one.origin in VISIBLE and one.weight >= HAS_A_SAY
    ]
    dates = tuple(_paths(body, shown))
    found = _chosen(body, article)
    kept = [one for one in found if one.chosen]
    text = sum(len(one.text) + 1 for one in kept) - 1
    if headline is None or text < FOUND_AGAIN * len(article.extracted_text):
        return None
    title = letters(article.headline)
    element = _alone(frame_of([one for one in kept if letters(one.text) != title], body, 1.0), body, markup)
    steps = None if element is None else steps_to(element, body)
    if steps is None:
        return None
    return Sight(
        text=steps,
        headline=headline,
        bylines=bylines,
        dates=dates,
        places=tuple(islice(_places(found, element), MAX_PLACES)),
        characters=text,
    )


def _chosen(body: Any, article: Article) -> list[Block]:
    """The paragraphs of the page, those chosen that the article's text has."""
    as_said(body)
    etree.strip_elements(body, etree.Comment, *STRIPPED, with_tail=False)
    for one in hidden(body):
        drop(one)
    mend(body)
    wanted = Counter(span.text for span in article.spans)
    found = blocks(body)
    for one in found:
        one.chosen = wanted[one.text] > 0
        wanted[one.text] -= one.chosen
    return found


def _alone(element: Any, body: Any, markup: bytes) -> Any:
    """The element, or the next around it to which a path of tags and classes leads alone; None if none."""
    whole = next(parse(markup).iter("body"))  # with what was stripped of the other since
    while (steps := steps_to(element, body)) is not None:
        if len(led_to(whole, written(steps))) == 1:
            return element
        element = element.getparent()
    return None


def _places(found: list[Block], element: Any) -> Iterator[tuple[str, int, int]]:
    here, chosen, known = Counter[str](), Counter[str](), dict[Any, str]()
    for one in found:
        if one.element is element or element in one.element.iterancestors():
            place = place_of(one, element, known)
            here[place] += 1
            chosen[place] += one.chosen
    for place, count in here.most_common():
        yield place, count, chosen[place]


def _paths(body: Any, lines: list[str]) -> Iterator[Steps]:
    """The smallest elements that show one of the lines, or state it in ``datetime``; each path once."""
    wanted = {key for line in lines if len(key := letters(line)) >= MIN_LETTERS}
    found: dict[Steps, None] = {}
    for one in islice(body.iter("*"), MAX_ELEMENTS) if wanted else ():
        if _shows(one, wanted) and not any(_shows(child, wanted) for child in one):
            steps = steps_to(one, body)
            if steps:
                found.setdefault(steps)
    yield from found


def _shows(element: Any, wanted: set[str]) -> bool:
    said = letters(words_of(element)), letters(element.get("datetime") or "")
    return any(key in one for one in said if one for key in wanted)
