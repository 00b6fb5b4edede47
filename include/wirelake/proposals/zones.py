"""The zone that a site's clock is in, guessed by its country and by the offsets of its dates."""

import re
from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

MOST_BYTES = 1_000_000
# <pubDate>Thu, 05 Mar 2026 10:40:00 +0300</pubDate>, <updated>2026-03-05T10:40:00+03:00</updated>
OFFSET = re.compile(rb"\d\d:\d\d(?:\.\d+)? ?([+-])(\d\d):?(\d\d)\s*(?:</|\]\]>)")
UNKNOWN = "not known: put the zone that the wire's days and times are in"


def zone_of(
    homepage: str, offsets: Collection[timedelta], language: str | None, now: datetime
) -> tuple[str, str]:
    """Zone and why: by the country of domain or language; of several zones the one of the dates' offset."""
    common = Counter(offsets).most_common(1)[0][0] if offsets else None
    top = (urlsplit(homepage).hostname or "").rpartition(".")[2].upper()
    region = next((part for part in (language or "").split("-")[1:] if len(part) == 2), "")
    for country, why in (
        (top, f"the domain ends in .{top.lower()}"),
        (region, f"the language is {language}"),
    ):
        zones = _by_country().get({"UK": "GB"}.get(country, country), ())
        fitting = [zone for zone in zones if common and now.astimezone(ZoneInfo(zone)).utcoffset() == common]
        if len(zones) == 1:
            return zones[0], f"a guess: {why}"
        if fitting:
            return fitting[0], f"a guess: {why}, and its dates are {common} from UTC"
    return "UTC", UNKNOWN


def offsets_in(data: bytes) -> list[timedelta]:
    """The offsets that the dates of a feed are written with, UTC's own left out."""
    found = []
    for sign, hours, minutes in OFFSET.findall(data[:MOST_BYTES]):
        offset = timedelta(hours=int(hours), minutes=int(minutes))
        if timedelta() < offset <= timedelta(hours=14):
            found.append(-offset if sign == b"-" else offset)
    return found


@lru_cache(maxsize=1)
def _by_country() -> dict[str, tuple[str, ...]]:
    """Country (ISO 3166-1 alpha-2) → its zones, the most populous first, as tzdata lists them."""
    found: dict[str, list[str]] = {}
    lines = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return {country: tuple(zones) for country, zones in found.items()}
