"""Drop caps: the first letter of a text in an element or a picture of its own, put back before its word."""

import re
from collections import Counter
from itertools import islice
from typing import Any

from wirelake.formats.html.body.blocks import PARTING

CALLED = re.compile(
    r"drop-?_?cap|first-?_?letter|initial-?_?(?:letter|cap)|lettrine|big-?_?letter", re.IGNORECASE
)
LETTER = re.compile(r"[\"'“„«‘¿¡]?\s?[^\W\d_]")
LONGEST = 3  # characters of one: a quotation mark, a blank and the letter
WORD = re.compile(r"[^\W\d_]+")
ALONE = frozenset("AEIOUYÀÈÓÚВИКОСУЯ")  # that are words themselves in some language
TAGS = ("img", "div", "p", "span", "figure")
MOST = 40  # of a page
LOOKED_AT = 200_000  # characters, among which the word is looked for with and without its letter


def mend(whole: Any) -> None:
    """Put each such letter at the beginning of the text that follows it. Changes the tree.

    ``<div class="first-letter">M</div><p>r Justice …`` and ``<p><img class="dropcap" alt="M">r Justice …``.
    """
    lettered = ((one, found) for one in list(whole.iter(*TAGS)) if (found := _letter(one)))
    for element, letter in islice(lettered, MOST):
        if element.tag == "img":
            if element.tail and _belongs(element, letter, element.tail):
                element.tail = _together(letter, element.tail, whole)
            continue
        target = _following(element) if element.tag in PARTING else None
        if target is not None and _belongs(element, letter, target.text):
            target.text = _together(letter, target.text, whole)
            for one in element.iter():
                one.text = None


def _letter(element: Any) -> str | None:
    """The letter that is all that the element shows."""
    if element.tag == "img":
        said = (element.get("alt") or "").strip()
    elif (
        len(element) > 2
        or len(text := element.text or "") > 40
        or len(text.strip()) > LONGEST
        or any(map(len, element))
    ):
        return None
    else:
        said = "".join(element.itertext()).strip()
    return said if LETTER.fullmatch(said) else None


def _belongs(element: Any, letter: str, text: str) -> bool:
    """Whether its name says so, or small letters follow a capital at once, but for ``A`` above ``anchor``."""
    following = text.lstrip()[:1]
    if not following.isalpha():
        return False
    called = CALLED.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    return bool(called) or (
        letter[-1].isupper() and text[:1].islower() and letter[-1].casefold() != following.casefold()
    )


def _following(element: Any) -> Any:
    """The element in which the text beside it begins."""
    beside = element.getnext()
    if beside is None or (element.tail or "").strip():
        return None
    return next((one for one in beside.iter() if (one.text or "").strip()), None)


def _together(letter: str, text: str, whole: Any) -> str:
    """The letter and the text as one word; or as two, where the page knows the second and not the whole:
    ``A`` before ``ship came in``."""
    text = text.lstrip()
    found = WORD.match(text)
    if found and letter[-1] in ALONE:
        words = Counter(WORD.findall("".join(whole.itertext())[:LOOKED_AT].casefold()))
        word = found[0].casefold()
        if words[word] > 1 and not words[letter[-1].casefold() + word]:
            return f"{letter} {text}"
    return f"{letter}{text}"
