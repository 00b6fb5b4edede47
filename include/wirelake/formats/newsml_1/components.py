"""The tree of components: which hold the text, in which language, and which hold pictures, films, sounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from wirelake.formats import nitf
from wirelake.markup import paragraphs
from wirelake.markup.xml_tree import attribute, below, children, first, language, name, text_at
from wirelake.records import Association, Span

# Roles of components that hold no part of the running text.
STYLES = frozenset({"stylesheet"})
HEADLINES = frozenset({"headline", "title"})
CAPTIONS = frozenset({"caption"})
SUMMARIES = frozenset({"abstract", "summary", "synopsis"})
# Of contents that say the same in several forms the first of these is read.
FORMS = ("nitf", "html", "p")
MAX_PARTS = 2_000
MAX_LANGUAGES = 20
MAX_MEDIA = 1_000
Lines = dict[tuple[Any, str], str | None]  # component and name of a line → what it says


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One DataContent: its paragraphs, its role in lower case, and the component in which it stands."""

    component: Any
    content: Any
    role: str
    language: str | None
    spans: tuple[Span, ...]

    @property
    def is_text(self) -> bool:
        """Whether it is a part of the running text."""
        return self.role not in STYLES | HEADLINES | CAPTIONS | SUMMARIES


def parts(item: Any) -> list[Part]:
    """What stands in the item's own contents, in order; a part without content where there is none."""
    told = (
        part
        for component in below(item, "newscomponent")
        for content in _contents(component)
        if (part := _part(component, content)) is not None
    )
    found = list(islice(told, MAX_PARTS))
    if found:
        return found
    component = first(item, "newscomponent")
    tongue = _language(component if component is not None else item)
    return [Part(component=component, content=None, role="", language=tongue, spans=())]


def by_language(found: list[Part]) -> dict[str | None, list[Part]]:
    """The parts by language; those of none stand with the first, and those beyond the bound."""
    groups: dict[str | None, list[Part]] = {}
    main = next((part.language for part in found if part.language and part.role not in CAPTIONS), None)
    for part in found:
        tongue = part.language or main
        groups.setdefault(tongue if tongue in groups or len(groups) < MAX_LANGUAGES else main, []).append(
            part
        )
    return groups


def media_of(item: Any) -> list[Association]:
    """What stands elsewhere: other items, and contents with caption and credit of the parts around them."""
    known: Lines = {}
    told = (one for component in below(item, "newscomponent") for one in _media(component, known))
    return list(islice(told, MAX_MEDIA))


def _media(component: Any, known: Lines) -> Iterator[Association]:
    for reference in children(component, "newsitemref"):
        yield Association(rel="newsitemref", uri=attribute(reference, "newsitem"))
    contents = [one for one in children(component, "contentitem") if attribute(one, "href")]
    if not contents:
        return
    role, duid = _role(component) or "content", attribute(component, "duid")
    caption = _around(component, "headline", known)
    credit = _around(component, "creditline", known) or _around(component, "byline", known)
    for content in contents:
        yield Association(
            rel=role,
            type=attribute(first(content, "mediatype"), "formalname"),
            uri=duid,
            href=attribute(content, "href"),
            caption=caption,
            credit=credit,
        )


def _around(component: Any, line: str, known: Lines) -> str | None:
    """A news line of the component or of the nearest one around it; each is looked through once."""
    if component is None:
        return None
    if (component, line) not in known:
        own = text_at(component, f"newslines/{line}")
        known[component, line] = own or _around(component.getparent(), line, known)
    return known[component, line]


def _contents(component: Any) -> list[Any]:
    """The contents of a component; of several that are equivalent the one in the richest form."""
    found = [one for item in children(component, "contentitem") for one in children(item, "datacontent")]
    chosen_by_form = "format" in (text_at(component, "basisforchoice") or "").lower()
    if len(found) > 1 and (chosen_by_form or attribute(component, "equivalentslist") == "yes"):
        return [min(found, key=_form)]
    return found


def _form(content: Any) -> int:
    root = next(children(content), None)
    return FORMS.index(name(root)) if root is not None and name(root) in FORMS else len(FORMS)


def _part(component: Any, content: Any) -> Part | None:
    role = _role(component)
    spans = _spans(content) if role not in STYLES else ()
    if not spans:
        return None
    return Part(component=component, content=content, role=role, language=_language(content), spans=spans)


def _spans(content: Any) -> tuple[Span, ...]:
    root = next(children(content), None)
    if root is None:
        return paragraphs.of_text(content.text or "")
    return nitf.content(root) if name(root) == "nitf" else paragraphs.of_elements([content])


def _role(component: Any) -> str:
    return (attribute(first(component, "role"), "formalname") or "").lower()


def _language(element: Any) -> str | None:
    """The language that the nearest component states for its text, as a code in lower case."""
    while element is not None:
        stated = attribute(first(element, "descriptivemetadata/language"), "formalname")
        stated = stated or attribute(first(element, "descriptivemetada/language"), "formalname")
        if stated or (name(element) == "newscomponent" and language_of(element)):
            return (stated or language_of(element) or "").lower() or None
        if name(element) == "newsitem":
            return (language(element) or "").lower() or None
        element = element.getparent()
    return None


def language_of(element: Any) -> str | None:
    """The language that this very element states by ``xml:lang``."""
    return attribute(element, "lang")
