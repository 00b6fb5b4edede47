"""Leads, writethrus, adds and takes of a story: what its slugline says of them."""

import re
from dataclasses import dataclass

WRITETHRU = "writethru"
# "BC-EU--Ship-Fire, 2nd Ld-Writethru", ANPA's "EU--Ship-Fire 2ndLd-Writethru", "Ship-Fire, 1st Add", "Take 2"
MARK = re.compile(
    r"\b(?:(?P<number>\d{1,2})(?:st|nd|rd|th)[ -]?(?P<kind>ld|lead|add|sub|take)\b"
    r"(?P<whole>[- ]*write-?thru\b)?|(?P<alone>write-?thru)\b|(?P<what>add|take) (?P<count>\d{1,2})\b)",
    re.IGNORECASE,
)
KINDS = {"ld": "lead"}


@dataclass(frozen=True, slots=True)
class Lead:
    """``kind`` is writethru, lead, add, sub or take; ``number`` which of them, 1 where none is stated.

    A writethru is the story anew, from its first line to its last; the others are pieces of it: a new top,
    what follows at its end, a paragraph for another.
    """

    kind: str
    number: int

    @property
    def is_whole(self) -> bool:
        return self.kind == WRITETHRU


def lead_of(slugline: str | None) -> Lead | None:
    """What the slugline says that its item is; None of a story's first issue."""
    found = MARK.search(slugline or "")
    if found is None:
        return None
    number = int(found["number"] or found["count"] or 1)
    if found["alone"] or found["whole"]:
        return Lead(WRITETHRU, number)
    kind = (found["kind"] or found["what"]).lower()
    return Lead(KINDS.get(kind, kind), number)
