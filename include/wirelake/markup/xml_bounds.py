"""What an XML document may hold before a parser sees it: no entities that grow, no tags without end."""

import re
from typing import Any

from wirelake.errors import ParseError

MAX_ENTITY = 1_000  # characters: the name of a country or a mark, not a text
MAX_REFERENCES = 2_500_000  # to entities and characters
MAX_ATTRIBUTES = 1_000  # of one tag: parsers compare each with all the others
LONG_TAG = 10_000  # bytes, below which the attributes cannot be that many
ROOT = re.compile(rb"<[A-Za-z_]")
ENTITY = re.compile(rb"<!ENTITY\s+(?P<parameter>%\s*)?\S+\s+(?P<value>\"[^\"]*\"|'[^']*'|)")
TAG = re.compile(rb"<[A-Za-z_][^<>]{%d,}" % LONG_TAG)
# How every parser of XML here is made: it fetches nothing, and expands nothing that the document declares.
PARSING: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def narrowed(data: bytes) -> bytes:
    """The bytes for searching: in UTF-16 and UTF-32, where every other byte is 0, without those."""
    wide = b"\0" in data[:4] or data[:2] in (b"\xff\xfe", b"\xfe\xff")
    return data.replace(b"\0", b"") if wide else data


def check(data: bytes) -> None:
    """Refuse what a parser would take minutes or gigabytes for, in the XML and in markup escaped in it.

    External entities pass: no parser here ever fetches one.

    Raises:
        ParseError: xml_bomb, where entities are made of entities, or are long; too_many_references;
            too_many_attributes.
    """
    plain = narrowed(data)
    root = ROOT.search(plain)
    for found in ENTITY.finditer(plain, 0, root.start() if root else len(plain)):
        value = found["value"]
        inner = value and found["parameter"]
        if inner or re.search(rb"[&%][^#]", value) or len(value) > MAX_ENTITY:
            raise ParseError("xml_bomb", "it declares entities that are long or made of others")
    if (count := plain.count(b"&")) > MAX_REFERENCES:
        raise ParseError("too_many_references", f"{count} entities and characters by name or number")
    for tag in TAG.finditer(plain.replace(b"&lt;", b"<").replace(b"&gt;", b">")):
        if (count := tag[0].count(b"=")) > MAX_ATTRIBUTES:
            raise ParseError("too_many_attributes", f"a tag of {count}, more than {MAX_ATTRIBUTES}")
