"""The text of an element as a reader sees it."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

UNSHOWN = frozenset({"script", "style", "noscript", "template", "svg", "button", "select", "iframe", "form"})
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup"}
    | {"u", "wbr", "nobr", "time", "label", "q", "code", "ruby", "rb", "rt"}
)
# class="sr-only", "screen-reader-text", "u-visually-hidden": for those who listen
SPOKEN = (
    r"sr-?only|show-for-sr|screen-?reader(?:-text|-only)?|visually-?hidden|element-invisible"
    r"|offscreen|a11y-text"
)
IN_SPOKEN = ("sr", "reader", "hidden", "invisible", "offscreen", "a11y")  # one is in each: a cheap first look
LISTENERS = re.compile(rf"(?:^|[\s_-])(?:{SPOKEN})(?:$|[\s_])", re.IGNORECASE)
# And "share-count", which is no text at all
HIDDEN = re.compile(
    rf"(?:^|[\s_-])(?:{SPOKEN}|share-?(?:count|s|bar|buttons?|tools?)|comment-?count|tooltip)(?:$|[\s_])",
    re.IGNORECASE,
)
NO_DISPLAY = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
MAX_PIECES = 300
MAX_DEPTH = 24


def is_for_listeners(classes: str) -> bool:
    """Whether a class says that the element is for those who listen."""
    lower = classes.lower()
    return any(one in lower for one in IN_SPOKEN) and LISTENERS.search(classes) is not None


def shown(element: Any) -> str:
    """The text in one line; blocks and line breaks part words, inline elements do not.

    But for what style sheets part: ``<span>Harbour</span><span>Grain ships sail</span>``.
    """
    text = ""
    for piece in pieces(element):
        parted = text[-1:].islower() and piece[:1].isupper()
        text += f" {piece}" if parted else piece
    return " ".join(text.split())


def pieces(element: Any) -> Iterator[str]:
    """Its texts in their order, with a blank where a block begins or ends; so many at most."""
    return islice(_pieces(element, MAX_DEPTH), MAX_PIECES)


def is_hidden(element: Any) -> bool:
    """Whether no reader sees it, by its tag, its attributes or its class."""
    if not isinstance(element.tag, str) or element.tag in UNSHOWN:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style, classes = element.get("style"), element.get("class")
    return bool(style and NO_DISPLAY.search(style)) or bool(classes and HIDDEN.search(classes))


def _pieces(element: Any, depth: int) -> Iterator[str]:
    if not depth or is_hidden(element):
        return
    edge = "" if element.tag in INLINE else " "
    yield edge + (element.text or "")
    for child in element:
        yield from _pieces(child, depth - 1)
        if child.tail:
            yield child.tail
    if edge:
        yield edge
