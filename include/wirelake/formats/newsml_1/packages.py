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
    inner = (one for one in below(item, "newsitemref", "newsitem") if one is not item)
    direct = (one for one in inner if _holder(one) is item)
    return tuple(islice((_member(one) for one in direct), MAX_ITEMS))


def _member(one: Any) -> Member:
    component = one.getparent()
    if name(one) == "newsitem":
        headline = next((text for c in below(one, "newscomponent") if (text := _headline(c))), None)
        version = text_at(one, "identification/newsidentifier/revisionid")
        return Member(group=_role(component), uri=guid(one), version=version, headline=headline)
    stated = attribute(one, "newsitem")  # an id, or the name of a file beside this one
    return Member(
        group=_role(component),
        uri=stated,
        href=None if not stated or stated.startswith("urn:") else stated,
        headline=_headline(component) or text_at(one, "comment"),
    )


def _headline(component: Any) -> str | None:
    return text_at(component, "newslines/headline")


def _role(component: Any) -> str | None:
    return (attribute(first(component, "role"), "formalname") or "").lower() or None


def _holder(one: Any) -> Any:
    """The nearest item around it."""
    one = one.getparent()
    while one is not None and name(one) != "newsitem":
        one = one.getparent()
    return one


def renditions(item: Any) -> tuple[Rendition, ...]:
    """The contents of its components that stand elsewhere, with their measures."""
    return tuple(islice(_renditions(item), MAX_ITEMS))


def _renditions(item: Any) -> Iterator[Rendition]:
    for component in below(item, "newscomponent"):
        for content in children(component, "contentitem"):
            if not (href := attribute(content, "href")):
                continue
            measures = first(content, "characteristics")
            # <Property FormalName="Width" Value="1920"/>
            stated = {
                (attribute(one, "formalname") or "").lower(): attribute(one, "value")
                for one in below(measures, "property")
            }
            kind = first(content, "mimetype")
            kind = first(content, "format") if kind is None else kind
            yield rendition(
                name=_role(component),
                href=href,
                media_type=attribute(kind, "formalname"),
                width=stated.get("width"),
                height=stated.get("height"),
                size=text_at(measures, "sizeinbytes"),
            )
