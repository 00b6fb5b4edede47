"""NewsLines and the metadata of components → the record's fields."""

from collections.abc import Iterator
from typing import Any

from wirelake.formats.newsml_1.components import CAPTIONS, HEADLINES, SUMMARIES, Part
from wirelake.markup import paragraphs
from wirelake.markup.xml_tree import attribute, below, children, first, name, text_at, words
from wirelake.records import Author, EdNote, Subject

LINES = {
    "headline": "headline",
    "byline": "byline",
    "dateline": "dateline_text",
    "creditline": "credit_line",
    "copyrightline": "copyright_notice",
    "slugline": "slugline",
}
SUBJECTS = ("subject", "subjectmatter", "subjectdetail", "subjectqualifier")
# Elements of the metadata that a field of the record takes.
TAKEN = (*SUBJECTS, "subjectcode", "provider", "creator", "contributor", "language", "genre", "location")
TO_EDITORS = ("advisoryline", "editorialnote", "ednote")
CLASSES = {"photo": "picture"}  # NewsML 1's media type by IPTC's later word
COUNTS = ("words", "wordcount")


def fields(item: Any, group: list[Part], tongue: str | None, *, is_main: bool) -> dict[str, Any]:
    """The record's fields of one language of an item; ``extra`` as pairs.

    A line of the whole item, in the outermost component, holds before those of its parts; for another than
    the main language the parts' own lines hold.
    """
    kind = _kind(group, item)
    chain = _chain(item, group) if kind == "text" else list(below(item, "newscomponent"))
    chain = chain if is_main else chain[::-1]
    provider = _party(chain, "provider") or text_at(item, "identification/newsidentifier/providerid")
    found = {field: _line(chain, line) for line, field in LINES.items()}
    found["headline"] = found["headline"] or _first_text(group, HEADLINES)
    found["slugline"] = found["slugline"] or text_at(item, "identification/namelabel")
    subjects = tuple(_subjects(item, chain))
    return {
        **found,
        "type": kind,
        "description": _first_text(group, SUMMARIES if kind == "text" else CAPTIONS | SUMMARIES),
        "language": tongue,
        "provider": provider,
        "provider_id": text_at(item, "identification/newsidentifier/providerid"),
        "creators": tuple(_creators(chain)),
        "located": _property(chain, "location/property", "City"),
        "places": tuple(_places(chain)),
        "ed_notes": tuple(_ed_notes(chain)),
        "usage_terms": next((words(one) for one in _metadata(chain, "usageterms", "usagerights")), None),
        "subjects": tuple(dict.fromkeys([*_names(subjects), *_keywords(chain)])),
        "subjects_detail": subjects,
        "genres": tuple(
            Subject(name=said, scheme=attribute(one, "scheme"))
            for one in _metadata(chain, "genre")
            if (said := attribute(one, "formalname"))
        ),
        "word_count_stated": _stated_words(group),
        "extra": list(_others(chain)),
    }


def _chain(item: Any, group: list[Part]) -> list[Any]:
    """The components of the texts and those around them, in the document's order; none of a picture."""
    found = set()
    for part in group:
        component = part.component if part.role not in CAPTIONS else None
        while component is not None and name(component) == "newscomponent":
            found.add(component)
            component = component.getparent()
    return [one for one in below(item, "newscomponent") if one in found]


def _line(chain: list[Any], line: str) -> str | None:
    own = [text for one in chain for lines in children(one, "newslines") if (text := text_at(lines, line))]
    return own[0] if own else None


def _metadata(chain: list[Any], *names: str) -> Iterator[Any]:
    for component in chain:
        for meta in children(
            component, "administrativemetadata", "descriptivemetadata", "descriptivemetada", "rightsmetadata"
        ):
            yield from below(meta, *names) if names else (one for one in meta.iterdescendants() if name(one))


def _party(chain: list[Any], role: str) -> str | None:
    for one in _metadata(chain, role):
        if said := attribute(first(one, "party"), "formalname"):
            return said
    return None


def _creators(chain: list[Any]) -> Iterator[Author]:
    found: dict[Author, None] = {}
    for one in _metadata(chain, "creator", "contributor"):
        for party in children(one, "party"):
            if said := attribute(party, "formalname"):
                found.setdefault(Author(name=said, role=(attribute(party, "topic") or name(one)).lower()))
    yield from found


def _property(chain: list[Any], path: str, wanted: str) -> str | None:
    parent, _, child = path.partition("/")
    for place in _metadata(chain, parent):
        for one in children(place, child):
            if attribute(one, "formalname") == wanted and (value := attribute(one, "value")):
                return value
    return None


def _places(chain: list[Any]) -> Iterator[Subject]:
    found: dict[Subject, None] = {}
    for place in _metadata(chain, "location"):
        how = attribute(place, "howpresent")
        stated = [
            (attribute(one, "formalname"), attribute(one, "value")) for one in children(place, "property")
        ]
        countries = {value for kind, value in stated if kind == "Country" and value}
        country = countries.pop() if len(countries) == 1 else None
        for kind, value in stated:
            if value:
                role = f"{kind} {how}" if how else kind
                found.setdefault(Subject(name=value, role=role, country=country))
    yield from found


def _ed_notes(chain: list[Any]) -> Iterator[EdNote]:
    for component in chain:
        for line in children(first(component, "newslines"), "newsline"):
            kind = attribute(first(line, "newslinetype"), "formalname") or ""
            if kind.lower() in TO_EDITORS and (text := text_at(line, "newslinetext")):
                yield EdNote(role=kind, text=text)


def _subjects(item: Any, chain: list[Any]) -> Iterator[Subject]:
    names = {
        words(first(topic, "formalname")): text
        for topic in below(item, "topic")
        for one in children(topic, "description")
        if attribute(one, "variant") != "Category" and (text := words(one))
    }
    seen: dict[Subject, None] = {}
    for one in _metadata(chain, *SUBJECTS):
        if code := attribute(one, "formalname"):
            scheme = attribute(one, "scheme", "vocabulary")
            seen.setdefault(Subject(name=names.get(code), qcode=code, scheme=scheme, role=name(one)))
    yield from seen


def _names(subjects: tuple[Subject, ...]) -> list[str]:
    return [one.name for one in subjects if one.name]


def _keywords(chain: list[Any]) -> Iterator[str]:
    for component in chain:
        yield from (
            text for one in children(first(component, "newslines"), "keywordline") if (text := words(one))
        )
    for one in _metadata(chain, "property"):
        if (attribute(one, "formalname") or "").lower() == "keyword" and (value := attribute(one, "value")):
            yield value


def _first_text(group: list[Part], roles: frozenset[str]) -> str | None:
    return next((paragraphs.text_of(part.spans) for part in group if part.role in roles), None)


def _kind(group: list[Part], item: Any) -> str:
    """text, or the medium that stands elsewhere where the item holds no text of its own."""
    if any(part.is_text and part.spans for part in group):
        return "text"
    held = [attribute(one, "formalname") for one in below(item, "mediatype")]
    kind = next((one.lower() for one in held if one and one.lower() != "text"), "text")
    return CLASSES.get(kind, kind)


def _stated_words(group: list[Part]) -> int | None:
    for part in group:
        for content in children(part.component, "contentitem"):
            for one in below(first(content, "characteristics"), "property"):
                value = attribute(one, "value") or ""
                if (attribute(one, "formalname") or "").lower() in COUNTS and value.isdecimal():
                    return int(value[:9])
    return None


def _others(chain: list[Any]) -> Iterator[tuple[str, str | None]]:
    for component in chain:
        yield from _other_lines(component)
        for meta in children(component, "metadata"):
            kind = attribute(first(meta, "metadatatype"), "formalname") or "metadata"
            for one in below(meta, "property"):
                yield f"{kind}.{attribute(one, 'formalname')}", attribute(one, "value")
    for one in _metadata(chain):
        formal = attribute(one, "formalname")
        if name(one) == "property":
            yield f"property.{formal}", attribute(one, "value")
        elif name(one) not in (*TAKEN, "party"):
            yield name(one), formal or words(one) or attribute(first(one, "party"), "formalname")


def _other_lines(component: Any) -> Iterator[tuple[str, str | None]]:
    for line in children(first(component, "newslines")):
        if name(line) == "newsline":
            kind = attribute(first(line, "newslinetype"), "formalname") or "newsline"
            if kind.lower() not in TO_EDITORS:
                yield f"line.{kind}", text_at(line, "newslinetext")
        elif name(line) not in LINES and name(line) != "keywordline":
            yield f"line.{name(line)}", words(line)
