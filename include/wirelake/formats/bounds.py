"""What a parser may be given: a scan of the text before any parser sees it, some 2 ms for a page of 100 KB.

The bounds are far beyond real pages (of 792, none has more than 2.3 MB, 5,100 elements, 92 attributes in a
tag, 89 levels). What slips through meets the limits of the process that reads it.
"""

import re
from itertools import islice

from wirelake.errors import ParseError

MAX_PAGE_BYTES = 5_000_000
MAX_TAGS = 20_000  # of elements that begin
MAX_ATTRIBUTES = 200  # of one tag
MAX_DEPTH = 250

# No part takes back what it has read (*+, ?+), so the scan is linear whatever the text is.
ATTRIBUTE = r"""[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"']++[^\s>]*+)?+)?+"""
ATTRIBUTES = rf"(?:[\s/]*+{ATTRIBUTE})*+[\s/]*+>?+"
TOKEN = re.compile(
    rf"""<!--(?:.*?-->|.*)
    |<(?P<raw>script|style|textarea|title)\b(?P<of_raw>{ATTRIBUTES})(?:.*?</(?P=raw)\b|.*)
    |<(?P<open>[a-z][a-z0-9:-]*+)(?P<of_open>{ATTRIBUTES})
    |</(?P<close>[a-z][a-z0-9:-]*+)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
ONE_ATTRIBUTE = re.compile(ATTRIBUTE)
VOID = frozenset(["area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"])
# An element of these ends where the next of its kind begins, often without an end tag.
ENDED_BY_THE_NEXT = frozenset(["p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody"])


def check_markup(text: str) -> None:
    """Refuse HTML that a parser would take minutes for, or would cut off in silence.

    Raises:
        ParseError: too_many_tags, too_many_attributes or too_deep.
    """
    tags = 0
    opened: list[str] = []
    for token in TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "close":
            _close(opened, token["close"].lower())
            continue
        if kind is None:  # a comment
            continue
        tags += 1
        if tags > MAX_TAGS:
            raise ParseError("too_many_tags", f"more than {MAX_TAGS} elements")
        attributes = token[kind]
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            _check_attributes(attributes)
        if kind == "of_open" and not attributes.endswith("/>"):
            _open(opened, token["open"].lower())


def _check_attributes(text: str) -> None:
    if sum(1 for _ in islice(ONE_ATTRIBUTE.finditer(text), MAX_ATTRIBUTES + 1)) > MAX_ATTRIBUTES:
        raise ParseError("too_many_attributes", f"a tag with more than {MAX_ATTRIBUTES} attributes")


def _open(opened: list[str], name: str) -> None:
    if name in VOID or (opened and opened[-1] == name and name in ENDED_BY_THE_NEXT):
        return
    opened.append(name)
    if len(opened) > MAX_DEPTH:
        raise ParseError("too_deep", f"elements nested more than {MAX_DEPTH} deep")


def _close(opened: list[str], name: str) -> None:
    if name in opened:
        while opened.pop() != name:
            pass
