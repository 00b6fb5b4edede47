"""What an item lists: other items by reference or in full; and the forms of its own picture or film."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from wirelake.formats.newsml_1.management import guid
from wirelake.markup.xml_tree import MAX_ITEMS, attribute, below, children, first, name, text_at
from wirelake.records import Member, Rendition
from wirelake.statements.renditions import rendition


def members(item: Any) -> tuple[Member, ...]:
    """The items that an item refers to, and those that stand in its components, in the document's order."""
    found = list(islice((one for one in _own(item) if name(one) in ("newsitemref", "newsitem")), MAX_ITEMS))
    holders = {one.getparent(): None for one in found}
    about = {component: (_role(component), _headline(component)) for component in holders}
    return tuple(_member(one, *about[one.getparent()]) for one in found)


def _member(one: Any, role: str | None, headline: str | None) -> Member:
    if name(one) == "newsitem":
        own = (text for c in _own(one) if name(c) == "newscomponent" and (text := _headline(c)))
        version = text_at(one, "identification/newsidentifier/revisionid")
        return Member(group=role, uri=guid(one), version=version, headline=next(own, None))
    stated = attribute(one, "newsitem")  # an id, or the name of a file beside this one
    return Member(
        group=role,
        uri=stated,
        href=None if not stated or stated.startswith("urn:") else stated,
        headline=headline or text_at(one, "comment"),
    )


def _own(item: Any) -> Iterator[Any]:
    """What stands in an item, in the document's order; of an item in it the item alone."""
    path = [iter(item)]
    while path:
        one = next(path[-1], None)
        if one is None:
            path.pop()
            continue
        yield one
        if name(one) != "newsitem":
            path.append(iter(one))


def _headline(component: Any) -> str | None:
    return text_at(component, "newslines/headline")


def _role(component: Any) -> str | None:
    return (attribute(first(component, "role"), "formalname") or "").lower() or None


def renditions(item: Any) -> tuple[Rendition, ...]:
    """The contents of its components that stand elsewhere, with their measures."""
    return tuple(islice(_renditions(item), MAX_ITEMS))


def _renditions(item: Any) -> Iterator[Rendition]:
    for component in below(item, "newscomponent"):
        contents = [one for one in children(component, "contentitem") if attribute(one, "href")]
        role = _role(component) if contents else None
        for content in contents:
            measures = first(content, "characteristics")
            # <Property FormalName="Width" Value="1920"/>
            stated = {
                (attribute(one, "formalname") or "").lower(): attribute(one, "value")
                for one in below(measures, "property")
            }
            kind = first(content, "mimetype")
            kind = first(content, "format") if kind is None else kind
            yield rendition(
                name=role,
                href=attribute(content, "href"),
                media_type=attribute(kind, "formalname"),
                width=stated.get("width"),
                height=stated.get("height"),
                size=text_at(measures, "sizeinbytes"),
            )
