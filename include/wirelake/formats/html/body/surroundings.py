"""The elements that hold the chosen paragraphs, and what else of the text stands in them."""

from collections import Counter
from typing import Any

from wirelake.formats.html.body.blocks import Block

TELLING = 60  # characters from which a paragraph of few links is likely text
MAX_LINKED = 0.5
NEARLY_ALL = 0.95
USUAL = 0.25  # of the chosen text stands where the article stands
TEXTUAL = frozenset(("p", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "br", "dt", "dd"))
WRAPPING = frozenset(("ul", "ol", "dl", "blockquote"))
Around = tuple[str, Any]
Place = tuple[str, Around]


def is_likely(block: Block) -> bool:
    return len(block.text) > TELLING and block.linked < MAX_LINKED


def frame_of(page: list[Block], whole: Any, share: float) -> Any:
    """The innermost element that holds that share of the paragraphs' text."""
    weights: Counter[Any] = Counter()
    held: Counter[Any] = Counter()  # by what holds the paragraphs' elements: few, with all above them
    for one in page:
        weights[one.element] += len(one.text)
        held[one.element.getparent()] += len(one.text)
    total = held.total()
    for inmost, size in held.items():
        for element in () if inmost is None else (inmost, *inmost.iterancestors()):
            weights[element] += size
    frame = whole
    while (
        total and (inner := next((one for one in frame if weights[one] >= share * total), None)) is not None
    ):
        frame = inner
    return frame


def likely_frame(page: list[Block], whole: Any) -> Any:
    """The innermost element that holds nearly all of the page's likely text."""
    return frame_of([one for one in page if is_likely(one)], whole, NEARLY_ALL)


def take_up(page: list[Block]) -> None:
    """Choose what stands where the chosen text stands, and was left out: sub-headings, lists, later chunks.

    Where it stands is told by the elements that hold it, by tag and class up to the page's body, so that a
    text in several chunks is one place; an ``<article>`` of its own, or what follows another h1, is another.
    """
    weights: Counter[Place] = Counter()
    around: dict[Any, Around] = {}
    places = [_place(one, around) for one in page]
    for one, place in zip(page, places, strict=True):
        if one.chosen and is_likely(one):
            weights[place] += len(one.text)
    total = sum(weights.values())
    usual = {place for place, weight in weights.items() if weight >= USUAL * total}
    known = "\n".join(one.key for one in page if one.chosen)
    last = max((at for at, one in enumerate(page) if one.chosen), default=-1)
    for at, (one, place) in enumerate(zip(page, places, strict=True)):
        if one.holder.tag == "h1":
            if at > last:
                return
        elif place in usual and one.linked < MAX_LINKED and not (len(one.key) > 40 and one.key in known):
            one.chosen = True  # unless the page holds it twice, such as once for small screens


def _place(block: Block, known: dict[Any, Around]) -> Place:
    holder = block.holder
    own = "" if holder.tag in TEXTUAL else f"{holder.tag} {holder.get('class')}"
    return own, _around(holder.getparent(), known)


def _around(element: Any, known: dict[Any, Around]) -> Around:
    """The elements from here up to the page's body as one text, and the innermost ``<article>`` of them."""
    if element is None:
        return "", None
    if element not in known:
        path, article = _around(element.getparent(), known)
        if element.tag not in WRAPPING:
            path = f"{element.tag} {element.get('class')} < {path}"
        known[element] = path, element if element.tag == "article" else article
    return known[element]
