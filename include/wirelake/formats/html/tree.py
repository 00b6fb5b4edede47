"""A page's markup as a tree, by libxml2."""

import re
from typing import Any

from lxml.etree import ParserError
from lxml.html import HTMLParser, document_fromstring

PARSER = HTMLParser(
    collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# libxml2 takes what follows a slash in it, as in "-//W3C//DTD XHTML 1.0//EN", for text.
DOCTYPE = re.compile(r"\s*<\s?!\s?doctype[^<>]{0,500}>", re.IGNORECASE)
FEWEST = 2  # elements in the head and the body of what does not call itself HTML


def parse(text: str) -> Any:
    """The root element; None where the text holds no document."""
    if CONTROL.search(text):
        text = CONTROL.sub("", text)
    text = text[found.end() :] if (found := DOCTYPE.match(text)) else text
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=PARSER)
    except ParserError:
        return None
    named = found is not None or "html" in text[:50].lower()
    return tree if named or sum(map(len, tree)) >= FEWEST else None
