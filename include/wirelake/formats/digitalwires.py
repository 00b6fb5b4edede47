"""dpa's digitalwires: JSON with the article and its boxes in HTML, and a notepad for editors beside it."""

from collections.abc import Iterator
from typing import Any

from wirelake.markup import media
from wirelake.markup.paragraphs import in_a_line, layout, of_markup, text_of
from wirelake.payloads.json_items import bounded, opened, values
from wirelake.records import AltId, Article, Association, Author, EdNote, Member, RawArticle, Subject
from wirelake.statements import begin, date_candidate
from wirelake.statements.moments import instant
from wirelake.statements.statuses import Status, embargo, status
from wirelake.statements.urgencies import urgency
from wirelake.statements.wire_text import dateline

# Columns of names: the field of a record that has them, and the scheme that tells whose they are.
NAMES = {
    "dpasubject_names": "subjects_detail",
    "keyword_names": "subjects_detail",
    "rubric_names": "subjects_detail",
    "geosubject_names": "places",
    "poi_names": "places",
    "genre_names": "genres",
}
# fmt: off
TOLD = frozenset((
    *NAMES, "format", "type", "urn", "version_created", "version", "pubstatus", "signal", "embargoed",
    "language", "urgency", "headline", "teaser", "byline", "dateline", "article_html", "creditline",
    "copyrightnotice", "usageterms", "notepad", "ednotes", "associations", "categories", "descriptions",
    "content_created",
))
# fmt: on


def parse(raw: RawArticle) -> list[Article]:
    """The articles of a file of entries: one, a list, or JSON lines.

    Raises:
        ParseError: as ``ninjs.parse``.
    """
    found, flags = values(raw)
    entries = bounded(one for value in found for one in opened(value) if _text(one, "urn"))
    return [_article(raw, entry, flags) for entry in entries]


def _article(raw: RawArticle, entry: dict[str, Any], flags: tuple[str, ...]) -> Article:
    candidates = (
        date_candidate(entry.get("version_created"), "version_created", 0.95),
        date_candidate(entry.get("content_created"), "content_created", 0.95),
    )
    stated = _text(entry, "dateline") or ""
    held = _held(entry)
    return begin(
        raw,
        "digitalwires",
        alt_ids=(AltId(role="guid", value=str(entry["urn"])),),
        type=_text(entry, "type") or "text",
        pub_status=held.pub_status,
        signals=(*held.signals, *filter(None, (_text(entry, "signal"),))),
        embargoed_until=held.embargoed_until,
        embargo_ends=held.embargo_ends,
        urgency=urgency(entry.get("urgency")),
        version="" if entry.get("version") is None else str(entry["version"]),
        **layout(of_markup(_text(entry, "article_html") or "")),
        headline=in_a_line(_text(entry, "headline") or ""),
        description=_text(entry, "teaser") or _description(entry),
        byline=_text(entry, "byline"),
        # "Peine (dpa/lni) - ": the text begins behind it
        dateline_text=stated.rstrip(" -–—") or None,
        dateline_place=found.place if (found := dateline(stated)) else None,
        credit_line=_text(entry, "creditline"),
        copyright_notice=_text(entry, "copyrightnotice"),
        usage_terms=_text(entry, "usageterms"),
        language=_text(entry, "language"),
        version_created=instant(entry.get("version_created")),
        first_created=instant(entry.get("content_created")),
        date_candidates=tuple(one for one in candidates if one)[:1],
        ed_notes=tuple(_notes(entry)),
        creators=tuple(
            Author(name=str(one["name"]), role=role)
            for role in ("creator", "contributor")
            for one in _of_type(entry, role)
            if one.get("name")
        ),
        associations=(
            *map(_association, _members(entry, "associations")),
            *media.of_markup(_text(entry, "article_html") or ""),
        ),
        members=tuple(map(_member, _members(entry, "associations"))),
        **_subjects(entry),
        extra=(*held.extra, *_left(entry)),
        quality_flags=flags,
        extractor="wirelake.digitalwires",
    )


def _held(entry: dict[str, Any]) -> Status:
    stated = entry.get("embargoed")
    return status(_text(entry, "pubstatus"), embargo(() if stated is None else (stated,)))


def _notes(entry: dict[str, Any]) -> Iterator[EdNote]:
    for one in _members(entry, "ednotes"):
        if text := _text(one, "ednote"):
            role = (_text(one, "role") or "ednote").rpartition(":")[2]
            yield EdNote(role=role, text=text, publishable=one.get("is_publishable") is True)
    notepad = entry.get("notepad")
    if isinstance(notepad, dict):
        for name in ("public_html", "nonpublic_html"):
            if text := text_of(of_markup(_text(notepad, name) or "")):
                yield EdNote(role="notepad", text=text, publishable=name == "public_html")


def _subjects(entry: dict[str, Any]) -> dict[str, tuple[Subject, ...]]:
    found: dict[str, tuple[Subject, ...]] = {}
    for name, field in NAMES.items():
        listed = entry.get(name)
        named = [one for one in listed if isinstance(one, str)] if isinstance(listed, list) else []
        found[field] = (
            *found.get(field, ()),
            *(Subject(name=one, scheme=name.removesuffix("_names")) for one in named),
        )
    for one in _members(entry, "categories"):
        role = (_text(one, "type") or "").rpartition(":")[2]
        if role not in ("signal", "pubstatus", "creator", "contributor"):
            coded = Subject(name=_text(one, "name"), qcode=_text(one, "qcode"), role=role or None)
            found["subjects_detail"] = (*found["subjects_detail"], coded)
    return found


def _association(one: dict[str, Any]) -> Association:
    renditions = _members(one, "renditions")
    return Association(
        rel="associated",
        type=_text(one, "type"),
        uri=_text(one, "urn"),
        href=next((href for rendition in renditions if (href := _text(rendition, "url"))), None),
        caption=_text(one, "caption") or _text(one, "headline"),
        credit=_text(one, "creditline") or _text(one, "creator"),
    )


def _member(one: dict[str, Any]) -> Member:
    """An association as a member: of an entry without a text they are what it lists."""
    return Member(
        type=_text(one, "type"),
        uri=_text(one, "urn"),
        version=None if one.get("version") is None else str(one["version"]),
        href=next((href for form in _members(one, "renditions") if (href := _text(form, "url"))), None),
        headline=_text(one, "headline"),
        description=_text(one, "caption"),
    )


def _description(entry: dict[str, Any]) -> str | None:
    return next(
        (text for one in _members(entry, "descriptions") if (text := _text(one, "description"))), None
    )


def _left(entry: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from ((name, value) for name, value in entry.items() if name not in TOLD)
    if entry.get("embargoed") is not None and instant(entry["embargoed"]) is None:
        yield "embargoed", entry["embargoed"] or "(empty)"
    if len(_members(entry, "descriptions")) > 1 or _text(entry, "teaser"):
        yield "descriptions", entry.get("descriptions")


def _of_type(entry: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [one for one in _members(entry, "categories") if (_text(one, "type") or "").endswith(f":{name}")]


def _members(entry: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = entry.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _text(entry: dict[str, Any], name: str) -> str | None:
    value = entry.get(name)
    return value.strip() or None if isinstance(value, str) else None
