"""Bounds of what is parsed: the text is checked before a parser sees it, and the tree after.

The bounds are far beyond real pages (of 792, none has more than 2.3 MB, 5,100 elements, 92 attributes in a
tag, 89 levels). What slips through meets the limits of the process that reads it.
"""

import re
from itertools import islice
from typing import Any

from lxml import etree

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
    |<(?P<open>[a-z][a-z0-9:-]*+)(?P<of_open>{ATTRIBUTES})""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
# The same of bytes, in which markup is checked: no text is searched as fast.
TOKEN_OF_BYTES = re.compile(TOKEN.pattern.encode(), re.IGNORECASE | re.DOTALL | re.VERBOSE)
ONE_ATTRIBUTE = re.compile(ATTRIBUTE.encode())
LONG = 2 * MAX_ATTRIBUTES - 100  # characters of a tag that may have so many
# What has attributes, for so many characters; "i<n;" in a script has none.
LONG_TAG = re.compile(rb"<[a-zA-Z][^\s/>=<]{0,99}[\s/][^>]{%d}[^>]*" % LONG)
VALUE = re.compile(rb"""=\s*+(?:"[^"]*+"?+|'[^']*+'?+)""")  # one that holds the > is cut off
TOO_DEEP = etree.XPath(f"boolean({'/*' * (MAX_DEPTH + 2)})")  # a level a step: ten times as fast as counting


def check_markup(markup: str | bytes) -> None:
    """Refuse HTML, text or in UTF-8, that a parser would take minutes for.

    A tag of more than MAX_ATTRIBUTES is long up to its first ``>``, or there are very many of these.

    Raises:
        ParseError: too_many_tags or too_many_attributes.
    """
    data = markup.encode("utf-8", "replace") if isinstance(markup, str) else markup
    if data.count(b">") >= MAX_TAGS or data.count(b"<") > MAX_TAGS:
        _check_exactly(data)
        return
    pieces = data.split(b">")  # no tag that is long up to its first ">" reaches beyond one
    if any(_may_have_many(tag) for one in pieces if len(one) > LONG for tag in LONG_TAG.findall(one)):
        _check_exactly(data)


def _may_have_many(tag: bytes) -> bool:
    return _parts(tag) > MAX_ATTRIBUTES and _parts(VALUE.sub(b"", tag)) > MAX_ATTRIBUTES


def _parts(tag: bytes) -> int:
    return len(tag.split()) + tag.count(b"/")


def check_depth(tree: Any) -> None:
    """Refuse a tree that is nested so deep that the parser may have cut it off in silence.

    Raises:
        ParseError: too_deep.
    """
    if TOO_DEEP(tree):
        raise ParseError("too_deep", f"elements nested more than {MAX_DEPTH} deep")


def _check_exactly(markup: bytes) -> None:
    tags = 0
    for token in TOKEN_OF_BYTES.finditer(markup):
        if token.lastgroup is None:  # a comment
            continue
        tags += 1
        if tags > MAX_TAGS:
            raise ParseError("too_many_tags", f"more than {MAX_TAGS} elements")
        attributes = token[token.lastgroup]
        if len(attributes) > 2 * MAX_ATTRIBUTES:
            _check_attributes(attributes)


def _check_attributes(tag: bytes) -> None:
    if sum(1 for _ in islice(ONE_ATTRIBUTE.finditer(tag), MAX_ATTRIBUTES + 1)) > MAX_ATTRIBUTES:
        raise ParseError("too_many_attributes", f"a tag with more than {MAX_ATTRIBUTES} attributes")
