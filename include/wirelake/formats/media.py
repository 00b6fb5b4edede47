"""The pictures, films and sounds inside a text's markup: associations, with caption and credit."""

from collections.abc import Iterator
from typing import Any

from wirelake.formats.xml_tree import attribute, below, first, name, words
from wirelake.records import Association

MAX_ASSOCIATIONS = 500
KINDS = {"img": "image", "audio": "audio", "video": "video", "object": "object"}


def associations(element: Any) -> tuple[Association, ...]:
    """What ``media`` of NITF and ``figure``, ``img``, ``video``, ``audio`` of XHTML show below an element."""
    found: list[Association] = []
    for one in below(element, "media", *KINDS):
        found += [shown for shown in _shown(one) if shown.href or shown.uri or shown.caption]
        if len(found) >= MAX_ASSOCIATIONS:
            break
    return tuple(dict.fromkeys(found))[:MAX_ASSOCIATIONS]


def _shown(element: Any) -> Iterator[Association]:
    if (kind := KINDS.get(name(element))) is None:
        yield _of_nitf(element)
        return
    figure = next((one for one in element.iterancestors() if name(one) == "figure"), None)
    if any(name(one) == "media" for one in element.iterancestors()):
        return
    yield Association(
        rel="inline",
        type=kind,
        href=attribute(element, "src", "source", "data"),
        caption=words(next(below(figure, "figcaption"), None)) or attribute(element, "alt"),
    )


def _of_nitf(media: Any) -> Association:
    # Of several references the first is the picture itself, the others are its smaller prints.
    reference = first(media, "media-reference")
    return Association(
        rel="media",
        type=attribute(media, "media-type") or attribute(reference, "mime-type"),
        uri=attribute(reference, "data-location", "id"),
        href=attribute(reference, "source"),
        caption=words(first(media, "media-caption")) or attribute(reference, "alternate-text"),
        credit=words(first(media, "media-producer")) or None,
    )
