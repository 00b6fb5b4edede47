"""A page's running clock, in any language: it tells when the page was made, not when its article was."""

import re

from wirelake.evidence.calendar_names import is_weekday, month
from wirelake.evidence.written import may_hold, plain_digits, written_dates
from wirelake.records import DateCandidate

LONGEST = 80
HOUR = re.compile(r"\d(?:[:.h時点點시]|\s[h時点點시])\s?\d\d|\d\s?[ap]\.?m", re.IGNORECASE)
REFUSED = "page_clock_above_headline"
# What may stand between weekday, date and time: "Mittwoch, der 4. März 2026, um 09:05 Uhr"
# fmt: off
FILLERS = frozenset((
    "at", "um", "à", "la", "las", "le", "der", "den", "il", "o", "às", "alle", "ore", "om", "kl", "klo",
    "в", "о", "saat", "uhr", "uur", "h", "hrs", "local", "time",
))
# fmt: on
CJK_WEEKDAY = re.compile(
    r"[(（][月火水木金土日](?:曜日?)?[)）]|[月火水木金土日]曜日?|(?:星期|周)[一二三四五六日天]|[월화수목금토일]요일"
)
WORDS = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")


def page_clock(line: str) -> DateCandidate | None:
    """A line that is a page's running clock, as a candidate that is refused; None for any other line.

    That is a weekday, a date and a time, and nothing else: ``Tuesday, 02 January 2024 12:17 GMT``. Without
    a weekday or a time it may be the article's own date.
    """
    raw = line.strip()
    if len(raw) > LONGEST or not (may_hold(raw) and HOUR.search(raw)):
        return None
    text = plain_digits(raw)
    dates = written_dates(text)
    if len(dates) != 1 or dates[0].precision == "day":
        return None
    (found,) = dates
    if not _weekday_alone(text[: found.start] + " " + text[found.end :], text[found.start : found.end]):
        return None
    return DateCandidate(
        value=found.value, raw=raw, origin="page_clock", precision=found.precision, refused=REFUSED
    )


def tells_weekday(line: str) -> bool:
    """Whether a line names a day of the week beside a date."""
    if CJK_WEEKDAY.search(line):
        return True
    words = (one for one in WORDS.findall(line[:LONGEST]) if len(one) > 1)  # 日 is Sunday, and day
    return any(is_weekday(one) and not month(one) for one in words)


def _weekday_alone(outside: str, inside: str) -> bool:
    """Whether a weekday stands beside the date and nothing else does, or between the date and its time."""
    if re.search(r"\d", outside):
        return False
    beside = CJK_WEEKDAY.sub(" monday ", outside)
    words = [one for one in WORDS.findall(beside) if one.casefold() not in FILLERS]
    if words:
        return is_weekday(" ".join(words))
    return tells_weekday(inside)
