"""Invented rhythms of wires, by seed: weekdays, holidays, bursts, days that are worse; and faults planted."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.random import Generator

from wirelake.alarms.view import Day, Measure
from wirelake.config import SourceConfig

FIRST = date(2025, 1, 6)  # a Monday
ONE = timedelta(days=1)
WORKDAYS = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class Wire:
    """A kind of wire: its mean number of articles by weekday, and its cadence, where it states one."""

    name: str
    means: tuple[float, ...]
    cadence: str | None = None
    poll: str | None = None

    @property
    def is_daily(self) -> bool:
        """It has so many articles on most days that a day without one is no chance."""
        return sorted(self.means)[2] >= 15


WIRES = (
    Wire("busy", (80, 85, 85, 80, 75, 20, 15), poll="*/15 * * * *"),
    Wire("steady", (20,) * 7, "1d"),
    Wire("office", (16, 18, 18, 18, 15, 0, 0)),
    Wire("small", (3, 3, 3, 3, 3, 0.2, 0.2)),
    Wire("weekly", (0, 0, 0, 4, 0, 0, 0), "1w"),
)


def source(wire: Wire) -> SourceConfig:
    """The wire's YAML."""
    return SourceConfig.model_validate(
        {
            "name": wire.name,
            "title": wire.name,
            "description": "An invented wire.",
            "homepage": "https://wire.example/",
            "contact": "desk",
            "cadence": wire.cadence,
            "poll": wire.poll,
            "discover": [{"kind": "drop_folder", "prefix": "drop/wire/{day}"}],
        }
    )


def history(wire: Wire, rng: Generator, count: int) -> list[Day]:
    """So many days of that wire, all of them well."""
    level = _level(rng, count)
    return [_day(wire, rng, FIRST + number * ONE, level[number]) for number in range(count)]


def _level(rng: Generator, count: int) -> list[float]:
    """How busy each day is: holidays of one day, one of three, and large stories of one to three days."""
    level = rng.gamma(25, 1 / 25, count)
    for at in rng.integers(0, count, count * 10 // 365):
        level[at] *= rng.uniform(0.1, 0.6)
    for at in rng.integers(0, count, max(1, count // 365)):
        level[at : at + 3] *= rng.uniform(0.2, 0.6)
    for at in rng.integers(0, count, count * 5 // 365):
        level[at : at + rng.integers(1, 4)] *= rng.uniform(1.5, 4)
    return [float(one) for one in level]


def _day(wire: Wire, rng: Generator, day: date, level: float) -> Day:
    items = int(rng.poisson(wire.means[day.weekday()] * level))
    worse = 5 if rng.random() < 0.02 else 1
    rejected = int(rng.binomial(items, min(0.03 * worse, 0.5)))
    reasons = {"http_404": rejected - rejected // 3, "body_missing": rejected // 3}
    if rng.random() < 0.01:
        reasons["http_410"] = 1
    end = datetime.combine(day + ONE, datetime.min.time(), UTC)
    measure = Measure(
        articles=items,
        words=float(rng.normal(350, 300 / max(items, 1) ** 0.5 / 2)),
        missing={"authors": int(rng.binomial(items, 0.2)), "language": 0},
    )
    listed = items + int(rng.poisson(10))
    return Day(
        runs=1 + int(rng.binomial(items, 0.5)) if wire.poll else 1,
        listed=listed,
        matched=items,
        lost=["sitemap https://wire.example/sitemap.xml: HTTP 503"] if rng.random() < 0.02 else [],
        day=day,
        began=end,
        ended=end + timedelta(minutes=5),
        news_at=end if items else None,
        published=day if items else None,
        items=items,
        rejected=sum(reasons.values()),
        captured=items + rejected + 2,
        reasons={name: number for name, number in reasons.items() if number},
        flags={"body_short": int(rng.binomial(items, 0.1))},
        failures={"timeout": int(rng.binomial(items, 0.01)), "http_404": rejected},
        measure=measure if items else None,
    )


def _empty(one: Day) -> Day:
    empty = replace(
        one, items=0, rejected=0, news_at=None, published=None, measure=None, reasons={}, flags={}
    )
    return replace(empty, captured=2, failures={})


def _failed(kind: str) -> Callable[[Wire, Day], Day]:
    return lambda _, one: replace(_empty(one), status="failed", failure=kind, summary=f"failed ({kind})")


def _silent(wire: Wire, one: Day) -> Day:
    """Nothing comes; of a wire that usually has some each day the gate closes."""
    return _failed("gate")(wire, one) if wire.is_daily else _empty(one)


def _collapsed(_: Wire, one: Day) -> Day:
    return replace(one, items=one.items // 15)


def _doubled(_: Wire, one: Day) -> Day:
    return replace(one, items=one.items * 12 + 30)


def _rejected(_: Wire, one: Day) -> Day:
    lost = int(one.items * 0.45)
    return replace(one, items=one.items - lost, rejected=lost, reasons={"body_missing": lost})


def _newly_rejected(_: Wire, one: Day) -> Day:
    lost = max(3, int(one.items * 0.1))
    return replace(one, rejected=lost, reasons={"paywall": lost})


def _refused(_: Wire, one: Day) -> Day:
    return replace(one, failures={"http_403": one.captured // 2}, items=one.items // 2)


def _shorter(_: Wire, one: Day) -> Day:
    return replace(one, measure=one.measure and replace(one.measure, words=one.measure.words * 0.3))


def _unsigned(_: Wire, one: Day) -> Day:
    found = one.measure
    return replace(one, measure=found and replace(found, missing={"authors": found.articles}))


def _stuck(_: Wire, one: Day) -> Day:
    return replace(one, published=date(2025, 1, 1))


def _lost(_: Wire, one: Day) -> Day:
    return replace(one, lost=["feed https://wire.example/feed.xml: HTTP 404"])


def _misfit(_: Wire, one: Day) -> Day:
    few = one.items // 8
    return replace(one, listed=one.listed * 3, matched=few)


def _new_template(_: Wire, one: Day) -> Day:
    return replace(one, flags={**one.flags, "layout_unfit": one.items})


def _rolled(_: Wire, one: Day) -> Day:
    told = "the feed https://wire.example/feed.xml may have lost entries: none of its 20 was there before"
    return replace(one, lost=[told] if one.runs > 1 else [])


def _unpolled(_: Wire, one: Day) -> Day:
    return replace(one, runs=1)


@dataclass(frozen=True)
class Fault:
    """What befalls a wire from a day on, and the checks by which it may be found."""

    name: str
    befall: Callable[[Wire, Day], Day] | None  # None: no run any more
    found_by: frozenset[str]
    daily: bool = True  # of wires that have many articles on most days
    polled: bool = False  # of wires that are polled alone


FAULTS = (
    Fault("silent", _silent, frozenset({"quiet", "held_back"}), daily=False),
    Fault("stopped", None, frozenset({"schedule"}), daily=False),
    Fault("unreachable", _failed("network"), frozenset({"failures"}), daily=False),
    Fault("refused", _failed("access"), frozenset({"access"}), daily=False),
    Fault("broken YAML", _failed("source"), frozenset({"broken"}), daily=False),
    Fault("half refused", _refused, frozenset({"access"})),
    Fault("collapsed", _collapsed, frozenset({"volume"})),
    Fault("doubled", _doubled, frozenset({"volume"})),
    Fault("rejected", _rejected, frozenset({"rejections"})),
    Fault("newly rejected", _newly_rejected, frozenset({"new_reason"})),
    Fault("shorter", _shorter, frozenset({"drift"})),
    Fault("unsigned", _unsigned, frozenset({"drift"})),
    Fault("stuck", _stuck, frozenset({"freshness"})),
    Fault("a list lost", _lost, frozenset({"shape"})),
    Fault("links that fit no more", _misfit, frozenset({"shape"})),
    Fault("a new template", _new_template, frozenset({"shape"})),
    Fault("rolled over", _rolled, frozenset({"polling"}), polled=True),
    Fault("no polls", _unpolled, frozenset({"polling"}), polled=True),
)

seeded = np.random.default_rng
