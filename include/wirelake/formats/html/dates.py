"""When a page says that its article was published. The only importer of htmldate."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from htmldate import find_date

from wirelake.evidence import page_clock
from wirelake.formats import date_candidate
from wirelake.formats.html.head import Head, first
from wirelake.formats.html.headline import heading_of
from wirelake.records import DateCandidate

OLDEST = "1990-01-01"
PUBLISHED_META = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "sailthru.date",
    "parsely-pub-date",
)


def dates(head: Head, headline: str, hinted: bool) -> tuple[DateCandidate, ...]:
    """Every date that the page states; ``hinted`` where a feed or a sitemap stated one already."""
    found = (*_stated_dates(head), *_visible_dates(head.tree, headline))
    if not hinted and not any(one.weight and not one.refused for one in found):
        found = (*found, *_written_date(head.tree, headline))
    return found


def _stated_dates(head: Head) -> Iterator[DateCandidate]:
    if found := date_candidate(first(head.thing.get("datePublished")), "json_ld", 0.95):
        yield found
    for name in PUBLISHED_META:
        if found := date_candidate(head.metas.get(name), "meta", 0.9):
            yield found


def _visible_dates(tree: Any, headline: str) -> Iterator[DateCandidate]:
    """Clocks above the headline, refused, and <time> elements; the first ones only."""
    heading = heading_of(tree, headline)
    if heading is not None:
        for element in tree.iter():
            if element is heading:
                break
            for text in (element.text if isinstance(element.tag, str) else None, element.tail):
                if text and (clock := page_clock(text)):
                    yield clock
    times = [one for one in tree.iter("time") if one.get("datetime") and not page_clock(one.text or "")]
    # An article's own time stands inside it; times of related links come later.
    for order, one in enumerate(times[:3]):
        if found := date_candidate(one.get("datetime"), "visible_time", 0.7 if order == 0 else 0.3):
            yield found


def _written_date(tree: Any, headline: str) -> Iterator[DateCandidate]:
    """The day that is written below the headline where a date is to be expected, found by htmldate.

    It takes a page's clock for the article's date, so it sees neither clocks nor what stands above.
    """
    copy = deepcopy(tree)
    heading = heading_of(copy, headline)
    above = [] if heading is None else _before(copy, heading)
    for element in [*above, *(one for one in copy.iter() if page_clock(one.text or ""))]:
        element.text = None
        element.attrib.clear()
    written = find_date(copy, extensive_search=False, original_date=True, min_date=OLDEST)
    if found := date_candidate(written, "written", 0.55):
        yield found


def _before(tree: Any, heading: Any) -> list[Any]:
    inside = set(heading.iterancestors())
    found = []
    for element in tree.iter("*"):
        if element is heading:
            break
        if element not in inside:
            found.append(element)
    return found
