"""What an item points to: links, and the members of a package with the group in which they stand."""

from collections.abc import Iterator
from typing import Any

from wirelake.markup.xml_tree import at, attribute, children, first, text_at
from wirelake.records import Association


def relations(item: Any) -> tuple[Association, ...]:
    """The links and members of an item, in their order."""
    return tuple(dict.fromkeys([*_links(item), *_members(item)]))


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


def _members(item: Any) -> Iterator[Association]:
    for group in at(item, "groupset/group"):
        for member in children(group, "itemref", "conceptref"):
            yield Association(
                rel=attribute(group, "role", "id") or "member",
                type=_kind(member),
                uri=attribute(member, "residref", "guidref", "qcode"),
                href=attribute(member, "href"),
                caption=text_at(member, "title") or text_at(member, "description"),
            )


def _kind(element: Any) -> str | None:
    return attribute(first(element, "itemclass"), "qcode") or attribute(element, "contenttype")
