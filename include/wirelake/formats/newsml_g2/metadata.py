"""rightsInfo, itemMeta and contentMeta of an item → the record's fields."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from wirelake.formats.newsml_g2.concepts import Concepts, related, subjects
from wirelake.markup.xml_tree import at, attribute, children, first, language, name, parted, text_at, words
from wirelake.records import AltId, Author, EdNote, Subject
from wirelake.statements.moments import instant, published
from wirelake.statements.statuses import Status, embargo, status

# Elements that a field of the record takes; all others go by their name into ``extra``.
FIELDS = (
    "itemclass provider versioncreated firstcreated embargoed pubstatus title ednote signal link urgency"
    " language subject slugline headline dateline by creditline keyword genre located assert altid creator"
    " contributor"
)
TAKEN = frozenset(FIELDS.split())
# What inline NITF may say beyond the item; its ids and its status are not those of the item.
FIELDS_OF_TEXT = (
    "headline slugline byline dateline_text dateline_place located description language provider provider_id"
    " copyright_holder copyright_notice usage_terms ed_notes subjects subjects_detail people places"
    " organisations genres date_candidates urgency"
)
OF_TEXT = frozenset(FIELDS_OF_TEXT.split())


def text_fields(inner: dict[str, Any]) -> dict[str, Any]:
    """What the text's own markup states, for the fields that the item leaves open."""
    return {key: value for key, value in inner.items() if key in OF_TEXT}


def fields(item: Any, concepts: Concepts) -> dict[str, Any]:
    """The record's fields that the item's metadata states; ``extra`` as pairs, not bounded yet."""
    meta, about = first(item, "itemmeta"), first(item, "contentmeta")
    provider = first(meta, "provider")
    stated = subjects(about, concepts)
    keywords = [words(one) for one in children(about, "keyword")]
    names = [one.name for one in stated["subjects_detail"] if one.name]
    held, signals, urgency = _status(meta), _signals(meta), text_at(about, "urgency") or ""
    return {
        "pub_status": held.pub_status,
        "embargoed_until": held.embargoed_until,
        "embargo_ends": held.embargo_ends,
        "signals": tuple(dict.fromkeys([*signals, *held.signals])),
        "is_correction": any(one.rpartition(":")[2] == "correction" for one in signals),
        "urgency": int(urgency) if urgency in tuple("123456789") else None,
        "expires": instant(text_at(meta, "expires") or text_at(about, "expires")),
        **_times(meta),
        **_texts(about, concepts),
        **_rights(item, concepts),
        **stated,
        "places": (*_located(about, concepts), *stated["places"]),
        "alt_ids": _ids(item, meta, about),
        "version": attribute(item, "version") or "",
        "type": (attribute(first(meta, "itemclass"), "qcode", "literal") or "text").rpartition(":")[2],
        "profile": text_at(meta, "profile"),
        "ed_notes": tuple(_ed_notes(meta)),
        "provider": concepts.name(provider) or attribute(provider, "qcode", "uri"),
        "provider_id": attribute(provider, "qcode", "uri", "literal"),
        "language": concepts.language,
        "subjects": tuple(dict.fromkeys([*names, *(one for one in keywords if one)])),
        "genres": tuple(concepts.subject(one) for one in children(about, "genre")),
        "extra": [*held.extra, *_others(item, concepts), *related(about)],
    }


def _ids(item: Any, meta: Any, about: Any) -> tuple[AltId, ...]:
    versioned = attribute(first(meta, "versionedid"), "guid")
    known = [("guid", attribute(item, "guid")), ("versioned_id", versioned)]
    known += [
        (attribute(one, "type", "environment") or "alt_id", words(one) or attribute(one, "id"))
        for one in (*children(meta, "altid"), *children(about, "altid"))
    ]
    return tuple(AltId(role=role, value=value) for role, value in known if value)


def _status(meta: Any) -> Status:
    word = attribute(first(meta, "pubstatus"), "qcode", "uri", "literal")
    return status(word, embargo([words(one) for one in children(meta, "embargoed")]))


def _signals(meta: Any) -> list[str]:
    codes = [attribute(one, "qcode", "uri", "literal") for one in children(meta, "signal")]
    return [one for one in codes if one]


def _times(meta: Any) -> dict[str, Any]:
    version = text_at(meta, "versioncreated")
    return {
        "version_created": instant(version),
        "first_created": instant(text_at(meta, "firstcreated")),
        "date_candidates": published("version_created", version),
    }


def _texts(about: Any, concepts: Concepts) -> dict[str, Any]:
    headlines = [one for one in children(about, "headline") if words(one)]
    # <headline rank="1"> is the headline, rank="3" the kicker; role="hld:subHeadline" names another
    main = sorted(headlines, key=lambda one: (attribute(one, "role") is not None, _rank(one)))
    located = first(about, "located")
    by = text_at(about, "by")
    return {
        "headline": words(main[0]) if main else "",
        "slugline": text_at(about, "slugline"),
        "dateline_text": text_at(about, "dateline"),
        "located": concepts.name(located) or attribute(located, "qcode"),
        "description": text_at(about, "description"),
        "byline": by,
        "credit_line": text_at(about, "creditline"),
        "authors": tuple(_authors(about, concepts)),
    }


def _located(about: Any, concepts: Concepts) -> Iterator[Subject]:
    """Where it was written, with its code; what that lies in follows by its own name or code."""
    for one in children(about, "located"):
        yield replace(concepts.subject(one), role="located")


def _rank(element: Any) -> int:
    rank = attribute(element, "rank") or ""
    return int(rank[:9]) if rank.isdecimal() else 0


def _authors(about: Any, concepts: Concepts) -> Iterator[Author]:
    """Creators and contributors with their role; a creator that is only a code is kept by its code."""
    for one in children(about, "creator", "contributor"):
        if said := concepts.name(one) or attribute(one, "qcode", "uri"):
            yield Author(name=said, role=attribute(one, "role", "jobtitle") or name(one))


def _rights(item: Any, concepts: Concepts) -> dict[str, Any]:
    rights = first(item, "rightsinfo")
    holder = first(rights, "copyrightholder")
    return {
        "copyright_holder": concepts.name(holder) or attribute(holder, "qcode", "uri"),
        "copyright_notice": _in_language(rights, "copyrightnotice", concepts.language),
        "usage_terms": _in_language(rights, "usageterms", concepts.language),
    }


def _in_language(element: Any, path: str, tongue: str | None) -> str | None:
    """The text in the item's language, else the first."""
    stated = [one for one in at(element, path) if words(one)]
    own = [one for one in stated if tongue and (language(one) or "")[:2].lower() == tongue[:2].lower()]
    return words((own or stated)[0]) if stated else None


def _ed_notes(meta: Any) -> Iterator[EdNote]:
    """Notes to those who edit: never for readers, whatever their role says."""
    for one in children(meta, "ednote"):
        if text := parted(one):
            role = attribute(one, "role") or "ednote"
            constraint = attribute(one, "pubconstraint")
            yield EdNote(role=f"{role} {constraint}" if constraint else role, text=text)


def _others(item: Any, concepts: Concepts) -> Iterator[tuple[str, str | None]]:
    for meta in (first(item, "itemmeta"), first(item, "contentmeta"), first(item, "rightsinfo")):
        for one in children(meta):
            tag = name(one)
            role = attribute(one, "role")
            if tag not in TAKEN and name(meta) != "rightsinfo":
                yield tag, words(one) if not len(one) and words(one) else concepts.name(one) or _code(one)
            elif tag == "headline" and (role or _rank(one) > 1):
                yield f"headline.{role or _rank(one)}", words(one)
            elif tag in ("embargoed", "versioncreated", "firstcreated", "urgency"):
                yield tag, words(one) or None
            elif name(meta) == "rightsinfo":
                yield f"rights.{tag}", words(one) or _code(one)


def _code(element: Any) -> str | None:
    return attribute(element, "qcode", "uri", "literal", "href", "guid", "value")
