"""What a page's article shows and where it leads: pictures with caption and credit, the links of its text.

They are associations, as the wires' formats have them; none of it is text. Each is told with its places.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from wirelake.addresses import joined
from wirelake.formats.html.associated.captions import said
from wirelake.formats.html.associated.links import links
from wirelake.formats.html.body import Text
from wirelake.formats.html.body.blocks import Block
from wirelake.formats.html.body.order import is_before
from wirelake.formats.html.body.pictures import KINDS, Picture, is_ornament
from wirelake.formats.html.head import Head, first, plain
from wirelake.records import Association, AssociationSpan, Span

MAX_ASSOCIATIONS = 300
LEAD, INLINE, LINK, STATED = "lead", "inline", "link", "image"
Placed = tuple[Association, int, int]  # what, and from where to where in the text


def associated(found: Text, head: Head) -> tuple[tuple[Association, ...], tuple[AssociationSpan, ...]]:
    """The associations of a page's article, each address once, and where in the text each of them stands.

    First the picture that the head states to be the article's, unless the page shows it, in any crop; then
    all others in the order of the text. ``rel``: image, lead (above the text), inline, link.
    """
    placed = list(_placed(found))
    told: dict[str, Association] = {}
    places: list[tuple[str, int, int]] = []
    for one, start, end in sorted((*_pictures(found, placed), *_links(placed)), key=lambda each: each[1:]):
        href = joined(head.base, one.href or "")
        if href and href.startswith(("http://", "https://")) and not _is_here(href, head.address):
            told.setdefault(href, replace(one, href=href))
            places.append((href, start, end))
    if (stated := _stated(head)) and _file(stated) not in {_file(one) for one in told.values()}:
        told = {str(stated.href): stated, **told}
    kept = list(told)[:MAX_ASSOCIATIONS]
    numbers = {href: number for number, href in enumerate(kept)}
    spans = (
        AssociationSpan(association=numbers[href], start=start, end=end)
        for href, start, end in dict.fromkeys(places)
        if href in numbers
    )
    return tuple(told[href] for href in kept), tuple(spans)


def _placed(found: Text) -> Iterator[tuple[Block, Span]]:
    """Each chosen paragraph with its span; a line that the tree does not hold has none."""
    chosen = iter([one for one in found.page if one.chosen])
    block = next(chosen, None)
    for span in found.spans:
        if block is not None and span.text is block.text:
            yield block, span
            block = next(chosen, None)


def _pictures(found: Text, placed: Sequence[tuple[Block, Span]]) -> Iterator[Placed]:
    end = found.spans[-1].end if found.spans else 0
    for one in found.pictures[:MAX_ASSOCIATIONS]:
        place = 0 if one.leads else _offset(one, placed, end)
        caption, credit = said(one)
        shown = Association(
            rel=LEAD if one.leads else INLINE,
            type=KINDS[one.element.tag],
            href=one.address,
            caption=caption,
            credit=credit,
        )
        yield shown, place, place


def _offset(picture: Picture, placed: Sequence[tuple[Block, Span]], end: int) -> int:
    """The start of the paragraph that follows the picture, or that it begins."""
    start = bisect(placed, False, key=lambda one: _is_above(picture, one[0].element))
    return placed[start][1].start if start < len(placed) else end


def _is_above(picture: Picture, text: Any) -> bool:
    """Whether the paragraph that begins in this element follows the picture."""
    if picture.before is not None:
        return is_before(picture.before, text) and picture.before not in text.iterancestors()
    if picture.holder is text:
        return not (text.text or "").strip()
    return is_before(picture.holder, text)


def _links(placed: Sequence[tuple[Block, Span]]) -> Iterator[Placed]:
    for one in links(placed):
        yield Association(rel=LINK, href=one.href, caption=one.text), one.start, one.end


def _stated(head: Head) -> Association | None:
    """The picture that JSON-LD or the head names; JSON-LD may state caption and credit."""
    image = head.resolved(first(head.thing.get("image")))
    thing = image if isinstance(image, dict) else {}
    address = plain(thing.get("url") or thing.get("contentUrl")) if thing else plain(image)
    href = joined(head.base, address or head.metas.get("og:image") or "")
    if not href or not href.startswith(("http://", "https://")) or href == head.base:
        return None
    if is_ornament(href):  # the site's own mark, for pages without a picture
        return None
    return Association(
        rel=STATED,
        type="image",
        href=href,
        caption=plain(thing.get("caption")),
        credit=plain(thing.get("creditText")),
    )


def _file(one: Association) -> str:
    """The picture's own name, by which its crops are one: /1200x630/crane.jpg, /w_400/crane.jpg?q=80."""
    address = (one.href or "").partition("?")[0]
    return address.rpartition("/")[2] or address


def _is_here(href: str, address: str) -> bool:
    """Whether it leads to another place of the same page."""
    return href.partition("#")[0] == address.partition("#")[0]
