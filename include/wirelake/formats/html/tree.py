"""A page's markup as a tree, by libxml2."""

import re
from typing import Any

from lxml.etree import Comment, HTMLParser, XMLSyntaxError, fromstring, strip_elements

from wirelake.formats.html.scripts import without_scripts
from wirelake.formats.html.streamed import is_streamed, put_in_place
from wirelake.markup.browsers import as_browsers_read

# The plain one: lxml.html's makes each element's object by a call into Python, again in each walk.
PARSER = HTMLParser(
    collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
)
COMMENTED = HTMLParser(collect_ids=False, default_doctype=False, encoding="utf-8", remove_pis=True)
CONTROLS = bytes((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)))
NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
# libxml2 takes what follows a slash in it, as in "-//W3C//DTD XHTML 1.0//EN", for text.
DOCTYPE = re.compile(rb"\s*<\s?!\s?doctype[^<>]{0,500}>", re.IGNORECASE)
FEWEST = 2  # elements in the head and the body of what does not call itself HTML


def brief(markup: bytes) -> bytes:
    """The markup without scripts and styles; on a streamed page they stay, as they move its pieces."""
    return markup if is_streamed(markup) else without_scripts(markup)


def parse(markup: str | bytes) -> Any:
    """The root element; None where there is no document. What is streamed stands in its place.

    ``markup``: text, or bytes in UTF-8, in which characters are found faster.
    """
    data = markup.encode("utf-8", "replace") if isinstance(markup, str) else markup
    data = data.translate(None, CONTROLS)
    for one in NONCHARACTERS if NONCHARACTERS[0][:1] in data else ():  # one byte is found in no time
        data = data.replace(one, b"")
    data = as_browsers_read(data)
    data = data[found.end() :] if (found := DOCTYPE.match(data)) else data
    streamed = is_streamed(data)
    try:
        tree = fromstring(data, COMMENTED if streamed else PARSER)
    except XMLSyntaxError:  # an empty document
        return None
    if tree is None:
        return None
    if streamed:
        put_in_place(tree)
        strip_elements(tree, Comment, with_tail=False)
    named = found is not None or b"html" in data[:50].lower()
    return tree if named or sum(map(len, tree)) >= FEWEST else None
