"""When a page says that its article was published: all that it states and shows, each with its origin."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from wirelake.formats.html.dates.clocks import without_clocks
from wirelake.formats.html.dates.machine import machine_date
from wirelake.formats.html.dates.visible import visible_dates
from wirelake.formats.html.head import Head, first
from wirelake.formats.html.headline import Headline
from wirelake.records import DateCandidate

# Names of meta elements, their letters alone: "article:published_time" and "article:published:time" are one.
# fmt: off
PUBLISHED_META = (
    "articlepublishedtime", "articlepublished", "ogarticlepublishedtime", "ogpublishedtime", "ogpubdate",
    "datepublished", "publisheddate", "publisheddatetime", "publishedtime", "publishedat", "publishedon",
    "published", "originalpublicationdate", "publicationdate", "publishdate", "publishtime", "datepublish",
    "firstpublished", "pubdate", "datepub", "pubtime", "pdate", "parselypubdate", "rbpubdate", "btpubdate",
    "dateissued", "issued", "cxenseparserecspublishtime", "cxenseparsepublishtime", "sailthrudate",
    "articledateoriginal", "dcdateissued", "dctermsissued", "dcissued", "citationpublicationdate",
    "citationonlinedate", "prismpublicationdate", "shareaholicarticlepublishedtime", "weiboarticlecreateat",
)
# Names that may mean the page's day as well
GENERAL_META = (
    "date", "dcdate", "dctermsdate", "dcdatecreated", "dctermscreated", "dccreated", "datecreated", "created",
    "articlecreated", "displaydate", "citationdate", "timestamp", "articledate", "newsdate",
)
MODIFIED_META = (
    "articlemodifiedtime", "articlemodified", "ogupdatedtime", "datemodified", "lastmodified", "modified",
    "dcdatemodified", "dctermsmodified", "dcmodified", "revised", "updated", "dateupdated", "lastupdated",
)
# fmt: on
WEIGHTS = {
    **dict.fromkeys(PUBLISHED_META, ("meta", 0.9)),
    **dict.fromkeys(GENERAL_META, ("meta", 0.85)),
    **dict.fromkeys(MODIFIED_META, ("modified", 0.2)),
}
ORDER = {name: order for order, name in enumerate(WEIGHTS)}
TOLD = 0.85  # the page has stated its date: the rest of it need not be searched
NAMING = ("property", "name", "itemprop", "http-equiv")
HOLDING = ("content", "value", "datetime")
MICRODATA_LESS = 0.05
MOST_METAS = 12
TITLE_PARTING = re.compile(r"\s[|–—·-]\s")
TITLE_DAY = 20  # characters: a day and no words


def dates(head: Head, headline: Headline) -> tuple[DateCandidate, ...]:
    """Every date that the page states or shows, each place's once, those for machines first."""
    stated = (*_json_ld(head), *(metas := tuple(_metas(head))), *_microdata(head, metas))
    told = any(one.weight >= TOLD for one in stated)
    shown = tuple(visible_dates(head, headline, near_only=told))
    return (*without_clocks(head, stated, shown), *_title(head), *shown)


def _json_ld(head: Head) -> Iterator[DateCandidate]:
    published = head.thing.get("datePublished") or _page(head).get("datePublished")
    for stated, origin, weight in (
        (published, "json_ld", 0.95),
        (None if published else head.thing.get("dateCreated"), "json_ld", 0.6),
        (head.thing.get("dateModified"), "modified", 0.25),
    ):
        if found := machine_date(first(stated), origin, weight):
            yield found


def _page(head: Head) -> dict[str, Any]:
    """The JSON-LD of the page, where that of the article has no date."""
    pages = (one for one in head.things.values() if "WebPage" in str(one.get("@type")))
    return next(pages, {})


def _metas(head: Head) -> Iterator[DateCandidate]:
    """The dates of meta elements, the most telling names first. Some write ``value`` for ``content``."""
    found: dict[str, DateCandidate] = {}
    for meta in head.meta_elements:
        name = _letters(next(filter(None, map(meta.get, NAMING)), ""))
        if name in WEIGHTS and name not in found:
            origin, weight = WEIGHTS[name]
            # Microdata may be of another thing on the page, such as a related article.
            less = MICRODATA_LESS if meta.get("itemprop") else 0.0
            stated = next(filter(None, map(meta.get, HOLDING)), None)
            if one := machine_date(stated, origin, round(weight - less, 2)):
                found[name] = one
    yield from (found[name] for name in sorted(found, key=ORDER.__getitem__)[:MOST_METAS])


def _microdata(head: Head, metas: tuple[DateCandidate, ...]) -> Iterator[DateCandidate]:
    """Those of other elements: ``<p itemprop="datePublished" content="2026-03-04">Two days ago</p>``."""
    known = {one.raw.strip() for one in metas}
    for name, origin, weight in (
        ("datepublished", "microdata", 0.8),
        ("datecreated", "microdata", 0.6),
        ("datemodified", "modified", 0.2),
    ):
        for stated in head.microdata.get(name, [])[:1]:
            found = machine_date(stated, origin, weight)
            if found and stated.strip() not in known:
                yield found


def _title(head: Head) -> Iterator[DateCandidate]:
    """The day that begins or ends a title: "Port reopens | Quay Wire | 04.03.2026"."""
    parts = TITLE_PARTING.split(" ".join((head.tree.findtext(".//title") or "").split()))
    for part in (parts[0], parts[-1]) if len(parts) > 1 else ():
        if len(part) <= TITLE_DAY and (found := machine_date(part, "written", 0.6)):
            yield found
            return


@lru_cache(maxsize=4096)
def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name[:60].lower())
