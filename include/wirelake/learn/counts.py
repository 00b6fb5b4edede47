"""What learning counts: documents, the evidence of each shape in them, and the totals of a source."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article's version as learning sees it: paragraphs as the rule ``learned_furniture`` had them."""

    article_id: str
    raw_ref: str
    captured: date  # the capture day
    published: date  # the capture day where no other is known
    headline: str
    provider: str  # "" where none is known, and so for the author
    author: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The furniture's own words in one article, nothing around them; and where that article came from."""

    text: str
    raw_ref: str


@dataclass(slots=True, kw_only=True)
class Evidence:
    """What was counted of one shape."""

    shape: str
    words: frozenset[str]
    articles: int = 0
    different: int = 0  # of these, in headline and rest; no more than were asked for
    first_seen: date = date.max  # capture days
    last_seen: date = date.min
    days: set[date] = field(default_factory=set)  # of publication
    places: Counter[str] = field(default_factory=Counter)  # head, middle, tail → articles
    providers: Counter[str] = field(default_factory=Counter)
    authors: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)  # to which its links lead
    beside: Counter[str] = field(default_factory=Counter)  # its own words, in what else its articles say
    examples: list[Example] = field(default_factory=list)
    rests: list[frozenset[int]] = field(default_factory=list)  # of the different articles, while they count
    headlines: set[str] = field(default_factory=set)  # theirs, as shapes


@dataclass(slots=True, kw_only=True)
class Totals:
    """What was counted of the source as a whole."""

    articles: int = 0
    by_day: Counter[date] = field(default_factory=Counter)  # of capture
    providers: Counter[str] = field(default_factory=Counter)
    authors: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)  # of candidates, by articles that say them too
