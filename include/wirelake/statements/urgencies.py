"""How urgent an article is, by the scales of the wires: 1 to 9, 1 the highest."""

from typing import Any

URGENCIES = range(1, 10)
# ANPA's letters are another scale: flash, bulletin, urgent, regular ("rush" to some wires), deferred.
PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}


def urgency(stated: Any) -> int | None:
    """1 to 9 from a number or an ANPA letter; None for what is on neither scale."""
    text = str(stated).strip().lower()
    if text in PRIORITIES:
        return PRIORITIES[text]
    number = text.removesuffix(".0")
    return int(number) if number.isdecimal() and len(number) < 3 and int(number) in URGENCIES else None
