"""An article, and why one was kept out."""

from dataclasses import dataclass, field
from datetime import date, datetime

from wirelake.records.evidence import Candidate, DateCandidate, Removal, Span
from wirelake.records.exchanges import Http, Rights
from wirelake.records.parts import (
    AltId,
    Association,
    AssociationSpan,
    Author,
    Before,
    EdNote,
    Member,
    Paragraph,
    PlaceCode,
    Reading,
    Rendition,
    Subject,
    SubjectCode,
)

ITEMS = frozenset({"article", "media", "package"})  # the kinds of record that are no message about another


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
    # article; media: a picture, graphic, film or sound; package: an ordered list of items; control: a message
    record_kind: str = "article"
    pub_status: str = "usable"
    signals: tuple[str, ...] = ()
    refers_to: tuple[AltId, ...] = ()  # of a kill advisory: what it names the article by
    is_correction: bool = False
    correction_note: str | None = None
    embargoed_until: datetime | None = None
    embargo_ends: tuple[datetime, ...] = ()  # all that are stated, where one is in local time; not stored
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
    dateline_country: str | None = None  # ISO 3166-1 alpha-2; from a format what its wire writes
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
    local_date: date | None = None  # in the source's zone, or as the wire states it
    zone_edition: str | None = None
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
    subject_codes: tuple[SubjectCode, ...] = ()  # with what tables map them to
    places: tuple[Subject, ...] = ()
    place_codes: tuple[PlaceCode, ...] = ()
    people: tuple[Subject, ...] = ()
    organisations: tuple[Subject, ...] = ()
    instruments: tuple[Subject, ...] = ()
    genres: tuple[Subject, ...] = ()
    # media
    associations: tuple[Association, ...] = ()
    association_spans: tuple[AssociationSpan, ...] = ()  # of a page
    renditions: tuple[Rendition, ...] = ()  # of an item that is a picture, graphic, film or sound
    members: tuple[Member, ...] = ()  # of a package, in its order
    # provenance
    duplicate_refs: tuple[str, ...] = ()  # other raw_refs of the same day that showed the same version
    stood_before: Before | None = None  # where its page was captured on an earlier day
    http: Http = field(default_factory=Http)
    reading: Reading | None = None  # of a page whose source has layouts
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """A record's articles, and what of it is rejected; or what it is that is no item.

    Of a message of mail ``passed_over`` has the places of the parts that are no items, each with what it is.
    """

    articles: tuple[Article, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    no_item: str = ""
    passed_over: tuple[tuple[str, str], ...] = ()
