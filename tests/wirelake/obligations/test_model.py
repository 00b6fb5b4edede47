"""Versions, kills, embargoes, releases and re-runs in any order: articles/ is what a plain model says."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.wirelake.quay import DAY, NOON, built, frozen, new_lake, version, write_sources

import wirelake
from wirelake import obligations, pipeline
from wirelake.batches import staging
from wirelake.batches.journal import Journal
from wirelake.config import Batch, Run
from wirelake.errors import ConfigError, MissingError
from wirelake.records import Article
from wirelake.resolve import one_a_version
from wirelake.storage import LocalStore, Store

HOUR = timedelta(hours=1)
Status = Literal["usable", "embargoed", "held", "withheld", "canceled"]


@dataclass(frozen=True)
class Deliver:
    """The wire sends a version, and it is captured under that day; built once a build of the day comes."""

    article: int
    number: int
    status: Status
    day: int


@dataclass(frozen=True)
class Build:
    day: int


@dataclass(frozen=True)
class Decide:
    what: Literal["release", "take_down", "restore"]
    article: int


Step = Deliver | Build | Decide
ARTICLES, NUMBERS, DAYS = (st.integers(1, 2), st.integers(1, 4), st.integers(0, 2))
STATUSES = st.sampled_from(("usable", "usable", "usable", "embargoed", "held", "withheld", "canceled"))
STEPS = st.one_of(
    st.builds(Deliver, ARTICLES, NUMBERS, STATUSES, DAYS),
    st.builds(Deliver, ARTICLES, NUMBERS, STATUSES, DAYS),
    st.builds(Build, DAYS),
    st.builds(Build, DAYS),
    st.builds(Decide, st.sampled_from(("release", "release", "take_down", "restore")), ARTICLES),
)
EMBARGO = 5 * HOUR  # from when the version was sent; a step takes an hour


@dataclass
class Model:
    """What was built of each article, its releases and kills; of the order in which they came nothing."""

    built: dict[int, set[tuple[int, Status, datetime]]] = field(default_factory=lambda: defaultdict(set))
    releases: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    killed: set[int] = field(default_factory=set)
    restored: set[int] = field(default_factory=set)
    erased: set[int] = field(default_factory=set)  # by the wire's own status: there is no way back

    def stands(self, now: datetime) -> dict[str, str]:
        found = {}
        for article in self.built.keys() - self.killed:
            if newest := self.newest(article):
                number, status, at = newest
                if self.is_free(article, status, at, now):
                    found[f"quay:{article}"] = str(number)
        return found

    def newest(self, article: int) -> tuple[int, Status, datetime] | None:
        """The version that speaks for the article: the highest, and of that the last status, since when."""
        said: dict[int, tuple[int, Status, datetime]] = {}
        for number, status, at in sorted(self.built[article], key=lambda one: one[2]):
            same = number in said and said[number][1] == status and status != "embargoed"  # of another end
            if status != "canceled" and not same:
                said[number] = (number, status, at)
        return said[max(said)] if said else None

    def is_free(self, article: int, status: Status, at: datetime, now: datetime) -> bool:
        released = any(at <= release <= now for release in self.releases[article])
        if status == "embargoed":
            return released or at + EMBARGO <= now
        return status == "usable" or (status == "held" and released)


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    yield


def sent(step: Deliver, at: datetime) -> Article:
    """The version as clean leaves it."""
    by_status: dict[str, dict[str, Any]] = {
        "usable": {},
        "embargoed": {"embargoed_until": at + EMBARGO, "signals": ("embargoed",)},
        "held": {"pub_status": "withheld", "signals": ("embargoed",)},
        "withheld": {"pub_status": "withheld"},
        "canceled": {"pub_status": "canceled"},
    }
    fields = by_status[step.status]
    text = f"Version {step.number} of what was told of crane number {step.article}, as it was {step.status}."
    ref = f"{batch(step.day)}#<urn:uuid:{uuid4()}>"
    made = version(step.article, version=str(step.number), body_text=text, raw_ref=ref, **fields)
    return replace(made, first_seen_at=at, fetched_at=at)


def batch(day: int) -> Batch:
    return Batch("quay", DAY + timedelta(days=day))


def build(store: Store, captured: list[Article], day: int, now: datetime) -> None:
    """The last task of a build, of what the ones before would have left."""
    clock = frozen(now)
    run = Run.new(batch(day), "replay")
    journal = Journal.begin(store, run, str(uuid4()), clock)
    journal.facts |= {"raw_version": "", "ruleset_version": ""}
    journal.save()
    staging.put(store, run, "passed", staging.articles_table(one_a_version(captured)))
    staging.put(store, run, "rejected", staging.rejections_table([]))
    pipeline.write_batch(run, store=store, clock=clock)


def stands(store: LocalStore, **options: Any) -> dict[str, str]:
    found = wirelake.read(columns=["article_id", "version"], lake=store.uri, **options).to_pylist()
    assert len(found) == len({row["article_id"] for row in found})
    return {row["article_id"]: row["version"] for row in found}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=4, max_size=16))
@example(steps=[Deliver(1, 2, "usable", 0), Deliver(1, 1, "usable", 1), Build(0), Build(1), Build(0)])
@example(steps=[Deliver(1, 1, "usable", 0), Build(0), Deliver(1, 1, "canceled", 1), Build(1), Build(0)])
@example(steps=[Deliver(1, 1, "held", 0), Build(0), Decide("release", 1), Deliver(1, 2, "held", 0), Build(0)])
@example(steps=[Deliver(1, 1, "canceled", 0), Build(0), Deliver(1, 2, "usable", 1), Build(1), Build(0)])
@example(steps=[Deliver(1, 1, "usable", 0), Build(0), Decide("take_down", 1), Build(0), Decide("restore", 1)])
@example(steps=[Deliver(1, 2, "embargoed", 0), Build(0), *[Build(1)] * 3, Decide("restore", 1)])
def test_articles_are_what_the_model_says(steps: list[Step], tmp_path: Path) -> None:
    store = new_lake(tmp_path / uuid4().hex)
    model = Model()
    captured: dict[int, list[tuple[Deliver, Article]]] = defaultdict(list)
    now = NOON
    for step in steps:
        now += HOUR
        match step:
            case Deliver():
                captured[step.day].append((step, sent(step, now)))
                continue
            case Build(day=day) if captured[day]:
                build(store, [article for _, article in captured[day]], day, now)
                for one, article in captured[day]:
                    model.built[one.article].add((one.number, one.status, article.first_seen_at))
                    if one.status == "canceled":
                        model.killed.add(one.article)
                        model.erased.add(one.article)
            case Decide(what="take_down", article=article):
                obligations.take_down(
                    f"quay:{article}", "the model wants it", in_advance=True, store=store, clock=frozen(now)
                )
                model.killed.add(article)
            case Decide(what="restore", article=article) if restore(store, model, article, now):
                pass
            case Decide(what="release", article=article):
                try:
                    obligations.release(
                        f"quay:{article}", "the model wants it", store=store, clock=frozen(now)
                    )
                    model.releases[article].append(now)
                except MissingError:
                    assert not _is_held(model, article, now)
                    continue
            case _:
                continue  # nobody wrote, so an embargo that ended since then is not freed yet
        assert stands(store) == model.stands(now), step  # of every writer's work, due embargoes included
    assert stands(store, as_of=now) == model.stands(now)


def restore(store: LocalStore, model: Model, article: int, now: datetime) -> bool:
    """Whether there was something to restore."""
    wrong = ConfigError if article in model.erased else MissingError
    if article in (model.killed | model.restored) - model.erased:  # repeated, it finds itself done
        obligations.restore(f"quay:{article}", "the model wants it", store=store, clock=frozen(now))
        model.killed.discard(article)
        model.restored.add(article)
        return True
    with pytest.raises(wrong):
        obligations.restore(f"quay:{article}", "the model wants it", store=store, clock=frozen(now))
    return False


def _is_held(model: Model, article: int, now: datetime) -> bool:
    """An embargo holds a version of it; then there is something to release."""
    held = (
        status in ("held", "embargoed") and not model.is_free(article, status, at, now)
        for _, status, at in model.built[article]
    )
    return article not in model.killed and any(held)


def test_the_next_build_lets_go_what_an_embargo_held(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    held = sent(Deliver(1, 1, "embargoed", 0), NOON)
    build(store, [held], 0, NOON)
    assert stands(store) == {}
    build(store, [sent(Deliver(2, 1, "usable", 1), NOON)], 1, NOON + EMBARGO - timedelta(seconds=1))
    assert stands(store) == {"quay:2": "1"}
    build(store, [sent(Deliver(2, 1, "usable", 1), NOON)], 1, NOON + EMBARGO)
    assert stands(store) == {"quay:1": "1", "quay:2": "1"}


def test_published_date_of_a_kill_that_states_none(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    build(store, [sent(Deliver(1, 1, "usable", 0), NOON)], 0, NOON)
    kill = replace(
        sent(Deliver(1, 2, "canceled", 1), NOON + HOUR), published_date=None, record_kind="control"
    )
    build(store, [replace(kill, body_text="", published_precision=None)], 1, NOON + HOUR)
    assert stands(store) == {}
    assert date(2026, 3, 2) not in wirelake.read(lake=store.uri)["published_date"].to_pylist()
    assert datetime.now(UTC) > NOON


def test_what_is_restored_is_what_stood_byte_for_byte(tmp_path: Path) -> None:
    """Also where its day is built anew meanwhile, and another version comes."""
    store = new_lake(tmp_path / "lake")
    seen = [sent(Deliver(n, 1, "usable", 0), NOON) for n in (1, 2)]
    build(store, seen, 0, NOON)
    stood = built(store)
    obligations.take_down("quay:1", "by order", store=store, clock=frozen(NOON + HOUR))
    assert all(
        "told of crane number 1" not in str(row)
        for row in wirelake.read("history", lake=store.uri).to_pylist()
    )
    build(store, seen, 0, NOON + 2 * HOUR)
    build(store, [sent(Deliver(1, 2, "usable", 1), NOON + 3 * HOUR)], 1, NOON + 3 * HOUR)
    assert stands(store) == {"quay:2": "1"}
    obligations.restore("quay:1", "another was meant", store=store, clock=frozen(NOON + 4 * HOUR))
    assert stands(store) == {"quay:1": "2", "quay:2": "1"}
    now = built(store)
    assert {path: now[path] for path in stood if "history" in path} == {
        path: data for path, data in stood.items() if "history" in path
    }
    assert store.objects("withdrawn") == store.objects("pending") == []
    assert stands(store, as_of=NOON) == {"quay:1": "1", "quay:2": "1"}
    assert stands(store, as_of=NOON + 2 * HOUR) == {"quay:2": "1"}  # it was withdrawn then
