from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.wording import key

LEAST = 40  # letters: below that a sentence may well recur in another
MOST = 200_000  # letters of a text whose paragraphs are looked up in each other, which costs their square
MOST_SPANS = 1_000


def repeated_text(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """A paragraph, not a sub-heading, that one in another element holds or repeats: pull quotes, copies.

    Of two that are the same the first one stays. A text that repeats itself does so in elements of one kind.
    Of a very long text only whole paragraphs that recur are found.
    """
    if len({span.within for span in spans}) < 2:
        return
    keys = [key(span.text) for span in spans]
    short = len(keys) <= MOST_SPANS and sum(map(len, keys)) <= MOST
    first: dict[str, int] = {}
    for place, said in enumerate(keys):
        span = spans[place]
        before = first.setdefault(said, place)
        if len(said) < LEAST or span.role == "h":
            continue
        again = before < place and spans[before].within != span.within
        if again or (short and _is_part(place, keys, spans)):
            yield Cut(start=span.start, end=span.end)


def _is_part(place: int, keys: Sequence[str], spans: Sequence[Span]) -> bool:
    said, within = keys[place], spans[place].within
    return any(
        spans[at].within != within and (len(other) > len(said) or at < place)
        for at, other in enumerate(keys)
        if at != place and said in other
    )
