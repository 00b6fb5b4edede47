"""When a transmission was sent: the stamp behind its text, and the day in its header, as date candidates."""

import re
from datetime import date, datetime, timedelta

from wirelake.evidence.calendar_names import month
from wirelake.evidence.zones import zone
from wirelake.records import DateCandidate

PIVOT, CENTURY = 68, (2000, 1900)  # a year of two digits, as POSIX reads it
# A year is not filled in: a day in the header counts where it is the day of receipt, or nearly.
LIVE = timedelta(days=3)
WEIGHT, HEADER_WEIGHT = 0.95, 0.85
SHAPES = (
    # "AP-WF-02-10-16 0423GMT", "QW-NY-01-31-98 1200EST"
    re.compile(r"(?P<a>\d\d)-(?P<b>\d\d)-(?P<yy>\d\d)\s+(?P<h>\d\d):?(?P<m>\d\d)\s?(?P<zone>[A-Z]{1,5}\b)?"),
    # "KWS-21:37-09-12-18"
    re.compile(r"(?P<h>\d\d):(?P<m>\d\d)-(?P<a>\d\d)-(?P<b>\d\d)-(?P<yy>\d\d)(?P<zone>)"),
    # "131137 GMT Nov 13", "091223 dec 18": day, time, zone, month, year
    re.compile(
        r"(?P<d>\d\d)(?P<h>\d\d)(?P<m>\d\d)\s*(?P<zone>[A-Z]{1,5}(?=\s))?\s*(?P<word>[^\W\d_]{3,9}\.?)\s+(?P<yy>\d\d)\b"
    ),
)


def stamp(trailer: str, month_day: tuple[int, int] | None = None) -> DateCandidate | None:
    """The moment of a stamp that states day, year and time.

    09-12-18 is read where one of its numbers can be no month, or where ``month_day``, of the dateline, is one
    of the two days that it may be; American wires write the month first, and with a zone.
    """
    for shape in SHAPES:
        for found in shape.finditer(trailer[:300]):
            if candidate := _stamped(found, month_day):
                return candidate
    return None


def header_day(
    stated: str, received: datetime, month_day: tuple[int, int] | None = None
) -> DateCandidate | None:
    """The day 03-04 of a header, month first, with the year in which it is the day of receipt, or nearly.

    Of a file that lay for years nothing is known but the day and the month: None.
    """
    found = re.fullmatch(r"(\d\d)-(\d\d)", stated)
    if not found:
        return None
    a, b = int(found[1]), int(found[2])
    readings = [(a, b), (b, a)]
    if month_day in readings:
        readings = [month_day] if month_day else readings
    today = received.date()
    for number, day in readings:
        for year in (today.year, today.year - 1, today.year + 1):
            try:
                moment = date(year, number, day)
            except ValueError:
                continue
            if abs(moment - today) <= LIVE:
                return DateCandidate(
                    value=moment.isoformat(),
                    raw=stated,
                    origin="header_day",
                    precision="day",
                    weight=HEADER_WEIGHT,
                )
    return None


def _stamped(found: re.Match[str], month_day: tuple[int, int] | None) -> DateCandidate | None:
    parts = found.groupdict()
    year = int(parts["yy"])
    year += CENTURY[year > PIVOT]
    if word := parts.get("word"):
        number = month(word)
        days = [(number, int(parts["d"]))] if number else []
    else:
        days = _readings(int(parts["a"]), int(parts["b"]), month_day, bool(parts["zone"]))
    try:
        (number, day), *others = days
        moment = datetime(year, number, day, int(parts["h"]), int(parts["m"]))
    except ValueError:
        return None
    within = zone(parts["zone"], moment) if parts["zone"] else None
    if others or (parts["zone"] and within is None):
        return None
    return DateCandidate(
        value=moment.replace(tzinfo=within).isoformat(),
        raw=found[0],
        origin="transmission_stamp",
        precision="minute",
        weight=WEIGHT,
    )


def _readings(a: int, b: int, month_day: tuple[int, int] | None, american: bool) -> list[tuple[int, int]]:
    """The month and day of two numbers; both readings where nothing settles which is which."""
    both = [one for one in dict.fromkeys(((a, b), (b, a))) if 1 <= one[0] <= 12 and 1 <= one[1] <= 31]
    if month_day in both and month_day:
        return [month_day]
    return [(a, b)] if american and (a, b) in both else both
