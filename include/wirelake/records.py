"""What the stages hand to each other: frozen, fully named, without behaviour.

Field names follow IPTC ninjs 3, NewsML-G2 and schema.org. Times are aware datetimes in UTC; a day
without a time is a ``date``, never a midnight.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a captured exchange was made for."""

    ARTICLE = "article"  # may hold articles
    FEED = "feed"  # a feed that lists links
    SITEMAP = "sitemap"  # a sitemap, or an index of them
    ARCHIVE_PAGE = "archive_page"  # a dated page that lists links
    LINK_PAGE = "link_page"  # a page, such as a front page, that lists links


class Outcome(StrEnum):
    """How a captured exchange ended; every raw_ref has exactly one."""

    ARTICLE = "article"
    DUPLICATE = "duplicate"
    REJECTION = "rejection"
    CONTROL = "control"
    NOT_CONTENT = "not_content"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An entry of a feed, a sitemap, a page or a drop folder, with what it says of its article."""

    url: str  # http(s), or drop:<source>/<day>/<file name>
    origin: str  # the kind of discovery that found it: feed, sitemap, archive_page, …
    guid: str | None = None
    title: str | None = None
    published: str | None = None  # ISO 8601, as precise as the entry was
    updated: str | None = None  # likewise: when the entry says that its article changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an earlier capture holds of a link: the validators for asking again, and its record."""

    raw_ref: str
    fetched_at: datetime
    payload_sha256: str
    etag: str | None = None
    last_modified: str | None = None

    @property
    def batch(self) -> str:
        """The batch whose record it is."""
        return self.raw_ref.partition("#")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What the publisher's machine-readable signals say; ``evidence`` names each with its place."""

    tdm_reservation: int | None = None
    tdm_policy: str | None = None
    robots_allowed: bool | None = None
    robots_meta: tuple[str, ...] = ()
    rsl_license: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """The bytes as received (still content-encoded), with their HTTP exchange."""

    link: Link
    kind: Kind
    fetched_at: datetime
    body: bytes = b""
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    final_url: str | None = None
    redirects: tuple[str, ...] = ()  # every address of the way, the first and the last too, if it moved
    ip: str | None = None  # the address that answered
    failure: str | None = None  # the failure's class, such as http_404; None where bytes arrived
    failure_detail: str | None = None
    unchanged: Seen | None = None  # 304: what was received then is what stands there still
    rights: Rights = Rights()
    raw_ref: str = ""  # <source>/<capture day>#<WARC-Record-ID>, once archived
    # SHA-256 of the bytes as received, once archived: a takedown may have left others of them.
    received_sha256: str = field(default="", compare=False)

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return next((v for k, v in self.headers if k.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AltId:
    role: str  # wire: the wire's own id; guid; url; file
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    name: str
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    role: str  # p, h, li, quote, row
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EdNote:
    """A note to editors. Where ``publishable`` is false it never reaches articles/."""

    role: str
    text: str
    publishable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A subject, place, person, organisation, instrument or genre; codes stay opaque."""

    name: str | None = None
    qcode: str | None = None
    uri: str | None = None
    scheme: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    rel: str
    type: str | None = None
    uri: str | None = None
    href: str | None = None
    caption: str | None = None
    credit: str | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Http:
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    final_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The parsed record: one version of one article, as one capture day showed it.

    A format fills what the markup states, ``extracted_text`` above all; clean lifts fields out of
    the text and fills ``body_text``, ``removed`` and what the evidence decides.
    """

    source: str
    raw_ref: str
    raw_sha256: str
    source_format: str
    first_seen_at: datetime
    # identity
    article_id: str = ""
    version: str = ""
    alt_ids: tuple[AltId, ...] = ()
    wire_id: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    type: str = "text"
    profile: str | None = None
    # status
    record_kind: str = "article"  # article, or control: a message about another article
    pub_status: str = "usable"
    signals: tuple[str, ...] = ()
    refers_to: tuple[AltId, ...] = ()  # of a kill advisory: what it names the article by
    is_correction: bool = False
    correction_note: str | None = None
    embargoed_until: datetime | None = None
    expires: datetime | None = None
    urgency: int | None = None
    ed_notes: tuple[EdNote, ...] = ()
    # text
    headline: str = ""
    headline_prefix: str | None = None
    slugline: str | None = None
    description: str | None = None
    extracted_text: str = ""
    spans: tuple[
        Span, ...
    ] = ()  # its paragraphs, from formats that know more of them than their lines; not stored
    body_text: str = ""
    paragraphs: tuple[Paragraph, ...] = ()
    word_count: int = 0
    word_count_stated: int | None = None
    is_truncated: bool = False
    language: str | None = None
    # place and people
    dateline_place: str | None = None
    dateline_text: str | None = None
    located: str | None = None
    provider: str | None = None
    provider_id: str | None = None
    credit_line: str | None = None
    byline: str | None = None
    authors: tuple[Author, ...] = ()
    contacts: tuple[str, ...] = ()
    is_syndicated: bool = False
    candidates: tuple[Candidate, ...] = ()  # of headline, authors, language and description
    # time
    published_date: date | None = None
    published_at: datetime | None = None
    published_precision: str | None = None
    date_source: str | None = None
    date_confidence: float | None = None
    date_candidates: tuple[DateCandidate, ...] = ()
    first_created: datetime | None = None
    version_created: datetime | None = None
    fetched_at: datetime | None = None
    # rights
    copyright_notice: str | None = None
    usage_terms: str | None = None
    copyright_holder: str | None = None
    rights_reserved: bool | None = None
    rights: Rights = field(default_factory=Rights)
    # subjects
    subjects: tuple[str, ...] = ()
    subjects_detail: tuple[Subject, ...] = ()
    places: tuple[Subject, ...] = ()
    people: tuple[Subject, ...] = ()
    organisations: tuple[Subject, ...] = ()
    instruments: tuple[Subject, ...] = ()
    genres: tuple[Subject, ...] = ()
    # media
    associations: tuple[Association, ...] = ()
    # provenance
    duplicate_refs: tuple[str, ...] = ()  # other raw_refs of the same day that showed the same version
    http: Http = field(default_factory=Http)
    extractor: str | None = None
    extractor_version: str | None = None
    ruleset_version: str | None = None
    rule_hits: tuple[str, ...] = ()
    removed: tuple[Removal, ...] = ()
    quality_flags: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    content_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """An article kept out of the lake, with every reason and the way back to its bytes."""

    source: str
    stage: str  # fetch, extract, clean, validate
    reason: str  # the first of reasons
    reasons: tuple[str, ...]
    detail: str
    raw_ref: str
    rejected_at: datetime  # when the bytes were received: a rebuild states the same
    url: str | None = None
    article_id: str | None = None
    headline: str | None = None
    published_date: date | None = None
    body_excerpt: str | None = None  # at most 500 characters
    duplicate_refs: tuple[str, ...] = ()  # other raw_refs of the same day that showed the same version
