"""Several writers of one source at once, and a reader who looks all the while."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.lake.changes.copies import Copy, shown
from tests.wirelake.obligations.test_model import Deliver, batch, sent
from tests.wirelake.quay import NOON, frozen, write_sources
from tests.wirelake.write.publishing import publish

from wirelake import obligations
from wirelake.lake.changes import feed
from wirelake.storage import Store, open_store

HOUR = timedelta(hours=1)
ROUNDS = 4
ARTICLES = range(1, 5)


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))


def deliver(uri: str, writer: int) -> None:
    """Versions of the same articles, under a capture day of this writer's own."""
    store = open_store(uri)
    for turn in range(ROUNDS):
        at = NOON + (2 * turn + writer) * HOUR
        versions = (sent(Deliver(n, 2 * turn + writer + 1, "usable", writer), at) for n in ARTICLES)
        publish(store, batch(writer), *(replace(one, first_seen_at=at) for one in versions), now=at)


def decide(uri: str) -> None:
    store = open_store(uri)
    for turn in range(ROUNDS):
        act = obligations.restore if turn % 2 else obligations.take_down
        options = {} if turn % 2 else {"in_advance": True}
        act("quay:1", "turn and turn about", store=store, clock=frozen(NOON + turn * HOUR), **options)


@pytest.mark.both_stores
def test_the_copy_is_articles_when_all_have_ended(store: Store) -> None:
    copy = Copy(store)
    with ThreadPoolExecutor(3) as pool:
        work = [pool.submit(deliver, store.uri, writer) for writer in (0, 1)]
        work.append(pool.submit(decide, store.uri))
        while not all(one.done() for one in work):
            copy.poll()
        for one in work:
            one.result()
    publish(store, batch(2), now=NOON + 24 * HOUR)  # whoever comes next
    copy.poll()
    assert copy.rows == shown(store)
    assert copy.resyncs == 0
    late = Copy(store)
    late.poll()
    assert late.rows == copy.rows
    numbers = feed.numbers(store, "quay")
    assert numbers == [*range(numbers[0], numbers[0] + len(numbers))]
