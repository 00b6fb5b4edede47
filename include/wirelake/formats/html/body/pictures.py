"""The pictures, films and sounds of a page: where each stands in the tree, and which are the article's."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, NamedTuple

from wirelake.formats.html.body.order import is_before

KINDS = {"img": "image", "amp-img": "image", "video": "video", "amp-video": "video", "audio": "audio"}
# What is left out of the tree before its text is read, and yet may hold a picture of it.
CARRIERS = ("picture", "noscript", "video", "amp-video", "audio")
CARRYING = frozenset((*CARRIERS, "source"))
ASIDE = frozenset(("aside", "nav", "footer", "form", "menu", "dialog", "template"))
MAX_SIGHTS = 300
MAX_LEVELS = 12
MAX_SOURCES = 8
SMALL = 100  # pixels: a face, a badge or a pixel that counts readers
DIGITS = re.compile(r"\d{1,6}")
# A picture that waits until it is scrolled to: a stand-in in src, its address beside it.
LATER = ("data-src", "data-lazy-src", "data-original", "data-url", "data-image", "data-srcset", "srcset")
STAND_IN = re.compile(
    r"^(?:data|about|blob|javascript):|(?:^|[/_.-])(?:placeholder|holder|no-?image|spacer|blank|transparent|1x1|lazy(?:-?load(?:ing)?)?"
    r"|loading|grey|gray)(?:[/_.?-]|$)",
    re.IGNORECASE,
)
DRAWN = re.compile(
    r"(?:^|[/_.-])(?:logos?|icons?|avatars?|gravatar|sprites?|emojis?|badges?|buttons?|pixel|favicon)(?:[/_.?-]|$)",
    re.IGNORECASE,
)
NAMED_BY = ("class", "id")
OTHERS = re.compile(
    r"(?<![a-z])(?:avatars?|authors?|bylines?|bio|logos?|icons?|social|shar(?:e|ing)|related|recommend(?:ed|ations?)?"
    r"|promo|advert\w*|ads?|sponsor\w*|newsletter|teasers?|cards?|comments?|most-?read|popular|trending|navigation"
    r"|menu|up-?next|read-?more|more-?(?:news|stories|on|from)|side-?bar|outbrain|taboola)(?![a-z])",
    re.IGNORECASE,
)
LEADING = re.compile(
    r"(?<![a-z])(?:(?:hero|featured?|opener)(?![a-z])"
    r"|(?:lead|main|top|cover|article|post|entry|story)[-_ ]?(?:image|img|photo|picture|media|thumb(?:nail)?"
    r"|figure))",
    re.IGNORECASE,
)
PICTURE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|svg)(?:[?#]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """One of the article: its element, its address as written, and where it stands in the tree of the text.

    ``around`` are the elements that hold it, from the inmost on, within the one that holds the text, or, of
    one that leads the text, within the part of the page that holds the headline too. ``holder`` is the inmost
    of all, ``before`` what stands before it there; None where it begins that.
    """

    element: Any
    address: str
    around: tuple[Any, ...]
    holder: Any
    before: Any
    leads: bool

    @property
    def figure(self) -> Any:
        """The ``<figure>`` in which it stands; None where it stands in none."""
        return next((one for one in self.around[:6] if one.tag == "figure"), None)


class Carried(NamedTuple):
    """A picture in an element that is taken out of the tree before its text is read, and where that stood."""

    element: Any
    address: str
    holder: Any
    before: Any


def carried(whole: Any, stripped: Collection[str]) -> list[Carried]:
    """What ``<picture>``, ``<noscript>``, ``<video>`` and ``<audio>`` below the element show.

    ``stripped`` names the elements that are taken out of the tree.
    """
    found = []
    for outer in islice(whole.iter(*CARRIERS), MAX_SIGHTS):
        holder = outer.getparent()
        if holder is not None and holder.tag not in CARRYING:
            element = outer if outer.tag in KINDS else next(outer.iter(*KINDS), None)
            if element is not None and (address := _address(element)):
                found.append(Carried(element, address, holder, _before(outer, stripped)))
    return found


def of_article(waiting: Iterable[Carried], frame: Any) -> Iterator[Picture]:
    """The pictures of the article whose text stands in the frame: those in it, and those that lead it.

    One that leads stands above the frame, in the part of the page that holds the headline too, as a figure
    or in an element whose name says what it is: ``<div class="featured-image">``.
    """
    scope = next((one for one in frame.iterancestors() if one.find(".//h1") is not None), frame)
    standing = chain(_above(scope, frame), frame.iter("img", "amp-img"))
    seen = [
        Carried(one, address, one.getparent(), one.getprevious())
        for one in islice(standing, MAX_SIGHTS)
        if (address := _address(one))
    ]
    for one in chain(seen, waiting):
        around = list(islice((one.holder, *one.holder.iterancestors()), MAX_LEVELS))
        leads = frame not in around
        if leads and (
            scope not in around or not is_before(one.holder if one.before is None else one.before, frame)
        ):
            continue
        inner = around[: around.index(scope if leads else frame)]
        found = Picture(one.element, one.address, tuple(inner), one.holder, one.before, leads)
        if _is_of_article(found):
            yield found


def _above(scope: Any, frame: Any) -> Iterator[Any]:
    """The pictures of the scope that stand above the frame."""
    if scope is not frame:
        for one in scope.iter("img", "amp-img", frame.tag):
            if one is frame:
                return
            if one.tag != frame.tag:
                yield one


def _is_of_article(found: Picture) -> bool:
    """No ornament, no face, no teaser of another story; one that leads is told as a picture of the text."""
    if _is_small(found.element) or is_ornament(found.address):
        return False
    if any(up.tag in ASIDE or OTHERS.search(_names(up)) for up in found.around) or _leads_elsewhere(found):
        return False
    return (
        not found.leads or found.figure is not None or any(LEADING.search(_names(up)) for up in found.around)
    )


def is_ornament(address: str) -> bool:
    """Whether its name says that it is a mark, a face or a stand-in, and no picture of a story."""
    return DRAWN.search(address) is not None or STAND_IN.search(address) is not None


def _leads_elsewhere(picture: Picture) -> bool:
    """Whether it is a link to another page, as a teaser's is; without a caption of its own."""
    link = next((up for up in picture.around if up.tag == "a"), None)
    href = "" if link is None else link.get("href", "").strip()
    if not href or href.startswith(("#", "javascript:")) or PICTURE.search(href):
        return False
    return picture.figure is None or picture.figure.find(".//figcaption") is None


def _address(element: Any) -> str | None:
    """Where it is to be had, as written; None where only a stand-in is named."""
    sources = [element, *element.iterchildren("source")]
    for up in islice(element.iterancestors(), MAX_SOURCES):
        if up.tag == "source":  # libxml2 2.14 does not know that it holds nothing: what follows stands in it
            sources.append(up)
        else:
            sources += islice(up.iterchildren("source"), MAX_SOURCES) if up.tag == "picture" else ()
            break
    for name in ("src", *LATER):
        for one in sources:
            stated = (one.get(name) or "").strip()
            if stated and "srcset" in name:
                stated = _largest(stated)
            if stated and not STAND_IN.search(stated):
                return stated
    return None


def _largest(srcset: str) -> str:
    """The address of the widest: "a.jpg 320w, b.jpg 1280w"."""
    found = ("", -1)
    for one in srcset.split(", ")[:30]:
        address, _, size = one.strip().strip(",").partition(" ")
        width = int(number[0]) if (number := DIGITS.search(size)) else 0
        found = max(found, (address, width), key=lambda each: each[1])
    return found[0]


def _is_small(element: Any) -> bool:
    stated = (DIGITS.match(element.get(name, "").strip()) for name in ("width", "height"))
    return element.tag != "audio" and any(found and int(found[0]) < SMALL for found in stated)


def _before(outer: Any, stripped: Collection[str]) -> Any:
    before = outer.getprevious()
    while before is not None and before.tag in stripped:
        before = before.getprevious()
    return before


def _names(element: Any) -> str:
    return " ".join([one for name in NAMED_BY if (one := element.get(name))])
