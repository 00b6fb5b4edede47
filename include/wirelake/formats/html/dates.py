"""When a page says that its article was published: all that it states and shows, each with its origin."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from wirelake.formats.html.head import Head, first
from wirelake.formats.html.machine_dates import machine_date
from wirelake.formats.html.visible_dates import visible_dates
from wirelake.records import DateCandidate

# Names of meta elements, their letters alone: "article:published_time" and "article:published:time" are one.
PUBLISHED_META = (
    *("articlepublishedtime", "articlepublished", "ogarticlepublishedtime", "ogpublishedtime", "ogpubdate"),
    *("datepublished", "publisheddate", "publisheddatetime", "publishedtime", "publishedat", "publishedon", "published"),
    *("originalpublicationdate", "publicationdate", "publishdate", "publishtime", "datepublish", "firstpublished"),
    *("pubdate", "datepub", "pubtime", "pdate", "parselypubdate", "rbpubdate", "btpubdate", "dateissued", "issued"),
    *("cxenseparserecspublishtime", "cxenseparsepublishtime", "sailthrudate", "articledateoriginal"),
    *("dcdateissued", "dctermsissued", "dcissued", "citationpublicationdate", "citationonlinedate"),
    *("prismpublicationdate", "shareaholicarticlepublishedtime", "weiboarticlecreateat"),
)
# Names that may mean the page's day as well
GENERAL_META = (
    *("date", "dcdate", "dctermsdate", "dcdatecreated", "dctermscreated", "dccreated", "datecreated", "created"),
    *("articlecreated", "displaydate", "citationdate", "timestamp", "articledate", "newsdate"),
)
MODIFIED_META = (
    *("articlemodifiedtime", "articlemodified", "ogupdatedtime", "datemodified", "lastmodified", "modified"),
    *("dcdatemodified", "dctermsmodified", "dcmodified", "revised", "updated", "dateupdated", "lastupdated"),
)
WEIGHTS = {
    **dict.fromkeys(PUBLISHED_META, ("meta", 0.9)),
    **dict.fromkeys(GENERAL_META, ("meta", 0.85)),
    **dict.fromkeys(MODIFIED_META, ("modified", 0.2)),
}
ORDER = {name: order for order, name in enumerate(WEIGHTS)}
TOLD = 0.85  # the page has stated its date: the rest of it need not be searched
MOST_METAS = 12


def dates(head: Head, headline: str) -> tuple[DateCandidate, ...]:
    """Every date that the page states or shows, each place's once, those for machines first."""
    stated = (*_json_ld(head), *_metas(head))
    told = any(one.weight >= TOLD for one in stated)
    return (*stated, *_title(head), *visible_dates(head, headline, near_only=told))


def _json_ld(head: Head) -> Iterator[DateCandidate]:
    stated = first(head.thing.get("datePublished")) or first(_page(head).get("datePublished"))
    if found := machine_date(stated, "json_ld", 0.95):
        yield found
    elif found := machine_date(first(head.thing.get("dateCreated")), "json_ld", 0.6):
        yield found
    if found := machine_date(first(head.thing.get("dateModified")), "modified", 0.25):
        yield found


def _page(head: Head) -> dict[str, Any]:
    """The JSON-LD of the page, where that of the article has no date."""
    pages = (one for one in head.things.values() if "WebPage" in str(one.get("@type")))
    return next(pages, {})


def _metas(head: Head) -> Iterator[DateCandidate]:
    """The dates of meta elements, the most telling names first. Some write ``value`` for ``content``."""
    found: dict[str, DateCandidate] = {}
    for meta in head.tree.iter("meta"):
        name = _letters(next(filter(None, map(meta.get, ("property", "name", "itemprop", "http-equiv"))), ""))
        if name in WEIGHTS and name not in found:
            origin, weight = WEIGHTS[name]
            stated = meta.get("content") or meta.get("value") or meta.get("datetime")
            if one := machine_date(stated, origin, weight - 0.05 * (meta.get("itemprop") is not None)):
                found[name] = one
    yield from (found[name] for name in sorted(found, key=ORDER.__getitem__)[:MOST_METAS])


def _title(head: Head) -> Iterator[DateCandidate]:
    """The day that ends a title: "Port reopens | Quay Wire | 04.03.2026"."""
    title = " ".join((head.tree.findtext(".//title") or "").split())
    _, bar, last = title.rpartition(" | ")
    if bar and (found := machine_date(last, "written", 0.6)):
        yield found


@lru_cache(maxsize=4096)
def _letters(name: str) -> str:
    return re.sub(r"[^a-z]", "", name[:60].lower())
