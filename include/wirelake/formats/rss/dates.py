"""When an entry says that it was published and changed."""

from datetime import datetime
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
    """As the entry states it. feedparser's own reading is left alone, as it fills in what is not there.

    "2016/6/29 15:07:41" it takes for the first of the present month of 2016, "07-12-2025" for 2007, a time
    without a zone for UTC, and it gives out what was published as updated too.
    """
    return date_candidate(entry.get(name), "feed", WEIGHT) if name in entry else None
