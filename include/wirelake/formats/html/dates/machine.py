"""A date as pages state it for machines, and as some write it there: "Dec 19th 2025", 1772615100."""

import re
from datetime import UTC, datetime
from typing import Any

from wirelake.evidence.written import plain_digits
from wirelake.records import DateCandidate
from wirelake.statements import date_candidate

EPOCH = re.compile(r"\d{10}(?:\d{3})?")  # seconds or milliseconds
LONGEST = 120


def machine_date(stated: Any, origin: str, weight: float) -> DateCandidate | None:
    """A candidate of a date for machines (``date_candidate``) or of seconds since 1970; else None.

    The page's language does not settle which is the day in 11/01/2023: software writes it as it was made.
    """
    text = plain_digits(str(stated).strip()[: LONGEST + 1]) if isinstance(stated, str | int) else ""
    if not text or len(text) > LONGEST:
        return None
    if EPOCH.fullmatch(text):
        moment = datetime.fromtimestamp(int(text[:10]), UTC)
        return DateCandidate(
            value=moment.isoformat(), raw=str(stated), origin=origin, precision="instant", weight=weight
        )
    return date_candidate(text, origin, weight)
