from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span


def source_name(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The wire's own name alone on a line at the start or the end of the text."""
    names = {name.casefold() for name in (source.title, source.provider) if name}
    cut = set()
    for order in (spans, spans[::-1]):
        for span in order:
            if span in cut or span.text.strip(" .-–—/").casefold() not in names:
                break
            cut.add(span)
            yield Cut(start=span.start, end=span.end)
