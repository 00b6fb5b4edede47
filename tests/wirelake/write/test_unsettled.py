"""A poll settles what has changed, and articles/ is what settling everything would have made of it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.wirelake.quay import BATCH, DAY, NOON, contents, new_lake, version
from tests.wirelake.write.publishing import publish
from tests.wirelake.write.test_write import NEXT, rows, seen_on

from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.lake import layout, pending
from wirelake.lake.built import Built
from wirelake.lake.decisions.events import Cause, Event, What, record
from wirelake.records import Article
from wirelake.storage import Store
from wirelake.write import acknowledge, write_articles, write_history

BUILT = Built(raw_version="", ruleset_version="1", wirelake_version="1", run_id="poll")
BATCHES = (BATCH, NEXT)
ENDS = NOON + timedelta(hours=6)
STATES: tuple[dict[str, Any] | None, ...] = (
    None,  # the article is not seen
    {"body_text": "The crane is red."},
    {"body_text": "The crane is green."},
    {"published_date": DAY - timedelta(days=1)},
    {"embargoed_until": ENDS, "signals": ("embargoed",)},
    {"pub_status": "withheld", "signals": ("embargoed",)},  # until nobody knows when
    {"expires": ENDS},
)
WHATS = (What.TAKEDOWN, What.RELEASE, What.REPLACEMENT)


class Died(BaseException):
    """Of kill -9."""


def poll(store: Store, batch: Batch, *versions: Article, now: datetime = NOON, built: Built = BUILT) -> None:
    assert write_history(store, batch, articles_table(list(versions)), built, is_sparing=True)
    acknowledge(store, write_articles(store, batch, now))


def touched(store: Store, *versions: Article, built: Built = BUILT) -> set[str]:
    """What such a poll touches of BATCH."""
    assert write_history(store, BATCH, articles_table(list(versions)), built, is_sparing=True)
    return {id_ for one in pending.waiting(store, "quay") for id_ in one.touched}


def decided(what: What, number: int) -> Event:
    return Event(what=what, article_id=f"quay:{number}", at=NOON, cause=Cause.OPERATOR, reason="a test")


def stood(store: Store) -> list[Article]:
    """Five articles, settled; of one an embargo has no end."""
    found = [version(n) for n in range(4)]
    found.append(version(4, pub_status="withheld", signals=("embargoed",)))
    poll(store, BATCH, *found)
    return found


def test_what_changed_is_touched(store: Store) -> None:
    versions = stood(store)
    versions[1] = replace(versions[1], headline="Crane 1 turns red")
    assert touched(store, *versions[1:], version(9)) == {"quay:0", "quay:1", "quay:9", "quay:4"}


def test_what_somebody_decided_about_is_touched(store: Store) -> None:
    versions = stood(store)
    record(store, decided(What.RELEASE, 2))  # and died
    assert touched(store, *versions) == {"quay:2", "quay:4"}


@pytest.mark.parametrize("by", ["other rules", "other code", "nobody knows whom", "an unknown history"])
def test_all_is_touched_where_what_stands_was_made_otherwise(store: Store, by: str) -> None:
    versions, built = stood(store), BUILT
    if by == "other rules":
        built = replace(BUILT, ruleset_version="2")
    elif by == "other code":
        built = replace(BUILT, wirelake_version="2")
    elif by == "nobody knows whom":
        store.delete(layout.built(BATCH))
    else:
        publish(store, BATCH, *versions[1:])
        versions = versions[1:]
    assert touched(store, *versions, built=built) == {one.article_id for one in versions}


def test_a_day_of_articles_that_is_gone_comes_back_whole(store: Store) -> None:
    versions = stood(store)
    publish(store, NEXT, seen_on(NEXT, version(7)))
    store.delete(layout.articles(DAY))
    poll(store, BATCH, *versions, version(8))
    assert [id_ for (id_,) in rows(store, "article_id")] == [f"quay:{n}" for n in (0, 1, 2, 3, 7, 8)]


def seen(batch: Batch, number: int, state: int) -> Article | None:
    fields = STATES[state]
    if fields is None:
        return None
    day = fields.get("published_date", DAY)
    return seen_on(batch, version(number, day, **{k: v for k, v in fields.items() if k != "published_date"}))


def day_of(batch: Batch, states: Iterable[int]) -> list[Article]:
    return [one for number, state in enumerate(states) if (one := seen(batch, number, state))]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(BATCHES),
            st.tuples(*[st.sampled_from(range(len(STATES)))] * 3),
            st.sampled_from([0, 0, *range(1, 8)]),  # after which change to the store it dies; 0: it lives
            st.sampled_from([None, None, *((what, n) for what in WHATS for n in range(3))]),
            st.integers(0, 8),  # hours since the step before
        ),
        min_size=2,
        max_size=5,
    )
)
def test_articles_is_what_settling_everything_makes(steps: list[Any], tmp_path_factory: Any) -> None:
    sparing, whole = (new_lake(tmp_path_factory.mktemp("lakes") / name) for name in ("sparing", "whole"))
    now, last = NOON, {}
    for batch, states, dies, decision, hours in steps:
        now += timedelta(hours=hours)
        if decision:
            for store in (sparing, whole):
                record(store, decided(*decision))
        last[batch] = day_of(batch, states)
        with dying(sparing, dies):
            poll(sparing, batch, *last[batch], now=now)
    for batch, versions in last.items():
        poll(sparing, batch, *versions, now=now)
    for batch, versions in last.items():
        publish(whole, batch, *versions, now=now)
    for hours in (0, 24):  # then every moment has come that something is held for
        for store in (sparing, whole):
            acknowledge(store, write_articles(store, BATCH, now + timedelta(hours=hours)))
        assert contents(sparing, "articles") == contents(whole, "articles")


@contextmanager
def dying(store: Store, after: int) -> Iterator[None]:
    """Die within, after so many changes to the store; 0 lets it live."""
    left = after

    def changing(call: Callable[..., None]) -> Callable[..., None]:
        def changes(*args: Any, **options: Any) -> None:
            nonlocal left
            call(*args, **options)
            left -= 1
            if left == 0:
                raise Died

        return changes

    with suppress(Died), patch.multiple(store, write=changing(store.write), delete=changing(store.delete)):
        yield
