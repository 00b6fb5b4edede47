"""Which elements of a page are marked as bylines of its article, by their classes, links and places."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

from wirelake.formats.html.head import width
from wirelake.formats.html.headline import Headline
from wirelake.statements.lines import letters

# What the class or the id of a byline holds: a cheap look before MARK.
HINT = re.compile(r"[uU](?:tho|TH|tor|teu)|[yY](?:lin|Lin|-lin)|riter|eporter|ournalist|enulis")
# <a href="/authors/anna-quay">: wherever it stands below the headline, it leads to who wrote
AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:es|en|in)?|auteurs?|autore|reporters?|contributors?)/[^/?#]{3}", re.IGNORECASE
)
MARK = re.compile(
    r"(?:^|[\s_-]|\b[a-z]+)"
    r"(?:by-?lines?|authors?|autor(?:es|en|in)?|auteurs?|writers?|reporters?|journalists?|penulis)"
    r"(?:$|[\s_-]|[A-Z]|\d|name)",
    re.IGNORECASE,
)
# "comment-author", "author-bio", "byline__image", "followAuthorBtn": beside a byline, or of another text
NO_MARK = re.compile(
    r"comment|avatar|image|photo|bild|img|icon|bio(?:$|[\s_-]|graphy)|desc(?:$|[\s_-]|ription)|social(?!-author)|follow"
    r"|btn|button|authoriz|newsletter|caption|quote|count|related|recommend|other|popular|trending|teaser"
    r"|promo|sidebar|widget|modal|twit|email|url$|feed|footer-author|book|editor(?!ial)|translator|date|time"
    r"|underwriter",
    re.IGNORECASE,
)
# Boxes of other texts. "has-sidebar" and "headline__footer" are none.
OUTSIDE = re.compile(
    r"comment|related|recommend|(?<!main-)(?<!has-)(?<!with-)(?<!no-)side-?bar|widget|popular|trending|teaser"
    r"|newsletter|promo|(?:^|\s)(?:site|page|global|main)?-?footer|more-?from|read-?next|most-?read|also-?read"
    r"|speakers?(?:$|[\s_-])|panell?ists?|sessions?(?:$|[\s_-])|agenda|exhibitors?"
    r"|carousel|outbrain|taboola|disqus|respond|nav(?:$|[\s_-]|igation|bar)|menu|caption",
    re.IGNORECASE,
)
OUTSIDE_TAGS = frozenset({"nav", "figure", "figcaption", "blockquote", "select", "form"})
MAX_CARD = 700  # characters of a box that only announces another article
MIN_HEADLINE = 20  # columns of a link that is a headline and no section's name
MIN_WORDS = 4  # of it, or as many letters
CARDS = ("li", "article", "div", "section")
TITLED = frozenset({"h1", "h2", "h3", "h4", "a"})
MAX_BOX = 60  # elements of a card before its byline
MAX_MARKED = 40  # looked at before the headline, and after it
MAX_BEFORE, MAX_AFTER = 3, 10
MAX_PASSED = 400  # elements behind the headline, if one was found among them
LEVELS = 4
MAX_ABOVE = 30


def marked(tree: Any, headline: Headline) -> tuple[list[Any], list[Any]]:
    """The marked elements that are nearest to the heading, and those that stand in other texts.

    Those behind it come first, in the page's order; those before it follow, the nearest first.
    """
    heading, others = headline.heading, list[Any]()
    before: list[Any] = []
    after: list[Any] = []
    place = before if heading is not None else after
    looked, passed, known = 0, 0, dict[Any, bool]()
    for element in _around(tree, heading):
        passed += 1
        if element is heading:
            place, looked, passed = after, 0, 0
        if looked < MAX_MARKED and _marks(element):
            looked += 1
            (others if _is_elsewhere(element, headline, known) else place).append(element)
        if place is after and (
            looked >= MAX_MARKED or len(after) >= MAX_AFTER or (after and passed >= MAX_PASSED)
        ):
            break
    return [*after, *reversed(before[-MAX_BEFORE:])], others


def following(element: Any) -> Iterator[Any]:
    """The elements that stand behind it and outside of it, in the page's order."""
    for one in (element, *element.iterancestors()):
        for sibling in one.itersiblings("*"):
            yield from sibling.iter("*")


def _around(tree: Any, heading: Any) -> Iterator[Any]:
    """All elements from a few levels above the heading on: what stands before that is the page's menu."""
    box = tree if heading is None else next(islice(heading.iterancestors(), LEVELS - 1, None), tree)
    yield from box.iter("*")
    if heading is not None:
        yield from following(box)


def is_linked(element: Any) -> bool:
    """Whether the element is stated to be an author: ``rel="author"`` or ``itemprop="author"``."""
    stated, rel = element.get("itemprop"), element.get("rel")
    return bool((stated and "author" in stated.split()) or (rel and "author" in rel.split()))


def is_elsewhere(element: Any, headline: Headline) -> bool:
    """Whether it stands in a box of another text than the heading's."""
    return _is_elsewhere(element, headline, {})


def _marks(element: Any) -> bool:
    classes = element.get("class")
    if classes and _is_mark(classes):
        return True
    name, stated = element.get("id"), element.get("itemprop")
    if (name and _is_mark(name)) or (stated and "author" in stated.split()):
        return True
    if element.tag != "a":
        return False
    href = element.get("href")
    return is_linked(element) or (href is not None and AUTHOR_PAGE.search(href) is not None)


@lru_cache(maxsize=4096)  # a page has few classes, and a site's pages have the same
def _is_mark(classes: str) -> bool:
    return bool(HINT.search(classes) and MARK.search(classes) and not NO_MARK.search(classes))


def _is_elsewhere(element: Any, headline: Headline, known: dict[Any, bool]) -> bool:
    """It stands in a part of the page that has another text or a headline of its own, with a link."""
    passed = []
    answer = False
    for one in islice(element.iterancestors(), MAX_ABOVE):
        if one in headline.around:
            break
        if one in known:
            answer = known[one]
            break
        passed.append(one)
        if _is_other(one, element, headline):
            answer = True
            break
    known.update(dict.fromkeys(passed, answer))
    return answer


def _is_other(box: Any, element: Any, headline: Headline) -> bool:
    if box.tag in OUTSIDE_TAGS or (box.tag == "aside" and not is_linked(element)):
        return True
    if OUTSIDE.search(f"{box.get('class') or ''} {box.get('id') or ''}"):
        return True
    return headline.heading is not None and box.tag in CARDS and _is_card(box, element, headline)


def _is_card(box: Any, byline: Any, headline: Headline) -> bool:
    """It announces another article: <div><h3>Crane falls across…</h3> or <a href="/2">… and then its byline.

    A box that is marked itself may be headed "About the author"; in a byline's own heading stands the name.
    """
    if _is_marked(box):
        return False
    within = frozenset(byline.iterancestors())
    for one in islice(box.iter("*"), MAX_BOX):
        if one is byline:
            return False
        if one.tag in TITLED and one not in within and _titles(one, box, headline):
            return sum(len(text.strip()) for text in islice(box.itertext("*"), 400)) <= MAX_CARD
    return False


def _titles(one: Any, box: Any, headline: Headline) -> bool:
    """A headline of another article: a heading or a link with as many words; "News" may be a kicker.

    Some pages repeat their own: <header><h1>Port reopens</h1></header><div><h2>Port reopens</h2>…
    """
    text = " ".join("".join(islice(one.itertext("*"), 9)).split())
    own, key = letters("".join(islice(headline.heading.itertext("*"), 99))), letters(text)
    if not key or key in own or own in key or _marks(one):
        return False
    if one.tag == "a":
        return headline.sure and width(text) >= MIN_HEADLINE and text.count(" ") + len(key) // 9 >= MIN_WORDS
    linked = next(one.iter("a"), None) is not None or one.getparent().tag == "a"
    return (linked or headline.sure) and (width(text) >= MIN_HEADLINE or box.tag == "article")


def _is_marked(element: Any) -> bool:
    classes, name = element.get("class"), element.get("id")
    return bool((classes and _names_author(classes)) or (name and _names_author(name)))


@lru_cache(maxsize=4096)
def _names_author(classes: str) -> bool:
    return bool(HINT.search(classes) and MARK.search(classes))
