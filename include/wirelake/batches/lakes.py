"""What every task takes by default: the lake, the clock, and silence."""

from collections.abc import Callable
from datetime import UTC, datetime

from wirelake import config
from wirelake.storage import Store

Progress = Callable[[str, int, int], None]  # stage, done, of how many


def utc_now() -> datetime:
    return datetime.now(UTC)


def no_progress(stage: str, done: int, total: int) -> None:
    """Say nothing."""


def lake() -> Store:
    """The lake that WIRELAKE_LAKE names, to read and to write.

    Raises:
        ConfigError: there is none, or it has to be migrated first.
    """
    from wirelake.lake.marker import open_lake  # pyarrow comes with it

    return open_lake(config.lake_uri(), to_write=True)
