from collections.abc import Iterator, Sequence

from wirelake import evidence
from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span


def page_clock(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The page's running clock: a line of nothing but a weekday, a date and a time.

    ``Tuesday, 02 January 2024 12:17 GMT`` stands above articles of other years.
    """
    for span in spans:
        if found := evidence.page_clock(span.text):
            yield Cut(start=span.start, end=span.end, dates=(found,))
