"""What speaks for a field's value, and what cleaning took out of a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DateCandidate:
    """One place that states when the article was published. ``refused`` says why it has no say."""

    value: str  # ISO 8601: a day, or an instant with its zone
    raw: str
    origin: str  # wire_stamp, json_ld, meta, feed, url, visible_time, written, modified, page_clock, …
    precision: str  # instant, minute, day
    zone_assumed: str | None = None
    weight: float = 0.0
    refused: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place that states a field other than the date. ``refused`` says why it has no say."""

    field: str  # headline, authors, language, description
    value: str
    origin: str  # json_ld, og_title, h1, byline, html_lang, text, …
    weight: float = 0.0
    refused: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What cleaning took out of the extracted text. Offsets count code points of that text."""

    kind: str  # strip: noise; lift: became a field
    text: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A paragraph, or what cleaning has left of it, at its place in the extracted text.

    ``linked`` is the share of its letters that are links'. ``within`` names the elements that hold it below
    the one that holds the article, innermost first: ``p < div share-buttons``.
    """

    start: int
    end: int
    text: str
    role: str = "p"  # p, h, li, quote, row
    linked: float = 0.0
    within: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What a rule takes out: a whole span, its start or its end, and the fields it was lifted into."""

    start: int
    end: int
    fields: tuple[tuple[str, str], ...] = ()  # names of Article's text fields, contacts, or alt_id:<role>
    dates: tuple[DateCandidate, ...] = ()
