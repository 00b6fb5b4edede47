import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.places import opening

# "SOURCE Copperline Ferries", as press releases end; "Source: Eurostat", "Quelle: Nordkai Werft"
SHAPE = re.compile(
    r"(?:SOURCE:?|(?:Source|Quelle|Fuente|Fonte|Bron|Källa|Kilde|Źródło|Источник|Джерело|المصدر) ?:)"
    r"\s*(?P<named>[^\s:.][^:]{1,98}[^\s:])"
)
# "March 4, 2026 8:00 AM EST | Source: Lantern Peak Resources Ltd.", above the text
HEAD = re.compile(r" \| Source: (?P<named>[^|:]{2,100})$", re.IGNORECASE)
ISSUER = "SOURCE"
LINE_LENGTH = 200
LOOK_AT = 3


def source_line(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Who issued a press release: the provider, or where one is known already, the credit line.

    The last line, ``SOURCE Copperline Ferries``, or the end of one above the text, ``4 March | Source: …``. A
    last line ``Source: Eurostat`` is a credit line alone: it names whose figures these are, and nobody issued
    the article by it. Between paragraphs ``Source: …`` is a table's or a picture's.
    """
    first = opening(spans)
    field = "credit_line" if article.provider else "provider"
    for span in spans[:first]:
        found = HEAD.search(span.text) if len(span.text) <= LINE_LENGTH else None
        if found:
            said = ((field, found["named"].strip()),)
            yield Cut(start=span.start + found.start(), end=span.end, fields=said)
            return
    last = max(first + 1, len(spans) - LOOK_AT)
    for place in range(len(spans) - 1, last - 1, -1):
        span = spans[place]
        found = SHAPE.fullmatch(span.text)
        issued = span.text.startswith(ISSUER)
        if not found or not (issued or place == len(spans) - 1):
            continue
        said = ((field if issued else "credit_line", found["named"].rstrip(".")),)
        yield Cut(start=span.start, end=span.end, fields=said)
        return
