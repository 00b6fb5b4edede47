"""What rejected/ holds of some days, and the commands that build or ask for those days again."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from wirelake.config import NAME
from wirelake.errors import ConfigError
from wirelake.inquiry.captures import FETCH
from wirelake.lake.files import days_of
from wirelake.lake.reading import picked, read_days
from wirelake.storage import Store

Row = dict[str, Any]
DAYS = 7  # capture days that are looked at, the newest first, where none are named
COLUMNS = (
    "capture_date", "source", "stage", "reason", "reasons", "detail", "raw_ref", "rejected_at", "url",
    "article_id", "headline", "published_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """Rows of rejected/, by day, source and reason; ``first`` and ``last`` were looked at."""

    first: date | None
    last: date | None
    rows: tuple[Row, ...]

    def counts(self) -> list[Row]:
        """How many of each reason, source and day: the newest day first, then the most frequent."""
        counted = Counter(
            (row["capture_date"], row["source"], row["stage"], row["reason"]) for row in self.rows
        )
        named = ("capture_date", "source", "stage", "reason")
        ordered = sorted(counted.items(), key=lambda one: (one[0][0], one[1]), reverse=True)
        return [dict(zip(named, key, strict=True)) | {"rejected": count} for key, count in ordered]

    def again(self) -> Iterator[str]:
        """The commands for these days: what never came is asked for again, the rest built from raw/ alone."""
        for is_fetched, command, why in (
            (False, "replay", "after a rule or the YAML changed; wirelake diff says before what it changes"),
            (True, "run", "asks again for what did not come"),
        ):
            mine = [row for row in self.rows if (row["stage"] == FETCH) is is_fetched]
            for source in sorted({row["source"] for row in mine}):
                for first, last in ranges(row["capture_date"] for row in mine if row["source"] == source):
                    to = f" --to {last}" if last != first else ""
                    yield f"wirelake {command} {source} {first}{to}   ({why})"


def find_refusals(
    store: Store,
    *,
    source: str | None = None,
    first: date | None = None,
    last: date | None = None,
    reason: str | None = None,
) -> Refusals:
    """What rejected/ holds from ``first`` to ``last``; of the newest days, where neither is named.

    ``reason`` is one of a row's reasons, not only its first.

    Raises:
        ConfigError: what is no source's name.
        DamagedError: a day cannot be read.
    """
    if source is not None and not NAME.fullmatch(source):
        raise ConfigError(f"no source's name: {source!r}")
    if first is None and last is None:
        newest = sorted(days_of(store, "rejected"))[-DAYS:]
        first, last = (newest[0], newest[-1]) if newest else (None, None)
        if not newest:
            return Refusals(first=None, last=None, rows=())
    found = read_days(store, "rejected", first, last, source=source, wanted=picked("rejected", [*COLUMNS]))
    mine = (row for row in found.to_pylist() if reason is None or reason in row["reasons"])
    rows = sorted(mine, key=lambda row: (row["source"], row["reason"], row["raw_ref"]))
    rows.sort(key=lambda row: row["capture_date"], reverse=True)
    return Refusals(first=first, last=last, rows=tuple(rows))


def ranges(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """The days as ranges without a gap, first and last included."""
    ordered = enumerate(sorted(set(days)))
    for _, group in groupby(ordered, key=lambda one: one[1] - timedelta(days=one[0])):
        some = [day for _, day in group]
        yield some[0], some[-1]
