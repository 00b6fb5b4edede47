"""JSON as wires send it: one value, or several one after another, bounded before a parser sees it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from wirelake.errors import ParseError
from wirelake.payloads import payload
from wirelake.payloads.encoding import decode
from wirelake.payloads.references import without_no_characters
from wirelake.records import RawArticle

MAX_ITEMS = 2_000
# {"items": […]}, {"data": {"items": [{"item": {…}}]}}: the ways to an item in the wires' envelopes
ENVELOPES = ("data", "items", "item", "docs", "results", "articles", "entries")
MAX_ENVELOPES = 4
OWN = frozenset(("uri", "guid", "headline", "headlines", "bodies", "versioncreated", "version_created"))
OWN_BEGIN = ("headline_", "body_")
MAX_BYTES = 10_000_000
MAX_BRACKETS = 1_000_000
MAX_DEPTH = 60  # real items are less than 12 levels deep
MAX_DIGITS = 18  # what is longer stays text: Reuters' versions outgrow 32 bits, but no 64
STRING = re.compile(r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)  # the last may have no end
BRACKET = re.compile(r"[\[\]{}]")
BLANK = re.compile(r"[\s,\x1e\x00]*+")  # JSON lines, and RFC 7464's record separators
# Halves of surrogate pairs, which no file can hold, and controls that no text means.
NO_TEXT = re.compile(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def values(raw: RawArticle) -> tuple[list[Any], tuple[str, ...]]:
    """All JSON values of the payload, and the quality flags of their charset and characters.

    Strings are free of control characters; NaN and Infinity, which are no JSON, are None.

    Raises:
        ParseError: too_large, too_deep, too_many_values, empty_document or not_json.
    """
    decoded = decode(payload(raw, MAX_BYTES), raw.header("content-type"))
    _check(decoded.text)
    try:
        read = list(_each(decoded.text))
        found = [_clean(one) for one in read]
    except (ValueError, RecursionError) as error:
        raise ParseError("not_json", f"{type(error).__name__}: {error}"[:300]) from error
    if not found:
        raise ParseError("empty_document", "no JSON value in the file")
    return found, (*decoded.flags, *(("control_characters",) if found != read else ()))


def opened(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects that a list or an envelope holds, or the object itself."""
    if isinstance(value, list):
        for one in value:
            yield from opened(one, depth)
    elif isinstance(value, dict):
        inner = (
            []
            if is_item(value)
            else [value[name] for name in ENVELOPES if isinstance(value.get(name), list | dict)]
        )
        if inner and depth < MAX_ENVELOPES:
            for one in inner:
                yield from opened(one, depth + 1)
        else:
            yield value


def is_item(value: dict[str, Any]) -> bool:
    """Whether an object has what every item of news has: a name, a headline or a text of its own."""
    names = {key.lower() for key in value}
    return bool(names & OWN) or any(name.startswith(OWN_BEGIN) for name in names)


def bounded(items: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items, if they are one at least and MAX_ITEMS at most.

    Raises:
        ParseError: unknown_format, too_many_items.
    """
    kept: list[dict[str, Any]] = []
    for item in items:
        if len(kept) >= MAX_ITEMS:
            raise ParseError("too_many_items", f"more than {MAX_ITEMS} items")
        kept.append(item)
    if not kept:
        raise ParseError("unknown_format", "JSON that holds no item of news")
    return kept


def _check(text: str) -> None:
    depth = 0
    for count, bracket in enumerate(BRACKET.finditer(STRING.sub('""', text)), start=1):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MAX_DEPTH:
            raise ParseError("too_deep", f"JSON nested more than {MAX_DEPTH} deep")
        if count > MAX_BRACKETS:
            raise ParseError("too_many_values", f"more than {MAX_BRACKETS} brackets")


def _each(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(parse_constant=lambda _: None, parse_int=_integer)
    place = BLANK.match(text, 0).end()  # type: ignore[union-attr]
    while place < len(text):
        value, end = decoder.raw_decode(text, place)
        yield value
        place = BLANK.match(text, end).end()  # type: ignore[union-attr]


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= MAX_DIGITS else digits


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return without_no_characters(NO_TEXT.sub("", value))  # many a string is markup
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {NO_TEXT.sub("", key): _clean(one) for key, one in value.items()}
    return value
