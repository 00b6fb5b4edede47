"""Trying again where another writer was faster: what was read is read anew.

The wait is near the length of one attempt, and shorter for whoever has lost more often. Were it to grow, as
where a server is overloaded, a writer that has lost ten times would sleep for seconds while those that come
anew take every turn.
"""

import random

from tenacity import (
    RetryCallState,
    retry,
    retry_if_exception_type,
    stop_after_attempt,
    stop_after_delay,
    stop_all,
)

from wirelake.errors import ConflictError

TRIES, SECONDS = 30, 90.0  # that one goes on at least
SHORTEST, MOST = 0.01, 5.0  # seconds of one wait
LEAST = 0.25  # of an attempt, that even the unluckiest waits on the average


def wait(state: RetryCallState) -> float:
    """Seconds until the next attempt: a random part of what the attempts so far took, each."""
    lost = state.attempt_number
    length = ((state.seconds_since_start or 0.0) - state.idle_for) / lost
    share = max(LEAST, 2 / (lost + 1))  # 1, 0.67, 0.5, 0.4 …
    part = random.uniform(0.5, 1.5)  # noqa: S311  so that two do not meet again
    return min(MOST, max(SHORTEST, length * share * part))


again_after_conflict = retry(
    retry=retry_if_exception_type(ConflictError),
    wait=wait,
    stop=stop_all(stop_after_attempt(TRIES), stop_after_delay(SECONDS)),
    reraise=True,
)
