"""Dates that a reader sees on a page: beside the headline and the byline, in <time>, and in running clocks.

Without a label only what stands near the headline has a say; what stands in lists of other articles, in
comments or in a banner has none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from wirelake.evidence.clock import page_clock
from wirelake.evidence.written import plain_digits, written_dates
from wirelake.formats.html.dates.labels import Label, aside, labelled, of_markup, of_words
from wirelake.formats.html.dates.machine import machine_date
from wirelake.formats.html.dates.places import LINE, Place, is_alone, is_near, line_of, places, words_of
from wirelake.formats.html.head import Head
from wirelake.formats.html.headline import Headline
from wirelake.records import DateCandidate

# "RAJAPUR, Dec 20, 2025 (QNS) -- The port": what stands before and after the day of a dateline
PLACE = re.compile(r"[A-ZÀ-Þ][\w.’'-]*(?:[ ,/]+[\w.’'-]+){0,5},?\s*(?:\([\w./ ]{2,20}\),?\s*(?:[-–—]+\s*)?)?")
PARTED = re.compile(r"\s*(?:[(/:]|[-–—])")
PROSE_FOLLOWS = 30  # characters
CJK = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
UNLABELLED = ("visible_time", "dateline")  # origins that say by themselves what they are
MOST_SHOWN = 4  # of an origin
SAYS: dict[Label, int] = {None: 0, "modified": 1, "published": 2}  # of one day said twice
NO_SAY, LAST_RESORT = 0.3, 0.2
ONLY = 0.5  # the one day that all <time> elements of a page state
# origin → weight of the first one by label, near the headline and elsewhere
WEIGHTS: dict[str, dict[tuple[Label, bool], float]] = {
    "visible_time": {("published", True): 0.75, ("published", False): 0.55, (None, True): 0.7},
    "written": {("published", True): 0.6, ("published", False): 0.5, (None, True): 0.55},
    "dateline": {(None, True): 0.6, (None, False): 0.5},
}


class Shown(NamedTuple):
    """A date that the page shows, what is said of it, and whether the headline is near."""

    date: DateCandidate
    label: Label
    near: bool


def visible_dates(head: Head, headline: Headline, *, near_only: bool = False) -> Iterator[DateCandidate]:
    """What the page shows as dates, with a say for the likeliest alone; clocks are refused.

    ``near_only`` reads no further than the headline's surroundings, where the page has stated its date.
    """
    language = head.language()
    shown: dict[tuple[str, str], Shown] = {}
    for place in places(head.tree, headline, near_only=near_only):
        line = line_of(place, headline)
        above = place.below is None or place.below < 0
        if (above or not headline.sure) and (clock := page_clock(line) or page_clock(place.words)):
            yield clock
            continue
        near = is_near(place, line, headline)
        banner = place.below is not None and place.below < 0 and not near
        told = near or place.is_time or not line or labelled(line, place.element)
        if banner or not told or aside(place.element, headline.around, near):
            continue
        for one in _shown(place, line, language, near):
            known = shown.get((one.date.origin, one.date.value))
            if known is None or SAYS[one.label] > SAYS[known.label]:
                shown[one.date.origin, one.date.value] = one
    yield from _weighed(shown.values())


def _shown(place: Place, line: str, language: str | None, near: bool) -> Iterator[Shown]:
    """The dates of a place that something speaks for: a label, its origin, or a line of its own near by."""
    found = list(_dateline(place, language, near)) or (
        _read(place, line, language) if line or place.is_time else ()
    )
    for one, label in found:
        if label or one.origin in UNLABELLED or (near and is_alone(one.raw, place, line)):
            yield Shown(one, label, near)


def _read(place: Place, line: str, language: str | None) -> Iterator[tuple[DateCandidate, Label]]:
    """The dates of a place: its own attribute, and those of its line, each with what is said of it."""
    markup = of_markup(place.element)
    attribute = (place.element.get("datetime") or place.words) if place.is_time else None
    if attribute and (stated := machine_date(attribute, "visible_time", 0.0)):
        yield stated, _label_inside(place, language) or of_words(_before(place, line, language)) or markup
        if stated.precision != "day":
            return
    text = plain_digits(line)
    dates = written_dates(text, language)
    edges = [0, *(one.end for one in dates)], [*(one.start for one in dates[1:]), len(text)]
    follow = bool(dates) and CJK.search(text) and not of_words(text[: dates[0].start])
    for one, since, until in zip(dates, *edges, strict=False):
        # "2026年3月4日 公開 2026年3月5日 更新": the label follows its date
        said = of_words(text[one.end : until] if follow else text[since : one.start])
        label = said or (markup if len(dates) == 1 else None)
        raw = text[one.start : one.end]
        yield DateCandidate(value=one.value, raw=raw, origin="written", precision=one.precision), label


def _label_inside(place: Place, language: str | None) -> Label:
    """What an element made for dates says itself, before its date: ``<time>Updated: 9 March 2026</time>``."""
    own = plain_digits(words_of(place.element))
    dates = written_dates(own, language)
    return of_words(own[: dates[0].start] if dates else own)


def _before(place: Place, line: str, language: str | None) -> str:
    """The words of the line before the element, as far back as no other date stands there."""
    beside = place.element.getprevious()
    if beside is not None and beside.tag == "time":
        return beside.tail or ""
    words = words_of(place.element)
    before = plain_digits(line.partition(words)[0] if words else "")
    dates = written_dates(before, language)
    return before[dates[-1].end :] if dates else before


def _dateline(place: Place, language: str | None, near: bool) -> Iterator[tuple[DateCandidate, Label]]:
    """The day in a dateline: "RAJAPUR, Dec 20, 2025 (QNS) -- The port"; near the headline also without a
    place: "20 December 2025 - The port".
    """
    text = plain_digits(" ".join(place.words[:LINE].split()))
    for one in written_dates(text, language)[:1]:
        prose = place.words[one.end :].strip()
        if (
            len(prose) > PROSE_FOLLOWS
            and (PLACE.fullmatch(text[: one.start]) or (near and not text[: one.start]))
            and PARTED.match(text[one.end :])
        ):
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
