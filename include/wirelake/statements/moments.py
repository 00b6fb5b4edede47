"""Times as wires state them: ``20231125T074932+0000``, ``2017-12-20T14:46:21+01:00``, ``20190603``."""

from datetime import UTC, datetime
from typing import Any

from wirelake.records import DateCandidate
from wirelake.statements.candidates import date_candidate

SURE = 0.95  # the wire says it for machines, in the element that is for it


def instant(stated: Any) -> datetime | None:
    """The instant in UTC; None for a day, for a local time without zone, and for what is no time."""
    found = moment(stated)
    return found if found and found.tzinfo else None


def moment(stated: Any) -> datetime | None:
    """The instant in UTC, or the local time without a zone; None for a day and for what is no time."""
    said = clock(stated)
    try:
        return said.astimezone(UTC) if said and said.tzinfo else said
    except OverflowError:  # the year 9999 west of Greenwich
        return None


def clock(stated: Any) -> datetime | None:
    """The time as it is stated, with its own offset where it has one; None for a day and for no time."""
    found = date_candidate(stated, "", 0)
    return datetime.fromisoformat(found.value) if found and found.precision != "day" else None


def published(origin: str, stated: str | None, weight: float = SURE) -> tuple[DateCandidate, ...]:
    """The candidate that an element states, by the element's name; none for what is no date."""
    found = date_candidate(stated, origin, weight)
    return (found,) if found else ()
