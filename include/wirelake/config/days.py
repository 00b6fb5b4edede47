"""Capture days and batches, as they are written in paths, commands and XCom."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from wirelake.errors import ConfigError

NAME = re.compile(r"[a-z][a-z0-9_]{1,39}")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FIRST_DAY = "1900-01-01"
MAX_DAYS = 3660


def parse_day(text: str) -> date:
    """A day such as 2025-12-07, and nothing else: it becomes part of paths.

    Raises:
        ConfigError: anything else.
    """
    if DAY.fullmatch(text) and text >= FIRST_DAY:
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ConfigError(f"not a day: {text!r}; write it as 2025-12-07, from {FIRST_DAY} on")


def days(first: str, last: str) -> list[date]:
    """Every day from the first to the last, both included.

    Raises:
        ConfigError: not days, in the wrong order, or more than ten years.
    """
    start, end = parse_day(first), parse_day(last)
    count = (end - start).days + 1
    if not 1 <= count <= MAX_DAYS:
        raise ConfigError(f"{first} to {last}: write 1 to {MAX_DAYS} days, the first one first")
    return [start + timedelta(days=number) for number in range(count)]


class Batch(NamedTuple):
    """One source's one capture day; written ``menafn/2025-12-07``, and so it crosses XCom."""

    source: str
    day: date

    def __str__(self) -> str:
        return f"{self.source}/{self.day}"

    @classmethod
    def parse(cls, text: str) -> "Batch":
        """The batch of that name.

        Raises:
            ConfigError: not a batch's name.
        """
        source, _, day = text.partition("/")
        if not NAME.fullmatch(source):
            raise ConfigError(f"not a batch: {text!r}; write it as menafn/2025-12-07")
        return cls(source, parse_day(day))
