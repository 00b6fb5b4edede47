"""Versions, kills, decisions, replays and deaths in any order: a copy kept by the feed is articles/."""

from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.wirelake.lake.changes.copies import Copy, shown
from tests.wirelake.obligations.test_model import Build, Decide, Deliver, build, sent
from tests.wirelake.obligations.test_takedown_deaths import DeadError, dying
from tests.wirelake.quay import NOON, frozen, new_lake, write_sources

from wirelake import obligations
from wirelake.errors import ConfigError, MissingError
from wirelake.lake.marker import begin
from wirelake.records import Article
from wirelake.storage import Store, open_store

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Poll:
    """The copy takes in what changed."""


@dataclass(frozen=True)
class Die:
    """The next writer dies instead of that change of the store."""

    change: int


Step = Deliver | Build | Decide | Poll | Die
ARTICLES, NUMBERS, DAYS = (st.integers(1, 3), st.integers(1, 4), st.integers(0, 2))
STATUSES = st.sampled_from(("usable", "usable", "usable", "embargoed", "held", "withheld", "canceled"))
DECISIONS = st.sampled_from(("release", "take_down", "take_down", "restore", "restore"))
STEPS = st.one_of(
    st.builds(Deliver, ARTICLES, NUMBERS, STATUSES, DAYS),
    st.builds(Deliver, ARTICLES, NUMBERS, STATUSES, DAYS),
    st.builds(Build, DAYS),
    st.builds(Build, DAYS),
    st.builds(Decide, DECISIONS, ARTICLES),
    st.builds(Die, st.integers(1, 30)),
    st.builds(Poll),
)


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))


def follow(store: Store, steps: list[Step]) -> Copy:
    """Go through the steps; after each that a writer came to the end of, a copy that looks is articles/."""
    copy, early = Copy(store), Copy(store)
    captured: dict[int, list[Article]] = defaultdict(list)
    now, death = NOON, 0
    for step in steps:
        now += HOUR
        match step:
            case Deliver():
                captured[step.day].append(sent(step, now))
            case Die():
                death = step.change
            case Poll():
                copy.poll()
            case Build() | Decide():
                death = 0 if _done(store, step, captured, now, death) else death
    for day in sorted(captured):
        build(store, captured[day], day, now + HOUR)
    copy.poll()
    early.poll()  # it only looks once, from the beginning
    assert copy.rows == early.rows == shown(store)
    assert copy.resyncs == early.resyncs == 0
    return copy


def _done(
    store: Store, step: Build | Decide, captured: dict[int, list[Article]], now: Any, death: int
) -> bool:
    work = _work(store, step, captured, now)
    if not death:
        work()
        return False
    with suppress(DeadError), dying(store, death):
        work()
    return True


def _work(
    store: Store, step: Build | Decide, captured: dict[int, list[Article]], now: Any
) -> Callable[[], object]:
    match step:
        case Build(day=day):
            return lambda: build(store, captured[day], day, now) if captured[day] else None
        case Decide(what=what, article=article):
            return lambda: decide(store, what, f"quay:{article}", now)


def decide(store: Store, what: Literal["release", "take_down", "restore"], id_: str, now: Any) -> None:
    with suppress(ConfigError, MissingError):
        getattr(obligations, what)(id_, "the model wants it", store=store, clock=frozen(now))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=4, max_size=18))
@example(steps=[Deliver(1, 1, "usable", 0), Build(0), Poll(), Deliver(1, 2, "usable", 1), Die(9), Build(1)])
@example(steps=[Deliver(1, 1, "embargoed", 0), Build(0), *[Poll()] * 6, Build(0), Poll()])
@example(steps=[Deliver(1, 1, "usable", 0), Poll(), Die(15), Build(0)])  # the source's first writer
@example(steps=[Deliver(1, 1, "usable", 0), Poll(), Die(16), Build(0)])
def test_a_copy_kept_by_cursor_is_articles(steps: list[Step], tmp_path: Path) -> None:
    follow(new_lake(tmp_path / uuid4().hex), steps)


FEW_STEPS: list[list[Step]] = [
    [Deliver(1, 1, "usable", 0), Build(0), Poll(), Decide("take_down", 1), Poll(), Decide("restore", 1)],
    [Deliver(1, 1, "embargoed", 0), Deliver(2, 1, "usable", 0), Build(0), *[Poll()] * 6, Die(7), Build(0)],
    [Deliver(1, 1, "usable", 0), Build(0), Deliver(1, 2, "canceled", 1), Die(12), Build(1), Poll(), Build(0)],
]


@pytest.mark.both_stores
@pytest.mark.parametrize("steps", FEW_STEPS)
def test_so_it_is_on_every_store(steps: list[Step], lake_uri: str) -> None:
    store = open_store(lake_uri)
    begin(store)
    follow(store, steps)


@pytest.mark.both_stores
def test_a_writer_that_dies_anywhere_has_the_next_one_tell(store: Store) -> None:
    """At each change of the store in turn, of a build that brings a new version, another day and a kill."""
    deaths = 0
    for change in range(1, 400, 9 if store.uri.startswith("s3:") else 1):
        place = open_store(f"{store.uri}/{change}")
        begin(place)
        first = [sent(Deliver(n, 1, "usable", 0), NOON) for n in (1, 2, 3)]
        build(place, first, 0, NOON)
        copy = Copy(place)
        copy.poll()
        then = [
            sent(Deliver(1, 2, "usable", 1), NOON + HOUR),
            sent(Deliver(2, 2, "canceled", 1), NOON + HOUR),
            sent(Deliver(4, 1, "usable", 1), NOON + HOUR),
        ]
        try:
            with dying(place, change):
                build(place, then, 1, NOON + HOUR)
        except DeadError:
            deaths += 1
        else:
            break
        copy.poll()
        # Whoever settles next, be it another day with nothing new.
        build(place, first, 0, NOON + 2 * HOUR)
        copy.poll()
        assert copy.rows == shown(place), change
        build(place, then, 1, NOON + 3 * HOUR)
        copy.poll()
        assert copy.rows == shown(place), change
        assert copy.resyncs == 0
        assert copy.rows.keys() == {"quay:1", "quay:3", "quay:4"}
        assert not [one for one in place.objects("pending") if "changes-" in one.path]
        repeated = len(copy.kinds) - len({*copy.kinds})
        assert repeated == 0, copy.kinds
    assert deaths > (3 if store.uri.startswith("s3:") else 20)
