"""Candidates: what one place of a payload states of one field."""

from typing import Any

from wirelake.evidence.stated import stated
from wirelake.records import Candidate, DateCandidate

MAX_CANDIDATE = 300  # characters of a candidate's value


def candidate(field: str, value: str, origin: str, weight: float, refused: str | None = None) -> Candidate:
    """What one place states of a field other than the date; a long value is cut."""
    cut = value if len(value) <= MAX_CANDIDATE else f"{value[: MAX_CANDIDATE - 1]}…"
    return Candidate(
        field=field, value=cut, origin=origin, weight=0.0 if refused else round(weight, 2), refused=refused
    )


def date_candidate(
    said: Any, origin: str, weight: float, language: str | None = None
) -> DateCandidate | None:
    """A date or time that a machine was to read, as a candidate; None for what is none.

    What is stated without a zone stays without, and a day stays a day (``wirelake.evidence.stated``).
    """
    found = stated(said, language) if isinstance(said, str) else None
    if found is None:
        return None
    return DateCandidate(value=found.value, raw=said, origin=origin, precision=found.precision, weight=weight)
