"""ninjs 1.x and 2.x, and the wires that extend them, told in the words of 3.x."""

from collections.abc import Iterator
from typing import Any

# 1.x names lists in the singular; Superdesk and AP have names of their own for the standard's.
NAMES = {
    "$standard": "standard",
    "byline": "by",
    "code": "literal",
    "event": "events",
    "genre": "genres",
    "infosource": "infosources",
    "mimetype": "contenttype",
    "object": "objects",
    "organisation": "organisations",
    "organization": "organisations",
    "person": "people",
    "place": "places",
    "qcode": "literal",
    "subject": "subjects",
    "trustindicator": "trustindicators",
}
TEXTS = {"headline": "headlines", "description": "descriptions", "body": "bodies"}
CONCEPTS = ("people", "places", "organisations", "subjects", "objects", "events", "genres", "infosources")
NAMED = {"associations": "name", "renditions": "name", "altids": "role"}
MEANT_AS_MARKUP = ("html", "xhtml", "richtext", "xml", "nitf")
HTML = "text/html"


def levelled(item: dict[str, Any]) -> dict[str, Any]:
    """The item with names of 3.x in lower case, all texts and members in lists.

    ``body_xhtml`` becomes a body of the role ``xhtml``, a map of associations a list of them with names.
    """
    found: dict[str, Any] = {}
    for key, value in item.items():
        name = NAMES.get(key.lower(), key.lower())
        if text := _text(name, value):
            found.setdefault(text[0], []).append(text[1])
        elif name in TEXTS.values() and isinstance(value, list):
            found[name] = [*found.get(name, []), *(_lowered(_valued(one)) for one in value)]
        elif name in NAMED:
            found[name] = [_member(one) for one in _listed(value, NAMED[name])]
        elif name in CONCEPTS:
            found[name] = [_concept(one) for one in (value if isinstance(value, list) else [value])]
        elif name == "usageterms" and isinstance(value, list):
            found[name] = "\n".join(one for one in value if isinstance(one, str))
        elif value is not None:
            found.setdefault(name, value)
    return found


def _text(name: str, value: Any) -> tuple[str, dict[str, Any]] | None:
    """``headline``, ``body_text``, ``description_caption`` of 1.x as a member of 3.x."""
    stem, _, role = name.partition("_")
    if stem not in TEXTS or not isinstance(value, str):
        return None
    told: dict[str, Any] = {"value": value}
    if role:
        told["role"] = role
    if any(role.endswith(one) for one in MEANT_AS_MARKUP):
        told["contenttype"] = HTML
    return TEXTS[stem], told


def _valued(value: Any) -> Any:
    return {"value": value} if isinstance(value, str) else value


def _listed(value: Any, key: str) -> Iterator[Any]:
    """The members of a map, each with its name under ``key``; of a list as they are."""
    if not isinstance(value, dict):
        yield from value if isinstance(value, list) else [value] if value is not None else []
        return
    for name, one in value.items():
        if isinstance(one, dict):
            yield {**one, key: one.get(key) or name}
        elif one is not None:
            yield {key: name, "value": one}


def _member(value: Any) -> Any:
    return levelled(value) if isinstance(value, dict) else value


def _concept(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else _lowered(value)


def _lowered(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {NAMES.get(key.lower(), key.lower()): one for key, one in value.items() if one is not None}
