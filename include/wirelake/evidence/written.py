"""Dates as people write them: "Dec. 7, 2025 9:05 AM ET", "4. März 2026, 09:05 Uhr", "令和8年3月4日".

Only whole dates are read: a year, month or day that is not written is never filled in. 03/04/2026 is read
only where the language settles which is the day, 04.03.26 where it settles that the year is the last.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, tzinfo
from functools import partial
from typing import NamedTuple

from wirelake.evidence.calendar_names import day_first, month, year_last
from wirelake.evidence.date_labels import MODIFIED, PUBLISHED
from wirelake.evidence.zones import ZONE, shown_zone, zone

ZoneOf = Callable[[str, datetime], tzinfo | None]
LONGEST = 300  # characters of a text that is searched
# A year, or two digits where a year may be cut short: a first look that is cheap
MAY_HOLD = re.compile(
    r"[12١٢۱۲१২][\d]{3}(?!\d)|[令平昭][和成][元\d]|\d[./]\d\d?[./]\d\d(?!\d)"
    # 14-Mar-26, "Mar 14, '26", "14 Mar 26 |"
    r"|\d-[A-Z][a-z]{2}-\d\d(?!\d)|[\d,.][ ]['’]\d\d(?!\d)|\d [A-Z][a-z]{2,8}[.,]? \d\d\s*(?:$|[|,]|\d\d?:)"
)
DIGIT = re.compile(r"[\d令平昭]")
YEARS = range(1900, 2200)
ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}  # the year before the first
PIVOT, CENTURY = "68", (2000, 1900)  # a year of two digits, as POSIX reads it
ORDINAL = r"(?:st|nd|rd|th|er|re|[.ºª°]|-?го)?"
WORD = r"(?P<word>[^\W\d_]{2,}(?:/[^\W\d_]{3,})?[.’']?)"
OF = r"(?:(?:de|del|of|den|the)\s+|d['’])?"
YEAR = r"(?P<y>\d{4})(?!\d)"
FORMS = (
    # 2026-03-04, 2026/3/4, 2026.03.04, "2026. 3. 4."
    r"(?<![\d/.-])(?P<y>\d{4})(?P<by>[-/.])\s?(?P<m>\d{1,2})(?P=by)\s?(?P<d>\d{1,2})(?!\d|[-/]\d)",
    # 2026年3月4日, 令和8年3月4日, 令和元年5月1日, 2026년 3월 4일
    r"(?:(?<!\d)(?P<y>\d{4})|(?P<era>令和|平成|昭和)\s?(?P<nth>元|\d{1,2}))\s?[年년]"
    r"\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]",
    # 04.03.2026, 4/3/2026: the day may be the first or the second
    rf"(?<![\d/.-])(?P<p>\d{{1,2}})(?P<by>[-/.])\s?(?P<q>\d{{1,2}})(?P=by)\s?{YEAR}(?![-/]\d)",
    # 04.03.26, 10/17/18
    r"(?<![\d/.-])(?P<p>\d{1,2})(?P<by>[/.])(?P<q>\d{1,2})(?P=by)(?P<short>\d{2})(?![\d/.-]?\d)",
    # 4 March 2026, 4th of March, 2026, 4. März 2026, 4 de marzo de 2026, 04-Mar-2026, 4 مارس 2026
    rf"(?<![\d.:])(?P<d>\d{{1,2}}){ORDINAL}[\s/-]+{OF}{WORD}[,،]?[\s/-]+{OF}{YEAR}",
    # 14-Mar-26, 14 Mar '26, and "14 Mar 26" with nothing more, or a time, behind it
    rf"(?<![\d.:])(?P<d>\d{{1,2}})-{WORD}-(?P<short>\d{{2}})(?![\d:])",
    rf"(?<![\d.:])(?P<d>\d{{1,2}}){ORDINAL}\s+{WORD},?\s+['’](?P<short>\d{{2}})(?![\d:])",
    rf"(?<![\d.:])(?P<d>\d{{1,2}})\s+{WORD}\s+(?P<short>\d{{2}})(?=\s*(?:$|[|,;)]|\d{{1,2}}:\d\d))",
    # Mar. 14, '26
    rf"(?<!\w){WORD}\s*(?P<d>\d{{1,2}}),?\s+['’](?P<short>\d{{2}})(?![\d:])",
    # March 4, 2026, Dec 19th 2025
    rf"(?<!\w){WORD}\s*(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{YEAR}",
    # 2026. március 4., 2026 m. kovo 4 d.
    rf"(?<!\d)(?P<y>\d{{4}})(?:\.|\s?m\.)?\s+{WORD}\s+(?P<d>\d{{1,2}})(?!\d)",
)
# Tue Mar 14 08:00:00 CEST 2023: the year stands behind the time and its zone
JAVA = re.compile(
    r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?P<word>[A-Z][a-z]{2}) (?P<d>\d{1,2}) (?P<time>\d{2}:\d{2}:\d{2})"
    r" (?P<zone>[A-Z]{1,5}|[+-]\d{2}:?\d{2}) (?P<y>\d{4})\b"
)
READ = tuple(re.compile(form, re.IGNORECASE) for form in FORMS)
HALF = r"(?P<half>[ap]\.?\s?m\b\.?|[صم](?!\w))"
EARLY, LATE = ("오전", "午前", "上午"), ("오후", "午後", "下午")
TIME = (
    rf"(?:(?P<part>{'|'.join((*EARLY, *LATE))})\s?)?(?<![\d.:])(?P<h>2[0-3]|[01]?\d)"
    r"(?:(?:[:.]|\s?[h時点點시]\s?)(?P<min>[0-5]\d)(?:[:.](?P<s>[0-5]\d)(?:\.\d{1,9})?)?(?![\d:])\s?[分분]?"
    rf"(?:\s?{HALF})?|\s?(?P<only>[ap]\.?m\b\.?))"
)
AFTER = re.compile(rf"(?P<gap>\D{{0,24}}?){TIME}", re.IGNORECASE)
BEFORE = re.compile(rf"{TIME}(?P<gap>\D{{0,24}})$", re.IGNORECASE)


class Written(NamedTuple):
    """A date in a text: its value in ISO 8601, as precise as it was written, and its place."""

    value: str
    precision: str  # instant, minute, day
    start: int
    end: int


def plain_digits(text: str) -> str:
    """The text with the digits and the width of letters of ASCII: ٤ and ４ are 4."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.digit(one)) if one > "9" and one.isdecimal() else one for one in text)


def may_hold(text: str) -> bool:
    """Whether a date may stand in the text: most have no digit, which is told faster."""
    return DIGIT.search(text) is not None and MAY_HOLD.search(text) is not None


def written_dates(text: str, language: str | None = None, *, by_machine: bool = False) -> list[Written]:
    """All whole dates in a short text, in order; offsets count the characters of ``plain_digits(text)``.

    The time that follows a date at once, or precedes it, is part of it; without a zone it stays without. A
    time whose zone has a name that settles none ("11:05 IST") is left out, and so is one of people whose zone
    was not in force that day; software (``by_machine``) knows the offset that it names.
    """
    text = plain_digits(text[:LONGEST])
    if not may_hold(text):
        return []
    if stated := _java(text):
        return [stated]
    days: list[tuple[date, int, int]] = []
    for one in sorted(_days(text, language), key=lambda one: (one[1], -one[2])):
        if not days or one[1] >= days[-1][2]:
            days.append(one)
    edges = [0, *(end for _, _, end in days)], [*(start for _, start, _ in days), len(text)]
    return [
        _timed(text, one, (before, after), None if by_machine else partial(shown_zone, language=language))
        for one, before, after in zip(days, edges[0], edges[1][1:], strict=False)
    ]


def _days(text: str, language: str | None) -> Iterator[tuple[date, int, int]]:
    for form in READ:
        for found in form.finditer(text):
            try:
                day = _day(found.groupdict(), language)
            except ValueError:  # the thirtieth of February
                continue
            if day and day.year in YEARS:
                yield day, found.start(), found.end()


def _day(parts: dict[str, str | None], language: str | None) -> date | None:
    if era := parts.get("era"):
        nth = parts["nth"] or ""
        return date(ERAS[era] + (1 if nth == "元" else int(nth)), int(parts["m"] or 0), int(parts["d"] or 0))
    short = parts.get("short")
    if short and "word" not in parts and not year_last(language):
        return None
    year = int(parts.get("y") or short or 0) + (CENTURY[short > PIVOT] if short else 0)
    if word := parts.get("word"):
        number = month(word, language)
        return date(year, number, int(parts["d"] or 0)) if number else None
    if by := parts.get("by") if "p" in parts else None:
        return _ordered(year, int(parts["p"] or 0), int(parts["q"] or 0), day_first(language, by))
    return date(year, int(parts["m"] or 0), int(parts["d"] or 0))


def _ordered(year: int, one: int, other: int, first: bool | None) -> date | None:
    """The day of two numbers where they, or the language, tell which is the day."""
    if one > 12 or one == other:
        first = True
    elif other > 12:
        first = False
    return None if first is None else date(year, other, one) if first else date(year, one, other)


def _java(text: str) -> Written | None:
    found = JAVA.search(text)
    day = _day(found.groupdict(), None) if found else None
    if not found or not day:
        return None
    moment = datetime.combine(day, time.fromisoformat(found["time"]))
    within = zone(found["zone"], moment)
    value = moment.replace(tzinfo=within) if within else day
    precision = ("instant" if moment.second else "minute") if within else "day"
    return Written(value.isoformat(), precision, *found.span())


def _timed(text: str, day: tuple[date, int, int], bounds: tuple[int, int], shown: ZoneOf | None) -> Written:
    """The date with the time beside it, between the dates before and after it."""
    stated, start, end = day
    after = _own(AFTER.match(text, end, bounds[1]))
    before = None if after else _own(BEFORE.search(text[:start], max(bounds[0], start - 40)))
    found = after or before
    moment = found and _moment(stated, found)
    if not found or not moment:
        return Written(stated.isoformat(), "day", start, end)
    place = found.end() if after else found.start("gap")
    if named := ZONE.match(text, place, bounds[1] if after else start):
        within = (shown or zone)(named["zone"], moment)
        if within is None:
            return Written(stated.isoformat(), "day", start, end)
        moment, place = moment.replace(tzinfo=within), named.end()
    start, end = (start, place) if after else (found.start(), end)
    return Written(moment.isoformat(), "instant" if moment.second else "minute", start, end)


def _own(time_: re.Match[str] | None) -> re.Match[str] | None:
    """The time, unless it is of something else: "Publié le 4 mars 2026, mis à jour à 18h40"."""
    return time_ if time_ and not any(words.search(time_["gap"]) for words in (MODIFIED, PUBLISHED)) else None


def _moment(day: date, found: re.Match[str]) -> datetime | None:
    hour, half = int(found["h"]), (found["half"] or found["only"] or "").casefold()
    early = half[:1] in ("a", "ص") if half else found["part"] in EARLY
    late = half[:1] in ("p", "م") if half else found["part"] in LATE
    if (early or late) and hour <= 12:
        hour = hour % 12 + (12 if late else 0)
    return datetime.combine(day, time(hour, int(found["min"] or 0), int(found["s"] or 0)))
