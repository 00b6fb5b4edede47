"""Values as a wire states them → fields of a record: instants, embargoes, scales, and what has no field."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from wirelake.formats import date_candidate

MAX_EXTRA, MAX_EXTRA_LENGTH = 200, 4_000  # fields, and characters of one: raw/ keeps the rest
STATUSES = {
    "usable": "usable",
    "withheld": "withheld",
    "embargoed": "withheld",
    "canceled": "canceled",
    "cancelled": "canceled",
}
URGENCIES = range(1, 10)
# ANPA's letters are another scale: flash, bulletin, urgent, regular ("rush" to some wires), deferred.
PRIORITIES = {"f": 1, "b": 2, "u": 3, "r": 4, "d": 5}


def instant(stated: Any) -> datetime | None:
    """A date and time with its zone, in UTC; None for all else: no zone and no midnight is invented."""
    found = date_candidate(stated, "", 0)
    if found is None or found.precision == "day":
        return None
    moment = datetime.fromisoformat(found.value)
    try:
        return moment.astimezone(UTC) if moment.tzinfo else None
    except OverflowError:
        return None


def status(word: str | None, embargo: Any = None) -> dict[str, Any]:
    """The fields of an article's status: ``pub_status``, ``signals``, ``embargoed_until``.

    A word that no standard has is held; none means usable. An embargo, which is None where none is stated,
    leaves a usable article usable if it has an end, until then; one without an end withholds.
    """
    plain = (word or "usable").rpartition(":")[2].strip().lower()  # stat:usable
    found = STATUSES.get(plain, "withheld")
    until = instant(embargo)
    if plain == "embargoed" and until:
        found = "usable"  # the embargo itself holds it, and lets it go
    if embargo is not None and until is None and found == "usable":
        found = "withheld"
    is_embargoed = plain == "embargoed" or embargo is not None
    return {
        "pub_status": found,
        "signals": ("embargoed",) if is_embargoed else (),
        "embargoed_until": until,
    }


def urgency(stated: Any) -> int | None:
    """1 to 9, 1 the highest, from a number or an ANPA letter; None for what is on neither scale."""
    text = str(stated).strip().lower()
    if text in PRIORITIES:
        return PRIORITIES[text]
    number = text.removesuffix(".0")
    return int(number) if number.isdecimal() and len(number) < 3 and int(number) in URGENCIES else None


def extra(fields: Iterable[tuple[str, Any]]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Name → text of what has no field of its own, and the flag ``extra_cut`` where it is not whole.

    What is not a text is its JSON. Empty values are left out; of a name that comes twice both are kept.
    """
    kept: dict[str, str] = {}
    cut = False
    for name, value in fields:
        if value is None or value == "" or value == [] or value == {}:
            continue
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        text = kept[name] + "; " + text if name in kept else text
        cut = cut or len(text) > MAX_EXTRA_LENGTH or (name not in kept and len(kept) >= MAX_EXTRA)
        if name in kept or len(kept) < MAX_EXTRA:
            kept[name[:100]] = text[:MAX_EXTRA_LENGTH]
    return tuple(kept.items()), ("extra_cut",) if cut else ()
