import re
from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span

MONTH = r"(?:Jan|Feb|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]*\.?"
# "LONDON, Feb. 1, 2017 /PRNewswire/ --", "Berlin (dpa) - ", "KUWAIT, Dec 7 (KUNA) -- "
SHAPE = re.compile(
    r"(?P<place>[A-ZÀ-Þ][\w.’'-]*(?:[ ,]+[A-ZÀ-Þ][\w.’'-]*){0,4}?)"
    rf"(?P<day>,?\s+{MONTH}\s+\d{{1,2}}(?:,\s+\d{{4}})?|,?\s+\d{{1,2}}\s+{MONTH}(?:\s+\d{{4}})?)?"
    r"\s*(?:\((?P<agency>[A-Za-z][\w .-]{1,30})\)|/[A-Za-z][\w .-]{1,30}/)\s*[-–—]{1,2}\s*(?=\S)"
)
# Capitals in brackets after a name may be a ticker: "Apple (AAPL) - shares of …" is no dateline.
AGENCIES = frozenset(
    ("AFP", "AP", "ANI", "BSS", "DPA", "IANS", "KUNA", "PA", "PTI", "QNA", "SPA", "TASS", "UPI", "WAM")
)
# What parts a dateline that the format states from its text: "TAIPEI, March 3 - ", "Paris (ats) Les …"
DASH = re.compile(r"\s*(?:-{1,2}|[–—_])\s*(?=\S)|\s+(?=\S)")
LOOK_AT = 2
MAX_LENGTH = 90


def dateline(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """Place, day and agency before the first sentence. Without an agency in brackets it is left alone:

    ``A spokesman said - after a pause - that …`` is no dateline, unless the format states that it is.
    """
    for span in spans[:LOOK_AT]:
        stated = article.dateline_text
        if stated and span.text.startswith(stated) and (dash := DASH.match(span.text, len(stated))):
            yield Cut(start=span.start, end=span.start + dash.end(), fields=(("dateline_text", stated),))
            return
        found = SHAPE.match(span.text)
        if found and found.end() <= MAX_LENGTH and not _may_be_a_ticker(found):
            yield Cut(
                start=span.start,
                end=span.start + found.end(),
                fields=(
                    ("dateline_text", found.group().rstrip(" -–—")),
                    ("dateline_place", found["place"].strip(" ,")),
                ),
            )
            return


def _may_be_a_ticker(found: re.Match[str]) -> bool:
    agency = found["agency"] or ""
    return (
        agency.isupper()
        and len(agency) <= 5
        and agency not in AGENCIES
        and not (found["day"] or found["place"].isupper())
    )
