from collections.abc import Iterator, Sequence

from wirelake.config import SourceConfig
from wirelake.records import Article, Cut, Span
from wirelake.rules.element_names import Names
from wirelake.rules.places import opening

NAMES = Names(
    "kicker",
    "(?:over|top)-?line",
    "eyebrow",
    "dachzeile",
    "rubric",
    "section-(?:name|label|link)",
    "category",
    "breadcrumbs?",
)
LONGEST = 60


def kicker(spans: Sequence[Span], article: Article, source: SourceConfig) -> Iterator[Cut]:
    """The section's or series' name above the headline, by its element's name: ``World``, ``Harbours``."""
    boxed = NAMES.of(spans)
    for place, span in enumerate(spans[: opening(spans)]):
        if place in boxed and len(span.text) <= LONGEST:
            yield Cut(start=span.start, end=span.end)
