"""A date or time that a machine was to read: the one reader for feeds, meta elements and wires' own formats.

It takes ISO 8601, RFC 822 and what software sends in their place: ``2016/6/29 15:07:41``, ``2026年03月05日
08:15``, ``Fri, Jun 26 2026 10:04:03 PM``, ``Tue Mar 14 08:00:00 CEST 2023``, ``Seg, 24 Set 2018``.
What is not stated is not filled in: a month alone is no date, a day has no hour, a time without a zone stays
without. What cannot be read to its last digit is no date.
"""

import re
from datetime import date, datetime
from typing import NamedTuple

from wirelake.evidence.calendar_names import is_weekday
from wirelake.evidence.written import CENTURY, PIVOT, plain_digits, written_dates

LONGEST = 120
# Python wants no blank before the zone: "2019-05-18 15:16:00 +0000"
BLANK = re.compile(r"\s+(?=(?:[+-]\d{2}:?\d{2}|Z)$)")
WHOLE_DAY = re.compile(r"\d{4}-?(?:\d{2}-?\d{2}|W\d{2}-?\d)(?!\d)")
# Java and C put the year behind the time: "Tue Mar 14 08:00:00 CEST 2023", "Tue Mar 14 08:00:00 2023"
YEAR_LAST = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?(?P<word>[^\W\d_]{3,9})\.?\s+(?P<d>\d{1,2})\s+(?P<time>\d{1,2}:\d\d(?::\d\d)?)"
    r"(?:\s+(?P<zone>[A-Za-z]{1,5}|[+-]\d\d:?\d\d))?\s+(?P<y>\d{4})"
)
# RFC 822 has years of two digits: "Fri, 05 Mar 26 08:15:00 GMT"
SHORT_YEAR = re.compile(
    r"(?P<day>(?:[^\W\d_]+\.?,?\s*)?\d{1,2}[ -][^\W\d_]{3,9}\.?[ -])(?P<yy>\d\d)(?=\s+\d{1,2}:\d\d)"
)
# Whose hour this is, nobody can say: IST is India's, Ireland's or Israel's. The day stands.
UNSETTLED = re.compile(r"\W*\d{1,2}:\d\d(?::\d\d)?\s?\(?[A-Z]{2,5}\)?")
WORD = re.compile(r"\W*([^\W\d_]+)")
OF_A_TIME = frozenset(("uhr", "uur", "h", "hrs", "hs", "ore", "klo", "local", "ч"))
LOCAL = len("2026-03-04T09:30:00")
LEAP_SECOND = re.compile(r"(?<=:[0-5]\d:)60")
LOWER_ZONE = re.compile(r"(?<=\d)(\s*)(gmt|utc|z|[ecmp][sd]t|ce?st|ce?t|ee?st|jst|msk)\b(?=$|\s*[+-]|\))")


class Stated(NamedTuple):
    """A value in ISO 8601, as precise as it was stated: instant (with seconds), minute or day."""

    value: str
    precision: str


def stated(text: str, language: str | None = None) -> Stated | None:
    """The one date that the text states, and nothing but it; None for anything else.

    ``language``, where it is known, settles names of months and the order of 04/03/2026.
    """
    text = " ".join(plain_digits(text[: LONGEST + 1]).split())
    if not text or len(text) > LONGEST:
        return None
    return _of_iso(text) or _written(_usual(text), language)


def _of_iso(text: str) -> Stated | None:
    if not WHOLE_DAY.match(text):
        return None
    try:
        return Stated(date.fromisoformat(text).isoformat(), "day")
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(BLANK.sub("", LEAP_SECOND.sub("59", text)))
    except ValueError:
        return None
    return Stated(moment.isoformat(), "instant" if moment.second else "minute")


def _written(text: str, language: str | None) -> Stated | None:
    dates = written_dates(text, language, by_machine=True)
    if len(dates) != 1:
        return None
    (one,) = dates
    before, after = text[: one.start], text[one.end :]
    if one.precision == "day" and UNSETTLED.fullmatch(after):
        after = ""
    if any(map(str.isdigit, before + after)):
        return None  # "2026-03-04T06:30:00+25:00": what is left of it makes it no date
    if one.precision != "day" and len(one.value) == LOCAL and _names_a_zone(after):
        return Stated(one.value[:10], "day")
    return Stated(one.value, one.precision)


def _names_a_zone(after: str) -> bool:
    """Whether a word stands behind a local time that is neither a weekday nor part of it: "Mars/Olympus"."""
    word = WORD.match(after)
    return word is not None and word[1].casefold() not in OF_A_TIME and not is_weekday(word[1])


def _usual(text: str) -> str:
    """The same date in an order and spelling that people write too."""
    if found := YEAR_LAST.fullmatch(text):
        text = " ".join(filter(None, (found["d"], found["word"], found["y"], found["time"], found["zone"])))
    if short := SHORT_YEAR.match(text):
        year = int(short["yy"]) + CENTURY[short["yy"] > PIVOT]
        text = f"{short['day']}{year}{text[short.end() :]}"
    return LOWER_ZONE.sub(lambda one: one[1] + one[2].upper(), LEAP_SECOND.sub("59", text))
