"""Identification and NewsManagement of a news item: which, in which issue, and whether it may be read."""

import re
from collections.abc import Iterator
from typing import Any

from wirelake.markup.xml_tree import attribute, below, children, first, name, text_at, words
from wirelake.records import AltId, Association
from wirelake.statements.moments import instant, published
from wirelake.statements.statuses import Status, embargo, status

NO_IDS = frozenset({"0"})
RELATIONS = ("derivedfrom", "associatedwith")


def management(item: Any) -> dict[str, Any]:
    """The record's fields that the two state; ``alt_ids`` with the guid first, ``extra`` as pairs."""
    managed = first(item, "newsmanagement")
    revision = first(item, "identification/newsidentifier/revisionid")
    created = text_at(managed, "thisrevisioncreated")
    urgency = _formal(first(managed, "urgency")) or ""
    is_message = (attribute(revision, "update") or "N").upper() in ("A", "U") and not _text(item)
    held = _status(managed)
    return {
        "pub_status": held.pub_status,
        "signals": held.signals,
        "embargoed_until": held.embargoed_until,
        "embargo_ends": held.embargo_ends,
        "alt_ids": tuple(_ids(item)),
        "version": words(revision),
        "record_kind": "control" if is_message else "article",
        "associations": tuple(_relations(managed)),
        "urgency": int(urgency) if urgency in tuple("123456789") else None,
        "first_created": instant(text_at(managed, "firstcreated")),
        "version_created": instant(created),
        "date_candidates": published("this_revision_created", created),
        "extra": [*held.extra, *_others(item, managed, revision)],
    }


def _formal(element: Any) -> str | None:
    """What a controlled element says: by its FormalName, or as TASS does by its text: ``<Urgency>2``."""
    return attribute(element, "formalname") or words(element) or None


def _text(item: Any) -> str:
    """The first text that any of the contents holds."""
    return next((text for one in below(item, "datacontent") if (text := words(one))), "")


def _status(managed: Any) -> Status:
    """``Embargoed`` waits for ``StatusWillChange``; without that it waits for the next issue."""
    word = _formal(first(managed, "status"))
    change = first(managed, "statuswillchange")
    until = attribute(first(change, "dateandtime"), "value") or text_at(change, "dateandtime")
    return status(word, embargo([until or ""] if (word or "").lower() == "embargoed" else []))


def _ids(item: Any) -> Iterator[AltId]:
    """The guid is the same for all issues: PublicIdentifier without the issue at its end.

    urn:newsml:quay.example:20181210:Q-101218-041:2 is the second issue. Where PublicIdentifier names no item
    (urn:newsml:www.quay.example for all), ProviderId, DateId and NewsItemId do.
    """
    identifier = first(item, "identification/newsidentifier")
    public = text_at(identifier, "publicidentifier")
    provider, day = text_at(identifier, "providerid") or "", text_at(identifier, "dateid") or ""
    duids = [attribute(one, "duid") for one in below(item, "newscomponent")]
    # TASS sends no NewsItemId, Belga an empty one: then the outermost component's Duid is all there is.
    known = (text_at(identifier, "newsitemid"), *duids[:1])
    number = next((one for one in known if one and one not in NO_IDS), None)
    revision = text_at(identifier, "revisionid")
    stem = re.sub(rf":{re.escape(revision)}[NUA]?$", "", public) if public and revision else public
    if stem and stem.startswith("urn:") and stem.count(":") >= 4:
        yield AltId(role="guid", value=stem)
    elif number:
        yield AltId(role="guid", value=":".join(filter(None, ("urn:newsml", provider, day, number))))
    for role, value in (("public_identifier", public), ("news_item_id", number)):
        if value:
            yield AltId(role=role, value=value)


def guid(item: Any) -> str | None:
    """What all issues of the item go by, where it states that."""
    return next((one.value for one in _ids(item) if one.role == "guid"), None)


def _relations(managed: Any) -> Iterator[Association]:
    """Other items that it names: ``<AssociatedWith FormalName="Replaces" NewsItem="urn:…"/>``."""
    for one in children(managed, *RELATIONS):
        if item := attribute(one, "newsitem"):
            yield Association(rel=attribute(one, "formalname") or name(one), uri=item)


def _others(item: Any, managed: Any, revision: Any) -> Iterator[tuple[str, str | None]]:
    yield "previous_revision", attribute(revision, "previousrevision")
    yield "update", attribute(revision, "update")
    for one in children(first(item, "identification")):
        if name(one) != "newsidentifier":
            yield f"identification.{name(one)}", words(one)
    for one in children(managed):
        if name(one) == "property":
            yield f"property.{attribute(one, 'formalname')}", attribute(one, "value")
        elif name(one) != "status":
            yield name(one), _formal(one) or attribute(one, "newsitem")
    for one in children(item, "update", "comment"):
        yield name(one), words(one) or attribute(one, "newsitem")
