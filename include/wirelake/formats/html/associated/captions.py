"""What a page says of its pictures: caption and credit, by their elements or by the end of a caption."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from wirelake.formats.html.body.pictures import Picture
from wirelake.formats.html.visible import shown

MOST = 1_000  # characters of a caption
MAX_LEVELS, MAX_ELEMENTS = 3, 40
CAPTION = re.compile(r"(?<![a-z])(?:captions?|legend)(?![a-z])", re.IGNORECASE)
CREDIT = re.compile(
    r"(?<![a-z])(?:credits?|copyright|photographer|attribution|photo-?by|rights-?holder|(?:image|photo|media)-?source)(?![a-z])",
    re.IGNORECASE,
)
# "Photo: Harbour Press", "Foto: N. Quayside", "Credit: Harbour Press", "© Harbour Press"
LABEL = (
    r"(?:(?:(?:file |handout )?(?:photo(?:graph)?|image|picture)|fotos?|bild|beeld|imagen|immagine|imagem"
    r"|crédits?|cr[eé]dito|(?:photo |image )?credit|source)s?\s*[:/]"
    r"|(?:photo|image|picture|credit) (?:by|courtesy of|via)\b|©)"
)
WHO = r"(?P<who>(?:[^.()]|\.(?=\w)){2,120})"
# "The basin at dawn. (Photo by N. Quayside)", "The basin at dawn. (N. Quayside/HARBOUR PRESS)"
IN_BRACKETS = re.compile(
    rf"\s*[(\[](?:{LABEL}\s*(?P<labelled>[^()\[\]]{{2,120}})|(?P<parted>[^()\[\]/]{{2,60}}/[^()\[\]]{{2,60}}))[)\]]\.?$",
    re.IGNORECASE,
)
# "The basin at dawn. | © Harbour Press", "The basin. Photo: Harbour Press", "The basin.Credit N. Quayside"
AT_THE_END = re.compile(rf"(?:^|(?<=[.!?…”\"])\s+|\s+[|/–—-]\s+|\s+(?=©)){LABEL}\s*{WHO}\.?$", re.IGNORECASE)
RUN_ON = re.compile(rf"(?<=[.!?…”\"])\s*(?:Credit\s?)+(?=[A-Z]){WHO}\.?$")
ONLY_LABEL = re.compile(rf"[(\[]?{LABEL}\s*", re.IGNORECASE)


class Said(NamedTuple):
    """Of one picture; None where the page says nothing."""

    caption: str | None
    credit: str | None


def said(picture: Picture) -> Said:
    """What stands in its figure or beside it; else its ``alt``, which describes it to those who listen."""
    caption, credit = "", ""
    for element in _told(picture):
        inner = [one for one in islice(element.iterdescendants(), MAX_ELEMENTS) if _is(one, CREDIT)]
        whole = shown(element)[:MOST]
        if _is(element, CREDIT) and not _is(element, CAPTION) and element.tag != "figcaption":
            credit = credit or whole
            continue
        for one in inner:
            text = shown(one)[:MOST]
            credit = credit or text
            whole = " ".join(whole.replace(text, " ", 1).split()) if text else whole
        caption = caption or whole
    if caption and not credit:
        caption, credit = _parted(caption)
    if not caption:
        caption = " ".join((picture.element.get("alt") or "").split())[:MOST]
    return Said(caption.strip(" |/–—-") or None, ONLY_LABEL.sub("", credit).strip(" .|/()[]") or None)


def _told(picture: Picture) -> Iterator[Any]:
    """The elements that speak of it: of its figure, or of the nearest box in which it is the only picture."""
    if picture.figure is not None:
        yield from islice(picture.figure.iter("figcaption"), 1)
        boxes: tuple[Any, ...] = (picture.figure,)
    else:
        boxes = picture.around[:MAX_LEVELS]
    for box in boxes:
        if len(list(islice(box.iter("img", "picture"), 2))) > 1:
            return
        found = [
            one
            for one in islice(box.iterdescendants(), MAX_ELEMENTS)
            if one.tag != "figcaption" and (_is(one, CAPTION) or _is(one, CREDIT))
        ]
        inside = set(found)
        named = [one for one in found if inside.isdisjoint(one.iterancestors()) and not _is_in_caption(one)]
        yield from named
        if named:
            return


def _is_in_caption(element: Any) -> bool:
    return any(up.tag == "figcaption" for up in islice(element.iterancestors(), MAX_LEVELS))


def _parted(text: str) -> tuple[str, str]:
    """Caption and credit of a line with both; brackets with neither label nor slash are the caption's."""
    found = next((one for form in (AT_THE_END, RUN_ON, IN_BRACKETS) if (one := form.search(text))), None)
    if found is None:
        return text, ""
    return text[: found.start()], next(one for one in found.groups() if one)


def _is(element: Any, names: re.Pattern[str]) -> bool:
    return any((said := element.get(name)) and names.search(said) for name in ("class", "id", "itemprop"))
