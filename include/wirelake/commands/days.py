"""A command's days: what is done for each of them, and the exit code that comes of all."""

from collections.abc import Callable

import typer

from wirelake import config
from wirelake.batches.lakes import lake
from wirelake.config import Batch
from wirelake.console.records import print_rejections
from wirelake.console.terminal import say_wrong
from wirelake.errors import ConfigError, MissingError, QualityError, WirelakeError

FAILED, WRONG, GATE_CLOSED, NOTHING, CHANGES, ALARMS = 1, 2, 3, 4, 5, 6
ORDER = (0, NOTHING, CHANGES, GATE_CLOSED, FAILED)


def worse(code: int, other: int) -> int:
    """Of two days' exit codes that of the command."""
    return max(code, other, key=ORDER.index)


def each_day(
    name: str,
    first: str,
    last: str | None,
    one: Callable[[Batch], int],
    then: Callable[[Batch], None] = lambda _: None,
) -> int:
    """Do ``one`` and ``then`` for every day of the range, also after a closed gate or a day without captures.

    The worst exit code: what ``one`` gives, or that of its error.
    """
    source = config.load_named(name)
    worst = 0
    for day in config.days(first, last or first):
        batch = Batch(source.name, day)
        worst = worse(worst, _code_of(one, batch))
        then(batch)
        if worst == FAILED:
            break
    return worst


def _code_of(one: Callable[[Batch], int], batch: Batch) -> int:
    try:
        return one(batch)
    except ConfigError:
        raise
    except QualityError as error:
        say_wrong(str(error))
        return GATE_CLOSED
    except MissingError as error:
        say_wrong(str(error), "yellow")
        return NOTHING
    except WirelakeError as error:
        say_wrong(str(error))
        return FAILED


def print_rejected(batch: Batch) -> None:
    """What stands in rejected/ for the batch."""
    from wirelake.lake.reading import read_days

    rejected = read_days(lake(), "rejected", batch.day, batch.day, source=batch.source)
    print_rejections(rejected.to_pylist())


def end(code: int) -> None:
    """End the command with this exit code."""
    if code:
        raise typer.Exit(code)
