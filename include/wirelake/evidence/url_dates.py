"""What an article's address says of its day: a day, or a month, which can refute a day but states none."""

import re
from datetime import date
from urllib.parse import unquote, urlsplit

from wirelake.evidence.calendar_names import month
from wirelake.records import DateCandidate

YEAR, NUMBER, DAY = r"(?P<y>(?:19|20)\d{2})", r"(?P<m>0?[1-9]|1[0-2])", r"(?P<d>0?[1-9]|[12]\d|3[01])"
TWO, TWO_DAYS = r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
END = r"(?=[/\-.]|$)"
DAYS = (
    # /2026/03/04/, /2026-03-04-slug, /2026/3/4.html
    (re.compile(rf"[/_-]{YEAR}(?P<by>[/_-]){NUMBER}(?P=by){DAY}{END}"), 0.6),
    # /2026/mar/04/
    (re.compile(rf"/{YEAR}/(?P<word>[a-z]{{3,9}})/{DAY}{END}"), 0.6),
    # /2026-03/04/, /2026/0304/
    (re.compile(rf"/{YEAR}[-/]?{TWO}/?{TWO_DAYS}/"), 0.6),
    # /slug-20260304, /20260304-slug.html: eight digits may be a number as well
    (re.compile(rf"[/_-](?P<y>20\d{{2}}){TWO}{TWO_DAYS}{END}"), 0.5),
)
MONTH = re.compile(rf"/{YEAR}[/-]{TWO}(?=/)(?!/\d{{1,2}}{END})")


def url_day(address: str) -> DateCandidate | None:
    """The day that the path of an address states."""
    path = _path(address)
    for form, weight in DAYS:
        if found := form.search(path):
            parts = found.groupdict()
            number = month(parts["word"]) if "word" in parts else int(parts["m"])
            try:
                value = date(int(parts["y"]), number or 0, int(parts["d"])).isoformat()
            except ValueError:  # /2025/02/30/
                continue
            return DateCandidate(value=value, raw=found.group(), origin="url", precision="day", weight=weight)
    return None


def url_month(address: str) -> tuple[int, int] | None:
    """Year and month of a path such as /2026/03/slug, which states no day."""
    found = None if url_day(address) else MONTH.search(_path(address))
    return (int(found["y"]), int(found["m"])) if found else None


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address).path)[:2000].lower()
    except ValueError:
        return ""
