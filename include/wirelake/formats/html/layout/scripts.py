"""A page's markup without scripts, styles, drawings, menus and comments, which no layout needs.

They are three quarters of a page, and half of the time to parse it. What a page states for machines (JSON-LD)
stays.
"""

import re

# "<nav>" within "<nav>" leaves its rest behind, which is a menu's and stands beside the article.
BEGINS = re.compile(
    r"<(?:(script|style|svg|noscript|template|iframe|select|nav)(?=[\s>])([^>]{0,2000})>|!--)"
)
STATING = "ld+json"
# Where ends are written in capitals, what ends where is left to the parser.
OTHER_CASE = ("</SCRIPT", "</STYLE")


def without_scripts(text: str) -> str:
    """The markup without them; as it is where it cannot be told where they end."""
    if any(one in text for one in OTHER_CASE):
        return text
    kept, place, at = [], 0, 0
    while found := BEGINS.search(text, at):
        tag, attributes = found[1], found[2]
        if tag and (attributes.endswith("/") or (tag == "script" and STATING in attributes)):
            at = found.end()
            continue
        end = _end(text, tag, found.end())
        if end < 0:
            return text
        kept.append(text[place : found.start()])
        place = at = end
    kept.append(text[place:])
    return "".join(kept)


def _end(text: str, tag: str | None, inside: int) -> int:
    """Where the element ends whose inside begins there, or a comment; -1 where it does not."""
    if tag is None:
        end = text.find("-->", inside - 2)  # "<!-->" is one
        return end + 3 if end >= 0 else -1
    closing = text.find(f"</{tag}", inside)
    closed = text.find(">", closing) if closing >= 0 else -1
    return closed + 1 if closed >= 0 else -1
