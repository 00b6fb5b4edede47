"""What proves the zone of a local time, and what does not."""

import pytest

from wirelake.evidence.offsets import proven
from wirelake.records import DateCandidate


def candidate(value: str, weight: float = 0.9, refused: str | None = None) -> DateCandidate:
    precision = "day" if len(value) == 10 else "minute"
    return DateCandidate(
        value=value, raw=value, origin="meta", precision=precision, weight=weight, refused=refused
    )


@pytest.mark.parametrize(
    ("other", "local"),
    [
        ("2026-03-04T09:05:30-05:00", "2026-03-04T09:05:00-05:00"),  # the same reading of the clock
        ("2026-03-04T14:05:30+00:00", "2026-03-04T09:05:00-05:00"),  # the same instant
        ("2026-03-04T03:35:00+00:00", "2026-03-04T09:05:00+05:30"),
        ("2026-03-04T09:05:00+00:00", "2026-03-04T09:05:00+00:00"),
        ("2026-03-04T14:06:00+00:00", "2026-03-04T09:05:00"),  # another minute
        ("2026-03-04T03:50:00+00:00", "2026-03-04T09:05:00"),  # +05:15 is in use nowhere
        ("2026-03-05T14:05:00+00:00", "2026-03-04T09:05:00"),  # another day
        ("2026-03-04", "2026-03-04T09:05:00"),
    ],
)
def test_a_zoned_candidate_proves_a_local_time(other: str, local: str) -> None:
    found = proven([candidate("2026-03-04T09:05:00"), candidate(other)])
    assert [one.value for one in found] == [local, other]


def test_what_has_no_say_proves_nothing() -> None:
    for other in (candidate("2026-03-04T14:05:00Z", 0.3), candidate("2026-03-04T14:05:00Z", refused="why")):
        assert proven([candidate("2026-03-04T09:05:00"), other])[0].value == "2026-03-04T09:05:00"
