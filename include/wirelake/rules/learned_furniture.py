from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.shapes import MAX_CHARACTERS, shape


def learned_furniture(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Whole paragraphs whose shape was learned from the source's history and stands in its learned file.

    ``Updated on 4 March 2026 at 10:15`` goes where ``updated on <date> at <time>`` was learned.
    """
    learned = {one.shape for one in source.learned if not one.refused}
    if not learned:
        return
    for span in spans:
        if len(span.text) <= MAX_CHARACTERS and shape(span.text) in learned:
            yield Cut(start=span.start, end=span.end)
