"""JSON Feed 1.0 and 1.1 (jsonfeed.org): a feed's links, and a full-text feed's articles."""

import hashlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

from wirelake.addresses import joined
from wirelake.errors import ParseError
from wirelake.markup import media
from wirelake.markup.paragraphs import in_a_line, layout, of_markup, of_text, plain, text_of
from wirelake.payloads.json_items import MAX_ITEMS, values
from wirelake.records import AltId, Article, Association, Author, DateCandidate, Link, RawArticle, Span
from wirelake.statements import begin, date_candidate
from wirelake.statements.moments import instant

WEIGHT = 0.85  # as of the other feeds
PICTURES = ("image", "banner_image")
# fmt: off
TAKEN = frozenset((
    "id", "url", "title", "content_html", "content_text", "summary", "image", "banner_image", "attachments",
    "date_published", "date_modified", "author", "authors", "tags", "language",
))
# fmt: on


def links(raw: RawArticle) -> tuple[list[Link], list[str]]:
    """The links of the feed, in its order, and in words what of it was left out.

    Raises:
        ParseError: as ``parse``; a feed without an item has no links.
    """
    _, items, _ = _read(raw)
    found = [
        Link(
            url=url,
            origin="feed",
            guid=_guid(item),
            title=in_a_line(_text(item, "title") or "") or None,
            published=said.value if (said := _date(item, "date_published")) else None,
            updated=said.value if (said := _date(item, "date_modified")) else None,
        )
        for item in items[:MAX_ITEMS]
        if (url := _leads_to(item))
    ]
    more = len(items) > MAX_ITEMS
    return found, [f"{len(items)} items: only the first {MAX_ITEMS} are looked at"] if more else []


def parse(raw: RawArticle) -> list[Article]:
    """The articles of a feed that carries their text.

    Raises:
        ParseError: not_a_feed, empty_document where it has no item, too_many_entries, and what
            ``json_items.values`` raises.
    """
    feed, items, flags = _read(raw)
    if not items:
        raise ParseError("empty_document", "the feed has no item")
    if len(items) > MAX_ITEMS:
        raise ParseError("too_many_entries", f"{len(items)} items, more than {MAX_ITEMS}")
    return [_article(raw, feed, item, flags) for item in items]


def _read(raw: RawArticle) -> tuple[dict[str, Any], list[dict[str, Any]], tuple[str, ...]]:
    found, flags = values(raw)
    feed = found[0] if isinstance(found[0], dict) else {}
    if not isinstance(feed.get("items"), list):
        raise ParseError("not_a_feed", "JSON without a list of items")
    return feed, _members(feed, "items"), flags


def _article(raw: RawArticle, feed: dict[str, Any], item: dict[str, Any], flags: tuple[str, ...]) -> Article:
    markup = _text(item, "content_html") or ""
    spans = _spans(markup, _text(item, "content_text") or "")
    summary = plain(_text(item, "summary") or "")
    title = in_a_line(_text(item, "title") or "")
    url, name = _text(item, "url"), _guid(item)
    found = _date(item, "date_published") or _date(item, "date_modified")
    if not name and not url:  # else all such items of a file would be one article
        name = hashlib.sha256(f"{title}\n{text_of(spans)}".encode("utf-8", "replace")).hexdigest()[:24]
    return begin(
        raw,
        "json_feed",
        alt_ids=(AltId(role="guid", value=name),) if name else (),
        url=url,
        headline=title,
        **layout(spans or of_text(summary)),
        description=summary if spans and summary else None,
        creators=(*_authors(item),) or (*_authors(feed),),
        subjects=tuple(dict.fromkeys(one for tag in _listed(item, "tags") if (one := in_a_line(tag)))),
        language=_text(item, "language") or _text(feed, "language"),
        version_created=instant(item.get("date_modified")),
        date_candidates=(found,) if found else (),
        associations=tuple(islice(_shown(item, markup, raw), media.MAX_ASSOCIATIONS)),
        extra=tuple(_extra(feed, item)),
        quality_flags=flags,
        extractor="wirelake.json_feed",
    )


def _spans(markup: str, text: str) -> tuple[Span, ...]:
    """Both forms say the same; of markup beyond the bounds the plain one is left."""
    try:
        return of_markup(markup) or of_text(text)
    except ParseError:
        return of_text(text)


def _date(item: dict[str, Any], name: str) -> DateCandidate | None:
    return date_candidate(item.get(name), "feed", WEIGHT)


def _guid(item: dict[str, Any]) -> str | None:
    """The id, which some state as a number; one that only repeats the address tells nothing more."""
    value = item.get("id")
    name = str(value).strip() if isinstance(value, str | int | float) else ""
    return name if name and name != _text(item, "url") else None


def _leads_to(item: dict[str, Any]) -> str | None:
    """Its page; or its id, where that is an address: asking does no harm."""
    stated = (_text(item, "url"), _text(item, "id"))
    return next((one for one in stated if one and one.lower().startswith(("http://", "https://"))), None)


def _authors(context: dict[str, Any]) -> Iterator[Author]:
    """``authors`` of 1.1, else the one ``author`` of 1.0."""
    single = context.get("author")
    for one in _members(context, "authors") or ([single] if isinstance(single, dict) else []):
        if name := in_a_line(_text(one, "name") or ""):
            yield Author(name=name)


def _shown(item: dict[str, Any], markup: str, raw: RawArticle) -> Iterator[Association]:
    base = _text(item, "url") or raw.final_url or raw.link.url
    stated = [
        *(Association(rel="media", type="image", href=_text(item, name)) for name in PICTURES),
        *(
            Association(
                rel="enclosure",
                type=_text(one, "mime_type"),
                href=_text(one, "url"),
                caption=_text(one, "title"),
            )
            for one in _members(item, "attachments")
        ),
        *_inside(markup),
    ]
    seen = set()
    for one in stated:
        href = (joined(base, one.href) or one.href) if one.href else None
        if href and href not in seen:
            seen.add(href)
            yield Association(rel=one.rel, type=one.type, href=href, caption=one.caption, credit=one.credit)


def _inside(markup: str) -> tuple[Association, ...]:
    try:
        return media.of_markup(markup)
    except ParseError:  # beyond the bounds of markup; its words are read all the same
        return ()


def _extra(feed: dict[str, Any], item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if title := _text(feed, "title"):
        yield "feed_title", title
    for context in (item, feed):
        for one in _members(context, "authors"):
            if address := _text(one, "url"):
                yield "author_href", address
    yield from ((name, value) for name, value in item.items() if name not in TAKEN)


def _listed(item: dict[str, Any], name: str) -> list[str]:
    value = item.get(name)
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _members(context: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = context.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(context: dict[str, Any], name: str) -> str | None:
    value = context.get(name)
    return value.strip() or None if isinstance(value, str) else None
