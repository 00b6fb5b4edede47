from collections import Counter
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.places import key

LEAST = 40  # letters: below that a sentence may well recur in another
MOST = 200_000  # letters of a text whose paragraphs are looked up in each other, which costs their square
MOST_SPANS = 1_000


def repeated_text(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """A paragraph, not a sub-heading, that one in another element holds or repeats: pull quotes, copies.

    Of those that are the same one that is no quote stays, in the commoner kind of element, or the first. A
    text that repeats itself does so in elements of one kind.
    Of a very long text only whole paragraphs that recur are found.
    """
    if len({span.within for span in spans}) < 2:
        return
    keys = [key(span.text) for span in spans]
    short = len(keys) <= MOST_SPANS and sum(map(len, keys)) <= MOST
    stays = _staying(keys, spans)
    whole = "\n".join(keys)
    for place, said in enumerate(keys):
        span = spans[place]
        if len(said) < LEAST or span.role == "h":
            continue
        again = spans[stays[said]].within != span.within
        if again or (short and whole.count(said) > 1 and _is_part(place, keys, spans)):
            yield Cut(start=span.start, end=span.end)


def _staying(keys: Sequence[str], spans: Sequence[Span]) -> dict[str, int]:
    """The place of each text that stays: its own among the others, not the pull quote that anticipates it."""
    common = Counter(span.within for span in spans)
    order = sorted(
        range(len(spans)),
        key=lambda place: (spans[place].role == "quote", -common[spans[place].within], place),
    )
    stays: dict[str, int] = {}
    for place in order:
        stays.setdefault(keys[place], place)
    return stays


def _is_part(place: int, keys: Sequence[str], spans: Sequence[Span]) -> bool:
    """Whether a longer one in another element holds it."""
    said, within = keys[place], spans[place].within
    return any(
        len(other) > len(said) and spans[at].within != within and said in other
        for at, other in enumerate(keys)
    )
