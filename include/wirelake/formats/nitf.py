"""NITF 2.5 to 3.6: a document with docdata and body, alone or inside of NewsML."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from wirelake.errors import ParseError
from wirelake.markup import paragraphs, xml_tree
from wirelake.markup.media import associations
from wirelake.markup.xml_tree import at, attribute, below, children, first, parted, text_at, words
from wirelake.records import AltId, Article, DateCandidate, EdNote, RawArticle, Subject
from wirelake.statements import begin
from wirelake.statements.moments import clock, instant, published
from wirelake.statements.statuses import Embargo, Status, embargo, status

EXTRACTOR = "wirelake.nitf"
DATED = ("date.issue", "date.release", "date.expire")
TAKEN = (*DATED, "doc-id", "du-key", "ed-msg", "doc.copyright")  # by fields of the record, or below
# Names of things in the body's text, by the field that takes them.
ENTITIES = {"person": "people", "org": "organisations", "location": "places"}
MAX_ENTITIES = 200  # of one kind
LEVELS = ("type", "matter", "detail")


def parse(raw: RawArticle) -> list[Article]:
    """The article of an NITF document.

    Raises:
        ParseError: what ``xml_tree.read`` refuses, or not_nitf where the root is another.
    """
    document = xml_tree.read(raw)
    if xml_tree.name(document.root) != "nitf":
        raise ParseError("not_nitf", f"the root is {xml_tree.name(document.root)[:40]}")
    found = fields(document.root)
    ids = {"guid": found.pop("doc_id"), "du_key": attribute(_docdata(document.root, "du-key"), "key")}
    return [
        begin(
            raw,
            "nitf",
            **found,
            alt_ids=tuple(AltId(role=role, value=value) for role, value in ids.items() if value),
            quality_flags=document.flags,
            extractor=EXTRACTOR,
            extractor_version=etree.__version__,
        )
    ]


def fields(nitf: Any) -> dict[str, Any]:
    """The record's fields that an ``nitf`` element states, and ``doc_id``."""
    head, body, docdata = first(nitf, "head"), first(nitf, "body"), first(nitf, "head/docdata")
    held, urgency = _status(docdata), attribute(next(below(nitf, "urgency"), None), "ed-urg") or ""
    spans = content(nitf)
    subjects, named = tuple(_subjects(head)), _named(body)
    return {
        "pub_status": held.pub_status,
        "signals": held.signals,
        "embargoed_until": held.embargoed_until,
        "embargo_ends": held.embargo_ends,
        "expires": instant(attribute(first(docdata, "date.expire"), "norm")),
        "urgency": int(urgency) if urgency in tuple("123456789") else None,
        **_titles(nitf),
        **_people(nitf),
        **_rights(nitf),
        **named,
        "doc_id": attribute(_docdata(nitf, "doc-id"), "id-string"),
        "version": attribute(_docdata(nitf, "du-key"), "version") or "",
        "language": attribute(nitf, "baselang", "lang"),
        "date_candidates": tuple(_dates(nitf)),
        "ed_notes": tuple(
            EdNote(role=attribute(one, "msg-type") or "ed-msg", text=text)
            for one in below(head, "ed-msg")
            if (text := attribute(one, "info") or words(one))
        ),
        "subjects": tuple(dict.fromkeys(one.name for one in subjects if one.name)),
        "subjects_detail": subjects,
        "places": (*_places(nitf), *named["places"]),
        "genres": tuple(
            Subject(name=kind, role="tobject.property")
            for one in below(head, "tobject.property")
            if (kind := attribute(one, "tobject.property.type"))
        ),
        "associations": associations(body),
        "word_count_stated": _stated_words(head),
        "extra": (*held.extra, *_extra(nitf)),
        "spans": spans,
        "extracted_text": paragraphs.text_of(spans),
    }


def content(nitf: Any) -> tuple[Any, ...]:
    """The paragraphs of its body; of a fragment without ``body`` those of all that stands there."""
    body = first(nitf, "body")
    return paragraphs.of_elements(at(body, "body.content") if body is not None else [nitf])


def _docdata(nitf: Any, path: str) -> Any:
    return first(nitf, f"head/docdata/{path}")


def _status(docdata: Any) -> Status:
    word = attribute(docdata, "management-status")
    return status(word, _embargo(docdata, word))


def _embargo(docdata: Any, word: str | None) -> Embargo:
    """PA says ``management-status="embargoed"`` and the end in date.release; others a later release."""
    release = attribute(first(docdata, "date.release"), "norm")
    if word == "embargoed":
        return embargo([release or ""])
    end, issued = clock(release), clock(attribute(first(docdata, "date.issue"), "norm"))
    if not (end and issued):
        return Embargo()
    if not (end.tzinfo and issued.tzinfo):  # the one clock shows both
        end, issued = end.replace(tzinfo=None), issued.replace(tzinfo=None)
    return embargo([release]) if end > issued else Embargo()


def _titles(nitf: Any) -> dict[str, Any]:
    head = first(nitf, "body/body.head")
    headline = first(head, "hedline") if first(head, "hedline") is not None else first(head, "headline")
    place = first(head, "dateline/location")
    abstract = paragraphs.of_elements(at(head, "abstract"))
    keys = [attribute(one, "key") for one in at(nitf, "head/docdata/key-list/keyword")]
    # What a gateway from ANPA 1312 has of its keyword line, which is the slug.
    metas = [one for one in at(nitf, "head/meta") if attribute(one, "name") == "anpa-keyword"]
    keys += [attribute(one, "content") for one in metas]
    return {
        "headline": text_at(headline, "hl1") or words(headline) or text_at(nitf, "head/title") or "",
        "slugline": attribute(_docdata(nitf, "du-key"), "key") or next(filter(None, keys), None),
        "dateline_text": parted(first(head, "dateline")) or None,
        "dateline_place": words(place) or None,
        "located": words(place) or attribute(_docdata(nitf, "evloc"), "city"),
        "description": paragraphs.text_of(abstract) or None,
    }


def _people(nitf: Any) -> dict[str, Any]:
    head = first(nitf, "body/body.head")
    end = text_at(nitf, "body/body.end/tagline")
    bylines = at(head, "byline")
    provider = text_at(head, "distributor") or attribute(first(nitf, "head/pubdata"), "name")
    return {
        "byline": " ".join(map(parted, bylines)).strip() or end,
        "byline_parts": "; ".join(filter(None, map(_byline_parts, bylines))),
        "provider": provider,
        "provider_id": attribute(_docdata(nitf, "doc-id"), "regsrc"),
    }


def _byline_parts(byline: Any) -> str:
    """Who wrote it, a bar, and what they are: ``By Bea Warden<byttl>Port Correspondent</byttl>``"""
    titles = [text for one in below(byline, "byttl") if (text := words(one))]
    return " | ".join(filter(None, (" ".join("".join(_untitled(byline)).split()), *titles)))


def _untitled(element: Any) -> Iterator[str]:
    """The texts within, in their order, but for titles."""
    yield element.text or ""
    for child in element:
        if xml_tree.name(child) != "byttl":
            yield from _untitled(child)
        yield f" {child.tail or ''}"


def _rights(nitf: Any) -> dict[str, Any]:
    copyright_ = _docdata(nitf, "doc.copyright")
    rights = _docdata(nitf, "doc.rights")
    stated = first(nitf, "body/body.head/rights")
    holder = attribute(copyright_, "holder") or text_at(stated, "rights.owner") or attribute(rights, "owner")
    year = attribute(copyright_, "year")
    return {
        "copyright_holder": holder,
        "copyright_notice": words(stated) or (f"© {year} {holder}" if year and holder else None),
        "usage_terms": " ".join(filter(None, (attribute(rights, "type"), attribute(rights, "limitations"))))
        or None,
    }


def _dates(nitf: Any) -> Iterator[DateCandidate]:
    docdata = first(nitf, "head/docdata")
    issued = published("date.issue", attribute(first(docdata, "date.issue"), "norm"))
    # Beside an issue the release is an embargo's end, or says the same.
    yield from issued or published("date.release", attribute(first(docdata, "date.release"), "norm"), 0.9)
    for pubdata in below(first(nitf, "head"), "pubdata"):
        yield from published("date.publication", attribute(pubdata, "date.publication"), 0.85)
    story = attribute(first(nitf, "body/body.head/dateline/story.date"), "norm")
    yield from published("story.date", story, 0.8)


def _subjects(head: Any) -> Iterator[Subject]:
    for one in below(head, "tobject.subject"):
        levels = [attribute(one, f"tobject.subject.{level}") for level in LEVELS]
        yield Subject(
            name=next((level for level in reversed(levels) if level), None),
            qcode=attribute(one, "tobject.subject.refnum") or attribute(one, "tobject.subject.code"),
            scheme=attribute(one, "tobject.subject.ipr"),
        )


def _places(nitf: Any) -> Iterator[Subject]:
    """Where it was written, and where it happened: ``<evloc city="Quay" iso-cc="EXA"/>``."""
    for place in at(nitf, "body/body.head/dateline/location"):
        country = first(place, "country")
        iso = attribute(country, "iso-cc") or words(country) or None
        yield Subject(name=words(place), role="located", country=iso)
    for event in at(nitf, "head/docdata/evloc"):
        parts = [attribute(event, one) for one in ("city", "county-dist", "state-prov")]
        yield Subject(
            name=", ".join(filter(None, parts)) or words(event) or None,
            qcode=attribute(event, "iso-cc"),
            role="evloc",
            country=attribute(event, "iso-cc"),
        )


def _named(body: Any) -> dict[str, Any]:
    """Who and what the text's own markup names, once each."""
    found: dict[str, dict[str, None]] = {kind: {} for kind in ENTITIES.values()}
    for content_ in at(body, "body.content"):
        for one in below(content_, *ENTITIES):
            names = found[ENTITIES[xml_tree.name(one)]]
            if (text := words(one)) and len(names) < MAX_ENTITIES:
                names[text] = None
    return {
        kind: tuple(Subject(name=text, role="in text") for text in names) for kind, names in found.items()
    }


def _stated_words(head: Any) -> int | None:
    counts = [
        attribute(one, "item-length") or ""
        for one in below(head, "pubdata")
        if attribute(one, "unit-of-measure") == "word"
    ]
    # <meta name="wordcount" content="312"/>, <meta name="anpa-wordcount" content="0312"/>
    metas = [one for one in children(head, "meta") if (attribute(one, "name") or "").endswith("wordcount")]
    counts += [attribute(one, "content") or "" for one in metas]
    return next((int(one[:9]) for one in counts if one.isdecimal()), None)


def _extra(nitf: Any) -> Iterator[tuple[str, str | None]]:
    yield "nitf.version", attribute(nitf, "version")
    head = first(nitf, "head")
    yield "title", text_at(head, "title")
    for meta in children(head, "meta"):
        yield f"meta.{attribute(meta, 'name') or ''}", attribute(meta, "content")
    docdata = first(head, "docdata")
    others = [*children(docdata), *below(head, "pubdata", "revision-history"), *below(docdata, "keyword")]
    for one in others:
        for key in one.attrib if xml_tree.name(one) not in TAKEN else ():
            yield f"{xml_tree.name(one)}.{key}", attribute(one, key.lower())
    for date in DATED:
        yield date, attribute(first(docdata, date), "norm")
    for one in at(nitf, "body/body.head/hedline/hl2"):
        yield "hl2", words(one)
    for one in children(first(nitf, "body/body.head"), "note"):
        yield "note", words(one)
    yield "tagline", text_at(nitf, "body/body.end/tagline")
