"""What a bounded process does with a page from which layouts are learned, and on which they are tried."""

from wirelake.bounded.comparing import differences
from wirelake.clean import clean
from wirelake.config import SourceConfig
from wirelake.extract import PAGE, extract
from wirelake.formats.html.layout import Sight, sight
from wirelake.records import Article, RawArticle, Rejection


def sighted(source: SourceConfig, raw: RawArticle) -> Sight | None:
    """Where the page holds its article, read in full; None where it is no page with one."""
    found = _page(extract(raw, source.format))
    return None if found is None else sight(found, raw)


def tried(source: SourceConfig, raw: RawArticle) -> tuple[str | None, tuple[str, ...]]:
    """The text's path of the source's layout that the page fits, and what the full way reads otherwise."""
    found = _page(extract(raw, source.format, source.layouts))
    if found is None or found.reading is None or found.reading.layout is None:
        return None, ()
    full = _page(extract(raw, source.format))
    if full is None:
        return found.reading.layout, ("rejected",)
    return found.reading.layout, differences(clean(found, source), clean(full, source))


def _page(outcome: list[Article] | Rejection) -> Article | None:
    articles = [] if isinstance(outcome, Rejection) else outcome
    return articles[0] if len(articles) == 1 and articles[0].source_format == PAGE else None
