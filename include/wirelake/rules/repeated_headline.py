import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.places import key, opening

LOOK_AT = 4
H1 = re.compile(r"(?:\w+ [^<]*< )*h1\b")
LEAST = 12  # letters: a section's name may stand in a title too
LONGER = 1.6  # by a kicker before it, "Harbours Port of Example reopens", or a part after it


def repeated_headline(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The headline where it stands as a line at the head of the text, once or twice: it has its own field.

    So is a line that the page states somewhere to be its headline in other words: ``og:title``, JSON-LD's
    ``alternativeHeadline``. Of an article over several pages each page may begin with it.
    """
    headline = key(article.headline)
    others = {key(one.value) for one in article.candidates if one.field == "headline"} - {""}
    head = max(LOOK_AT, opening(spans))
    for span in spans[head:] if headline and "pages" in dict(article.extra) else ():
        if key(span.text) == headline:
            yield Cut(start=span.start, end=span.end)
    for span in spans[:head]:
        said = key(span.text)
        if not headline or not said:
            continue
        if said == headline:
            yield Cut(start=span.start, end=span.end, fields=(("headline", article.headline),))
        elif _is_other(span, said, headline) or (said in others and len(said) >= LEAST):
            yield Cut(start=span.start, end=span.end)


def _is_other(span: Span, said: str, headline: str) -> bool:
    return span.role == "h" and (H1.match(span.within) is not None or _nearly(said, headline))


def _nearly(said: str, headline: str) -> bool:
    short, long = sorted((said, headline), key=len)
    return short in long and len(long) <= LONGER * len(short)
