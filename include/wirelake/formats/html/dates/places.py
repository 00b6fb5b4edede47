"""Where on a page a date may stand, how far from the headline, and on what line."""

import re
from typing import Any, NamedTuple

from lxml.etree import PI, Comment

from wirelake.evidence.clock import tells_weekday
from wirelake.evidence.written import may_hold
from wirelake.formats.html.dates.labels import says_published
from wirelake.formats.html.head import width
from wirelake.formats.html.headline import Headline

NEAR = 1500  # characters below the headline: standfirst, byline, caption
ABOVE = 150  # characters above it, for the kicker's line: "Shipping | 4 March 2026"
LEVELS = 4  # between the headline and the element that holds both
LINE = 120  # characters of a line of nothing but byline and date
REST = 50  # characters beside a date of which nothing is said, such as a byline; CJK characters count twice
WORDS = 400  # characters of a text that is searched
MOST_PLACES = 80
MOST_ABOVE = 30  # of the first, and of the last
SMALL_WORD = re.compile(r"(?<!\w)[a-zß-ÿ]{2,}")
SAYING = 4  # small words beside a date
PROSE = frozenset({"p", "li", "td", "dd", "blockquote"})
EMPHASIS = frozenset({"a", "b", "i", "u", "em", "strong"})
SILENT = frozenset({"script", "style", "noscript", "template", "title", "option", "textarea", Comment, PI})


class Place(NamedTuple):
    """A place where a date may stand: the element, its own words, and how far below the headline."""

    element: Any
    words: str
    below: int | None  # characters; negative above the headline, None where there is no headline

    @property
    def is_time(self) -> bool:
        """Whether the element is made for dates."""
        return bool(self.element.tag == "time")


def places(tree: Any, headline: Headline, *, near_only: bool) -> list[Place]:
    """The texts that may hold a date, and the elements that are made for dates, in the page's order."""
    at, start = 0, None
    around = frozenset(headline.around)
    found: list[tuple[Any, str, int, bool]] = []
    for element in tree.iter():
        tag, text, tail = element.tag, element.text, element.tail
        if element is headline.heading:
            start = at
        if text and tag not in SILENT and not text.isspace():
            if may_hold(text) if len(text) < WORDS else tag in PROSE and may_hold(text[:LINE]):
                found.append((element, text, at, start is not None))
            at += len(text)
        if tag == "time" and element.get("datetime") and (not found or found[-1][0] is not element):
            found.append((element, text or "", at, start is not None))
        if tail and not tail.isspace():
            if len(tail) < WORDS and may_hold(tail):
                # The tail of what holds the headline stands below it, though the walk comes to it before.
                found.append((element.getparent(), tail, at, start is not None or element in around))
            at += len(tail)
        if start is None:
            # The first stay, clocks among them, and the last before the headline.
            del found[MOST_ABOVE:-MOST_ABOVE]
        elif len(found) > MOST_PLACES or (near_only and at - start > NEAR):
            break
    return [Place(one, words, _below(at, start, later)) for one, words, at, later in found]


def _below(at: int, start: int | None, later: bool) -> int | None:
    if start is None:
        return None
    return max(0, at - start) if later else min(-1, at - start)


def line_of(place: Place, headline: Headline) -> str:
    """The words of the largest element around the date that is a line; of prose, nothing."""
    best, element = place.words, place.element
    for _ in range(LEVELS):
        if element is None or element in headline.around:
            break
        words = words_of(element)
        if len(words) > LINE:
            return "" if element.tag in PROSE and place.element.tag != "time" else best
        best = words
        element = element.getparent()
    return best


def is_near(place: Place, line: str, headline: Headline) -> bool:
    """Whether a place is close below the headline, or just above it and no banner's date.

    That is a date with a label, a <time> with a time, or one in a small element with the headline and
    without a weekday: "Wednesday, 4 March 2026" above a headline is the page's day.
    """
    if place.below is None or place.below >= 0:
        return place.below is not None and place.below <= NEAR
    if place.below < -ABOVE:
        return False
    timed = place.is_time and ":" in (place.element.get("datetime") or "")
    if timed or says_published(line, place.element):
        return True
    around = set(headline.around[:LEVELS])
    shared = next((one for one in place.element.iterancestors() if one in around), None)
    return shared is not None and shared.tag not in ("body", "html") and not tells_weekday(line)


def is_alone(date: str, place: Place, line: str) -> bool:
    """Whether a date stands for itself in its text or its line: "By A. Marsh | 4 March 2026"."""
    element, words = place.element, place.words.strip()
    while element is not None and element.tag in EMPHASIS:
        element = element.getparent()
    if element is not None and element.tag in PROSE:  # "The next fair is on <b>4 March 2026</b> at the quay."
        words = words_of(element)
    shorter = min(words, line, key=width)
    return width(shorter) - width(date) <= REST and not _is_sentence(shorter.replace(date, " ", 1))


def _is_sentence(words: str) -> bool:
    """Whether it says something else: ``The next fair is on 4 March 2026 at the quay.``"""
    return words.rstrip().endswith((".", "!", "?")) and len(SMALL_WORD.findall(words)) >= SAYING


def words_of(element: Any) -> str:
    """The element's text on one line, cut off where it is longer than a line."""
    words: list[str] = []
    size = 0
    for text in element.itertext():
        words.append(text)
        size += len(text.strip())
        if size > LINE:
            break
    return " ".join(" ".join(words).split())
