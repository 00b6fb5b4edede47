"""What comes after a takedown: captures, polls, closed gates, and what stands at the article's address."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.obligations.quaynews import (
    CORRECTED,
    FIRST,
    KILLED,
    LATE,
    NEXT,
    PIER,
    SECOND,
    THIRD,
    WORDS,
    fill,
    listing,
    news,
    replay,
    run,
    sent,
    take_down,
)
from tests.wirelake.pipeline.newsroom import Newsroom
from tests.wirelake.quay import BATCH, DAY, NOON, built, capture, clear, frozen, page, received, run_of

from wirelake import obligations, pipeline
from wirelake.config import Batch, Run
from wirelake.errors import QualityError
from wirelake.lake.exchanges import outcomes, read_index
from wirelake.lake.streams import read
from wirelake.records import Kind
from wirelake.storage import Store

FOURTH = Batch("quay", THIRD.day + timedelta(days=1))
MORE = LATE + timedelta(days=1)


pytestmark = pytest.mark.usefixtures("sources")


@pytest.fixture
def done(store: Store, sources: Path) -> Store:
    """The article is taken down, and the third day written."""
    fill(store, sources)
    take_down(store)
    pipeline.write_batch(run_of(THIRD), store=store, clock=frozen(LATE))
    return store


def assert_gone(store: Store, sources: Path, article_id: str = KILLED) -> None:
    assert holding(store, *WORDS, folders=(sources,)) == []
    mine = next(one for one in obligations.manifests("quay", store=store) if one.article_id == article_id)
    assert obligations.verify(mine, store=store).is_proven


def rejected(store: Store, batch: Batch) -> list[dict[str, Any]]:
    rows = read("rejected", lake=store.uri, source=batch.source, start=batch.day, end=batch.day)
    return [row for row in rows.to_pylist() if row["reason"] == "taken_down"]


def assert_every_ref_ends(store: Store, *batches: Batch) -> None:
    for batch in batches:
        refs = {f"{batch}#{row['record_id']}" for row in read_index(store, batch)}
        assert refs - outcomes(store, batch).keys() == set(), batch


def assert_rebuilt_alike(store: Store, *batches: Batch) -> None:
    stood = built(store)
    clear(store, "history", "rejected", "articles")
    replay(store, *batches)
    assert built(store) == stood


def test_the_same_bytes_of_the_day_bring_nothing_back(done: Store, sources: Path) -> None:
    stood = built(done)
    link = sent(2).link
    again = sent(2, at=MORE, link=type(link)(url=link.url, origin=link.origin))
    assert capture(done, BATCH, [again], MORE) == 0  # a revisit: no new payload
    replay(done, BATCH)
    assert built(done) == stood
    assert_gone(done, sources)
    assert_every_ref_ends(done, BATCH)


@pytest.mark.parametrize("what", ["feed", "title"])
def test_a_list_that_names_it_once_more_is_freed_too(done: Store, sources: Path, what: str) -> None:
    capture(done, BATCH, [listing(Kind.FEED, MORE) if what == "feed" else sent(2, at=MORE)], MORE)
    capture(done, FOURTH, [listing(Kind.FEED, MORE), sent(6, at=MORE)], MORE)
    replay(done, BATCH, FOURTH)
    assert_gone(done, sources)


def test_the_same_and_other_bytes_of_a_later_day_are_rejected(done: Store, sources: Path) -> None:
    other = news(2, f"{SECOND} The harbour office now says that {CORRECTED}")
    capture(done, FOURTH, [sent(2, at=MORE), sent(6, at=MORE)], MORE)
    at = MORE + timedelta(hours=1)
    capture(done, FOURTH, [sent(2, other, at)], at)
    replay(done, FOURTH)
    assert [(row["article_id"], row["headline"], row["body_excerpt"]) for row in rejected(done, FOURTH)] == [
        (KILLED, None, None)
    ] * 2
    assert "quay:1000006" in read(lake=done.uri)["article_id"].to_pylist()
    assert_gone(done, sources)
    assert_every_ref_ends(done, BATCH, NEXT, THIRD, FOURTH)
    stood = built(done)
    take_down(done, at=MORE + timedelta(hours=2))
    assert built(done) == stood
    assert_rebuilt_alike(done, FOURTH, BATCH, NEXT, THIRD, PIER)


def test_what_was_captured_before_and_built_after_ends_as_a_rejection(store: Store, sources: Path) -> None:
    fill(store, sources)
    capture(store, FOURTH, [sent(2, at=NOON), sent(6, at=NOON)])
    take_down(store)
    assert holding(store, *WORDS) == []
    replay(store, FOURTH)
    assert len(rejected(store, FOURTH)) == 1
    assert_every_ref_ends(store, FOURTH)


def test_a_file_that_is_dropped_again_is_swept(done: Store, sources: Path) -> None:
    done.write(f"drop/quay/{FOURTH.day}/2.txt", news(2))
    done.write(f"drop/quay/{FOURTH.day}/6.txt", news(6))
    run(done, FOURTH, MORE)
    assert [one.path for one in done.objects("drop")] == [f"drop/quay/{FOURTH.day}/6.txt"]
    assert len(rejected(done, FOURTH)) == 1
    assert_gone(done, sources)


def test_a_poll_that_brings_it_again(store: Store, sources: Path) -> None:
    told = "The night shift has lost the keys of crane number one to the sea."
    day = Batch("newsroom", DAY)
    with Newsroom(DAY) as wire:
        wire.write_source(sources, "recheck_hours: [1]\n")
        for number in (1, 2):
            wire.publish(number, told if number == 1 else None)
        pipeline.fetch_batch(run_of(day, "poll"), store=store, clock=frozen(NOON))
        pipeline.build_batch(run_of(day, "poll"), store=store, clock=frozen(NOON))
        killed = next(
            row["article_id"] for row in read(lake=store.uri).to_pylist() if row["url"].endswith("/news/1")
        )
        taken = take_down(store, killed, NOON + timedelta(minutes=5))
        assert taken.done_at
        assert holding(store, told) == []
        stood = read(lake=store.uri)["article_id"].to_pylist()
        assert len(stood) == 1
        wire.pages[1] = f"{told} They are being looked for."
        del wire.items[1]
        at = NOON + timedelta(hours=2)
        run_ = Run.new(day, "poll")
        pipeline.fetch_batch(run_, store=store, clock=frozen(at))
        pipeline.build_batch(run_, store=store, clock=frozen(at))
    assert read(lake=store.uri)["article_id"].to_pylist() == stood
    assert len(rejected(store, day)) == 1
    assert holding(store, told) == []
    assert all(
        obligations.verify(one, store=store).is_proven
        for one in obligations.manifests("newsroom", store=store)
    )


def test_a_day_on_which_the_gate_closed_is_searched_too(store: Store, sources: Path) -> None:
    capture(store, PIER, [received(1, page(1))])
    replay(store, PIER)
    bad = [received(n, page(n, None)) for n in range(10, 16)]
    capture(store, BATCH, [sent(2), *bad])
    with pytest.raises(QualityError):
        replay(store, BATCH)
    assert holding(store, *WORDS)
    told = take_down(store)
    assert holding(store, *WORDS) == []
    assert len(told.prints) > 0
    assert store.objects("history/capture_date=2026-03-02/source=quay") == []
    pipeline.build_batch(Run.new(BATCH, "replay"), accept=True, store=store, clock=frozen(LATE))
    assert_gone(store, sources)


def test_a_rejection_of_it_leaves_no_history_where_the_gate_closed(store: Store) -> None:
    undated = [sent(n, news(n, published=None)) for n in (1, 2, 3, 4, 5, 6)]
    capture(store, BATCH, undated)
    with pytest.raises(QualityError):
        replay(store, BATCH)
    killed = next(
        row["article_id"] for row in read("rejected", lake=store.uri).to_pylist() if row["url"].endswith("/2")
    )
    take_down(store, killed)
    assert holding(store, FIRST) == []
    assert store.objects("history") == []
    assert [row["article_id"] for row in rejected(store, BATCH)] == [killed]
    stood = built(store)
    clear(store, "rejected")
    with pytest.raises(QualityError):
        replay(store, BATCH)
    assert built(store) == stood


def test_what_was_rejected_at_its_address_loses_its_words_at_once(store: Store, sources: Path) -> None:
    fill(store, sources)
    capture(store, FOURTH, [sent(2, b"\0\1\2", NOON)])
    with pytest.raises(QualityError):
        replay(store, FOURTH)
    assert any("rejected" in one for one in holding(store, *WORDS))
    take_down(store)
    assert holding(store, *WORDS) == []
