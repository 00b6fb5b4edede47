"""The articles of one page: an endless page has the next ones below the first."""

import re
from typing import Any

WORDS = re.compile(r"[\W_]+")
SHORTEST = 8  # letters of a headline by which a page's title tells which article it is about


def only_the_first(tree: Any) -> None:
    """Take out each ``<article>`` that has an h1 of its own, but for the one that the page's title names.

    Those of a live blog or a list have none, or no title that names one of them alone. Changes the tree.
    """
    found = [
        (one, _letters(heading))
        for one in tree.iter("article")
        if (heading := one.find(".//h1")) is not None and next(one.iterancestors("article"), None) is None
    ]
    title = _letters(tree.find(".//title"))
    named = [one for one, heading in found if len(heading) >= SHORTEST and heading in title]
    if len(found) > 1 and len(named) == 1:
        for one, _ in found:
            if one is not named[0]:
                drop(one)


def drop(element: Any) -> None:
    """Take an element out, and leave the text behind it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is not None:
        if element.tail and before is not None:
            before.tail = f"{before.tail or ''}{element.tail}"
        elif element.tail:
            parent.text = f"{parent.text or ''}{element.tail}"
        parent.remove(element)


def _letters(element: Any) -> str:
    return "" if element is None else WORDS.sub("", "".join(element.itertext())).casefold()
