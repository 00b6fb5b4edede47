"""The people whom a page names as its authors."""

import re
from collections.abc import Iterator
from typing import Any

from trafilatura.metadata import extract_author

from wirelake.formats.html.head import Head, first, plain
from wirelake.records import Author

NAME_PARTING = re.compile(r"\s*;\s*|\s+(?:and|und|og|et|&)\s+(?=\w+[\w.’'-]*\s\w)")


def authors(head: Head) -> tuple[Author, ...]:
    """The people whom the page states as authors, each once; else those of its visible byline."""
    return tuple(_stated(head)) or tuple(_people((extract_author(head.tree) or "").split("; "), set()))


def _stated(head: Head) -> Iterator[Author]:
    stated = head.thing.get("author") or []
    names = [_name(head, one) for one in (stated if isinstance(stated, list) else [stated])]
    if not any(names):
        names = [head.metas.get("author") or head.metas.get("parsely-author")]
    sites = {head.site(), plain(_name(head, first(head.thing.get("publisher"))))}
    yield from _people(names, {site.casefold() for site in sites if site})


def _name(head: Head, stated: Any) -> Any:
    if not isinstance(stated, dict):
        return stated
    known = {**head.things.get(str(stated.get("@id")), {}), **stated}
    return None if first(known.get("@type")) == "Organization" else known.get("name")


def _people(names: list[Any], sites: set[str]) -> Iterator[Author]:
    """Authors from stated names, without ``By``, what stands after a bar, addresses and the site's name."""
    seen: set[str] = set()
    for stated in names:
        for part in NAME_PARTING.split(plain(stated) or ""):
            name = re.sub(r"^by:?\s+", "", part, flags=re.IGNORECASE).partition(" | ")[0].strip(" ,")
            key = name.casefold()
            if name and key not in seen | sites and not re.search(r"https?:|@|www\.", key):
                seen.add(key)
                yield Author(name=name)
