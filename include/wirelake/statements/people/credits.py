"""Who an article names: its byline, and what its markup states of creators and contributors.

One rule for every wire format. The byline comes first. People whom the markup states follow, with their role.
Logins, initials and codes are nobody's name, and an agency is an author only where nobody else is named.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from wirelake.records import Article, Author, Candidate
from wirelake.statements.candidates import candidate
from wirelake.statements.lines import letters, line
from wirelake.statements.people.byline_opening import opened
from wirelake.statements.people.name_kinds import looks_like_name
from wirelake.statements.people.names import MAX_NAMES, MAX_ROLE, Name, names

BYLINE_WEIGHT, FACT_WEIGHT, BODY_WEIGHT = 0.9, 0.7, 0.3
MAX_FACTS = 60
# "rau", "loening.meyel", "brockt2", "jdoe@quay.example": what somebody is called in the wire's system
LOGIN = re.compile(r"(?=.*[^\W\d_])(?:\S*[\d@_]\S*|[\w-]+(?:\.[\w-]+)+|\w+)")
# "DWM", "sp/lrc", "YKN-CER", "MDJ/", "(TIP)": initials of those who wrote, edited and sent it
INITIALS = re.compile(r"\(?[^\W\d_]{1,4}\.?(?:[/-][^\W\d_]{0,4}){0,5}\)?")
LEADING_ALONE = re.compile(r"(?:by|von|par|por|di|door|av|af)\W*", re.IGNORECASE)
CODE = re.compile(r"[A-Za-z][\w-]*:[^\s/]\S*|\w+://\S+")  # "pers:CK", an IRI


@dataclass(frozen=True, slots=True, kw_only=True)
class Credits:
    """``authors`` in their order; ``contributors`` are those of the markup whom no name tells."""

    authors: tuple[Author, ...] = ()
    contributors: tuple[Author, ...] = ()
    candidates: tuple[Candidate, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Wire:
    """The names by which a wire calls itself in an article: provider, credit line, source."""

    names: frozenset[str]

    @classmethod
    def of(cls, *stated: str | None) -> "Wire":
        return cls(frozenset(filter(None, map(letters, stated))))

    def is_called(self, text: str) -> bool:
        return letters(text) in self.names


def credited(byline: str | None, facts: Iterable[Author], wire: Wire) -> Credits:
    """The authors of an article by its byline and by what its markup states.

    A fact's ``role`` is the markup's own word; a byline's people have the role that the byline gives them.
    """
    by = _read(byline or "", wire, is_line=True)
    said = [(name, "byline", BYLINE_WEIGHT) for name in by]
    aside: dict[Author, None] = {}
    for fact in islice(facts, MAX_FACTS):
        found = [replace(name, role=fact.role or name.role) for name in _read(fact.name, wire, is_line=False)]
        said += [(name, _origin(name.role), FACT_WEIGHT) for name in found]
        if found and all(name.refused for name in found):
            aside.setdefault(Author(name=fact.name.strip(), role=fact.role))
    stated = (byline or "").strip()
    if by and all(name.refused == "login" for name in by) and stated not in {one.name for one in aside}:
        aside.setdefault(Author(name=stated, role="byline"))
    people = [name for name, _, _ in said if not (name.refused or name.body)]
    bodies = [name for name, _, _ in said if name.body and not name.refused]
    return Credits(
        authors=tuple(_once(people or bodies[:1])),
        contributors=tuple(aside),
        candidates=tuple(_candidates(said, bool(people))),
    )


def _read(stated: str, wire: Wire, *, is_line: bool) -> list[Name]:
    """The names that one byline or one fact gives; a login whole."""
    whole = line(stated)
    if not whole or LEADING_ALONE.fullmatch(whole):
        return []
    if not wire.is_called(whole) and (is_login(whole) or CODE.fullmatch(whole)):
        return [Name(text=whole, refused="login")]
    found = []
    for part in opened(stated):
        found += [_certain(one, is_line) for one in names(part, wire, stated=True)]
    return found


def is_login(text: str) -> bool:
    """Whether it is what a system calls somebody, or initials: no blank in it, or initials throughout."""
    if INITIALS.fullmatch(text):
        return _is_cased(text) and (text.islower() or text.isupper() or "/" in text)
    if " " in text:
        return all(INITIALS.fullmatch(one) and one.islower() for one in text.split())
    return LOGIN.fullmatch(text) is not None and (text.islower() or re.search(r"[\d@_]", text) is not None)


def _is_cased(text: str) -> bool:
    return text.lower() != text.upper()


def _certain(name: Name, is_line: bool) -> Name:
    """Of a line of several words only what looks like a name is one: some wires send their summary as byline.

    An element that is for a person may hold a name of any form.
    """
    if name.refused or name.body:
        return name
    if " " in name.text:
        is_name = looks_like_name(name.text) or not (is_line or re.search(r"\d", name.text))
        return name if is_name else replace(name, refused="not_a_name")
    return replace(name, refused="login") if is_login(name.text) else name


def _origin(role: str | None) -> str:
    return (role or "creator").rpartition(":")[2][:MAX_ROLE]


def _once(found: list[Name]) -> Iterator[Author]:
    """Each person once, with the first role that is stated, and in small letters where one place has them."""
    first: dict[str, Author] = {}
    for name in found:
        key = _key(name.text)
        known = first.get(key)
        if known is None:
            first[key] = Author(name=name.text, role=name.role)
        else:
            text = name.text if known.name.isupper() and not name.text.isupper() else known.name
            first[key] = Author(name=text, role=known.role or name.role)
    yield from islice(first.values(), MAX_NAMES)


def _key(name: str) -> str:
    """The name's letters without the initials in its middle: "Nora Q. Warden" is Nora Warden."""
    parts = name.split()
    return letters("".join(one for one in parts if len(one.rstrip(".")) > 1 or len(parts) < 3))


def _candidates(said: list[tuple[Name, str, float]], any_people: bool) -> Iterator[Candidate]:
    seen = set()
    for name, origin, weight in said:
        refused = name.refused or ("agency" if name.body and any_people else None)
        if (name.text, origin) not in seen:
            seen.add((name.text, origin))
            yield candidate("authors", name.text, origin, BODY_WEIGHT if name.body else weight, refused)


def recredited(article: Article) -> Article:
    """The article with the people of the byline that a rule has lifted out of its text.

    A page tells its authors in more places than its text, and weighs them itself: there it counts for nothing
    where somebody is named already.
    """
    if article.source_format == "html" and article.authors:
        return article
    found = credited(article.byline, article.authors, Wire.of(article.provider, article.credit_line))
    return replace(article, authors=found.authors, candidates=(*article.candidates, *found.candidates))
