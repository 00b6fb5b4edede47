"""After a conflict a writer waits about as long as one write takes, and whoever has lost often no longer."""

from types import SimpleNamespace
from typing import Any

import pytest

from wirelake.errors import ConflictError
from wirelake.lake import conflicts


def waits(lost: int, seconds: float) -> list[float]:
    """Some waits after so many attempts of so many seconds each."""
    state: Any = SimpleNamespace(attempt_number=lost, seconds_since_start=lost * seconds + 7, idle_for=7.0)
    return [conflicts.wait(state) for _ in range(50)]


@pytest.mark.parametrize("seconds", [0.02, 0.5, 2.0])
def test_the_wait_is_near_the_length_of_one_attempt(seconds: float) -> None:
    first = waits(1, seconds)
    assert 0.5 * seconds <= min(first) < max(first) <= 1.5 * seconds


def test_who_has_lost_more_often_waits_less_and_never_without_end() -> None:
    means = [sum(waits(lost, 1.0)) / 50 for lost in (1, 3, 9, 29)]
    assert means[0] > means[1] > means[2] > 0.1
    assert means[3] == pytest.approx(0.25, rel=0.3)
    assert max(waits(1, 60.0)) == conflicts.MOST


def test_many_conflicts_in_a_moment_are_no_end() -> None:
    calls: list[int] = []

    def lose() -> None:
        calls.append(1)
        if len(calls) <= 2 * conflicts.TRIES:
            raise ConflictError("another was faster")

    conflicts.again_after_conflict(lose)()
    assert len(calls) == 2 * conflicts.TRIES + 1
