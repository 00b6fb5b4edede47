"""The text of an item: inline NITF, XHTML, vendors' XML or plain text, and what stands elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wirelake.formats import nitf
from wirelake.markup import media, paragraphs
from wirelake.markup.paragraphs import plain
from wirelake.markup.xml_tree import at, attribute, below, children, name, parted, text_at
from wirelake.records import Association, Rendition, Span
from wirelake.statements.renditions import rendition

FORMS = ("nitf", "html")  # the richest first; then a vendor's markup, then plain text
BINARY = re.compile(r"(?:image|audio|video)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The text with its paragraphs, and the fields that inline NITF states."""

    spans: tuple[Span, ...]
    text: str
    inner: dict[str, Any]
    associations: tuple[Association, ...]
    renditions: tuple[Rendition, ...]
    words: int | None
    extra: tuple[tuple[str, str | None], ...]


def content(item: Any) -> Content:
    """What the contentSet of an item holds."""
    inlines = _chosen(item)
    spans = paragraphs.joined([_spans(one) for one in inlines])
    inner: dict[str, Any] = next(
        (nitf.fields(one) for inline in inlines for one in children(inline, "nitf")), {}
    )
    counts = [int(said[:9]) for one in inlines if (said := attribute(one, "wordcount") or "").isdecimal()]
    shown = [one for inline in inlines for one in media.associations(inline)]
    return Content(
        spans=spans,
        text=paragraphs.text_of(spans),
        inner=inner,
        associations=(*_remote(item), *shown),
        renditions=tuple(_renditions(item)),
        words=sum(counts) or None,
        extra=(
            *inner.get("extra", ()),
            *(("content.header", parted(next(below(inline, "header"), None))) for inline in inlines),
        ),
    )


def _chosen(item: Any) -> list[Any]:
    """The inline content in the richest form: a contentSet holds the same content in several."""
    inlines = [one for held in at(item, "contentset") for one in children(held, "inlinexml", "inlinedata")]
    texts = [one for one in inlines if not BINARY.match(attribute(one, "contenttype") or "")]
    texts = [one for one in texts if attribute(one, "encoding") is None]
    return sorted(texts, key=_form)[:1]


def _form(inline: Any) -> int:
    root = next(children(inline), None)
    form = "" if root is None else name(root)
    return FORMS.index(form) if form in FORMS else len(FORMS) + (root is None)


def _spans(inline: Any) -> tuple[Span, ...]:
    root = next(children(inline), None)
    if root is None:
        return paragraphs.of_text(inline.text or "")
    if name(root) == "nitf":
        return nitf.content(root)
    if name(root) == "events":  # a calendar: facts, and no text
        return ()
    return paragraphs.of_elements([inline])


def _remote(item: Any) -> list[Association]:
    """The renditions that stand elsewhere: pictures, films, sounds, other formats of the text."""
    caption = text_at(item, "contentmeta/description")
    credit = text_at(item, "contentmeta/creditline")
    return [
        Association(
            rel=attribute(one, "rendition") or "content",
            type=attribute(one, "contenttype"),
            uri=attribute(one, "residref"),
            href=_address(one),
            caption=caption,
            credit=credit,
        )
        for one in _remotes(item)
    ]


def _renditions(item: Any) -> Iterator[Rendition]:
    """The same as forms of the item itself, with their measures."""
    for one in _remotes(item):
        yield rendition(
            name=attribute(one, "rendition"),
            href=_address(one),
            uri=attribute(one, "residref"),
            media_type=attribute(one, "contenttype"),
            width=attribute(one, "width"),
            height=attribute(one, "height"),
            size=attribute(one, "size"),
        )


def _remotes(item: Any) -> Iterator[Any]:
    for held in at(item, "contentset"):
        yield from below(held, "remotecontent")


def _address(remote: Any) -> str | None:
    return attribute(remote, "href") or (plain(text_at(remote, "altloc") or "") or None)
