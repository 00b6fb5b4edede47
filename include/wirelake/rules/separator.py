import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span

SOMETHING = re.compile(r"[^\W_]")


def separator(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Lines that hold neither a letter nor a digit: ``___``, ``* * *``, ``»``."""
    for span in spans:
        if not SOMETHING.search(span.text):
            yield Cut(start=span.start, end=span.end)
