"""The item class that a wire file states of its first item, read straight from the file."""

import json
from typing import Any

from bench.format_fields import FEEDS
from lxml import etree

MEDIA = ("picture", "graphic", "video", "audio", "animation")


def stated(data: bytes, format_: str) -> dict[str, str]:
    """``item class`` and, where the class alone tells it, the ``kind``; nothing where none is.

    The first news item's, a package's only where no news item stands in the file. NewsML 1 states media
    types, of which a file with any text has several, so only files without a text are asked.
    """
    if format_ in FEEDS:
        return {}
    try:
        found = _of_xml(data, format_) if format_.startswith("newsml") else _of_json(json.loads(data))
    except (ValueError, etree.XMLSyntaxError):
        return {}
    if not found:
        return {}
    kind = "media" if found in MEDIA else "article" if found == "text" else ""
    return {"item class": found} | ({"kind": kind} if kind else {})


def _of_xml(data: bytes, format_: str) -> str:
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    if format_ == "newsml-g2":
        for item in ("newsItem", "packageItem"):
            of_item = (
                f"(//*[local-name()='{item}'])[1]/*[local-name()='itemMeta']/*[local-name()='itemClass']"
            )
            for element in root.xpath(of_item):
                return (element.get("qcode") or element.get("uri") or "").replace("/", ":").rpartition(":")[2]
        return ""
    if any("".join(one.itertext()).strip() for one in root.xpath("//DataContent")):
        return ""
    kinds = [one.get("FormalName", "").lower() for one in root.xpath("//ContentItem[@Href]/MediaType")]
    return {"photo": "picture"}.get(kinds[0], kinds[0]) if kinds else ""


def _of_json(value: Any) -> str:
    """The type of the first object that is an item: the outermost, in the order of the file."""
    if isinstance(value, list):
        return next((found for one in value if (found := _of_json(one))), "")
    if not isinstance(value, dict):
        return ""
    if isinstance(value.get("type"), str) and {"uri", "guid", "urn", "headline"} & value.keys():
        return str(value["type"])
    return next((found for one in value.values() if (found := _of_json(one))), "")
