"""References to what is no character: ``&#1;``, ``&#xFFFE;``, half a pair, a number beyond Unicode.

XML forbids them, and its parsers either give up the document or bring into the tree what no tree may hold.
"""

import re

HEX = "[0-9a-fA-F]"
NO_CHARACTER = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01]"  # controls, but for tab and line ends
    r"|5529[6-9]|55[3-9]\d\d|56\d{3}|57[0-2]\d\d|573[0-3]\d|5734[0-3]"  # halves of pairs
    r"|6553[45]"
    r"|11141(?:1[2-9]|[2-9]\d)|1114[2-9]\d\d|111[5-9]\d{3}|11[2-9]\d{4}|1[2-9]\d{5}|[2-9]\d{6}|[1-9]\d{7,})"
    r"(?!\d)"
    rf"|[xX]0*(?:[0-8bcefBCEF]|1{HEX}|[dD][89a-fA-F]{HEX}{{2}}|[fF]{{3}}[efEF]"
    rf"|1[1-9a-fA-F]{HEX}{{4}}|[2-9a-fA-F]{HEX}{{5}}|[1-9a-fA-F]{HEX}{{6,}})(?!{HEX}));?"
)


def without_no_characters(text: str) -> str:
    """The markup without references to what no document may hold."""
    place = text.find("&#")  # no expression looks through a page without any as fast
    found = NO_CHARACTER.search(text, place) if place >= 0 else None
    return NO_CHARACTER.sub("", text) if found else text
