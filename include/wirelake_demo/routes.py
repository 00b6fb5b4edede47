"""Path → what stands there: a day's page of links, or an article."""

import re
from datetime import date

from wirelake_demo.grammar import DAYS
from wirelake_demo.rendering import archive_page, feed
from wirelake_demo.truth import (
    GULF,
    GULF_IDS,
    HARBOUR,
    IDS_A_DAY,
    NILE,
    NILE_IDS,
    Oddity,
    Truth,
    listing,
    one,
)

HTML, RSS = "text/html; charset=utf-8", "application/rss+xml; charset=utf-8"
SERIAL = {
    HARBOUR: (re.compile(r"/harbour/(?:live|\d{4}/\d\d/\d\d)/(\d{6,7})-[a-z0-9-]+"), 0),
    GULF: (re.compile(r"/gulf/(\d{10})/[A-Za-z0-9-]+"), GULF_IDS),
    NILE: (re.compile(r"/nile/news/(\d{7})"), NILE_IDS),
}
DAY_PAGES = (
    (HARBOUR, re.compile(r"/harbour/feed/(\d{4})-(\d\d)-(\d\d)\.xml")),
    (GULF, re.compile(r"/gulf/archive/(\d{4})-(\d\d)-(\d\d)\.html")),
    (NILE, re.compile(r"/nile/(\d{4})/(\d\d)/(\d\d)/")),
)


def day_page(path: str, articles: int, base_url: str) -> tuple[str, bytes] | None:
    """Media type and bytes of a feed or an archive page; of a day outside of the week, an empty one."""
    if path == "/nile/feed.xml":
        return RSS, feed(NILE, listing(NILE, DAYS[-1], articles), base_url).encode()
    for wire, shape in DAY_PAGES:
        if found := shape.fullmatch(path):
            try:
                day = date(*map(int, found.groups()))
            except ValueError:  # 2026-02-30
                return None
            items = listing(wire, day, articles)
            if wire == HARBOUR:
                return RSS, feed(wire, items, base_url).encode()
            return HTML, archive_page(wire, day, items).encode()
    return None


def article(path: str, version: list[str] | None) -> Truth | None:
    """The article whose page stands at ``path``, in the version that the query's ``v`` names."""
    for wire, (shape, offset) in SERIAL.items():
        if found := shape.fullmatch(path):
            nth_day, number = divmod(int(found[1]) - offset, IDS_A_DAY)
            if not (0 <= nth_day < len(DAYS) and number >= 1):
                return None
            item = one(wire, DAYS[nth_day], number)
            if item.oddity is Oddity.CORRECTED and version == ["2"]:
                item = one(wire, DAYS[nth_day], number, version=2)
            return item if item.path.partition("?")[0] == path else None
    return None
