"""The demo's wire of ten years in a lake, without the cost of capture and validation."""

from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter

from wirelake.batches.staging import articles_table
from wirelake.clean import clean
from wirelake.config import Batch, SourceConfig
from wirelake.extract import extract
from wirelake.records import Article, Kind, Link, RawArticle, Rejection
from wirelake.storage import Store
from wirelake.write import write_history
from wirelake_demo import furnished


def fill(store: Store, source: SourceConfig, articles: int = 8) -> None:
    """Write the wire's history/, so many articles a day."""
    for day, pages in groupby(furnished.pages(articles), key=attrgetter("day")):
        read = [cleaned(page, source) for page in pages]
        write_history(store, Batch(source.name, day), articles_table(read))


def cleaned(page: furnished.Page, source: SourceConfig) -> Article:
    """The page as extract and clean leave it."""
    raw = RawArticle(
        link=Link(url=f"drop:{source.name}/{page.day}/{page.name}", origin="drop_folder"),
        kind=Kind.ARTICLE,
        fetched_at=datetime(page.day.year, page.day.month, page.day.day, 12, tzinfo=UTC),
        body=page.body,
        raw_ref=f"{source.name}/{page.day}#{page.name}",
    )
    found = extract(raw)
    assert not isinstance(found, Rejection)
    (article,) = found
    return clean(article, source)
