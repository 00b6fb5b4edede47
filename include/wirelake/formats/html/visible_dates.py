"""Dates that a reader sees on a page: beside the headline and the byline, in <time>, and in running clocks.

Only what stands near the headline has a say without a label; what stands in lists
of other articles, in comments or in a banner has none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from lxml.etree import PI, Comment

from wirelake.evidence.clock import page_clock, tells_weekday
from wirelake.evidence.written import MAY_HOLD, plain_digits, written_dates
from wirelake.formats.html.date_labels import Label, aside, labelled, of_markup, of_words
from wirelake.formats.html.head import Head, plain
from wirelake.formats.html.machine_dates import machine_date
from wirelake.records import DateCandidate

NEAR = 1500  # characters below the headline: standfirst, byline, caption
ABOVE = 150  # characters above it, for the kicker's line: "Shipping | 4 March 2026"
LEVELS = 4  # between the headline and the element that holds both
LINE = 120  # characters of a line of nothing but byline and date
REST = 50  # characters beside a date of which nothing is said, such as a byline; CJK characters count twice
WORDS = 400  # characters of a text that are searched
MOST_PLACES = 80
MOST_SHOWN = 4
HEADINGS = ("h1", "h2", "h3")
PROSE = frozenset({"p", "li", "td", "dd", "blockquote"})
SILENT = frozenset({"script", "style", "noscript", "template", "title", "option", "textarea", Comment, PI})
EMPHASIS = frozenset({"a", "b", "i", "u", "em", "strong"})
# "RAJAPUR, Dec 20, 2025 (QNS) -- The port": what stands before and after the day of a dateline
PLACE = re.compile(r"[A-ZÀ-Þ][\w.’'-]*(?:[ ,/]+[\w.’'-]+){0,5},?\s*")
PARTED = re.compile(r"\s*(?:[(/:]|[-–—])")
NO_SAY, LAST_RESORT = 0.3, 0.2
UNLABELLED = ("visible_time", "dateline")  # origins that say by themselves what they are
ONLY = 0.5  # the one day that all <time> elements of a page state
# origin → weight of the first one by label, near the headline and elsewhere
WEIGHTS: dict[str, dict[tuple[Label, bool], float]] = {
    "visible_time": {("published", True): 0.75, ("published", False): 0.55, (None, True): 0.7},
    "written": {("published", True): 0.6, ("published", False): 0.5, (None, True): 0.55},
    "dateline": {(None, True): 0.6, (None, False): 0.5},
}


class Place(NamedTuple):
    """Where a date may stand: the element around it, its own words, and how far below the headline."""

    element: Any
    words: str
    below: int | None  # characters; negative above the headline, None where there is no headline


class Shown(NamedTuple):
    """A date that a place shows, what is said of it and whether the headline is near."""

    date: DateCandidate
    label: Label
    near: bool


def visible_dates(head: Head, headline: str, *, near_only: bool = False) -> Iterator[DateCandidate]:
    """What the page shows as dates, with a say for the likeliest alone; clocks are refused.

    ``near_only`` reads no further than the headline's surroundings, where the page has stated its date.
    """
    heading, sure = _heading(head, headline)
    page = () if heading is None else tuple(heading.iterancestors())
    language = head.language()
    shown: dict[tuple[str, str], Shown] = {}
    for place in _places(head.tree, heading, page, near_only):
        line = _line(place, page)
        if not (sure and place.below is not None and place.below >= 0) and (
            clock := page_clock(line) or page_clock(place.words)
        ):
            yield clock
            continue
        near, is_time = _near(place, line, page), place.element.tag == "time"
        told = near or is_time or not line or labelled(line, place.element)
        if told and not aside(place.element, page, near):
            for one, label in _read(place, line, language) if line or is_time else _dateline(place, language):
                if label or (near and _alone(one.raw, place, line)) or one.origin in UNLABELLED:
                    key = (one.origin, one.value)
                    if key not in shown or (label and not shown[key].label):
                        shown[key] = Shown(one, label, near)
    yield from _weighed(shown.values())


def _heading(head: Head, headline: str) -> tuple[Any, bool]:
    """The heading that holds the article's title, and whether its words say so; a first h1 may be a logo."""
    titles = (plain(head.thing.get("headline")), plain(head.metas.get("og:title")), headline)
    wanted = [letters for title in titles if (letters := _letters(title))]
    first = None
    for tag in HEADINGS:
        headings = [(one, _letters("".join(one.itertext()))) for one in islice(head.tree.iter(tag), 20)]
        first = first or next((one for one, words in headings), None) if tag == "h1" else first
        for title in wanted:
            for one, words in headings:
                if words == title or (len(words) > 15 and (words in title or title in words)):
                    return one, True
    return first, False


def _letters(words: str | None) -> str:
    return "".join(one for one in (words or "").casefold() if one.isalnum())


def _places(tree: Any, heading: Any, page: tuple[Any, ...], near_only: bool) -> list[Place]:
    """The texts that may hold a date, and the elements that are made for dates, in the page's order."""
    at, start = 0, None
    around = frozenset(page)
    found: list[tuple[Any, str, int, bool]] = []
    may_hold = MAY_HOLD.search
    for element in tree.iter():
        tag = element.tag
        if element is heading:
            start = at
        text, tail = element.text, element.tail
        if text and tag not in SILENT and not text.isspace():
            if len(text) < WORDS and may_hold(text) or (tag in PROSE and may_hold(text, 0, LINE)):
                found.append((element, text, at, start is not None))
            at += len(text)
        if tag == "time" and element.get("datetime") and (not found or found[-1][0] is not element):
            found.append((element, text or "", at, start is not None))
        if tail and not tail.isspace():
            if len(tail) < WORDS and may_hold(tail):
                # The tail of what holds the headline stands below it, though the walk comes to it before.
                found.append((element.getparent(), tail, at, start is not None or element in around))
            at += len(tail)
        if len(found) >= MOST_PLACES or (near_only and start is not None and at - start > NEAR):
            break
    if start is None:
        return [Place(one, words, None) for one, words, _, _ in found]
    return [
        Place(one, words, max(0, where - start) if later else min(-1, where - start))
        for one, words, where, later in found
    ]


def _line(place: Place, page: tuple[Any, ...]) -> str:
    """The words of the largest element around the date that is a line; of prose, nothing."""
    best, element = place.words, place.element
    for _ in range(LEVELS):
        if element is None or element in page:
            break
        words = _words(element)
        if len(words) > LINE:
            return "" if element.tag in PROSE and place.element.tag != "time" else best
        best = words
        element = element.getparent()
    return best


def _words(element: Any) -> str:
    """The element's text on one line, cut off where it is longer than a line."""
    words: list[str] = []
    size = 0
    for text in element.itertext():
        words.append(text)
        size += len(text.strip())
        if size > LINE:
            break
    return " ".join(" ".join(words).split())


def _near(place: Place, line: str, page: tuple[Any, ...]) -> bool:
    """Close below the headline; or just above it, in one small element with it, and no masthead's date.

    "Wednesday, 4 March 2026" above a headline is the page's day, unless its class says that it is not.
    """
    if place.below is None or place.below >= 0:
        return place.below is not None and place.below <= NEAR
    around = set(page[:LEVELS])
    shared = next((one for one in place.element.iterancestors() if one in around), None)
    if place.below < -ABOVE or shared is None or shared.tag in ("body", "html"):
        return False
    return of_markup(place.element) == "published" or not tells_weekday(line)


def _alone(date: str, place: Place, line: str) -> bool:
    """Whether a date stands for itself in its text or its line: "By A. Marsh | 4 March 2026"."""
    element, words = place.element, place.words.strip()
    while element is not None and element.tag in EMPHASIS:
        element = element.getparent()
    if element is not None and element.tag in PROSE:  # "The next fair is on <b>4 March 2026</b> at the quay."
        words = _words(element)
    return min(_width(words), _width(line)) - _width(date) <= REST


def _width(text: str) -> int:
    return len(text) + sum(one > "\u2e80" for one in text)


def _read(place: Place, line: str, language: str | None) -> Iterator[tuple[DateCandidate, Label]]:
    """The dates of a place: its own attribute, and those of its line, each with what is said of it."""
    markup = of_markup(place.element)
    is_time = place.element.tag == "time"
    attribute = (place.element.get("datetime") or place.words) if is_time else None
    if attribute and (stated := machine_date(attribute, "visible_time", 0.0)):
        before = line.partition(" ".join(place.words.split()))[0] if place.words.strip() else ""
        yield stated, of_words(before) or markup
        if stated.precision != "day":
            return
    text = plain_digits(line)
    dates = written_dates(text, language)
    edges = [0, *(one.end for one in dates)], [*(one.start for one in dates[1:]), len(text)]
    for one, since, until in zip(dates, *edges, strict=False):
        label = of_words(text[since : one.start], text[one.end : until]) or (markup if len(dates) == 1 else None)
        raw = text[one.start : one.end]
        yield DateCandidate(value=one.value, raw=raw, origin="written", precision=one.precision), label


def _dateline(place: Place, language: str | None) -> Iterator[tuple[DateCandidate, Label]]:
    """The day in a dateline: "RAJAPUR, Dec 20, 2025 (QNS) -- The port"."""
    text = plain_digits(" ".join(place.words[:LINE].split()))
    for one in written_dates(text, language)[:1]:
        if PLACE.fullmatch(text[: one.start]) and PARTED.match(text[one.end :]):
            raw = text[: one.end]
            yield DateCandidate(value=one.value, raw=raw, origin="dateline", precision=one.precision), None


def _weighed(shown: Iterable[Shown]) -> Iterator[DateCandidate]:
    """Of each origin the likeliest with a say, some of the others without; changes as the last resort."""
    listed = list(shown)
    for one in [one for one in listed if one.label == "modified"][:MOST_SHOWN]:
        yield replace(one.date, origin="modified", weight=LAST_RESORT)
    for origin, weights in WEIGHTS.items():
        own = [one for one in listed if one.date.origin == origin and one.label != "modified"]
        own.sort(key=lambda one: -weights.get((one.label, one.near), NO_SAY))
        only = origin == "visible_time" and len({one.date.value[:10] for one in own}) == 1
        for order, one in enumerate(own[:MOST_SHOWN]):
            weight = weights.get((one.label, one.near), ONLY if only else NO_SAY) if order == 0 else NO_SAY
            yield replace(one.date, weight=weight)
