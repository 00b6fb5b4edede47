"""What the addresses of articles have in common, as a regular expression; and dated addresses of lists."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from urllib.parse import urlsplit

SHARE = 0.8  # of the addresses that a pattern must fit
ENOUGH = 3  # addresses, of which fewer show no pattern
DATED = r"/\d{4}/\d{1,2}/"
NUMBERED = r"\d{5,}"
SLUG = r"/[^/?#]+-[^/?#]+-[^/?#]+/?$"
# https://quay.example/archive/2026/03/05, …/2026-03-05.html: nothing but a day after the folder
DAY = re.compile(
    r"(?P<before>/(?:[^?#]*?[/=_-])?)(?:(?P<whole>(?P<y1>20\d\d)-(?P<m1>\d\d)-(?P<d1>\d\d))|"
    r"(?P<y2>20\d\d)/(?P<m2>\d\d)/(?P<d2>\d\d))(?P<after>/?(?:index)?(?:\.html?)?)$"
)


def pattern_of(urls: Collection[str]) -> str | None:
    """A regular expression that is found in most of these addresses of articles; None where none is plain."""
    paths = [urlsplit(url).path for url in urls]
    if len(paths) < ENOUGH:
        return None
    folder, count = Counter(_folder(path) for path in paths).most_common(1)[0]
    candidates = []
    if folder and count >= SHARE * len(paths):
        rest = [path.removeprefix(folder) for path in paths]
        candidates += [
            re.escape(folder) + r"\d",
            re.escape(folder) + r"[^?#]*\d{4}",
            re.escape(folder) + r"[^/?#]",
        ]
        candidates = candidates if any(rest) else []
    candidates += [DATED, NUMBERED, SLUG]
    return next((one for one in candidates if fits(one, urls) >= SHARE * len(urls)), None)


def fits(pattern: str, urls: Collection[str]) -> int:
    """How many of the addresses it is found in."""
    return sum(re.search(pattern, url) is not None for url in urls)


def dated_pages(urls: Sequence[str]) -> dict[str, date]:
    """Addresses of pages of a day, with {day} or its parts in its place, and a day that each is known for."""
    found: dict[str, date] = {}
    for url in urls:
        parts = urlsplit(url)
        if parts.query or (match := DAY.fullmatch(parts.path)) is None:
            continue
        try:
            day = date(*(int(match[f"{name}1"] or match[f"{name}2"]) for name in "ymd"))
        except ValueError:
            continue
        filled = "{day}" if match["whole"] else "{year}/{month}/{date}"
        path = f"{match['before']}{filled}{match['after']}"
        found.setdefault(f"{parts.scheme}://{parts.netloc}{path}", day)
    return found


def _folder(path: str) -> str:
    """``/news/`` of ``/news/4711/quay-opens``; "" where a number or the page itself comes first."""
    first, slash, _ = path.lstrip("/").partition("/")
    return f"/{first}/" if slash and not re.search(r"\d", first) else ""
