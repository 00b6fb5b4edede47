"""What a wire states and no field of the record takes: kept by name, bounded."""

from collections.abc import Iterable

MAX_NAMES = 200
MAX_CHARACTERS = 4_000  # of one name's text


def bounded(stated: Iterable[tuple[str, str | None]]) -> tuple[tuple[str, str], ...]:
    """The names with their texts; what one name says several times, once each, parted by semicolons."""
    found: dict[str, dict[str, None]] = {}
    for name, text in stated:
        if text and (name in found or len(found) < MAX_NAMES):
            found.setdefault(name, {})[text] = None
    return tuple((name, "; ".join(texts)[:MAX_CHARACTERS]) for name, texts in found.items())
