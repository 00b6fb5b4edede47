"""JSON-LD as pages write it: graphs, lists, several articles, references, and JSON that is broken."""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

ARTICLE_TYPES = re.compile(
    r"(News|Reportage|Analysis|Opinion|Background|Review)?Article$|(Blog|SocialMedia)Posting$|Report$"
)
MAX_DEPTH = 12
MAX_CHARACTERS = 2_000_000  # of all scripts of a page
MAX_REPAIRED = 200_000
MAX_IN_A_ROW = 50
MAX_THINGS = 2_000
INSIDE = ("@graph", "mainEntity", "mainEntityOfPage")

# "//<![CDATA[", "/*]]>*/", "<!--": wrappings from the days of XHTML
WRAPPING = re.compile(r"(?://|/\*)?\s{0,9}(?:<!\[CDATA\[|\]\]>)(?:\s{0,9}\*/)?|<!--|-->")
# A quote ends a string where JSON can go on: "headline": "Minister calls it "absurd", again", "image": …
END = re.compile(r'\s{0,40}(?:[:}\]]|$|,\s{0,400}(?:["{\[}\]\d/-]|true|false|null|$))')
MARKS = re.compile(r'\\.|["\n]|/\*|\*/|//|,(?=\s{0,400}[}\]])', re.DOTALL)
ESCAPES = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
BETWEEN = re.compile(r"[^{\[]*")
# \u0001 in a string, whose backslash is itself not escaped
NO_TEXT = re.compile(r"(?<!\\)((?:\\\\)*+)\\u(?:00(?:0[0-8bcefBCEF]|1[0-9a-fA-F])|[fF]{3}[eEfF])")


def things(tree: Any) -> list[dict[str, Any]]:
    """Every object of the page's JSON-LD scripts that stands in its own right, in their order."""
    found: list[dict[str, Any]] = []
    left = MAX_CHARACTERS
    for script in tree.iter("script"):
        text = script.text or ""
        if not text or "ld+json" not in (script.get("type") or "").lower():
            continue
        left -= len(text)
        if left < 0 or len(found) > MAX_THINGS:
            break
        try:
            for value in parsed(text):
                found += _own(value, MAX_DEPTH)
        except (ValueError, RecursionError):  # the page has other evidence
            continue
    return found[:MAX_THINGS]


def parsed(text: str) -> list[Any]:
    """The values that a script holds: one, or several in a row; broken ones as far as they can be read.

    Raises:
        ValueError: nothing can be made of it.
        RecursionError: it is nested beyond all reason.
    """
    text = NO_TEXT.sub(r"\1", text.strip().removesuffix(";"))
    try:
        return _storable([json.loads(text, strict=False)], text)
    except ValueError:
        if len(text) > MAX_REPAIRED:
            raise
    if '"' not in text:  # {&quot;@type&quot;: …
        text = unescape(text)
    return _storable(list(islice(_in_a_row(repaired(text)), MAX_IN_A_ROW)), text)


def repaired(text: str) -> str:
    """Without wrappings, comments and trailing commas; with quotes inside of strings escaped."""
    return "".join(_pieces(WRAPPING.sub(" ", text)))


def is_article(thing: dict[str, Any]) -> bool:
    """A news article, a posting or a report, by its type."""
    types = thing.get("@type")
    return any(ARTICLE_TYPES.search(str(one)) for one in (types if isinstance(types, list) else [types]))


def by_id(values: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What has an ``@id`` and a name, wherever it stands: others refer to it by the id alone."""
    found: dict[str, dict[str, Any]] = {}
    rest: list[tuple[Any, int]] = [(values, MAX_DEPTH)]
    seen = 0
    while rest and seen < MAX_THINGS:
        node, depth = rest.pop()
        seen += 1
        if isinstance(node, dict):
            if node.get("@id") and node.get("name"):
                found.setdefault(str(node["@id"]), node)
            node = list(node.values())
        if depth and isinstance(node, list):
            rest += [(one, depth - 1) for one in reversed(node) if isinstance(one, dict | list)]
    return found


def _own(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth and isinstance(node, list):
        for one in node:
            yield from _own(one, depth - 1)
    elif depth and isinstance(node, dict):
        yield node
        for name in INSIDE:
            yield from _own(node.get(name, []), depth - 1)


def _storable(values: list[Any], text: str) -> list[Any]:
    if "\\ud" in text or "\\uD" in text:  # half of a surrogate pair cannot be stored
        made: list[Any] = json.loads(json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))
        return made
    return values


def _in_a_row(text: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)
    place, count = _next(text, 0), 0
    while place < len(text):
        try:
            value, end = decoder.raw_decode(text, place)
        except ValueError:
            if not count:
                raise
            return
        yield value
        place, count = _next(text, end), count + 1


def _next(text: str, place: int) -> int:
    found = BETWEEN.match(text, place)
    return found.end() if found else len(text)


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces, once through: what is inside a string, a comment or neither is told by marks."""
    inside, start = "", 0
    for found in MARKS.finditer(text):
        mark, place = found[0], found.start()
        if inside == '"':
            if mark == '"' and END.match(text, found.end()):
                inside = ""
            elif mark == '"' or (mark[0] == "\\" and not ESCAPES.match(text, place)):
                yield text[start:place] + ('\\"' if mark == '"' else mark[1])
                start = found.end()
        elif inside:
            if mark == ("*/" if inside == "/*" else "\n"):
                inside, start = "", found.end()
        elif mark == '"':
            inside = mark
        elif mark in ("/*", "//", ","):
            yield text[start:place] + " "
            inside, start = mark.strip(","), found.end()
    if inside in ("", '"'):
        yield text[start:]
