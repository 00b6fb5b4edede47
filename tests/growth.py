"""How time grows with what is read: in proportion, or with its square."""

import time
from collections.abc import Callable

PARTS = 8


def assert_in_proportion(work: Callable[[int], object], many: int) -> None:
    """Work on eight times as much may take twenty times as long, where the square would take 64 times.

    Seconds of the processor, so that what runs beside does not count; a fixed bound would fail where the
    machine is slow.
    """
    part, whole = _seconds(work, many // PARTS), _seconds(work, many)
    assert whole < 20 * max(part, 0.05), f"{part:.2f} s for an eighth, {whole:.2f} s for all"


def _seconds(work: Callable[[int], object], many: int) -> float:
    started = time.process_time()
    work(many)
    return time.process_time() - started
