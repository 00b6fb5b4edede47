"""A page's markup as a tree, by libxml2."""

import re
from typing import Any

from lxml.etree import HTMLParser, XMLSyntaxError, fromstring

# The plain one: lxml.html's makes each element's object by a call into Python, again in each walk.
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
        tree = fromstring(text.encode("utf-8", "replace"), PARSER)
    except XMLSyntaxError:  # an empty document
        return None
    if tree is None:
        return None
    named = found is not None or "html" in text[:50].lower()
    return tree if named or sum(map(len, tree)) >= FEWEST else None
