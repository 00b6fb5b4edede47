import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span

# "(end) gta", "(END)", "- END -", "ends", "###", "***", "-30-", "/ritzau/", "//Petra// RZ", "NNN", "Reuter"
LINE = re.compile(
    r"\([a-zäöü]{2,5}(?:[/,;] ?[a-zäöü]{2,5}){0,4}\)|\(end\)(?:\s+[a-z]{1,5}){0,3}\.?|[-–—]?\s*(?:END|ENDS|ends)\s*[-–—]?|#{2,5}|\*{3,5}|[-–—]\s?30\s?[-–—]"
    r"|/{1,2}[A-Za-z]{3,12}/{1,2}(?:\s+[A-Z]{1,4})?|N{3,5}|REUTERS?|Reuters?",
    re.IGNORECASE,
)
TAIL = re.compile(r"\s*(?:\(end\)(?:\s+[a-z]{1,5}){0,3}|\(END\))\s*$", re.IGNORECASE)


def end_mark(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The wire's mark of the end, with the operator's initials: last lines, or the last line's tail."""
    for span in reversed(spans):
        if LINE.fullmatch(span.text):
            yield Cut(start=span.start, end=span.end)
            continue
        if found := TAIL.search(span.text):
            yield Cut(start=span.start + found.start(), end=span.end)
        return
