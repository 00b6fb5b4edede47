"""What the demo wires publish, and so what the lake must show. Served pages are rendered from it.

Three wires write ``articles`` texts a day from Monday 2026-03-02 to Sunday 2026-03-08, each by its own zone.
What real wires do to a lake is planted at fixed places (``PLANTED``; days count from 1):

=============  ====  =======  =================  ====================================================
wire           day   number   oddity             what happens
=============  ====  =======  =================  ====================================================
demo_harbour   2     5        corrected          listed again on day 4 as ``?v=2``: same guid, headline
                                                 prefix CORRECTED, editor's note, corrected text
demo_harbour   3     6        shared             word for word the text of demo_gulf's day 3, number 8
demo_harbour   5     9        date_in_feed_only  no date on the page or in its address
demo_gulf      3     8        shared             see above; its credit names Harbour Press
demo_gulf      4     7        furniture_only     the stamp twice and the disclaimer, no text
demo_gulf      4     10       fails_first        500 on a server's first request for it, then 200
demo_gulf      5     3        listed_twice       stands twice on its archive page
demo_nile      5     4        missing            listed, but its address answers 404
demo_nile      each  1        after_midnight     00:40 in Cairo: in UTC still the day before
=============  ====  =======  =================  ====================================================

Also without a row of their own: every fifth page of demo_gulf prints its stamp twice, and its credits
are plain, nested, spaced or broken (``credit``).
"""

import re
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from wirelake_demo.grammar import DAYS, MAX_ARTICLES, Story, vocabulary

HARBOUR, GULF, NILE = "demo_harbour", "demo_gulf", "demo_nile"
ZONES = {HARBOUR: UTC, GULF: ZoneInfo("Asia/Kuwait"), NILE: ZoneInfo("Africa/Cairo")}
WIRES = tuple(ZONES)
PROVIDERS = {HARBOUR: "Harbour Press", GULF: "GULFWIRE", NILE: "وكالة النيل التجريبية"}
LANGUAGES = {HARBOUR: "en", GULF: "en", NILE: "ar"}
GULF_IDS, NILE_IDS, IDS_A_DAY = 4_410_000_000, 7_300_000, 100_000
CORRECTED_ON = DAYS[3]


class Kind(StrEnum):
    ARTICLE = "article"
    FURNITURE_ONLY = "furniture_only"
    MISSING = "missing"


class Oddity(StrEnum):
    CORRECTED = "corrected"
    SHARED = "shared"
    DATE_IN_FEED_ONLY = "date_in_feed_only"
    FURNITURE_ONLY = "furniture_only"
    FAILS_FIRST = "fails_first"
    LISTED_TWICE = "listed_twice"
    MISSING = "missing"
    AFTER_MIDNIGHT = "after_midnight"


PLANTED = {
    (HARBOUR, DAYS[1], 5): Oddity.CORRECTED,
    (HARBOUR, DAYS[2], 6): Oddity.SHARED,
    (HARBOUR, DAYS[4], 9): Oddity.DATE_IN_FEED_ONLY,
    (GULF, DAYS[2], 8): Oddity.SHARED,
    (GULF, DAYS[3], 7): Oddity.FURNITURE_ONLY,
    (GULF, DAYS[3], 10): Oddity.FAILS_FIRST,
    (GULF, DAYS[4], 3): Oddity.LISTED_TWICE,
    (NILE, DAYS[4], 4): Oddity.MISSING,
    **{(NILE, day, 1): Oddity.AFTER_MIDNIGHT for day in DAYS},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """One listed article: what its wire meant to say, free of the page around it."""

    wire: str  # the source's name
    day: date  # the day that lists it, in the wire's zone
    number: int  # 1, 2, … of the day that wrote it
    kind: Kind
    path: str  # of its page, with ?v=2 where it is a correction; feeds of demo_harbour add src=rss
    article_id: str  # as the lake must call it
    headline: str  # without prefix
    paragraphs: tuple[str, ...]  # empty where there is no text
    published: (
        datetime | date
    )  # an instant with the wire's zone, or the bare day where the wire states no time
    provider: str
    desk: str
    language: str
    wire_id: str | None = None  # the number in the address
    guid: str | None = None  # as the feed states it
    headline_prefix: str | None = None
    editors_note: str | None = None
    credit: str | None = None  # demo_gulf: as it opens the first paragraph
    version: int = 1
    listed: int = 1  # times on its page of links
    oddity: Oddity | None = None


def truth(wire: str, day: date, articles: int = 20) -> list[Truth]:
    """What ``wire`` lists on ``day``, in its order; nothing on a day outside of the week.

    Raises:
        ValueError: no such wire, or a number of articles that no wire can write.
    """
    return _listed(wire, day, articles, whole=True)


def listing(wire: str, day: date, articles: int) -> list[Truth]:
    """The same with first paragraphs only: quick enough for a page of 10,000 links."""
    return _listed(wire, day, articles, whole=False)


def check_articles(articles: int) -> None:
    if not 1 <= articles <= MAX_ARTICLES:
        raise ValueError(f"articles: {articles}: write 1 to {MAX_ARTICLES}")


def _listed(wire: str, day: date, articles: int, *, whole: bool) -> list[Truth]:
    if wire not in WIRES:
        raise ValueError(f"no wire {wire!r}; known: {', '.join(WIRES)}")
    check_articles(articles)
    if day not in DAYS:
        return []
    again = [
        one(wire, written, number, version=2)
        for (by, written, number), oddity in PLANTED.items()
        if oddity is Oddity.CORRECTED and by == wire and day == CORRECTED_ON and number <= articles
    ]
    return [*again, *(one(wire, day, number, whole=whole) for number in range(1, articles + 1))]


@lru_cache(maxsize=4096)
def one(wire: str, day: date, number: int, *, version: int = 1, whole: bool = True) -> Truth:
    """The article that ``wire`` wrote as its ``number`` on ``day``; unless ``whole``, its start only."""
    oddity = PLANTED.get((wire, day, number))
    story = _story(wire, day, number, oddity, version, whole)
    kind = Kind(oddity) if oddity in (Oddity.FURNITURE_ONLY, Oddity.MISSING) else Kind.ARTICLE
    path, wire_id, guid = _identity(wire, day, number, story.headline, oddity)
    corrected = oddity is Oddity.CORRECTED and version == 2
    credit, provider = _credit(number, story.desk, oddity) if wire == GULF else (None, PROVIDERS[wire])
    return Truth(
        wire=wire,
        day=CORRECTED_ON if corrected else day,
        number=number,
        kind=kind,
        path=f"{path}?v=2" if corrected else path,
        article_id=f"{wire}:{wire_id or guid}",
        wire_id=wire_id,
        guid=guid,
        headline=story.headline,
        headline_prefix="CORRECTED" if corrected else None,
        editors_note=_planted()["correction"]["after"]["note"] if corrected else None,
        paragraphs=story.paragraphs if kind is Kind.ARTICLE else (),
        published=day if wire == GULF else _moment(wire, day, number, oddity),
        provider=provider,
        credit=credit,
        desk=story.desk,
        language=LANGUAGES[wire],
        version=version,
        listed=2 if oddity is Oddity.LISTED_TWICE else 1,
        oddity=oddity,
    )


def _story(wire: str, day: date, number: int, oddity: Oddity | None, version: int, whole: bool) -> Story:
    words = vocabulary(wire.removeprefix("demo_"))
    if oddity is Oddity.SHARED:
        text = _planted()["shared"]
    elif oddity is Oddity.CORRECTED:
        text = _planted()["correction"]["after" if version == 2 else "before"]
    else:
        return words.story(day, number) if whole else words.opening(day, number)
    return Story(headline=text["headline"], paragraphs=tuple(text["paragraphs"]), desk="Shipping Desk")


@cache
def _planted() -> Any:
    path = Path(__file__).parent / "vocabulary" / "planted.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _identity(
    wire: str, day: date, number: int, headline: str, oddity: Oddity | None
) -> tuple[str, str | None, str | None]:
    """Path, number in the address, guid in the feed."""
    serial = DAYS.index(day) * IDS_A_DAY + number
    slug = "-".join(re.findall(r"[A-Za-z0-9]+", headline))[:60].strip("-")
    if wire == GULF:
        return f"/gulf/{GULF_IDS + serial}/{slug}", str(GULF_IDS + serial), None
    if wire == NILE:
        return f"/nile/news/{NILE_IDS + serial}", str(NILE_IDS + serial), None
    if oddity is Oddity.CORRECTED:
        slug = "Quennferry-signs-dredging-contract"  # the address outlives the wrong figure
    dated = "live" if oddity is Oddity.DATE_IN_FEED_ONLY else f"{day:%Y/%m/%d}"
    return f"/harbour/{dated}/{serial:06d}-{slug.lower()}", None, f"hp-{day:%Y%m%d}-{number:05d}"


def _moment(wire: str, day: date, number: int, oddity: Oddity | None) -> datetime:
    midnight = datetime.combine(day, time(), ZONES[wire])
    if wire == HARBOUR:
        return midnight + timedelta(seconds=zlib.crc32(f"{day}/{number}".encode()) % 86_400)
    # From two in the morning, so that only the planted article lies in another UTC day.
    minutes = 40 if oddity is Oddity.AFTER_MIDNIGHT else 120 + zlib.crc32(f"{day}/{number}".encode()) % 1_320
    return midnight + timedelta(minutes=minutes)


def _credit(number: int, desk: str, oddity: Oddity | None) -> tuple[str | None, str]:
    """The credit as it stands, and the provider that it names."""
    if oddity is Oddity.FURNITURE_ONLY:
        return None, PROVIDERS[GULF]
    if oddity is Oddity.SHARED:
        return f"(GULFWIRE- {PROVIDERS[HARBOUR]})", PROVIDERS[HARBOUR]
    if number % 20 == 14:
        return "GULFWIRE - Pearl Coast Bulletin)", "Pearl Coast Bulletin"  # the bracket is lost
    named = (None, desk, "Strait News Service (SNS)", "Dunes Business Review")[number % 4]
    if named is None:
        return "(GULFWIRE)", PROVIDERS[GULF]
    return (f"(GULFWIRE - {named})" if number % 4 == 3 else f"(GULFWIRE- {named})"), named
