"""Sources × days: volume against each source's own usual, what was rejected, and days without a run."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from wirelake.desk.judging import FAILURES, Judged
from wirelake.lake.counts import DayCounts

DAY = timedelta(days=1)
LEVELS = (
    0.25,
    0.5,
    0.8,
    1.25,
    2.0,
)  # of what is usual: up to each a level of colour
REJECTED = (0.0, 0.05, 0.25)  # shares: a mark above each, so that one of thousands is not as half of them


@dataclass(frozen=True, slots=True, kw_only=True)
class GridMonth:
    """A month above the grid.

    Attributes:
        title: as November 2026.
        span: how many of its days are shown.
    """

    title: str
    span: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GridDay:
    """A day above the grid.

    Attributes:
        day: the capture day.
        weekend: Saturday or Sunday.
    """

    day: date
    weekend: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A source's day.

    Attributes:
        day: the capture day.
        kind: v0 to v6 by volume; or failed, closed, skipped, none, damaged, open, before.
        text: articles, in at most four characters, or what stands for them.
        mark: 0 to 3: how much was rejected.
        told: the cell in words.
    """

    day: date
    kind: str
    text: str
    mark: int
    told: str


def days_shown(last: date, count: int) -> list[date]:
    """So many days up to and with the last."""
    return [last - DAY * back for back in range(count - 1, -1, -1)]


def head(days: list[date]) -> tuple[tuple[GridMonth, ...], tuple[GridDay, ...]]:
    """What stands above the grid."""
    months: dict[str, int] = {}
    for day in days:
        months[f"{day:%B %Y}"] = months.get(f"{day:%B %Y}", 0) + 1
    shown = tuple(GridDay(day=day, weekend=day.weekday() > 4) for day in days)
    return tuple(GridMonth(title=title, span=span) for title, span in months.items()), shown


def cells(one: Judged, days: list[date], now: datetime) -> tuple[Cell, ...]:
    """The source's row."""
    today = now.astimezone(one.facts.zone).date()
    first = min(one.days, default=None)
    return tuple(_cell(one, day, today, first) for day in days)


def _cell(one: Judged, day: date, today: date, first: date | None) -> Cell:
    counts = one.days.get(day)
    if counts is None:
        return _without(one, day, today, first)
    mark = sum((counts.share_rejected or 0.0) > least for least in REJECTED)
    if counts.status == "failed":
        what = FAILURES.get(counts.failure or "", "unexpected")
        kind = "closed" if counts.failure == "gate" else "failed"
        told = "the gate closed" if kind == "closed" else f"failed: {what}"
        return Cell(day=day, kind=kind, text="✕", mark=mark, told=f"{told}{_rejected(counts)}")
    if counts.status == "unreadable":
        return Cell(day=day, kind="damaged", text="?", mark=0, told="its record is damaged")
    if counts.status == "skipped":
        return Cell(day=day, kind="skipped", text="–", mark=mark, told="skipped: nothing was there")
    told = f"{counts.articles} articles"
    told += f", {counts.others} pictures or packages" if counts.others else ""
    told += f", usually {one.daily:.0f} a day" if one.daily is not None else ""
    # A day of pictures or packages alone is no empty day: +6.
    text = short(counts.articles) if counts.articles or not counts.others else f"+{short(counts.others)}"
    return Cell(
        day=day, kind=f"v{_level(one, counts)}", text=text, mark=mark, told=f"{told}{_rejected(counts)}"
    )


def short(value: int) -> str:
    """At most four characters: 950, 1.2k, 34k, 1.2M."""
    for size, unit in ((1_000_000, "M"), (1000, "k")):
        if value >= size:
            told = f"{value / size:.1f}" if value < 9.95 * size else f"{value / size:.0f}"
            return f"{told}{unit}"
    return str(value)


def _without(one: Judged, day: date, today: date, first: date | None) -> Cell:
    if day >= today:
        return Cell(day=day, kind="open", text="", mark=0, told="not over yet")
    if first is None or day < first or not one.facts.enabled:
        return Cell(day=day, kind="before", text="", mark=0, told="no run")
    return Cell(day=day, kind="none", text="·", mark=0, told="no run, though there were some before")


def _level(one: Judged, counts: DayCounts) -> int:
    if not counts.articles:
        return 1 if counts.others else 0
    usual = one.daily or counts.articles
    return 1 + sum(counts.articles > level * usual for level in LEVELS)


def _rejected(counts: DayCounts) -> str:
    share = counts.share_rejected
    return f"; {counts.rejected} rejected, {share:.0%}" if counts.rejected and share else ""
