from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span


def furniture(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Lines of the page around the article, whole and exact, as the source's YAML lists them."""
    listed = {" ".join(line.split()).casefold() for line in source.furniture}
    for span in spans:
        if span.text.casefold() in listed:
            yield Cut(start=span.start, end=span.end)
