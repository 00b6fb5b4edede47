"""Another place's zone as the proof of what a local time without a zone means."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from wirelake.records import DateCandidate

# Offsets that are in use, in minutes: whole hours, and India, Nepal, Newfoundland and their like
IN_USE = {60 * hours for hours in range(-12, 15)} | {-210, -150, 210, 270, 330, 345, 390, 570, 630}
HAS_A_SAY = 0.5


def proven(candidates: Sequence[DateCandidate]) -> list[DateCandidate]:
    """The candidates, local times with the zone that the weightiest other candidate proves.

    "9:05 AM" beside ``2026-03-04T09:05:00-05:00`` is the same reading of the clock, beside
    ``2026-03-04T14:05:00Z`` the same instant: both are at -05:00.
    """
    zoned = [
        moment
        for one in candidates
        if one.precision != "day" and not one.refused and one.weight >= HAS_A_SAY
        if (moment := datetime.fromisoformat(one.value)).tzinfo is not None
    ]
    return [_with_offset(one, zoned) for one in candidates]


def _with_offset(candidate: DateCandidate, zoned: Sequence[datetime]) -> DateCandidate:
    local = datetime.fromisoformat(candidate.value)
    if candidate.precision == "day" or local.tzinfo is not None:
        return candidate
    offsets = [offset for one in zoned if (offset := _same_reading(local, one)) is not None]
    offsets += [offset for one in zoned if (offset := _same_instant(local, one)) is not None]
    if not offsets:
        return candidate
    return replace(candidate, value=local.replace(tzinfo=timezone(offsets[0])).isoformat())


def _same_reading(local: datetime, other: datetime) -> timedelta | None:
    return other.utcoffset() if _minute(local) == _minute(other.replace(tzinfo=None)) else None


def _same_instant(local: datetime, other: datetime) -> timedelta | None:
    apart = _minute(local) - _minute(other.replace(tzinfo=None) - (other.utcoffset() or timedelta()))
    minutes = apart.total_seconds() / 60
    return apart if minutes in IN_USE else None


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
