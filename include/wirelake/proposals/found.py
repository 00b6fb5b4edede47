"""What was found at a site: each list with what it held, and what the site says of itself."""

from dataclasses import dataclass

from wirelake.records import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list that was read: its kind of discovery, and the links of articles that it held.

    ``pattern`` and ``select`` are the part's, where it needs them; ``matched`` counts what they choose.
    ``url`` may hold {year} and the like; ``listed`` is None of a list that nobody has read.
    """

    kind: str
    url: str
    links: tuple[Link, ...] = ()
    listed: int | None = 0
    matched: int = 0
    pattern: str | None = None
    select: str | None = None
    children: int = 0  # of an index of sitemaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request: the address, and what came of it in words."""

    url: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a source's YAML is to be made of, and ``by`` what. ``zone_why`` and ``language_why`` say what they
    rest on."""

    name: str
    homepage: str
    contact: str
    title: str
    description: str
    zone: str
    zone_why: str
    language: str | None
    language_why: str
    lists: tuple[Listed, ...]
    asked: tuple[Asked, ...]
    by: str
    allow_loopback: bool = False
