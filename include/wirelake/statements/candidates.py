"""Candidates: what one place of a payload states of one field."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from wirelake.records import Candidate, DateCandidate

MAX_CANDIDATE = 300  # characters of a candidate's value


def candidate(field: str, value: str, origin: str, weight: float, refused: str | None = None) -> Candidate:
    """What one place states of a field other than the date; a long value is cut."""
    cut = value if len(value) <= MAX_CANDIDATE else f"{value[: MAX_CANDIDATE - 1]}…"
    return Candidate(
        field=field, value=cut, origin=origin, weight=0.0 if refused else round(weight, 2), refused=refused
    )


def date_candidate(stated: Any, origin: str, weight: float) -> DateCandidate | None:
    """A date or time of ISO 8601 or RFC 5322 as a candidate; None for anything else.

    What is stated without a zone stays without, and a day stays a day.
    """
    if not isinstance(stated, str):
        return None
    text = stated.strip()
    try:
        value, precision = date.fromisoformat(text).isoformat(), "day"
    except ValueError:
        moment = _moment(text)
        if moment is None:
            return None
        value, precision = moment.isoformat(), "instant" if moment.second else "minute"
    return DateCandidate(value=value, raw=stated, origin=origin, precision=precision, weight=weight)


def _moment(text: str) -> datetime | None:
    # "2019-05-18 15:16:00 +0000": Python wants no blank before the zone
    for read, form in (
        (datetime.fromisoformat, re.sub(r"\s+(?=[+-]\d{2}:?\d{2}$)", "", text)),
        (parsedate_to_datetime, text),
    ):
        try:
            return read(form)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
