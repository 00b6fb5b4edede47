"""Time zones as wires write them after a time. A name that means several zones counts as none."""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

HOUR = timedelta(hours=1)
# IST is India's, Ireland's or Israel's, BST Britain's or Bangladesh's: such names settle nothing.
# fmt: off
FIXED = {
    "Z": 0, "UTC": 0, "GMT": 0, "UT": 0, "WET": 0, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "МСК": 3, "TRT": 3, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "BRT": -3, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8,
    "AEST": 10, "AEDT": 11, "AWST": 8, "NZST": 12, "NZDT": 13, "WIB": 7, "WITA": 8, "WIT": 9, "ICT": 7,
    "PKT": 5, "SAST": 2, "EAT": 3, "CAT": 2, "WAT": 1, "ART": -3, "BRST": -2, "CLT": -4, "CLST": -3,
    "PET": -5, "AKST": -9, "AKDT": -8, "HST": -10,
}
# fmt: on
# "4:23 pm ET" is standard or daylight time, by the day.
REGIONS = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
}
# "09:00 Eastern Daylight Time", "8:00 AM Central European Summer Time"
NAMED = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "greenwich mean": "UTC",
    "coordinated universal": "UTC",
    "british": "Europe/London",
    "western european": "Europe/Lisbon",
    "central european": "Europe/Berlin",
    "eastern european": "Europe/Helsinki",
    "moscow": "Europe/Moscow",
    "israel": "Asia/Jerusalem",
    "gulf": "Asia/Dubai",
    "indian": "Asia/Kolkata",
    "india": "Asia/Kolkata",
    "pakistan": "Asia/Karachi",
    "singapore": "Asia/Singapore",
    "hong kong": "Asia/Hong_Kong",
    "china": "Asia/Shanghai",
    "japan": "Asia/Tokyo",
    "korea": "Asia/Seoul",
    "australian eastern": "Australia/Sydney",
    "new zealand": "Pacific/Auckland",
    "south africa": "Africa/Johannesburg",
    "east africa": "Africa/Nairobi",
    "west africa": "Africa/Lagos",
}
NAMES = "|".join(sorted(NAMED, key=len, reverse=True))
LONG = re.compile(
    rf"(?P<name>{NAMES})(?: (?P<kind>standard|daylight|summer))? time",
    re.IGNORECASE,
)
# Names that hold in one half of the year alone: "EDT" in January is somebody's mistake, and settles nothing.
DAYLIGHT = {
    **dict.fromkeys(("CEST", "MESZ"), "Europe/Berlin"),
    "EEST": "Europe/Helsinki",
    "WEST": "Europe/Lisbon",
    "EDT": "America/New_York",
    "CDT": "America/Chicago",
    "MDT": "America/Denver",
    "PDT": "America/Los_Angeles",
    "AKDT": "America/Anchorage",
    "AEDT": "Australia/Sydney",
    "NZDT": "Pacific/Auckland",
}
# What several zones are called, by the country whose language the page says it is written in
NATIONAL = {
    ("IST", "IN"): "Asia/Kolkata",
    ("IST", "IE"): "Europe/Dublin",
    ("IST", "IL"): "Asia/Jerusalem",
    ("BST", "GB"): "Europe/London",
    ("BST", "BD"): "Asia/Dhaka",
}
SPOKEN_IN = {
    **dict.fromkeys(("hi", "bn-IN", "ta", "te", "mr", "gu", "kn", "ml", "pa", "or", "as"), "IN"),
    **dict.fromkeys(("ga",), "IE"),
    **dict.fromkeys(("he", "iw"), "IL"),
    **dict.fromkeys(("cy", "gd"), "GB"),
}
OFFSET = r"(?:UTC|GMT|UT)?\s?[+\u2212-](?:1[0-4]|0?\d)(?::?[0-5]\d)?(?!\d)"
# A zone, or capitals that look like one: "11:05 IST", "09:05 Uhr (MESZ)"
SMALL = r"(?i:[ecmp][sd]?t|cest|cet|gmt|utc)\b"  # "9:05am et"
ANY_TIME = rf"(?i:(?:{NAMES}) time|[a-z]+(?: [a-z]+)? (?:standard|daylight|summer) time)\b"
ZONE = re.compile(
    r"(?:\s?(?:Uhr|uur|hrs?|h)\b\.?)?[\s,]{0,2}\(?"
    rf"(?P<zone>{OFFSET}|Z\b|{ANY_TIME}|[A-ZА-Я]{{2,5}}\b|{SMALL})\)?"
)
FARTHEST = timedelta(hours=14)


def zone(written: str, at: datetime) -> tzinfo | None:
    """The zone that is written after a local time; None where the name settles none."""
    name = written.strip()
    if name in REGIONS:
        return _offset(REGIONS[name], at)
    if name in FIXED:
        return timezone(FIXED[name] * HOUR)
    found = re.fullmatch(r"(?:[A-Z]+)?\s?([+\u2212-])(\d{1,2}):?(\d{2})?", name)
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(offset if sign == "+" else -offset) if offset <= FARTHEST else None


def shown_zone(written: str, at: datetime, language: str | None = None) -> tzinfo | None:
    """The zone that people write after a local time, long or small: ``et``, ``Eastern Daylight Time``.

    None where the name settles none, or is of the other half of the year. IST is India's where the page is
    written in a language of India, or in ``en-IN``.
    """
    name = " ".join(written.split())
    if found := LONG.fullmatch(name):
        region, kind = NAMED[found["name"].lower()], (found["kind"] or "").lower()
        return _in_season(region, at, is_summer=kind != "standard") if kind else _offset(region, at)
    name = name.upper() if len(name) <= len("CEST") else name
    if name in DAYLIGHT:
        return _in_season(DAYLIGHT[name], at, is_summer=True)
    if national := NATIONAL.get((name, _country(language))):
        return _offset(national, at)
    return zone(name, at)


def _offset(region: str, at: datetime) -> tzinfo:
    return timezone(at.replace(tzinfo=ZoneInfo(region)).utcoffset() or timedelta())


def _in_season(region: str, at: datetime, *, is_summer: bool) -> tzinfo | None:
    """Its offset at that time, if that is daylight saving time or not, as said. Most zones know none."""
    local = at.replace(tzinfo=ZoneInfo(region))
    saves = {bool(local.replace(month=month, day=1).dst()) for month in (1, 7)} == {True, False}
    return _offset(region, at) if bool(local.dst()) == is_summer or not saves else None


def _country(language: str | None) -> str:
    tag = (language or "").replace("_", "-")
    return SPOKEN_IN.get(tag) or SPOKEN_IN.get(tag.partition("-")[0]) or tag.rpartition("-")[2].upper()
