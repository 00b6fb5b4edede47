"""The subjects, places, people, organisations, instruments and genres of an item; their codes stay opaque."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wirelake.markup.xml_tree import at, attribute, children, first, language, words
from wirelake.records import Subject

# The local part of a subject's type, as in cpnat:person: whoever coins it, the word is the IPTC's.
FIELDS = {
    "person": "people",
    "organisation": "organisations",
    "organization": "organisations",
    "geoarea": "places",
    "poi": "places",
    "instrument": "instruments",
}
MNEMONIC = "mnemonic"
ISO, COUNTRY = "iso3166-", "country"  # the schemes of IPTC's catalogue; the type, as in cptype:country
SUBJECT_FIELDS = ("subjects_detail", "people", "organisations", "places", "instruments")


@dataclass(frozen=True, slots=True)
class Concepts:
    """The names that an item's asserts and inline concept sets give to codes."""

    names: dict[str, str]
    language: str | None

    @classmethod
    def of(cls, item: Any) -> "Concepts":
        """The concepts that the item itself names."""
        tongue = attribute(first(item, "contentmeta/language"), "tag") or language(item)
        found: dict[str, str] = {}
        sets = [*at(item, "conceptset/concept"), *at(item, "assert"), *at(item, "contentmeta/assert")]
        for concept in sets:
            known = attribute(concept, "qcode", "uri", "literal") or attribute(
                first(concept, "conceptid"), "qcode", "uri"
            )
            if known and (said := named(concept, tongue)):
                found.setdefault(known, said)
        return cls(found, tongue)

    def name(self, element: Any) -> str | None:
        """The name that stands in the element, or that the item gives to its code, or its literal."""
        code = attribute(element, "qcode", "uri")
        literal = attribute(element, "literal")
        own = named(element, self.language) or named(first(element, "mainconcept"), self.language)
        return own or self.names.get(code or literal or "") or literal

    def subject(self, element: Any) -> Subject:
        """An element with a code as a subject, place, person …"""
        main = first(element, "mainconcept")
        qcode = attribute(element, "qcode") or attribute(main, "qcode")
        return Subject(
            name=self.name(element),
            qcode=qcode,
            uri=attribute(element, "uri") or attribute(main, "uri"),
            scheme=qcode.partition(":")[0] if qcode else None,
            role=attribute(element, "type") or attribute(element, "role"),
            country=self._country(element),
        )

    def _country(self, element: Any) -> str | None:
        """Code or name of the country in which it lies: ``<broader qcode="iso3166-1a2:DE"/>``."""
        wider = [*children(element, "broader"), *children(first(element, "mainconcept"), "broader")]
        for one in wider:
            scheme, _, code = (attribute(one, "qcode") or "").rpartition(":")
            kind = (attribute(one, "type") or "").rpartition(":")[2].lower()
            if scheme.lower().startswith(ISO) and code:
                return code
            if kind == COUNTRY and (said := self.name(one)):
                return said
        return None


def named(element: Any, tongue: str | None) -> str | None:
    """Its name, in the item's language where there is one; a mnemonic only where nothing else stands."""
    names = [one for one in children(element, "name") if words(one)]
    full = [one for one in names if not (attribute(one, "role") or "").endswith(MNEMONIC)] or names
    own = [one for one in full if tongue and _is_in(one, tongue)] or full
    return words(own[0]) if own else None


def _is_in(element: Any, tongue: str) -> bool:
    return (language(element) or "").partition("-")[0].lower() == tongue.partition("-")[0].lower()


def subjects(meta: Any, concepts: Concepts) -> dict[str, tuple[Subject, ...]]:
    """The subjects of a contentMeta by the field that takes them, each in one."""
    found: dict[str, list[Subject]] = {field: [] for field in SUBJECT_FIELDS}
    for element in children(meta, "subject"):
        subject = concepts.subject(element)
        kind = (attribute(element, "type") or "").rpartition(":")[2].lower()
        found[FIELDS.get(kind, "subjects_detail")].append(subject)
    return {field: tuple(each) for field, each in found.items()}


def related(meta: Any) -> Iterator[tuple[str, str | None]]:
    """What a subject is the same as, narrower than or seen by: pairs of codes."""
    for element in children(meta, "subject"):
        code = attribute(element, "qcode", "uri", "literal")
        for other in children(element, "sameas", "broader", "facetconcept"):
            if code and (there := attribute(other, "qcode", "uri", "literal")):
                yield f"subject.{other.tag.rpartition('}')[2].lower()}", f"{code} = {there}"
