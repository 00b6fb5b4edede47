"""What an item points to: links, and the members of a package with the group in which they stand."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from wirelake.markup.xml_tree import MAX_ITEMS, attribute, children, first, name, text_at
from wirelake.records import Association, Member


def relations(item: Any) -> tuple[Association, ...]:
    """The links of an item, in their order."""
    return tuple(dict.fromkeys(_links(item)))


def _links(item: Any) -> Iterator[Association]:
    for meta in (first(item, "itemmeta"), first(item, "contentmeta")):
        for link in children(meta, "link"):
            version = attribute(link, "version")
            uri = attribute(link, "residref", "guidref", "persistentref")
            yield Association(
                rel=attribute(link, "rel") or "link",
                type=_kind(link),
                uri=f"{uri}:{version}" if uri and version else uri,
                href=attribute(link, "href"),
                caption=text_at(link, "title"),
            )


def members(item: Any) -> tuple[Member, ...]:
    """What a package lists, in the order in which one who reads its root group meets it; no group twice."""
    return tuple(_member(group, one) for group, one in islice(_references(item), MAX_ITEMS))


def _references(item: Any) -> Iterator[tuple[Any, Any]]:
    """Group and reference; a ``groupRef`` stands for its group, and groups that none refers to come last."""
    held = first(item, "groupset")
    groups = {attribute(one, "id") or f"#{at}": one for at, one in enumerate(children(held, "group"))}
    for start in (attribute(held, "root"), *list(groups)):
        path = _entered(groups, start)
        while path:
            group, rest = path[-1]
            one = next(rest, None)
            if one is None:
                path.pop()
            elif name(one) == "groupref":
                path += _entered(groups, attribute(one, "idref"))
            else:
                yield group, one


def _entered(groups: dict[str, Any], id_: str | None) -> list[tuple[Any, Iterator[Any]]]:
    group = groups.pop(id_ or "", None)
    return [] if group is None else [(group, children(group, "itemref", "conceptref", "groupref"))]


def _member(group: Any, reference: Any) -> Member:
    return Member(
        group=attribute(group, "role", "id"),
        type=(_kind(reference) or "").rpartition(":")[2] or None,
        uri=attribute(reference, "residref", "guidref", "qcode"),
        version=attribute(reference, "version"),
        href=attribute(reference, "href"),
        headline=text_at(reference, "headline") or text_at(reference, "title"),
        description=text_at(reference, "description"),
    )


def _kind(element: Any) -> str | None:
    return attribute(first(element, "itemclass"), "qcode") or attribute(element, "contenttype")
