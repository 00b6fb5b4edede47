"""Text of a page that no reader sees at once: hidden, or for those whose browser runs no scripts.

Most of it is no article's: consent, newsletters, galleries, another copy for small screens. What belongs to
the article has evidence: JSON-LD's ``articleBody`` says it too, or it goes on below the text that is seen, or
it is all the text there is and speaks of what the headline says.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from wirelake.formats.html.body.articles import drop
from wirelake.formats.html.body.blocks import Block, blocks, named
from wirelake.formats.html.body.surroundings import is_likely
from wirelake.formats.html.body.witness import Witness
from wirelake.formats.html.head import width
from wirelake.formats.html.visible import is_for_listeners

# What no reader sees; a body that waits for a script to show it is one of these.
HIDING = re.compile("display *: *none|visibility *: *hidden")
# <a>the report<span>, opens new tab</span></a>: said to those who listen, whatever the class
NEW_TAB = re.compile(r"[\s,(]*opens (?:in )?(?:a )?new (?:tab|window)[\s.)]*", re.IGNORECASE)
MAX_SPOKEN = 300  # characters
TAGS = frozenset({"noscript", "template"})
LEAST = 200  # characters of likely text from which it may be the article's
MOST_ELEMENTS, MOST_TEXT = 40, 300_000
MOST_LEVELS = 8
SAID = 0.6  # of it by the witness
FEW = 1_000  # characters of a text that is seen, below which what is hidden may be the article
TOPICAL = 2  # words of the headline that such a text has
OTHERS = re.compile(
    r"cookie|consent|privacy|gdpr|modal|dialog|pop-?up|overlay|lightbox|newsletter|sign-?up|log-?in"
    r"|register|comment|respon[ds]|related|recommend|transcript|share|social|republi|embed|gallery|slide|video|audio"
    r"|player|promo|advert|banner|tooltip|menu|nav|search|widget|author|bio|about|next-"
)
SOLD = re.compile(r"paywall|premium|offer|subscri")  # what is sold, on a page that is; an offer on others


@dataclass(slots=True)
class Waiting:
    """One such element: its number on the page, what held it, and its paragraphs."""

    number: int
    parent: Any
    names: str
    page: list[Block]

    @property
    def size(self) -> int:
        """The characters of its likely text."""
        return sum(len(one.text) for one in self.page if is_likely(one))


def hidden(whole: Any) -> list[Any]:
    """The elements below it that no reader sees."""
    return [
        one
        for one in whole.iterdescendants()
        if one.tag in TAGS
        or one.get("hidden") is not None
        or ((style := one.get("style")) and HIDING.search(style))
        or ((names := one.get("class")) and _is_for_listeners(names) and _is_short(one))
        or (one.tag == "span" and not len(one) and one.text and NEW_TAB.fullmatch(one.text))
    ]


def is_unseen(element: Any) -> bool:
    """Whether its attributes hide it from every reader."""
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and HIDING.search(style))


def take_out(whole: Any, shown: frozenset[int] = frozenset()) -> list[Waiting]:
    """Take out what is hidden, and give what of it is long enough to be a text. Changes the tree.

    Those of the numbers in ``shown`` stay, and are hidden no longer.
    """
    found: list[Waiting] = []
    unseen = hidden(whole)
    inside = set(unseen)
    for number, one in enumerate(unseen):
        if number in shown:
            one.tag = "div"
            for name in ("hidden", "style", "class"):
                one.attrib.pop(name, None)
            continue
        parent = one.getparent()
        outer = not any(each in inside for each in islice(one.iterancestors(), MOST_LEVELS))
        if outer and len(found) < MOST_ELEMENTS and _may_be_text(one):
            found.append(Waiting(number, parent, named(one), []))
            found[-1].page = blocks(one)
        drop(one)
    return [one for one in found if one.size >= LEAST]


def promising(
    waiting: list[Waiting], page: list[Block], witness: Witness, headline: str, *, sold: bool
) -> frozenset[int]:
    """The numbers of those that evidence gives to the article. ``sold``: the page says it is not free."""
    known = "\n".join(one.key for one in page)
    chosen = [one for one in page if one.chosen and is_likely(one)]
    seen = sum(len(one.text) for one in chosen)
    found: set[int] = set()
    for one in waiting:
        likely = [each for each in one.page if is_likely(each)]
        again = sum(len(each.text) for each in likely if each.key in known)
        other = OTHERS.search(one.names) or (not sold and SOLD.search(one.names))
        if again > one.size / 2 or (other and not witness):
            continue
        if _is_said(one, likely, witness) or (
            not witness and (_goes_on(one, likely, chosen) or _is_all(one, likely, seen, headline))
        ):
            found.add(one.number)
            known += "\n" + "\n".join(each.key for each in likely)
    return frozenset(found)


# A page has few classes, and a site's pages have the same.
_is_for_listeners = lru_cache(maxsize=4096)(is_for_listeners)


def _is_short(element: Any) -> bool:
    """Whether it may be said to those who listen: some pages hide all of their text that way."""
    return _characters(element, MAX_SPOKEN) < MAX_SPOKEN


def _may_be_text(element: Any) -> bool:
    return LEAST <= _characters(element, MOST_TEXT) < MOST_TEXT


def _characters(element: Any, most: int) -> int:
    count = 0
    for text in element.itertext():
        count += len(text)
        if count >= most:
            break
    return count


def _is_said(one: Waiting, likely: list[Block], witness: Witness) -> bool:
    return bool(witness) and sum(len(each.text) for each in likely if witness.says(each)) >= SAID * one.size


def _goes_on(one: Waiting, likely: list[Block], chosen: list[Block]) -> bool:
    """Whether it stands where most of the text that is seen stands, below it, and holds paragraphs alone."""
    inside = [
        each for each in chosen if any(up is one.parent for up in islice(each.element.iterancestors(), 3))
    ]
    plain = all(each.holder.tag == "p" and each.linked < 0.2 for each in likely)
    size = sum(len(each.text) for each in inside)
    return plain and len(likely) > 1 and 2 * size >= sum(len(each.text) for each in chosen) > 0


def _is_all(one: Waiting, likely: list[Block], seen: int, headline: str) -> bool:
    """Whether there is no other text to speak of, and this one speaks of what the headline says."""
    if seen > FEW or one.size < 2 * seen or len(likely) < 2:
        return False
    text = " ".join(each.text for each in one.page).casefold()
    words = set(re.findall(r"\w{4,}", headline.casefold()))
    if not words or any(width(word) > len(word) for word in words):
        return bool(headline) and headline.casefold()[:6] in text
    return sum(word in text for word in words) >= min(TOPICAL, len(words))
