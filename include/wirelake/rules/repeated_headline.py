from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span

LOOK_AT = 4


def repeated_headline(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The headline where it stands as a line at the head of the text, once or twice: it has its own field."""
    headline = article.headline.casefold()
    for span in spans[:LOOK_AT]:
        if headline and span.text.casefold() == headline:
            yield Cut(start=span.start, end=span.end, fields=(("headline", article.headline),))
