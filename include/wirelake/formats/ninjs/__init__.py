"""IPTC ninjs 1.x, 2.x and 3.x: news in JSON, one item, several, or several in an envelope."""

from collections.abc import Iterator
from typing import Any

from wirelake.formats.ninjs.model import Associated, Concept, Item, checked
from wirelake.formats.ninjs.model import Rendition as Form
from wirelake.formats.ninjs.texts import body, in_role, others, pictures
from wirelake.formats.ninjs.versions import levelled
from wirelake.markup.paragraphs import layout
from wirelake.payloads.json_items import bounded, is_item, opened, values
from wirelake.records import (
    AltId,
    Article,
    Association,
    Author,
    DateCandidate,
    EdNote,
    Member,
    RawArticle,
    Rendition,
    Subject,
)
from wirelake.statements import begin, date_candidate
from wirelake.statements.moments import instant
from wirelake.statements.renditions import rendition
from wirelake.statements.statuses import Status, embargo, status
from wirelake.statements.urgencies import urgency

# From the first stated: an item has one moment at which it was published as it is.
MOMENTS = ("versioncreated", "firstcreated", "contentcreated")
READ = frozenset(Item.model_fields) - {
    "objects",
    "events",
    "renditions",
    "title",
    "headlines",
    "descriptions",
    "bodies",
}


def parse(raw: RawArticle) -> list[Article]:
    """The articles of a file of ninjs items; an item without text, such as a canceled one, is one too.

    Raises:
        ParseError: unknown_format where nothing in it is an item, too_many_items, empty_document, or what
            ``json_items`` and ``paragraphs`` refuse.
    """
    found, flags = values(raw)
    items = bounded(item for value in found for item in opened(value) if is_item(item))
    return [article(raw, "ninjs", item, quality_flags=flags) for item in items]


def article(raw: RawArticle, source_format: str, stated: dict[str, Any], **fields: Any) -> Article:
    """The article of an item in any version of ninjs; ``fields`` are those that its wire tells otherwise."""
    item, misfits = checked(Item, levelled(stated))
    told = {**_status(item), **_texts(item), **_about(item)}
    for name in ("alt_ids", "signals", "date_candidates", "associations"):
        told[name] = (*fields.pop(name, ()), *told.get(name, ()))
    left = [(name, value) for name, value in _left(item) if name not in fields.get("extra", {})]
    kept = [*fields.pop("extra", {}).items(), *left, *misfits]
    flags = (*fields.pop("quality_flags", ()), *(("field_malformed",) if misfits else ()))
    return begin(
        raw,
        source_format,
        **{**told, **{name: value for name, value in fields.items() if value}},
        extra=kept,
        quality_flags=flags,
        extractor=f"wirelake.{source_format}",
    )


def _status(item: Item) -> dict[str, Any]:
    held = _held(item)
    return {
        "pub_status": held.pub_status,
        "signals": held.signals,
        "embargoed_until": held.embargoed_until,
        "embargo_ends": held.embargo_ends,
        "expires": instant(item.expires),
        "urgency": urgency(item.urgency),
        "version": item.version or "",
        "first_created": instant(item.firstcreated),
        "version_created": instant(item.versioncreated),
        "date_candidates": tuple(_published(item))[:1],
        "ed_notes": (EdNote(role="ednote", text=item.ednote),) if item.ednote else (),
    }


def _held(item: Item) -> Status:
    return status(item.pubstatus, embargo(() if item.embargoed is None else (item.embargoed,)))


def _published(item: Item) -> Iterator[DateCandidate]:
    for name in MOMENTS:
        origin = name.replace("created", "_created")
        if found := date_candidate(getattr(item, name), origin, 0.95):
            yield found


def _texts(item: Item) -> dict[str, Any]:
    return {
        **layout(body(item)),
        "headline": in_role(item.headlines, "main") or item.title or "",
        "description": in_role(item.descriptions, "main", "text", "summary", "abstract", "caption") or None,
        "slugline": item.slugline or None,
        "byline": item.by or None,
        "creators": tuple(Author(name=one.name, role=one.role) for one in item.authors if one.name),
        "located": item.located or None,
        "language": item.language or None,
        "word_count_stated": item.wordcount,
    }


def _about(item: Item) -> dict[str, Any]:
    guid = tuple(AltId(role="guid", value=one) for one in dict.fromkeys((item.uri, item.guid)) if one)
    provider = next((one for one in item.infosources if one.name), None)
    return {
        "alt_ids": (
            *guid,
            *(AltId(role=one.role or "altid", value=one.value) for one in item.altids if one.value),
        ),
        "type": item.type or "text",
        "profile": item.profile or None,
        "provider": (provider.name if provider else None) or item.provider or item.source or None,
        "provider_id": (provider.uri or provider.literal) if provider else None,
        "credit_line": in_role(item.descriptions, "creditline", fallback=False) or item.credit or None,
        "copyright_notice": item.copyrightnotice or None,
        "copyright_holder": item.copyrightholder or None,
        "usage_terms": item.usageterms or None,
        "subjects": tuple(dict.fromkeys(one.name for one in item.subjects if one.name)),
        "subjects_detail": _concepts(item.subjects),
        "places": _concepts(item.places),
        "people": _concepts(item.people),
        "organisations": _concepts(item.organisations),
        "genres": _concepts(item.genres),
        "associations": (*map(_association, item.associations), *pictures(item)),
        "renditions": tuple(map(_rendition, item.renditions)),
        "members": tuple(map(_member, item.associations)),
    }


def _concepts(concepts: list[Concept]) -> tuple[Subject, ...]:
    return tuple(
        Subject(name=one.name, qcode=one.literal, uri=one.uri, scheme=one.scheme, role=one.rel)
        for one in concepts
    )


def _association(one: Associated) -> Association:
    return Association(
        rel=one.name or "associated",
        type=one.type,
        uri=one.uri,
        href=next((rendition.href for rendition in one.renditions if rendition.href), None),
        caption=in_role(one.descriptions, "caption", "main", "text")
        or in_role(one.headlines, "main")
        or None,
        credit=one.by or one.credit,
    )


def _rendition(one: Form) -> Rendition:
    return rendition(
        name=one.name,
        href=one.href,
        media_type=one.contenttype,
        width=one.width,
        height=one.height,
        size=one.sizeinbytes,
    )


def _member(one: Associated) -> Member:
    """An association as a member: in a composite without a text of its own they are what it lists."""
    return Member(
        group=one.name,
        type=one.type,
        uri=one.uri or one.guid,
        version=one.version,
        href=next((form.href for form in one.renditions if form.href), None),
        headline=in_role(one.headlines, "main") or None,
        description=in_role(one.descriptions, "caption", "main", "text") or None,
    )


def _left(item: Item) -> Iterator[tuple[str, Any]]:
    """What has no field of its own in a record, or was read without success."""
    yield from others(item)
    for name in ("firstcreated", "versioncreated", "expires", "contentcreated"):
        if (value := getattr(item, name)) and (name == "contentcreated" or instant(value) is None):
            yield name, value
    yield from _held(item).extra
    if item.embargoed is not None and instant(item.embargoed) is None:
        yield "embargoed", item.embargoed or "(empty)"
    if item.urgency is not None and str(item.urgency) != str(urgency(item.urgency)):
        yield "urgency", item.urgency
    for name in ("objects", "events", "renditions"):
        yield name, [one.model_dump(exclude_none=True) for one in getattr(item, name)]
    for one in item.infosources[1:]:
        yield "infosources", one.model_dump(exclude_none=True)
    if item.source and (item.infosources or item.provider):
        yield "source", item.source
    if item.title and item.headlines:
        yield "title", item.title
    yield from (item.model_extra or {}).items()
