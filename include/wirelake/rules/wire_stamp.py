import re
from collections.abc import Iterator, Sequence
from datetime import date

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, DateCandidate, Span

# MENAFN07122025000045017640ID1110448168: wire, DDMMYYYY, provider, user, ID, the wire's id of the article
STAMP = re.compile(r"([A-Z]{3,12})(\d{2})(\d{2})(\d{4})(\d{6})(\d{6})ID(\d{7,12})")
TAIL = re.compile(rf"\s*\b{STAMP.pattern}\s*$")
TAIL_LENGTH = 120


def wire_stamp(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The wire's transmission stamp, as a line or at the end of one; it may be printed twice."""
    for span in spans:
        found = TAIL.search(span.text, max(0, len(span.text) - TAIL_LENGTH))
        if not found:
            continue
        _, day, month, year, provider, _, number = found.groups()
        stamp = found.group().strip()
        yield Cut(
            start=span.start + found.start(),
            end=span.end,
            fields=(("wire_id", stamp), ("provider_id", provider), ("alt_id:wire", number)),
            dates=tuple(_stated(int(year), int(month), int(day), stamp)),
        )


def _stated(year: int, month: int, day: int, stamp: str) -> Iterator[DateCandidate]:
    try:
        value = date(year, month, day).isoformat()
    except ValueError:
        return
    yield DateCandidate(value=value, raw=stamp, origin="wire_stamp", precision="day", weight=0.9)
