"""Pages of one batch that name one canonical address, and are different articles."""

from collections import defaultdict
from dataclasses import replace

from wirelake.addresses import canonicalise
from wirelake.config import SourceConfig
from wirelake.evidence.identity import PAGE, SHARED, by_fetched, page_of
from wirelake.records import Article


def meeting(articles: list[Article], source: SourceConfig) -> tuple[list[Article], set[str]]:
    """The articles with those pages flagged, and the ids that their canonical addresses would have made."""
    by_address: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(articles):
        for address in {_spelled(one.canonical_url, source), _spelled(one.url, source)} - {None}:
            if one.source_format == PAGE:
                by_address[str(address)].append(place)
    flagged = list(articles)
    met: set[str] = set()
    for address, places in by_address.items():
        if len(places) < 2 or not _differ([articles[place] for place in places], source):
            continue
        for place in places:
            one = articles[place]
            if _spelled(one.canonical_url, source) == address:
                flagged[place] = replace(one, quality_flags=(*one.quality_flags, SHARED))
                met |= {one.article_id} - {by_fetched(one, source)}
    return flagged, met


def _differ(pages: list[Article], source: SourceConfig) -> bool:
    """Two of them have no address and no text in common; a page and its form for print are one."""
    texts: dict[str, set[str]] = defaultdict(set)
    for one in pages:
        file = next((alt.value for alt in one.alt_ids if alt.role == "file"), "")
        texts[page_of(one.url, source) if one.url else file].add(one.body_text)
    told = [*{frozenset(mine) for mine in texts.values()}]
    return any(mine.isdisjoint(others) for place, mine in enumerate(told) for others in told[:place])


def _spelled(url: str | None, source: SourceConfig) -> str | None:
    return canonicalise(url, source.drop_query) if url else None
