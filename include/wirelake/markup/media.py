"""The pictures, films and sounds inside a text's markup: associations, with caption and credit."""

import re
from itertools import islice
from typing import Any

from wirelake.markup.paragraphs import tree
from wirelake.markup.xml_tree import attribute, below, first, name, words
from wirelake.records import Association

MAX_ASSOCIATIONS = 500
SHOWN = re.compile(r"<(?:img|audio|video|object|media)\b", re.IGNORECASE)
KINDS = {"img": "image", "audio": "audio", "video": "video", "object": "object"}


def associations(element: Any) -> tuple[Association, ...]:
    """What ``media`` of NITF and ``figure``, ``img``, ``video``, ``audio`` of XHTML show below an element."""
    shown = (
        _of_nitf(one) if name(one) == "media" else _of_xhtml(one) for one in below(element, "media", *KINDS)
    )
    told = (one for one in shown if one is not None and (one.href or one.uri or one.caption))
    return tuple(dict.fromkeys(islice(told, MAX_ASSOCIATIONS)))


def of_markup(markup: str) -> tuple[Association, ...]:
    """What a fragment of HTML or XHTML shows.

    Raises:
        ParseError: as ``paragraphs.tree``.
    """
    return associations(tree(markup)) if SHOWN.search(markup) else ()


def _of_xhtml(element: Any) -> Association | None:
    parent = element.getparent()
    if parent is not None and name(parent) == "media":
        return None
    figure = parent if parent is not None and name(parent) == "figure" else None
    return Association(
        rel="inline",
        type=KINDS[name(element)],
        href=attribute(element, "src", "source", "data"),
        caption=words(_caption(figure)) or attribute(element, "alt"),
    )


def _caption(figure: Any) -> Any:
    """The caption, which is the first or the last that stands in a figure."""
    ends = (figure[0], figure[-1]) if figure is not None else ()
    return next((one for one in ends if name(one) == "figcaption"), None)


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
