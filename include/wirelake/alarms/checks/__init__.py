"""The checks, in the order in which their alarms are shown; ``CHECKS`` is the whole list.

Each has one cause: of a run that failed the quiet is no news, and of a scheduler that stopped neither is.
"""

from collections.abc import Callable, Iterator

from wirelake.alarms.checks.access import access
from wirelake.alarms.checks.disks import room, store
from wirelake.alarms.checks.drift import drift
from wirelake.alarms.checks.failing import broken, held_back
from wirelake.alarms.checks.failures import failures
from wirelake.alarms.checks.freshness import freshness
from wirelake.alarms.checks.lists import lists
from wirelake.alarms.checks.obliged import embargo, kills
from wirelake.alarms.checks.polling import polling
from wirelake.alarms.checks.quiet import quiet
from wirelake.alarms.checks.rejections import new_reason, rejections
from wirelake.alarms.checks.schedule import schedule
from wirelake.alarms.checks.shape import shape
from wirelake.alarms.checks.volume import volume
from wirelake.alarms.view import Alarm, View

Check = Callable[[View], Alarm | None]
CHECKS: tuple[Check, ...] = (
    store,
    kills,
    room,
    schedule,
    broken,
    access,
    lists,
    failures,
    held_back,
    embargo,
    polling,
    quiet,
    freshness,
    volume,
    rejections,
    new_reason,
    shape,
    drift,
)
NAMES = frozenset(one.__name__ for one in CHECKS)


def alarms(view: View) -> Iterator[Alarm]:
    """What is wrong with that source."""
    for check in CHECKS:
        if found := check(view):
            yield found
