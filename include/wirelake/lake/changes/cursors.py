"""How far a reader has come in the feeds: of each source the number of the last entry that it has taken in.

As text it is opaque to readers: ``pier:1772452800000,quay:1772452800004``. The order of two sources' entries
does not matter, so each goes on from its own.
"""

import re
from collections.abc import Mapping

from wirelake.config import NAME
from wirelake.errors import ConfigError

PLACE = re.compile(rf"({NAME.pattern}):([1-9]\d{{0,14}})")
MOST = 100_000  # characters

Cursor = dict[str, int]  # source → number


def parse(text: str) -> Cursor:
    """The cursor that the text states.

    Raises:
        ConfigError: it is none.
    """
    if not text:
        return {}
    found: Cursor = {}
    for part in text[: MOST + 1].split(","):
        place = PLACE.fullmatch(part)
        if len(text) > MOST or place is None or place[1] in found:
            raise ConfigError(f"cursor {text[:80]!r}: write one that an answer gave, whole")
        found[place[1]] = int(place[2])
    return found


def stated(cursor: Mapping[str, int]) -> str:
    """The cursor as text."""
    return ",".join(f"{source}:{number}" for source, number in sorted(cursor.items()))
