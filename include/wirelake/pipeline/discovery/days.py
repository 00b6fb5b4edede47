"""Which days a source may be captured for: those that have come, from its first one on."""

from datetime import date, datetime

from wirelake.config import SourceConfig
from wirelake.errors import ConfigError

SECOND_WORD = "say it twice: --any-day, or the parameter any_day of a single run"


def check_day(source: SourceConfig, day: date, now: datetime) -> None:
    """Let a day pass that has begun in the source's zone, and is not before its ``start``.

    Raises:
        ConfigError: any other. A backfill whose years are mistyped would ask the wire for each of its days.
    """
    today = now.astimezone(source.zone).date()
    if day > today:
        raise ConfigError(
            f"{source.name}/{day}: a day to come: in {source.timezone} it is {today}. "
            f"Where it is meant, {SECOND_WORD}",
            failure="day",
        )
    if day < source.start:
        raise ConfigError(
            f"{source.name}/{day}: before the first day of the source: {source.name}.yaml: start: "
            f"{source.start}. Set an earlier one, or where this day alone is meant, {SECOND_WORD}",
            failure="day",
        )
