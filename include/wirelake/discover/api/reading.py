"""A page of an API: its items and where it leads, at the places that the source's YAML names.

The document is hostile: it is bounded before a path is followed in it, and the path is followed in a process
with bounds of time and memory.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote

import jsonpath
from lxml import etree

from wirelake.addresses import joined
from wirelake.config import Api
from wirelake.errors import ParseError
from wirelake.markup import xml_tree
from wirelake.payloads import json_items
from wirelake.records import Link, RawArticle

MAX_ITEMS = 2_000
MAX_TEXT = 4_000  # characters of a place's text
Find = Callable[[str, Any], Iterable[Any]]  # what stands at a place of a document or of an item


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page holds: how many items, the ``next`` address and the ``cursor`` as they are written, the
    ``links`` to the items' texts, and the items without one: bytes, each with the link that stands for it.
    """

    items: int
    next: str | None
    cursor: str | None
    links: tuple[Link, ...] = ()
    loose: tuple[tuple[Link, bytes], ...] = ()

    @property
    def leads_on(self) -> bool:
        """It says at all from where to go on."""
        return self.next is not None or self.cursor is not None


def read_page(raw: RawArticle, part: Api, source: str) -> Page:
    """The page in the answer.

    Raises:
        ParseError: too_many_items, bad_path where a place is none of this document, or what the reading of
            JSON or XML refuses.
    """
    document, find, written = _json(raw) if part.is_json else _xml(raw, part)
    try:
        items = list(islice(find(part.items, document), MAX_ITEMS + 1))
        if len(items) > MAX_ITEMS:
            raise ParseError("too_many_items", f"more than {MAX_ITEMS} items on a page")
        after = _text(find, part.next, document), _text(find, part.cursor, document)
        links, loose = _renditions(raw, part, source, items, find, written)
    except (jsonpath.JSONPathError, etree.XPathError, RecursionError) as error:
        raise ParseError("bad_path", f"{type(error).__name__}: {error}"[:300]) from error
    return Page(items=len(items), next=after[0], cursor=after[1], links=links, loose=loose)


def _json(raw: RawArticle) -> tuple[Any, Find, Callable[[Any], bytes]]:
    found, _ = json_items.values(raw)

    def find(path: str, value: Any) -> Iterable[Any]:
        return (match.obj for match in jsonpath.compile(path, strict=True).finditer(value))

    def written(item: Any) -> bytes:
        return json.dumps(item, ensure_ascii=False).encode("utf-8", "replace")

    return found[0] if len(found) == 1 else found, find, written


def _xml(raw: RawArticle, part: Api) -> tuple[Any, Find, Callable[[Any], bytes]]:
    namespaces = dict(part.namespaces)

    def find(path: str, value: Any) -> Iterable[Any]:
        found = etree.XPath(path, namespaces=namespaces)(value)
        return found if isinstance(found, list) else [found]

    def written(item: Any) -> bytes:
        if not etree.iselement(item):
            return str(item).encode()
        return bytes(etree.tostring(item, encoding="utf-8", with_tail=False))

    return xml_tree.read(raw).root, find, written


def _renditions(
    raw: RawArticle,
    part: Api,
    source: str,
    items: list[Any],
    find: Find,
    written: Callable[[Any], bytes],
) -> tuple[tuple[Link, ...], tuple[tuple[Link, bytes], ...]]:
    """The links to the items' texts; and of items without one, such as a kill, the items themselves."""
    links: list[Link] = []
    loose: list[tuple[Link, bytes]] = []
    if part.rendition is None:
        return (), ()
    base = raw.final_url or raw.link.url
    for item in items:
        said = {name: _text(find, getattr(part, name), item) for name in ("guid", "title", "updated")}
        written_at = _text(find, part.rendition, item)
        if written_at and (url := joined(base, written_at)):
            links.append(Link(url=url, origin="api", **said))
            continue
        body = written(item)
        name = said["guid"] or hashlib.sha256(body).hexdigest()
        link = Link(url=f"api:{source}/{quote(name, safe='')}", origin="api", **said)
        loose.append((link, body))
    return tuple(links), tuple(loose)


def _text(find: Find, path: str | None, value: Any) -> str | None:
    """The text that stands first at the place; a number as it is written."""
    found: Any = next(iter(find(path, value)), None) if path else None
    if etree.iselement(found):
        found = "".join(found.itertext())
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return None
    text = str(found).strip()
    if len(text) > MAX_TEXT:
        raise ParseError("too_large", f"{path}: more than {MAX_TEXT} characters")
    return text or None
