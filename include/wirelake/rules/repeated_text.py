from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import key

LEAST = 40  # letters: below that a sentence may well recur in another


def repeated_text(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """A paragraph, not a sub-heading, that one in another element holds or repeats: pull quotes, second copies.

    Of two that are the same the first one stays. A text that repeats itself does so in elements of one kind.
    """
    keys = [key(span.text) for span in spans]
    for place, said in enumerate(keys):
        span = spans[place]
        if len(said) < LEAST or span.role == "h":
            continue
        holders = (at for at, other in enumerate(keys) if at != place and said in other)
        if any(
            spans[at].within != span.within and (len(keys[at]) > len(said) or at < place) for at in holders
        ):
            yield Cut(start=span.start, end=span.end)
