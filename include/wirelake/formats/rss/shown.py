"""The pictures, films and sounds of an entry: enclosures, Media RSS, contents elsewhere, and in its text."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from wirelake.addresses import joined
from wirelake.errors import ParseError
from wirelake.formats.rss.captions import Said
from wirelake.formats.rss.texts import Text
from wirelake.markup import media
from wirelake.records import Association

NOTHING = Said(caption=None, credit=None)


def associations(
    entry: Any, said: dict[str, Said], texts: Iterable[Text], base: str
) -> tuple[Association, ...]:
    """What the entry shows beside its text and in it, once each, with absolute addresses."""
    told = (*_enclosed(entry), *_of_media(entry, said), *_elsewhere(entry))
    beside = (replace(one, href=_absolute(base, one.href)) for one in told)
    inside = (
        replace(one, href=_absolute(text.base or base, one.href)) for text in texts for one in _in(text)
    )
    found = dict.fromkeys(one for one in (*beside, *inside) if one.href)
    return tuple(islice(found, media.MAX_ASSOCIATIONS))


def _enclosed(entry: Any) -> Iterator[Association]:
    for link in entry.get("links", []):
        if link.get("rel") == "enclosure":
            yield Association(
                rel="enclosure",
                type=link.get("type") or None,
                href=link.get("href"),
                caption=link.get("title") or None,
            )


def _of_media(entry: Any, said: dict[str, Said]) -> Iterator[Association]:
    for one in entry.get("media_content", []):
        if address := one.get("url"):
            told = said.get(" ".join(address.split()), NOTHING)
            yield Association(
                rel="media",
                type=one.get("type") or one.get("medium"),
                href=address,
                caption=told.caption,
                credit=told.credit,
            )
    for one in entry.get("media_thumbnail", []):
        yield Association(rel="thumbnail", type="image", href=one.get("url"))


def _elsewhere(entry: Any) -> Iterator[Association]:
    for part in entry.get("content", []):
        if part.get("src"):
            yield Association(rel="content", type=part.get("type") or None, href=part["src"])


def _in(text: Text) -> tuple[Association, ...]:
    try:
        return media.of_markup(text.value) if text.is_markup or text.is_open else ()
    except ParseError:  # beyond the bounds of markup; its words are read all the same
        return ()


def _absolute(base: str, href: str | None) -> str | None:
    return (joined(base, href.strip()) or href) if href else None
