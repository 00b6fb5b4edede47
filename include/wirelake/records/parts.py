"""The parts of an article that are more than a string."""

from dataclasses import dataclass


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
class Reading:
    """By which way a page was read whose source has layouts; no column of it is stored."""

    layout: str | None = None  # the path of its text, where the layout alone was asked
    unfit: str | None = None  # else why none fitted: it was read in full
    compared: bool = False  # of a sample: read in full as well, which changes nothing
    differs: tuple[str, ...] = ()  # what the full way reads otherwise: rejected, headline, date, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What an article's page showed on an earlier day, and what one set of rules reads otherwise in it."""

    raw_ref: str
    raw_sha256: str
    changed: tuple[str, ...] = ()  # headline, text, date


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
    country: str | None = None  # of a place, as its wire writes it: a code or a name; place_codes keeps it


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectCode:
    """A subject in the one shape that all formats share."""

    scheme: str | None = None
    code: str | None = None
    iri: str | None = None
    name: str | None = None
    role: str | None = None
    origin: str = "stated"  # by the wire; or mapped, by a table, from a code that it states


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCode:
    """A place in the shape of a subject, with its country."""

    scheme: str | None = None
    code: str | None = None
    iri: str | None = None
    name: str | None = None
    role: str | None = None
    origin: str = "stated"
    country: str | None = None  # ISO 3166-1 alpha-2


@dataclass(frozen=True, slots=True, kw_only=True)
class Association:
    rel: str
    type: str | None = None
    uri: str | None = None
    href: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationSpan:
    """Where an association stands in ``extracted_text``: a link's words, or the place of a picture.

    ``association`` is its number among the article's, from 0 on; ``start`` and ``end`` are code points, of a
    picture the same: the start of the paragraph below it.
    """

    association: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One form of a picture, film or sound, as its item states it; nobody fetches it."""

    name: str | None = None  # the wire's word for the form: rnd:highRes, thumbnail
    href: str | None = None
    uri: str | None = None  # an id, where no address is stated
    media_type: str | None = None
    width: int | None = None  # pixels
    height: int | None = None
    size: int | None = None  # bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An item that a package lists, by what the package says of it."""

    group: str | None = None  # the role of the group in which it stands
    type: str | None = None  # IPTC item class
    uri: str | None = None
    version: str | None = None
    href: str | None = None
    headline: str | None = None
    description: str | None = None
