"""What a wire states and no field of the record takes: kept by name, bounded."""

import json
from collections.abc import Iterable
from typing import Any

MAX_NAMES = 200
MAX_NAME = 100  # characters
MAX_CHARACTERS = 4_000  # of one name's text: raw/ keeps the rest


def bounded(stated: Iterable[tuple[str, Any]]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The names with their texts, and the flag ``extra_cut`` where they are not whole.

    What one name says several times stands once each, parted by semicolons; what is no text is its JSON;
    empty values are left out.
    """
    found: dict[str, dict[str, None]] = {}
    cut = False
    for name, value in stated:
        if value is None or value in ("", [], {}):
            continue
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        if name[:MAX_NAME] in found or len(found) < MAX_NAMES:
            found.setdefault(name[:MAX_NAME], {})[text] = None
        else:
            cut = True
    whole = {name: "; ".join(texts) for name, texts in found.items()}
    cut = cut or any(len(text) > MAX_CHARACTERS for text in whole.values())
    kept = tuple((name, text[:MAX_CHARACTERS]) for name, text in whole.items())
    return kept, ("extra_cut",) if cut else ()
