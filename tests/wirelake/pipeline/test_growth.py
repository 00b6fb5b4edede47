"""What the store is asked for does not follow the lake's age: calls with many days, many takedowns."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.lake.decisions.test_unchanged import new_process
from tests.wirelake.quay import BATCH, DAY, NOON, capture, frozen, page, received, version, write_sources
from tests.wirelake.write.publishing import publish
from tests.wirelake.write.test_write import seen_on

from wirelake import obligations, pipeline
from wirelake.batches.staging import articles_table
from wirelake.commands import articles
from wirelake.config import Batch, Run
from wirelake.lake.decisions.events import Cause, Event, What, record
from wirelake.lake.decisions.manifests import Sight, update
from wirelake.obligations.kills import decide
from wirelake.storage import LocalStore, Store, open_store

CALLS = ("read", "read_range", "etag", "write", "objects", "in_each", "folders", "delete", "local_copy")
LONG_AGO = NOON - timedelta(days=400)
FEW, MANY = 10, 40
SOME = 6  # calls more in an older lake: an object more a year
WRITES: dict[str, int] = {"a day": 50, "five articles": 5}


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    monkeypatch.setenv("WIRELAKE_SPOOL", str(tmp_path / "state"))


@contextmanager
def counted(store: Store) -> Iterator[Counter[str]]:
    """The calls of the store meanwhile; ``bytes`` are those that it gave."""
    calls: Counter[str] = Counter()

    def counting(name: str) -> Callable[..., Any]:
        call = getattr(store, name)

        def counts(*args: Any, **options: Any) -> Any:
            calls["all"] += 1
            answer = call(*args, **options)
            calls["bytes"] += len(answer[0]) if name == "read" and answer else 0
            return answer

        return counts

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(store, name, counting(name))
        yield calls


def grown(uri: str, days: int) -> Store:
    """A lake of so many days before DAY, over two years' end, each of three articles."""
    store = open_store(uri)
    for back in range(days, 0, -1):
        batch = Batch("quay", DAY - timedelta(days=back * 3))
        publish(store, batch, *(seen_on(batch, version(1000 * back + n, batch.day)) for n in range(3)))
    return store


@pytest.mark.parametrize("size", WRITES.values(), ids=WRITES)
def test_a_write(lake_uri: str, size: int) -> None:
    asked = []
    for days in (FEW, MANY):
        store = grown(f"{lake_uri}/{days}", days)
        with counted(store) as calls:
            publish(store, BATCH, version(1000), *(version(n) for n in range(size)))
        asked.append(calls)
    few, many = asked
    assert many["all"] <= few["all"] + SOME
    assert many["bytes"] <= 2 * few["bytes"]


def test_show_and_takedown(lake_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, taken = [], []
    for days in (FEW, MANY):
        store = grown(f"{lake_uri}/{days}", days)
        publish(store, BATCH, version(1))
        monkeypatch.setattr(articles, "lake", lambda store=store: store)
        with counted(store) as calls:
            articles.show("quay:3000")
        shown.append(calls["all"])
        with counted(store) as calls:
            obligations.take_down("quay:3000", "by order", store=store, clock=frozen())
        taken.append(calls["all"])
    assert shown[1] <= 1.3 * shown[0]
    assert taken[1] <= 1.3 * taken[0]


def test_an_open_advisory_has_no_history_read(tmp_path: Path) -> None:
    """Nobody knows what it kills, and so each write looks for it again."""
    asked = []
    for days in (FEW, MANY):
        store = grown(str(tmp_path / str(days)), days)
        named = ({"role": "wire", "value": "never-seen"},)
        advisory = version(7, None, record_kind="control", signals=("kill",), refers_to=named)
        for _ in range(2):
            with counted(store) as calls:
                (waiting,) = decide(store, BATCH, articles_table([advisory]))
        assert waiting.article_id == "quay:7"
        asked.append(calls["all"])
    assert asked[1] <= asked[0] + SOME


def test_a_build_after_many_takedowns_of_long_ago(tmp_path: Path) -> None:
    asked = []
    for count in (0, 50):
        store = LocalStore(tmp_path / str(count))
        for number in range(count):
            settled_takedown(store, number)
        for day in range(2):  # the first build puts them together
            batch, at = Batch("quay", DAY + timedelta(days=day)), NOON + timedelta(days=day)
            capture(store, batch, [received(n, page(n, batch.day), at=at) for n in range(4)], at)
            new_process()
            with counted(store) as calls:
                pipeline.build_batch(Run.new(batch, "replay"), store=store, clock=frozen(at))
        asked.append(calls["all"])
    assert asked[1] <= 1.2 * asked[0]


def settled_takedown(store: Store, number: int) -> None:
    """A takedown of which nothing is left to do."""
    event = record(
        store,
        Event(
            what=What.TAKEDOWN,
            article_id=f"quay:{9_000_000 + number}",
            at=LONG_AGO,
            cause=Cause.OPERATOR,
            reason="by order",
        ),
    )
    sight = Sight(
        capture_date=LONG_AGO.date(),
        raw_ref=f"quay/{LONG_AGO.date()}#{number}",
        version="1",
        first_seen_at=LONG_AGO,
        url=f"https://quay.example/{9_000_000 + number}",
    )
    ends = dict.fromkeys(("withdrawn_at", "erasing_at", "erased_at"), LONG_AGO)
    told = {"sights": (sight,), **ends}
    update(store, event, LONG_AGO, lambda one: one.model_copy(update=told))
