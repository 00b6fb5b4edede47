"""What holds a paragraph within the element of the text: the name by which layouts keep it or leave it."""

from typing import Any

from wirelake.config.layouts import DIRECTLY, JOINT
from wirelake.formats.html.body.blocks import Block
from wirelake.formats.html.body.surroundings import MAX_LINKED, TEXTUAL, WRAPPING
from wirelake.formats.html.layout.paths import Step, step_of, written

MAX_LEVELS = 30
LINKED = "a"
CAPTIONED = "figure"  # what stands in one is named no closer: templates have many kinds
RUNNING_ON = TEXTUAL | WRAPPING  # a paragraph of text, a sub-heading and an item of a list are one place


def place_of(block: Block, text: Any, known: dict[Any, str]) -> str:
    """The elements between the one of the text and the paragraph, and whether it is mostly links."""
    holder = block.holder
    if holder not in known:
        known[holder] = _around(holder, text)
    place = known[holder]
    return f"{place}{JOINT}{LINKED}" if block.linked >= MAX_LINKED else place


def _around(holder: Any, text: Any) -> str:
    found: list[Step] = []
    element = holder
    while element is not None and element is not text and len(found) < MAX_LEVELS:
        if element.tag == CAPTIONED:
            return CAPTIONED
        if element.tag not in RUNNING_ON:
            found.append(step_of(element))
        element = element.getparent()
    return written(reversed(found)) or DIRECTLY
