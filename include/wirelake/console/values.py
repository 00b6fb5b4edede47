"""Values of a row in one line: bounded, and without the control characters that a page may hold."""

import json
from itertools import takewhile
from typing import Any

from wirelake.console.terminal import plain
from wirelake.legible import one_line

SHOWN = 100  # characters of a value
SHARED = 30  # characters of the common beginning of two values that are still shown


def counted(number: int, noun: str) -> str:
    """1 row, 2 rows; 1 day, 2 days."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def clipped(text: str, shown: int | None = SHOWN) -> str:
    """The text in one line, without what a terminal would obey; cut, or whole where ``shown`` is None."""
    line = text.replace("\n", " ⏎ ")
    if shown is not None and len(line) > shown:
        line = f"{line[: shown - 1]}…"
    return one_line(line)


def brief(value: Any, shown: int | None = SHOWN) -> str:
    """The value as one line, text in quotes; cut after ``shown`` characters, or whole where None."""
    if value is None:
        return "none"
    if isinstance(value, str):
        return f"“{clipped(value, shown)}”"
    if isinstance(value, list | dict | bool | int | float):
        return clipped(json.dumps(value, ensure_ascii=False, default=plain), shown)
    return plain(value)


def change(old: Any, new: Any) -> str:
    """``old → new``, shortened so that their difference is seen; of lists what is lost and gained."""
    if isinstance(old, list) and isinstance(new, list):
        lost, gained = ([one for one in a if one not in b] for a, b in ((old, new), (new, old)))
        if lost or gained:
            signed = [(sign, one) for sign, side in (("-", lost), ("+", gained)) for one in side]
            return "; ".join(f"{sign} {brief(one)}" for sign, one in signed)
    if isinstance(old, str) and isinstance(new, str):
        common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
        if common > SHARED and max(len(old), len(new)) > SHOWN:
            old, new = (f"…{text[common - SHARED :]}" for text in (old, new))
    return f"{brief(old)} → {brief(new)}"
