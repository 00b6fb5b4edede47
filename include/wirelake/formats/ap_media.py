"""The JSON of AP's media API: items that are nearly ninjs 1.x, in an envelope of their own."""

from typing import Any

from wirelake.formats import ninjs
from wirelake.markup.paragraphs import in_a_line
from wirelake.payloads.json_items import bounded, is_item, opened, values
from wirelake.records import AltId, Article, Author, RawArticle

# Members of the item that a record has fields for, told below.
TOLD = ("bylines", "datelinelocation", "links", "provider", "signals", "dateline")
# Roles of AltId that are the wire's own: its id, which no query and no etag changes.
IDENTITY = "itemid"


def parse(raw: RawArticle) -> list[Article]:
    """The articles of an answer of the API: one item, or a page of a feed.

    Raises:
        ParseError: as ``ninjs.parse``.
    """
    found, flags = values(raw)
    items = bounded(item for value in found for item in _items(value))
    return [_article(raw, item, flags) for item in items]


def _items(value: Any) -> Any:
    for item in opened(value):
        if is_item(item):
            # {"data": {"item": {…}}, "nitf": {"body_html": "…"}}: the text may stand beside the item
            beside = value.get("nitf") if isinstance(value, dict) else None
            yield {**beside, **item} if isinstance(beside, dict) else item


def _article(raw: RawArticle, item: dict[str, Any], flags: tuple[str, ...]) -> Article:
    stated = {name: value for name, value in item.items() if name not in TOLD}
    uri = stated.pop("uri", None)
    bylines = _members(item.get("bylines"))
    by = [str(one["by"]) for one in bylines if one.get("by")]
    place = item.get("datelinelocation")
    return ninjs.article(
        raw,
        "ap_media",
        stated,
        quality_flags=flags,
        alt_ids=tuple(_ids(uri, item.get("altids"))),
        byline=", ".join(by) or (item["byline"] if isinstance(item.get("byline"), str) else None),
        creators=tuple(
            Author(name=in_a_line(_named(one["by"])), role=_text(one.get("title")))
            for one in bylines
            if one.get("by")
        ),
        dateline_text=_text(item.get("dateline")) or (_dateline(place) if isinstance(place, dict) else None),
        dateline_place=_text(place.get("city")) if isinstance(place, dict) else None,
        dateline_country=(_text(place.get("countrycode")) or _text(place.get("countryname")))
        if isinstance(place, dict)
        else None,
        provider=_text(item.get("provider")),
        canonical_url=next(
            (_text(one.get("href")) for one in _members(item.get("links")) if one.get("rel") == "canonical"),
            None,
        ),
        signals=tuple(_texts(item.get("signals"))),
        extra={name: item.get(name) for name in ("datelinelocation", "links")},
    )


def _ids(uri: Any, altids: Any) -> Any:
    ids = altids if isinstance(altids, dict) else {}
    if wire := _text(ids.get(IDENTITY)):
        yield AltId(role="wire", value=wire)
    if address := _text(uri):
        # …/content/39b2…?qt=Z9mL…&et=3a1a…: the query is that of one answer, and another in the next
        yield AltId(role="guid", value=address.partition("?")[0])
        yield AltId(role="uri", value=address)


def _dateline(place: dict[str, Any]) -> str | None:
    parts = [_text(place.get(name)) for name in ("city", "countryareaname", "countryname")]
    return ", ".join(dict.fromkeys(part for part in parts if part)) or None


def _named(by: Any) -> str:
    text = str(by).strip()
    return text[3:] if text[:3].lower() == "by " else text


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _members(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
