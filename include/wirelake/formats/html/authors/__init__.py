"""The people whom a page names as its authors."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from wirelake.formats.html.authors.bylines import bylines
from wirelake.formats.html.head import Head, first, plain
from wirelake.formats.html.headline import Headline
from wirelake.formats.html.sites import Site
from wirelake.records import Author, Candidate
from wirelake.statements import candidate
from wirelake.statements.people.name_kinds import looks_like_name
from wirelake.statements.people.names import MAX_NAMES, MAX_ROLE, Name, names

WEIGHTS = {
    "json_ld": 0.9,
    "microdata": 0.8,
    "meta": 0.75,
    "rel_author": 0.7,
    "byline": 0.65,
    "byline_text": 0.5,
}
BODY_WEIGHT = 0.3  # an agency or the site itself: only where no person is named
METAS = (
    "author",
    "article:author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "articleauthor",
    "citation_author",
    "cxenseparse:author",
)
VISIBLE = ("rel_author", "byline")
MAX_STATED = 40
MAX_CANDIDATES = 60
MAX_TEXT = 400_000  # characters of a page that are looked through for another spelling of a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The names that one place gives."""

    origin: str
    names: tuple[Name, ...]
    line: str = ""  # of a visible byline

    @property
    def people(self) -> tuple[Name, ...]:
        return tuple(one for one in self.names if not one.refused and not one.body)

    @property
    def bodies(self) -> tuple[Name, ...]:
        return tuple(one for one in self.names if not one.refused and one.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """A page's authors, what every place said of them, and the byline as readers see it."""

    people: tuple[Author, ...]
    candidates: tuple[Candidate, ...]
    byline: str | None


def authors(head: Head, headline: Headline, site: Site) -> Authors:
    """The people of the weightiest place that names any, with every place's names as candidates.

    A byline that names all of them and others besides is more complete, and is taken instead. Where no place
    names a person, the agency or the site that is stated as the author is.
    """
    said = [one for one in _places(head, headline, site) if one.names]
    best = next((one.people for one in said if one.people and not any(map(_is_account, one.people))), ())
    best = best or next((one.people for one in said if one.people), ())
    best = next((one.people for one in said if one.origin in VISIBLE and _is_fuller(one.people, best)), best)
    chosen = best or next((one.bodies for one in said if one.bodies), ())
    unique: dict[str, Author] = {}
    for name in chosen:
        unique.setdefault(_key(name.text), Author(name=_cased(name.text, said, head.tree), role=name.role))
    return Authors(
        people=tuple(unique.values()),
        candidates=tuple(islice(_candidates(said), MAX_CANDIDATES)),
        byline=next((one.line for one in said if one.line and (one.people or one.bodies)), None),
    )


def _is_account(name: Name) -> bool:
    """ "newsengin": what somebody is called in the site's editing system, as far as one can see."""
    return " " not in name.text and name.text.islower()


def _is_fuller(people: tuple[Name, ...], best: tuple[Name, ...]) -> bool:
    keys, more = {_key(one.text) for one in best}, {_key(one.text) for one in people}
    whole = all(looks_like_name(one.text) for one in people)
    return bool(keys) and keys < more and whole and _key(people[0].text) in keys


def _places(head: Head, headline: Headline, site: Site) -> Iterator[Said]:
    stated = head.thing.get("author") or head.thing.get("creator") or []
    people = [name for one in islice(_flat(stated), MAX_STATED) for name in _person(head, one, site)]
    yield Said(origin="json_ld", names=tuple(people))
    for origin, texts in (("microdata", head.microdata.get("author", [])), *_metas(head)):
        found = [name for text in texts[:MAX_STATED] for name in names(text, site, stated=True)]
        yield Said(origin=origin, names=tuple(found))
    for byline in bylines(head.tree, headline, site):
        yield Said(origin=byline.origin, names=byline.names, line=byline.line)


def _flat(stated: Any, depth: int = 3) -> Iterator[Any]:
    if isinstance(stated, list) and depth:
        for one in stated:
            yield from _flat(one, depth - 1)
    else:
        yield stated


def _person(head: Head, stated: Any, site: Site) -> list[Name]:
    known = head.resolved(stated)
    text = plain(known.get("name") if isinstance(known, dict) else known)
    if not text:
        return []
    kind = first(known.get("@type")) if isinstance(known, dict) else None
    if isinstance(kind, str) and kind.endswith("Organization"):
        return [Name(text=text, body=True)]
    found = names(text, site, stated=True)
    role = plain(known.get("jobTitle")) if isinstance(known, dict) else None
    if role and len(found) == 1:
        found = [replace(found[0], role=found[0].role or role[:MAX_ROLE])]
    return found


def _metas(head: Head) -> Iterator[tuple[str, list[str]]]:
    """The contents of each kind of meta element that may name authors, in the order of METAS."""
    found: dict[str, list[str]] = {}
    for meta in head.meta_elements:
        name = (meta.get("name") or meta.get("property") or "").lower()
        if name in METAS and (content := meta.get("content")):
            found.setdefault(name, []).append(content)
    for name in METAS:
        if name in found:
            yield "meta", found[name]


def _key(name: str) -> str:
    """The name without case and accents."""
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "".join(one for one in bare if one.isalnum())


def _cased(name: str, said: list[Said], tree: Any) -> str:
    """A name in capitals alone as the page writes it elsewhere, if it does."""
    if not name.isupper() or " " not in name:
        return name
    for one in said:
        for other in one.names:
            if _key(other.text) == _key(name) and not other.text.isupper():
                return other.text
    text = "".join(islice(tree.itertext("*"), 20_000))[:MAX_TEXT]
    for found in islice(re.finditer(re.escape(name), text, re.IGNORECASE), 20):
        if not found[0].isupper() and not found[0].islower():
            return found[0]
    return name


def _candidates(said: list[Said]) -> Iterator[Candidate]:
    for one in said:
        for name in one.names[:MAX_NAMES]:
            weight = BODY_WEIGHT if name.body else WEIGHTS[one.origin]
            yield candidate("authors", name.text, one.origin, weight, name.refused)
