import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span

HEADING = re.compile(r"(?:legal )?disclaimer\s*:?", re.IGNORECASE)
# "… provides the information “as is” without warranty of any kind. We do not accept any responsibility …
# kindly contact the provider above." EIN Presswire closes with "contact the author above".
PHRASES = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        r"[“\"']?as[- ]is[”\"']?,? (?:and )?without (?:any )?(?:warranty|guarantee)",
        r"not accept any (?:responsibility|liability)|no (?:responsibility|liability) (?:is accepted )?for",
        r"accuracy, (?:content|completeness)|completeness, legality|reliability of (?:the|this|any) ",
        r"(?:complaints?|copyright)[^.]{0,60} (?:issues?|concerns?|related)[^.]{0,60} article",
        r"contact the (?:provider|author|publisher|issuer) (?:named )?above",
    )
)
# One of these stands in each phrase: looked for first, as most texts hold none.
MARKS = (
    "warrant",
    "guarantee",
    "responsib",
    "liabilit",
    "legality",
    "reliability",
    "accuracy",
    " article",
    " above",
)
ENOUGH = 2
LONGEST = 4_000


def legal_disclaimer(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The disclaimer of liability and its heading, wherever it stands.

    One such phrase is not enough: an article may report on a sale "as is, without warranty".
    """
    for place, span in enumerate(spans):
        if _disclaims(span.text):
            yield Cut(start=span.start, end=span.end)
        elif HEADING.fullmatch(span.text):
            following = spans[place + 1 : place + 2]
            if not following or _disclaims(following[0].text):
                yield Cut(start=span.start, end=span.end)


def _disclaims(text: str) -> bool:
    lowered = text.lower()
    if len(text) > LONGEST or not any(mark in lowered for mark in MARKS):
        return False
    return sum(bool(phrase.search(text)) for phrase in PHRASES) >= ENOUGH
