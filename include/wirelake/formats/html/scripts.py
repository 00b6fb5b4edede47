"""A page's markup without what nobody reads: scripts, styles and drawings; by a layout menus too.

Scripts and styles are three quarters of a page, and half of the time to parse it. What a page states for
machines (JSON-LD) stays. Nothing else goes with them: where it cannot be told what a parser would take for
one, as in ``<div title="a > b <script>">``, the markup stays as it is from there on.
"""

import re
from functools import lru_cache

SCRIPTS = frozenset((b"script", b"style"))
DRAWN = SCRIPTS | {b"svg"}
# What no layout needs; "<nav>" within "<nav>" leaves its rest behind, which stands beside the article.
UNREAD = SCRIPTS | {b"svg", b"noscript", b"template", b"iframe", b"select", b"nav"}
COMMENT = b"!--"
# What holds no markup, whatever it looks like.
RAW = SCRIPTS | {b"textarea", b"title", b"xmp", b"iframe", b"noembed", b"noframes"}
UNENDING = b"plaintext"
# type="application/ld+json", which some write ld&#x2B;json; or a property of the article
STATING = re.compile(rb"ld.{1,9}json|itemprop")
BLANKS = b" \t\n\r\f"


def without_scripts(markup: bytes) -> bytes:
    """The markup, in UTF-8, without scripts, styles and drawings.

    Whoever strips these of the tree gets the same.
    """
    return _without(markup, DRAWN)


def without_unread(markup: bytes) -> bytes:
    """The markup, in UTF-8, also without what no layout needs."""
    return _without(markup, UNREAD | {COMMENT})


def _without(markup: bytes, unread: frozenset[bytes]) -> bytes:
    lower = markup.lower()
    begins = _beginning(unread | RAW)
    kept, place, at = [], 0, 0
    while found := begins.search(lower, at):
        tag, (attributes, closed, _) = found[1] or COMMENT, (found[2] or b">").partition(b">")
        end = _end(lower, tag, attributes, found.end())
        if end < 0 or not closed or _is_in_a_tag(lower, at, found.start()):
            break
        again = tag in DRAWN and lower.find(b"<" + tag, found.end(), end) >= 0
        # Of two scripts in one, one is a word of the other, or of an attribute; more than that tells nothing.
        if again and any(one[1] != tag for one in begins.finditer(lower, found.end(), end)):
            break
        if tag in unread and not again and not _states(tag, attributes):
            kept.append(markup[place : found.start()])
            place = end
        at = end
    kept.append(markup[place:])
    return b"".join(kept)


@lru_cache(maxsize=4)
def _beginning(tags: frozenset[bytes]) -> re.Pattern[bytes]:
    named = b"|".join(sorted(tags - {COMMENT}))
    return re.compile(rb"<(?:(%b|%b)(?=[\s/>])([^<>]*+>?+)|!--)" % (named, UNENDING))


def _end(lower: bytes, tag: bytes, attributes: bytes, inside: int) -> int:
    """Where the element ends whose inside begins there, or a comment; -1 where that cannot be told."""
    if tag == COMMENT:
        end = lower.find(b"-->", inside - 2)  # "<!-->" is one
        return end + 3 if end >= 0 else -1
    if attributes.endswith(b"/"):
        return inside if attributes[-2:-1] in b" \t\n\r\f\"'" else -1
    closing = lower.find(b"</" + tag, inside)
    closed = lower.find(b">", closing)
    if closing < 0 or closed < 0 or lower[closing + 2 + len(tag) : closed].strip(BLANKS):
        return -1
    return closed + 1


def _is_in_a_tag(lower: bytes, since: int, start: int) -> bool:
    """Whether a tag is open there, as in an attribute that holds markup: ``<div data-embed="<script …``."""
    opened = lower.rfind(b"<", since, start)
    return opened >= 0 and lower.find(b">", opened, start) < 0


def _states(tag: bytes, attributes: bytes) -> bool:
    """Whether a script may state something of the article, or it ends in itself or within an attribute."""
    if tag not in SCRIPTS:
        return attributes.endswith(b"/")
    odd = attributes.count(b'"') % 2 or attributes.count(b"'") % 2
    return bool(odd) or STATING.search(attributes) is not None
