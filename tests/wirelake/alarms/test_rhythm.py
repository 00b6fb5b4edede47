"""Over invented rhythms: hardly an alarm where all is well, and hardly a fault that is not found in time."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from tests.wirelake.alarms.rhythm import FAULTS, ONE, WIRES, Fault, Wire, history, seeded, source

from wirelake.alarms.checks import alarms
from wirelake.alarms.view import Day, View
from wirelake.config import SourceConfig

LEARNED = 84  # days before anything is judged
WEEKS, SEEDS = 26, 6
MOST_FALSE = 0.01  # a source and week
LEAST_FOUND = 0.95
FAULT_SEEDS = 6
IN_TIME = 3 * ONE  # what is told by two days in a row, or by the share of one
QUIET = {"steady": 2 * ONE, "weekly": 14 * ONE}  # twice the cadence


def at(days: list[Day], number: int, facts: SourceConfig) -> set[str]:
    """The alarms in the morning after that day."""
    now = datetime.combine(days[number].day + ONE, time(6, 30), UTC)
    return {one.check for one in alarms(View(facts, days[max(0, number - LEARNED) : number + 1], now))}


def test_where_all_is_well_hardly_anything_is_told() -> None:
    told: Counter[str] = Counter()
    for seed in range(SEEDS):
        for wire in WIRES:
            days, facts = history(wire, seeded(seed), LEARNED + 7 * WEEKS), source(wire)
            before: set[str] = set()
            for number in range(LEARNED, len(days)):
                now = at(days, number, facts)
                told.update(f"{wire.name}: {one}" for one in now - before)
                before = now
    assert told.total() <= MOST_FALSE * SEEDS * len(WIRES) * WEEKS, told


def faults() -> Iterator[tuple[Fault, Wire]]:
    for fault in FAULTS:
        fit = [wire for wire in WIRES if wire.is_daily or not fault.daily]
        yield from ((fault, wire) for wire in fit if wire.poll or not fault.polled)


def in_time(fault: Fault, wire: Wire) -> timedelta:
    if fault.name != "silent" or wire.is_daily:
        return IN_TIME + 2 * ONE  # a weekend tells nothing of a wire that rests
    return QUIET.get(wire.name, 7 * ONE) + 7 * ONE


def test_hardly_a_fault_is_not_found_in_time() -> None:
    missed: Counter[str] = Counter()
    planted = 0
    for seed in range(FAULT_SEEDS):
        for fault, wire in faults():
            rng = seeded(1000 + seed)
            days, facts = history(wire, rng, LEARNED + 60), source(wire)
            first = LEARNED + int(rng.integers(7, 21))
            if fault.befall:
                days[first:] = [fault.befall(wire, one) for one in days[first:]]
            limit = first + in_time(fault, wire).days
            planted += 1
            if not any(is_found(fault, days, first, number, facts) for number in range(first, limit + 1)):
                missed[f"{fault.name}: {wire.name}"] += 1
    assert missed.total() <= (1 - LEAST_FOUND) * planted, (planted, missed)
    assert max(missed.values(), default=0) <= FAULT_SEEDS // 2, missed  # no wire's fault is missed as a rule


def is_found(fault: Fault, days: list[Day], first: int, number: int, facts: SourceConfig) -> bool:
    """It is told in the morning after that day; where nothing ran from the first on, that alone is."""
    if fault.befall:
        return bool(fault.found_by & at(days, number, facts))
    now = datetime.combine(days[number].day + ONE, time(6, 30), UTC)
    return fault.found_by == {one.check for one in alarms(View(facts, days[:first], now))}
