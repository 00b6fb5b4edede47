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
