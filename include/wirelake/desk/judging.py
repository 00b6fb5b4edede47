"""How a source stands: one word, why, and what is usual of it, from the counts of its days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Any

from wirelake.desk.configured import Facts
from wirelake.lake.counts import DayCounts, Month

DAY = timedelta(days=1)
NIGHT = timedelta(hours=4)  # after midnight, until the run of the day that ended is missed
LIKE, ANY = 3, 5  # days that make something usual: of one weekday, of all
LOOK_BACK = 84 * DAY
MUCH, MORE = 0.2, 0.1  # share rejected that is worth a look, and how far above the usual
FAILURES = {
    "gate": "gate closed",
    "source": "its YAML is wrong",
    "network": "network",
    "access": "access refused",
    "robots": "robots.txt forbids it",
    "rights": "rights reserved",
    "format": "format",
    "lake": "the lake",
    "unexpected": "unexpected",
}
Days = Mapping[date, DayCounts]


class State(StrEnum):
    """How a source stands, in one word."""

    GOOD = "good"
    QUIET = "quiet"
    FEW = "few"
    REJECTING = "rejecting"
    EMPTY = "empty"
    CLOSED = "closed"
    FAILED = "failed"
    STOPPED = "stopped"
    DAMAGED = "damaged"
    BROKEN = "broken"
    NEW = "new"
    OFF = "off"

    @property
    def tone(self) -> str:
        """good, warn, bad or calm: how it is coloured."""
        if self in (State.CLOSED, State.FAILED, State.STOPPED, State.DAMAGED, State.BROKEN):
            return "bad"
        if self in (State.QUIET, State.FEW, State.REJECTING):
            return "warn"
        return "good" if self is State.GOOD else "calm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A source, judged. ``usual`` is the median of articles on its weekday, ``daily`` of all days.

    ``reviewed`` is the last day on which a run left something for a person.
    """

    facts: Facts
    days: Days
    state: State
    why: str
    latest: DayCounts | None = None
    usual: float | None = None
    daily: float | None = None
    last_at: datetime | None = None
    reviewed: date | None = None


class Judgements:
    """Sources as they stand, judged again where their counts, their YAML or the day changed."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[Any, ...], Judged]] = {}

    def judged(self, facts: Facts, months: tuple[Month, ...], now: datetime) -> Judged:
        """The source as it stands now."""
        here = now.astimezone(facts.zone)
        key = facts, here.date(), (here - NIGHT).date()
        stood = self._kept.get(facts.name)
        if stood and stood[0][:3] == key and _are_same(stood[0][3], months):
            return stood[1]
        days = {day: one for month in months for day, one in month.days.items()}
        new = judged(facts, days, now)
        self._kept[facts.name] = ((*key, months), new)
        return new


def _are_same(some: tuple[Month, ...], others: tuple[Month, ...]) -> bool:
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))


def judged(facts: Facts, days: Days, now: datetime) -> Judged:
    """The source as it stands now."""
    today = now.astimezone(facts.zone).date()
    first = today - LOOK_BACK
    closed = [days[day] for day in sorted(days) if first <= day < today]
    latest = closed[-1] if closed else days[max(days)] if days else None
    before = [one for one in closed if latest and one.day < latest.day and one.status == "success"]
    usual = _usual(before, latest)
    state, why = _state(facts, days, latest, before, usual, now)
    counts = [one.articles for one in before]
    return Judged(
        facts=facts,
        days=days,
        state=state,
        why=why,
        latest=latest,
        usual=usual,
        daily=float(median(counts)) if len(counts) >= ANY else None,
        last_at=_last_at(days),
        reviewed=max((one.day for one in days.values() if one.review), default=None),
    )


def _usual(before: list[DayCounts], latest: DayCounts | None) -> float | None:
    if latest is None:
        return None
    like = [one.articles for one in before if one.day.weekday() == latest.day.weekday()]
    found = like if len(like) >= LIKE else [one.articles for one in before]
    return float(median(found)) if len(found) >= LIKE else None


def _last_at(days: Days) -> datetime | None:
    """When the newest article was published; of wires that state days alone, when its run ended."""
    newest = [days[day] for day in sorted(days, reverse=True) if days[day].articles][:LIKE]
    known = [one.newest_at for one in newest if one.newest_at]
    return max(known) if known else newest[0].ended if newest else None


def _state(
    facts: Facts,
    days: Days,
    latest: DayCounts | None,
    before: list[DayCounts],
    usual: float | None,
    now: datetime,
) -> tuple[State, str]:
    if facts.wrong:
        return State.BROKEN, facts.wrong
    if not facts.enabled:
        return State.OFF, "its YAML says enabled: false"
    if latest is None:
        return State.NEW, "no run of the last twelve weeks is counted"
    newest = max(days)
    expected = (now.astimezone(facts.zone) - NIGHT).date() - DAY
    if newest < expected:
        return State.STOPPED, f"the last run is of {newest}: nothing ran for {expected}"
    told = days[newest] if days[newest].status == "failed" else latest
    if told.status == "failed":
        if told.failure == "gate":
            return State.CLOSED, f"the gate closed on {told.day}: nothing of it was published"
        return State.FAILED, f"{told.day}: {FAILURES.get(told.failure or '', 'unexpected')}"
    if told.status == "unreadable":
        return State.DAMAGED, f"the record of {told.day} is damaged: run wirelake verify"
    return _content(days, latest, before, usual)


def _content(
    days: Days, latest: DayCounts, before: list[DayCounts], usual: float | None
) -> tuple[State, str]:
    if not latest.articles and (why := _silence(days, latest, before)):
        return State.QUIET, why
    share = latest.share_rejected or 0.0
    if share > MUCH and share > median([one.share_rejected or 0.0 for one in before] or [0.0]) + MORE:
        return State.REJECTING, f"{share:.0%} of {latest.day} was rejected"
    if usual is not None and latest.status == "success" and latest.articles < usual / 2 - 3:
        return State.FEW, f"{latest.articles} on {latest.day}, usually {usual:.0f} on such a weekday"
    if latest.status == "skipped":
        return State.EMPTY, f"nothing was there for {latest.day}"
    return State.GOOD, ""


def _silence(days: Days, latest: DayCounts, before: list[DayCounts]) -> str:
    gaps = _gaps([one for one in before if one.articles])
    last = max((one.day for one in days.values() if one.articles), default=None)
    if gaps and last and latest.day - last > max(gaps) + DAY:
        return f"nothing since {last}; its longest silence was {max(gaps).days - 1} days"
    return ""


def _gaps(days: list[DayCounts]) -> list[timedelta]:
    """Between neighbouring days that had articles."""
    if len(days) < ANY:
        return []
    return [after.day - one.day for one, after in pairwise(days)]
