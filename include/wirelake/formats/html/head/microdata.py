"""Microdata: what the elements of a page state as properties of its article (``itemprop``)."""

from itertools import islice
from typing import Any

from lxml import etree

from wirelake.formats.html.head.json_ld import ARTICLE_TYPES

PROPERTIES = etree.XPath("//@itemprop/..")
MAX_PROPERTIES = 400
MAX_VALUES = 20  # of one property
MAX_CHARACTERS = 1_000
LONG = frozenset({"articlebody", "text", "reviewbody", "comment", "review"})


def properties(tree: Any) -> dict[str, list[str]]:
    """The values of the article's properties, by name in lower case; a person's is the person's name.

    The article is the item that holds the first h1, else the first item that is one; where no item is an
    article, what belongs to none is taken for it.
    """
    stated = list(islice(PROPERTIES(tree), MAX_PROPERTIES))
    if not stated:
        return {}
    owners = [_owner(element) for element in stated]
    article = _article(owners)
    found: dict[str, list[str]] = {}
    place = None
    for element, owner in zip(stated, owners, strict=True):
        for name in (element.get("itemprop") or "").lower().split()[:4]:
            mine = owner is article or (article is None and _is_page(owner))
            if name == "author" and mine:
                place = place if place is not None else _around(element)
                mine = place in element.iterancestors()  # else a related article's
            if mine and name not in LONG and (value := _value(element)):
                values = found.setdefault(name, [])
                if value not in values and len(values) < MAX_VALUES:
                    values.append(value)
    return found


def _owner(element: Any) -> Any:
    """The item that a property belongs to: an element that is an item itself belongs to the next one."""
    return next((one for one in element.iterancestors() if one.get("itemscope") is not None), None)


def _around(element: Any) -> Any:
    """Where the first author stands: others beside it are authors too."""
    return next(islice(element.iterancestors(), 1, None), element.getparent())


def _article(owners: list[Any]) -> Any:
    articles = [one for one in dict.fromkeys(owners) if one is not None and _is_article(one)]
    holders = (one for one in articles if next(one.iter("h1"), None) is not None)
    return next(holders, articles[0] if articles else None)


def _is_article(item: Any) -> bool:
    return any(ARTICLE_TYPES.search(one) for one in (item.get("itemtype") or "").split())


def _is_page(item: Any) -> bool:
    return item is None or (item.get("itemtype") or "").endswith("WebPage")


def _value(element: Any) -> str | None:
    if element.get("itemscope") is not None:
        named = (one for one in element.iter() if "name" in (one.get("itemprop") or "").split())
        element = next((one for one in named if one is not element), element)
    for attribute in ("content", "datetime"):
        if stated := (element.get(attribute) or "").strip():
            return str(stated)[:MAX_CHARACTERS]
    if element.tag in ("link", "img", "meta", "iframe", "source"):
        return None
    text = " ".join(" ".join(islice(element.itertext("*"), 60)).split())
    return text[:MAX_CHARACTERS] or None
