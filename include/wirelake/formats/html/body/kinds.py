"""XPath expressions about an element's own tag and attributes, asked once for each kind of element.

trafilatura prunes by regular expressions of dozens of words, each a call from libxml2 into Python for each
element. A page has few kinds of elements, and the pages of a site have the same.
"""

import re
from collections.abc import Sequence
from typing import Any

from lxml.etree import Element, XPath

Kind = tuple[str, tuple[tuple[str, str], ...]]
MOST = 10_000  # kinds that are remembered; 468 pages of 251 publishers have 7,400
TAG, NAME = re.compile(r"self::([\w-]+)"), re.compile(r"@([\w-]+)")
WITHIN = re.compile(r"\[.*\.//", re.DOTALL)  # a condition that asks for what an element holds


class Kinds:
    """Expressions ``.//*[…]`` whose conditions read tags and attributes; finds what any of them would find.

    One that asks what an element holds as well, such as ``not(.//h1)``, is asked itself, as soon as an empty
    element of a kind that the page has would do.
    """

    def __init__(self, expressions: Sequence[XPath]) -> None:
        self._plain = [one for one in expressions if not WITHIN.search(one.path)]
        self._deep = [one for one in expressions if WITHIN.search(one.path)]
        tags = [TAG.findall(one.path) for one in expressions]
        self._tags = frozenset(tag for said in tags for tag in said)
        self._walked = self._tags if all(tags) else ("*",)
        self._names = frozenset(name for one in expressions for name in NAME.findall(one.path))
        self._known: dict[Kind, tuple[bool, bool]] = {}

    def __call__(self, tree: Any) -> list[Any]:
        """The elements below the tree's root that match, in the order of the page."""
        if len(self._known) > MOST:
            self._known.clear()
        names, known = self._names, self._known
        # In the order in which they stand: "@id|@class" is the first of them.
        kinds = [
            (one, (one.tag, tuple([said for said in one.items() if said[0] in names])))
            for one in tree.iterdescendants(*self._walked)
        ]
        if unknown := {kind for _, kind in kinds if kind not in known}:
            self._ask(unknown)
        found = [one for one, kind in kinds if known[kind][0]]
        if any(known[kind][1] for _, kind in kinds):
            found += [one for expression in self._deep for one in expression(tree)]
        return found

    def _ask(self, kinds: set[Kind]) -> None:
        box = Element("box")
        asked = []
        for kind in kinds:
            one = box.makeelement(kind[0] if kind[0] in self._tags else "other", dict(kind[1]))
            box.append(one)
            asked.append((kind, one))
        plain, deep = (
            {one for expression in expressions for one in expression(box)}
            for expressions in (self._plain, self._deep)
        )
        self._known.update((kind, (one in plain, one in deep)) for kind, one in asked)
