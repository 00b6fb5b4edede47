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
OFFSET = r"(?:UTC|GMT|UT)?\s?[+\u2212-](?:1[0-4]|0?\d)(?::?[0-5]\d)?(?!\d)"
# A zone, or capitals that look like one: "11:05 IST", "09:05 Uhr (MESZ)"
ZONE = re.compile(rf"(?:\s?(?:Uhr|uur|hrs?|h)\b\.?)?\s?\(?(?P<zone>{OFFSET}|Z\b|[A-ZА-Я]{{2,5}}\b)\)?")
FARTHEST = timedelta(hours=14)


def zone(written: str, at: datetime) -> tzinfo | None:
    """The zone that is written after a local time; None where the name settles none."""
    name = written.strip()
    if name in REGIONS:
        return timezone(at.replace(tzinfo=ZoneInfo(REGIONS[name])).utcoffset() or timedelta())
    if name in FIXED:
        return timezone(FIXED[name] * HOUR)
    found = re.fullmatch(r"(?:[A-Z]+)?\s?([+\u2212-])(\d{1,2}):?(\d{2})?", name)
    if found is None:
        return None
    sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(offset if sign == "+" else -offset) if offset <= FARTHEST else None
