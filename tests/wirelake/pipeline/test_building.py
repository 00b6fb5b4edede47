"""Capture and build, whole: the same bytes for the same raw/, and nothing that is lost on the way."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.wirelake.quay import (
    BATCH,
    BUILT,
    DAY,
    NOON,
    built,
    capture,
    clear,
    contents,
    failed,
    frozen,
    new_lake,
    page,
    received,
    run_of,
    version,
    write_sources,
)

from wirelake import pipeline
from wirelake.archive import read_batch
from wirelake.batches.staging import articles_table
from wirelake.config import Batch, Run
from wirelake.errors import MissingError, QualityError, WirelakeError
from wirelake.lake.exchanges import outcomes, read_index
from wirelake.lake.reading import read_days
from wirelake.lake.streams import read
from wirelake.pipeline import Written
from wirelake.records import Kind, Link, Outcome, RawArticle
from wirelake.storage import Store
from wirelake.write import write_history

NEXT, THIRD = (Batch("quay", DAY + timedelta(days=n)) for n in (1, 2))
LATER = NOON + timedelta(hours=2)
FEED = """
  - kind: feed
    url: https://quay.example/feed.xml
"""


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The wires' YAML files: quay and pier with drop folders, buoy with a feed of the open day."""
    folder = tmp_path / "sources"
    write_sources(folder, "quay", "pier")
    write_sources(folder, "buoy", more=FEED)
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    yield folder


def build(store: Store, batch: Batch = BATCH, **options: Any) -> Written:
    return pipeline.build_batch(Run.new(batch, "replay"), store=store, clock=frozen(), **options)


def runs(store: Store, batch: Batch = BATCH) -> list[dict[str, Any]]:
    """The batch's rows of runs/, oldest first."""
    rows = read_days(store, "runs", batch.day, batch.day, source=batch.source).to_pylist()
    return sorted(rows, key=lambda row: row["started_at"])


def bad(number: int, **fields: Any) -> RawArticle:
    """A page without any date: rejected as published_at_missing."""
    return received(number, page(number, None), **fields)


def test_a_day_run_twice_stands_as_if_run_once(store: Store) -> None:
    for number in range(4):
        store.write(f"drop/quay/{DAY}/{number}.txt", page(number))
    store.write(f"drop/quay/{DAY}/undated.txt", page(9, None))
    first = run(store)
    stood = built(store)
    assert {path.partition("/")[0] for path in stood} == set(BUILT)
    assert (first.articles, first.rejected, first.published_dates) == (4, 1, (DAY,))
    again = run(store, at=LATER)
    assert built(store) == stood
    assert (again.articles, again.rejected, again.published_dates) == (4, 1, ())
    assert [row["added"] for row in runs(store)] == [4, 0]
    assert [row["mode"] for row in runs(store)] == ["run", "run"]


def test_a_replay_from_raw_alone_gives_the_same_bytes(store: Store) -> None:
    capture(store, BATCH, [received(n, page(n, DAY - timedelta(days=n % 2))) for n in range(4)])
    capture(store, NEXT, [received(1, page(1, text="Changed.")), bad(7)])
    for batch in (BATCH, NEXT):
        build(store, batch)
    stood = built(store)
    for lost in (BUILT, ("articles",)):
        clear(store, *lost)
        for batch in (BATCH, NEXT):
            build(store, batch)
        assert built(store) == stood, lost


def test_failures_are_counted_by_class_also_those_that_healed(store: Store) -> None:
    capture(store, BATCH, [received(1, page(1)), failed(2), failed(3), failed(4, "http_404")])
    capture(store, BATCH, [received(2, page(2), at=LATER)], at=LATER)
    build(store)
    assert runs(store)[-1]["failures_by_class"] == [("http_404", 1), ("timeout", 2)]
    assert runs(store)[-1]["rejected_by_reason"] == [("http_404", 1), ("timeout", 1)]


def test_an_article_moves_to_the_day_that_a_later_version_states(store: Store) -> None:
    capture(store, BATCH, [received(1, page(1))])
    capture(store, NEXT, [received(1, page(1, NEXT.day), at=NOON + timedelta(days=1))])
    for batch in (BATCH, NEXT, BATCH):
        build(store, batch)
    found = read(lake=store.uri, columns=["published_date", "version_seq"]).to_pylist()
    assert found == [{"published_date": NEXT.day, "version_seq": 2}]


def test_every_raw_ref_has_an_outcome(store: Store) -> None:
    feed = received(90, b"<rss/>", kind=Kind.FEED, link=Link(url="https://quay.example/feed", origin="feed"))
    capture(
        store,
        BATCH,
        [
            feed,
            received(1, page(1)),
            received(2, page(1)),  # the same article at another address
            bad(3),
            received(4, page(3, None)),  # the same rejected page at another address
            received(5, b"\0\1\2"),
            failed(6),
            failed(7),
            *(received(n, page(n)) for n in range(10, 16)),
        ],
    )
    repeated = [
        received(1, page(1), at=LATER),
        received(6, page(6), at=LATER),
        failed(7, "connect", at=LATER),
    ]
    capture(store, BATCH, repeated, LATER)
    build(store)
    index = read_index(store, BATCH)
    found = outcomes(store, BATCH)
    assert {f"{BATCH}#{row['record_id']}" for row in index} - found.keys() == set()
    told = [
        (row["url"].rpartition("/")[2], row["failure"], found[f"{BATCH}#{row['record_id']}"])
        for row in index
        if len(row["url"].rpartition("/")[2]) == 1 or row["kind"] == "feed"
    ]
    assert sorted(told, key=str) == sorted(
        [
            ("feed", None, Outcome.NOT_CONTENT),
            ("1", None, Outcome.ARTICLE),
            ("1", None, Outcome.DUPLICATE),
            ("2", None, Outcome.DUPLICATE),
            ("3", None, Outcome.REJECTION),
            ("4", None, Outcome.REJECTION),
            ("5", None, Outcome.REJECTION),
            ("6", "timeout", Outcome.NOT_CONTENT),
            ("6", None, Outcome.ARTICLE),
            ("7", "timeout", Outcome.REJECTION),
            ("7", "connect", Outcome.DUPLICATE),
        ],
        key=str,
    )


def test_what_was_not_built_has_no_outcome_and_a_control_record_has_its_own(store: Store) -> None:
    capture(store, BATCH, [received(1, page(1)), received(2, page(2))])
    control, other = (raw.raw_ref for raw in read_batch(store, BATCH))
    kill = version(1, None, record_kind="control", raw_ref=control)
    write_history(store, BATCH, articles_table([kill]))
    assert outcomes(store, BATCH) == {control: Outcome.CONTROL}
    assert other not in outcomes(store, BATCH)


def test_damage_in_raw_is_a_rejection_and_the_rest_is_built(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    capture(store, BATCH, [received(n, page(n)) for n in range(5)])
    (warc,) = store.root.rglob("*.warc.gz")
    data = bytearray(warc.read_bytes())
    data[read_index(store, BATCH)[2]["offset"] + 60] ^= 4
    warc.write_bytes(data)
    assert build(store).articles == 4
    (row,) = read("rejected", lake=store.uri).to_pylist()
    assert (row["stage"], row["reason"], row["url"]) == ("fetch", "raw_damaged", "https://quay.example/2")


class TestGate:
    def test_an_empty_day_where_there_are_usually_articles_is_not_published(self, store: Store) -> None:
        capture(store, BATCH, [received(1, page(1))])
        build(store)
        stood = built(store)
        store.write(f"drop/quay/{NEXT.day}/1.txt", page(2, None))
        with pytest.raises(QualityError, match=r"quay/2026-03-03: no article.*--accept"):
            run(store, NEXT, NOON + timedelta(days=1))
        assert contents(store, "history", "articles").items() <= stood.items()
        assert [row["reason"] for row in rejected(store, NEXT)] == ["published_at_missing"]
        (told,) = runs(store, NEXT)
        assert (told["status"], told["articles"], told["rejected"]) == ("failed", 0, 1)
        assert told["published_dates"] == []
        assert "no article" in told["summary"]

    def test_a_day_that_received_a_kill_alone_is_published(self, store: Store) -> None:
        capture(store, BATCH, [received(1, page(1))])
        build(store)
        kill = b"BULLETIN KILL\n\nPlease kill the story slugged PORT-OPEN. A kill is mandatory."
        store.write(f"drop/quay/{NEXT.day}/1.txt", kill)
        run(store, NEXT, NOON + timedelta(days=1))
        assert rejected(store, NEXT) == []
        (row,) = (
            one for one in read("history", lake=store.uri).to_pylist() if one["capture_date"] == NEXT.day
        )
        assert (row["record_kind"], row["signals"]) == ("control", ["kill"])
        assert row["refers_to"] == [{"role": "slugline", "value": "PORT-OPEN"}]
        assert len(read(lake=store.uri)) == 1

    def test_an_empty_day_of_a_source_without_usual_days_passes(self, store: Store) -> None:
        capture(store, BATCH, [bad(1)])
        assert build(store).articles == 0

    def test_more_than_half_of_five_rejected_is_not_published(self, store: Store) -> None:
        capture(store, BATCH, [received(n, page(n)) for n in range(3)])
        build(store)
        stood = contents(store, "history", "articles")
        capture(store, BATCH, [received(9, page(9)), *(bad(n) for n in range(4, 9))], LATER)
        with pytest.raises(QualityError, match=r"5 of 9 rejected \(5 published_at_missing\), more than 50%"):
            build(store)
        assert contents(store, "history", "articles") == stood
        assert len(rejected(store)) == 5
        accepted = build(store, accept=True)
        assert (accepted.articles, accepted.rejected) == (4, 5)
        assert [row["status"] for row in runs(store)].count("success") == 2
        assert len(read(lake=store.uri)) == 4

    def test_half_of_them_and_small_days_pass(self, store: Store) -> None:
        capture(store, BATCH, [received(n, page(n)) for n in range(3)] + [bad(n) for n in range(4, 7)])
        assert build(store).rejected == 3
        capture(store, NEXT, [received(1, page(1)), bad(2), bad(3), bad(4)])
        assert build(store, NEXT).rejected == 3


class TestNothingCaptured:
    past = Batch("buoy", DAY - timedelta(days=30))

    def test_a_feed_that_cannot_show_the_day_skips_it(self, store: Store) -> None:
        captured = pipeline.fetch_batch(run_of(self.past, "run"), store=store, clock=frozen())
        assert captured.nothing
        assert "shows the open day only" in captured.reach
        assert built(store) == {}
        (told,) = runs(store, self.past)
        assert told["status"] == "skipped"
        assert "shows the open day only" in told["summary"]
        with pytest.raises(MissingError, match="nothing in raw"):
            build(store, self.past)

    def test_what_stands_in_raw_is_built_all_the_same(self, store: Store) -> None:
        capture(store, self.past, [received(1, page(1))])
        captured = pipeline.fetch_batch(run_of(self.past, "run"), store=store, clock=frozen())
        assert (captured.nothing, captured.new, captured.total) == (False, 0, 1)
        assert pipeline.build_batch(run_of(self.past, "run"), store=store, clock=frozen()).articles == 1

    def test_an_empty_fetch_empties_no_day(self, store: Store) -> None:
        store.write(f"drop/quay/{DAY}/1.txt", page(1))
        run(store)
        stood = built(store)
        store.delete(f"drop/quay/{DAY}/1.txt")
        assert run(store, at=LATER).articles == 1
        assert built(store) == stood


def test_a_write_that_is_tried_again_still_names_its_days(store: Store) -> None:
    capture(store, BATCH, [received(n, page(n)) for n in range(2)])
    first = pipeline.build_batch(run_of(BATCH), store=store, clock=frozen())
    again = pipeline.write_batch(run_of(BATCH), store=store, clock=frozen())
    assert again.published_dates == first.published_dates == (DAY,)
    (told,) = runs(store)
    assert (told["published_dates"], told["added"]) == ([DAY], 2)


def test_tasks_out_of_order_say_what_to_do(store: Store) -> None:
    with pytest.raises(MissingError, match="wirelake run quay 2026-03-02"):
        pipeline.extract_batch(run_of(BATCH, "run"), store=store, clock=frozen())
    with pytest.raises(WirelakeError, match="start with fetch"):
        pipeline.validate_batch(run_of(BATCH, "run"), store=store, clock=frozen())
    with pytest.raises(WirelakeError, match="start with fetch"):
        pipeline.write_batch(run_of(BATCH, "run"), store=store, clock=frozen())


# What each capture of a day received; every article by number with its text.
CAPTURES = {
    BATCH: ({1: "Red.", 2: "Two."}, {1: "Red.", 3: "Three."}),
    NEXT: ({1: "Green.", 2: "Two."}, {4: "Four."}),
    THIRD: ({1: "Red."}, {1: "Red.", 2: "Two, corrected."}),
}


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_order_of_days_runs_and_replays_does_not_matter(
    tmp_path: Path, expected: list[dict[str, bytes]], data: st.DataObject
) -> None:
    store = new_lake(tmp_path / uuid4().hex)
    batches = list(CAPTURES)
    runs_ = data.draw(st.permutations([(batch, n) for batch in batches for n in (0, 1)]))
    for batch, n in runs_:
        receive(store, batch, n)
        for replayed in data.draw(st.lists(st.sampled_from([batch, *batches]), max_size=1)):
            if read_index(store, replayed):
                build(store, replayed)
    for batch in data.draw(st.permutations(batches)):
        build(store, batch)
    if not expected:
        expected.append(built(store))
    assert built(store) == expected[0]


@pytest.fixture(scope="module")
def expected() -> list[dict[str, bytes]]:
    """What the first example left; every other example must leave the same."""
    return []


def receive(store: Store, batch: Batch, n: int) -> None:
    """The batch's capture of that number, by a clock that stands at noon of its day."""
    at = NOON + (batch.day - DAY)
    shown = CAPTURES[batch][n]
    capture(store, batch, [received(k, page(k, text=text), at=at) for k, text in shown.items()], at)


def run(store: Store, batch: Batch = BATCH, at: Any = NOON) -> Written:
    run = Run.new(batch)
    captured = pipeline.fetch_batch(run, store=store, clock=frozen(at))
    assert not captured.nothing
    return pipeline.build_batch(run, store=store, clock=frozen(at))


def rejected(store: Store, batch: Batch = BATCH) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_days(
        store, "rejected", batch.day, batch.day, source=batch.source
    ).to_pylist()
    return rows
