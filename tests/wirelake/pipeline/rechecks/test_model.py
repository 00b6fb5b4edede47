"""A page looked at over days, while its text, its advertisements and the rules change, and days are replayed.

A plain model says what its versions are: the texts that it showed, one after the other.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.wirelake.quay import BATCH, DAY, NOON, capture, new_lake, received, version

from wirelake import archive
from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.evidence import text_content
from wirelake.lake.exchanges import read_index
from wirelake.lake.versions import versions
from wirelake.lake.versions.sights import Sight
from wirelake.pipeline.rechecks import before
from wirelake.pipeline.rechecks.disappearance import following
from wirelake.records import Article, RawArticle, Rejection
from wirelake.resolve import one_a_version
from wirelake.storage import Store
from wirelake.write import write_history

WALL = "wall"
WALLS = 2  # one after the other, behind which what stood there is still found


@dataclass(frozen=True)
class Look:
    """The page is asked for, on this day or the next one, and the day is built."""

    days: int
    text: str
    advertisement: int


@dataclass(frozen=True)
class Rules:
    """From now on days are built by these."""

    number: int


@dataclass(frozen=True)
class Replay:
    """A day is built again, if it was; by its number."""

    day: int


Step = Look | Rules | Replay
LOOKS = st.builds(Look, st.integers(0, 1), st.sampled_from(("A", "A", "B", WALL)), st.integers(0, 2))
STEPS = st.one_of(LOOKS, LOOKS, st.builds(Rules, st.integers(1, 3)), st.builds(Replay, st.integers(0, 6)))


def read(rules: int, raw: RawArticle) -> list[Article] | Rejection:
    """What these rules read in a payload: of one text every set of rules another."""
    text = raw.body.decode().partition("|")[0]
    if text == WALL:
        return Rejection(
            source="quay", stage="extract", reason="consent_wall", reasons=(), detail="", raw_ref=raw.raw_ref,
            rejected_at=raw.fetched_at,
        )  # fmt: skip
    shown = version(1, body_text=f"{text}, as rules {rules} read it.", raw_ref=raw.raw_ref)
    digest = raw.received_sha256
    content = hashlib.sha256(text_content(shown.headline, shown.body_text).encode()).hexdigest()
    fields: dict[str, Any] = {"version": digest, "raw_sha256": digest, "ruleset_version": str(rules)}
    fields |= {"content_sha256": content, "first_seen_at": raw.fetched_at}
    return [replace(shown, **fields)]


class AtOnce:
    """What documents are read in: here this process, as nothing in them is hostile."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""

    def map(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
        return map(function, items)


@dataclass
class Desk:
    """The page's lake, and what it showed: (text, payload), one after the other."""

    store: Store
    day: int = 0
    looks: int = 0
    rules: int = 0
    walls: int = 0
    shown: list[tuple[str, str]] = field(default_factory=list)
    days: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        if isinstance(step, Rules):
            self.rules = step.number
        elif isinstance(step, Replay):
            if step.day in self.days:
                self.build(step.day)
        elif step.text != WALL or self.walls < WALLS:
            self.look(step)

    def look(self, step: Look) -> None:
        self.walls = self.walls + 1 if step.text == WALL else 0
        self.day, self.looks = self.day + step.days, self.looks + 1
        at = NOON + timedelta(days=self.day, minutes=self.looks)
        body = f"{step.text}|{step.advertisement}".encode()
        sights = archive.seen(self.store, "quay", batch(self.day).day)
        capture(self.store, batch(self.day), [following(received(1, body, at=at), sights)], at)
        if step.text != WALL:
            self.shown.append((step.text, hashlib.sha256(body).hexdigest()))
        self.build(self.day)

    def build(self, day: int) -> None:
        raws = archive.read_batch(self.store, batch(day))
        reader = partial(read, self.rules)
        outcomes = [reader(raw) for raw in raws]
        articles = [one for found in outcomes if isinstance(found, list) for one in found]
        index = read_index(self.store, batch(day))
        told = before.with_before(self.store, batch(day), index, articles, reader)
        table = articles_table(one_a_version(told))
        write_history(self.store, batch(day), table)
        rows = table.to_pylist()
        self.days[day] = [{**row, "capture_date": batch(day).day} for row in rows]

    def versions(self) -> list[Sight]:
        found = versions(row for rows in self.days.values() for row in rows)
        return found[0] if found else []

    def expected(self) -> list[str]:
        """The payload that showed each text first."""
        texts = [text for text, _ in self.shown]
        return [payload for at, (text, payload) in enumerate(self.shown) if at == 0 or text != texts[at - 1]]


def batch(day: int) -> Batch:
    return Batch(BATCH.source, DAY + timedelta(days=day))


@pytest.fixture(autouse=True)
def bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(before, "bounded", AtOnce)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, min_size=3, max_size=10), order=st.permutations(range(6)))
@example([Look(0, "A", 0), Rules(1), Look(1, "A", 1), Rules(2), Replay(0), Look(1, "B", 1)], list(range(6)))
@example([Look(0, "A", 0), Look(1, WALL, 0), Rules(1), Look(1, WALL, 1), Look(0, "A", 1)], list(range(6)))
@example([Look(0, "A", 0), Look(1, "B", 0), Look(1, "A", 1), Look(0, "A", 0), Rules(1), Look(1, "A", 2)], [3])
def test_versions_are_the_texts_that_the_page_showed(steps: list[Step], order: list[int]) -> None:
    with TemporaryDirectory() as folder:
        desk = Desk(new_lake(Path(folder) / "lake"))
        for step in steps:
            desk.take(step)
            assert [one.row["version"] for one in desk.versions()] == desk.expected(), step
        for day in order:
            desk.take(Replay(day))
            assert [one.row["version"] for one in desk.versions()] == desk.expected(), f"replay {day}"
        stood = {day: rows for day, rows in desk.days.items() if day in order}
        for day in sorted(stood):
            desk.build(day)
        assert {day: desk.days[day] for day in stood} == stood
        if set(desk.days) <= set(order):
            assert not any(one.is_recleaned for one in desk.versions())
