"""When an entry says that it was published and changed."""

import calendar
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from wirelake.records import DateCandidate
from wirelake.statements import date_candidate
from wirelake.statements.moments import instant

WEIGHT = 0.85
# dc:date of RSS comes as updated, the first of Atom 0.3's three as created
ORDER = ("published", "updated", "created")


def published(entry: Any) -> DateCandidate | None:
    """The first that it states of its dates."""
    return next((found for name in ORDER if (found := stated(entry, name))), None)


def moment(entry: Any, name: str) -> datetime | None:
    """The instant of a date, by feedparser's name for it; None for a day and for a time without zone."""
    found = stated(entry, name)
    return instant(found.value) if found else None


def stated(entry: Any, name: str) -> DateCandidate | None:
    """As the entry states it; only for forms that we do not know as feedparser reads it, in UTC.

    feedparser takes a time without a zone for UTC, and gives out what was published as updated too.
    """
    if name not in entry:
        return None
    said = entry.get(name)
    if found := date_candidate(said, "feed", WEIGHT):
        return found
    if parsed := entry.get(f"{name}_parsed"):
        try:
            when = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
        except (ValueError, OverflowError, OSError):
            return None
        if found := date_candidate(when.isoformat(), "feed", WEIGHT):
            return replace(found, raw=str(said))
    return None
