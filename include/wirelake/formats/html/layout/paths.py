"""Paths from a page's body to an element, and the elements of a page to which a path leads."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from wirelake.config.layouts import CLASS, JOINT, MAX_CLASSES, MAX_STEPS, TAG

Step = tuple[str, tuple[str, ...]]  # a tag, and its classes in alphabetical order
ODD = "other"  # for a tag that is none: <ulclass="facts">
NUMBERED = re.compile(r"\d{3}")  # "post-10482", "css-1n7y912": of one article or of one release of a site


def step_of(element: Any) -> Step:
    """Its tag, and those of its classes that may stand in a layout."""
    return element.tag if TAG.fullmatch(element.tag) else ODD, _told(element.get("class") or "")


@lru_cache(maxsize=4096)  # a site's pages have the same
def _told(classes: str) -> tuple[str, ...]:
    named = {one for one in classes.split() if not NUMBERED.search(one) and CLASS.fullmatch(one)}
    return tuple(sorted(named)[:MAX_CLASSES])


def written(steps: Iterable[Step]) -> str:
    """The steps as a layout states them."""
    return JOINT.join(".".join((tag, *classes)) for tag, classes in steps)


@lru_cache(maxsize=1024)
def read(path: str) -> tuple[Step, ...]:
    """The steps of a path."""
    parts = (one.split(".") for one in path.split(JOINT))
    return tuple((tag, tuple(classes)) for tag, *classes in parts)


def steps_to(element: Any, body: Any) -> tuple[Step, ...] | None:
    """The steps from the body to the element, itself included; None where it stands elsewhere or too deep."""
    found: list[Step] = []
    while element is not None and element is not body:
        found.append(step_of(element))
        element = element.getparent()
    return tuple(reversed(found)) if element is body and 0 < len(found) <= MAX_STEPS else None


def led_to(body: Any, path: str, known: dict[tuple[Step, ...], list[Any]] | None = None) -> list[Any]:
    """Every element to which the path leads, in the order of the page; ``known`` keeps what paths share."""
    known = {} if known is None else known
    steps, level = read(path), [body]
    for depth, (tag, classes) in enumerate(steps, start=1):
        here = steps[:depth]
        if here not in known:
            known[here] = [one for parent in level for one in parent.iterchildren(tag) if _has(one, classes)]
        level = known[here]
    return level


def _has(element: Any, classes: tuple[str, ...]) -> bool:
    if not classes:
        return True
    own = element.get("class")
    return own is not None and set(classes) <= {*own.split()}
