"""Lists that answer from another address than the YAML's, and did so a week ago."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from wirelake.batches.lists import MOVED
from wirelake.config import Batch, SourceConfig
from wirelake.lake.exchanges import read_indexes
from wirelake.records import Kind, RawArticle
from wirelake.storage import Store

WEEK = (7, 8, 9)  # days ago, the first on which the list brought something
COLUMNS = ("url", "final_url", "kind", "failure")


def moved(store: Store, batch: Batch, source: SourceConfig, lists: Iterable[RawArticle]) -> Iterator[str]:
    """In words each list that was redirected to one and the same other address today and a week ago.

    For a moment any list may be redirected. Of one that was not, nothing in raw/ is looked at.
    """
    news = {
        one.link.url: one.final_url
        for one in lists
        if one.kind is not Kind.ARTICLE and one.redirects and one.final_url and one.final_url != one.link.url
    }
    for url, there in news.items():
        if any(
            _led_to(store, Batch(batch.source, batch.day - timedelta(days=ago)), url, there) for ago in WEEK
        ):
            named = (number for number, part in enumerate(source.discover) if getattr(part, "url", "") == url)
            field = f"discover[{number}].url" if (number := next(named, None)) is not None else "its address"
            yield (
                f"{MOVED}{url} redirects to {there}, for a week or longer: write that into "
                f"{source.name}.yaml: {field}, before the redirect ends"
            )


def _led_to(store: Store, batch: Batch, url: str, there: str) -> bool:
    rows = read_indexes(store, batch, COLUMNS, fold=False)
    return any(row["url"] == url and row["final_url"] == there and row["failure"] is None for row in rows)
