"""XML documents: bytes → a bounded tree, and what its elements say. Nothing is ever fetched.

Names are compared without namespace and case: wires write HeadLine and Headline, edNote and ednote.
"""

import functools
import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from wirelake.errors import ParseError
from wirelake.legible import seen
from wirelake.markup import xml_bounds
from wirelake.payloads import payload
from wirelake.payloads.encoding import decode
from wirelake.records import RawArticle

MAX_BYTES = 10_000_000
MAX_TAGS = 400_000  # that begin or end
MAX_ITEMS = 2_000
TAIL = 2_000  # characters, in which the root ends unless the document was cut off
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
NO_CHARACTERS = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# "&eacute;" of NITF's DTD, which is never loaded; the five of XML itself stay as they are.
NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The tree of a document, and the quality flags that its reading left."""

    root: Any
    flags: tuple[str, ...]


def read(raw: RawArticle) -> Document:
    """The document in the bytes. What is not quite XML is healed as far as it goes, and flagged so.

    Raises:
        ParseError: too_large, too_many_tags, too_deep, truncated, not_xml, what ``xml_bounds`` refuses, or
            what the payload's decoding raises.
    """
    decoded = decode(payload(raw, MAX_BYTES), raw.header("content-type"), markup=True)
    text = NO_CHARACTERS.sub(" ", DECLARATION.sub("", decoded.text, count=1)).strip()
    data = NAMED.sub(_character, text).encode("utf-8", "replace")
    if (tags := data.count(b"<")) > MAX_TAGS:
        raise ParseError("too_many_tags", f"{tags} tags, more than {MAX_TAGS}")
    xml_bounds.check(data)
    try:
        return Document(root=etree.fromstring(data, _parser()), flags=decoded.flags)
    except etree.XMLSyntaxError as error:
        return Document(root=_healed(text, data, error), flags=(*decoded.flags, "markup_healed"))


def name(element: Any) -> str:
    """The element's name in lower case, without its namespace; "" for what is no element."""
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@functools.lru_cache(maxsize=4096)  # of thousands of elements few differ in name
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()


def children(element: Any, *names: str) -> Iterator[Any]:
    """The elements directly below that have one of the names; all elements where none is given."""
    for child in element if element is not None else ():
        if isinstance(tag := child.tag, str) and (not names or _local(tag) in names):
            yield child


def at(element: Any, path: str) -> list[Any]:
    """The elements at a path of names in lower case, such as ``contentmeta/headline``."""
    found = [] if element is None else [element]
    for step in path.split("/"):
        found = [child for one in found for child in children(one, step)]
    return found


def first(element: Any, path: str) -> Any:
    """The first element at a path; None where there is none."""
    return next(iter(at(element, path)), None)


def below(element: Any, *names: str) -> Iterator[Any]:
    """The elements at any depth that have one of the names, in the document's order."""
    for one in element.iter() if element is not None else ():
        if name(one) in names:
            yield one


def words(element: Any) -> str:
    """All text inside, in NFC, its white space made single blanks; "" for no element.

    A line break parts words: ``Port reopens<br/>after nine days``.
    """
    if element is None:
        return ""
    for one in below(element, "br") if len(element) else ():
        one.tail = f" {(one.tail or '').lstrip()}"
    return unicodedata.normalize("NFC", " ".join(seen("".join(element.itertext())).split()))


def parted(element: Any) -> str:
    """All text inside, with a blank where an element begins: ``By Bea Warden<byttl>Correspondent``."""
    if element is None:
        return ""
    return unicodedata.normalize("NFC", " ".join(seen(" ".join(element.itertext())).split()))


def text_at(element: Any, path: str) -> str | None:
    """The first text at a path that is not empty."""
    return next((found for one in at(element, path) if (found := words(one))), None)


def attribute(element: Any, *names: str) -> str | None:
    """The first of these attributes that says anything, whatever its case and namespace."""
    if element is None:
        return None
    held = {key.rpartition("}")[2].lower(): " ".join(value.split()) for key, value in element.attrib.items()}
    return next((held[one] for one in names if held.get(one)), None)


def language(element: Any) -> str | None:
    """The language that the element or one around it states by ``xml:lang``."""
    while element is not None:
        if stated := element.get(XML_LANG):
            return str(stated).strip() or None
        element = element.getparent()
    return None


def _character(found: re.Match[str]) -> str:
    """The character that HTML and NITF have by this name; other entities stand as text."""
    character = html.unescape(found[0])
    return f"&amp;{found[1]};" if character in ("&", "<", found[0]) else character


def _parser(*, recover: bool = False) -> Any:
    return etree.XMLParser(encoding="utf-8", recover=recover, **xml_bounds.PARSING)


def _healed(text: str, data: bytes, error: etree.XMLSyntaxError) -> Any:
    """The tree in spite of a bare ``&`` or a prefix that nobody declared; never that of half a document."""
    said = str(error)
    if "depth" in said:
        raise ParseError("too_deep", said[:300]) from error
    root = ROOT.search(text)
    if root is None:
        raise ParseError("not_xml", said[:300]) from error
    if not re.search(rf"</{re.escape(root[1])}\s*>", text[-TAIL:]):
        raise ParseError("truncated", f"the document stops before </{root[1]}>: {said}"[:300]) from error
    tree = etree.fromstring(data, _parser(recover=True))
    if tree is None or name(tree) != root[1].rpartition(":")[2].lower():
        raise ParseError("not_xml", said[:300]) from error
    return tree
