"""What an XML document may declare of itself before it is parsed: no entities that grow."""

import re

from wirelake.errors import ParseError

MAX_ENTITY = 1_000  # characters: a name of a country or a mark, not a text
ROOT = re.compile(rb"<[A-Za-z_]")
ENTITY = re.compile(rb"<!ENTITY\s+(?P<parameter>%\s*)?\S+\s+(?P<value>\"[^\"]*\"|'[^']*'|)")


def refuse_bombs(data: bytes) -> None:
    """Let pass what has no entities, or such as stand for a few characters each.

    External entities pass too: no parser here ever fetches one.

    Raises:
        ParseError: xml_bomb, where entities are made of entities, or are long.
    """
    # In UTF-16 and UTF-32 every other byte is 0.
    head = data.replace(b"\0", b"") if b"\0" in data[:4] or data[:2] in (b"\xff\xfe", b"\xfe\xff") else data
    root = ROOT.search(head)
    for found in ENTITY.finditer(head, 0, root.start() if root else len(head)):
        value = found["value"]
        inner = value and found["parameter"]
        if inner or re.search(rb"[&%][^#]", value) or len(value) > MAX_ENTITY:
            raise ParseError("xml_bomb", "it declares entities that are long or made of others")
