"""Captures of a wire that is being read while it changes: polls, re-checks, gaps, and a network that goes."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.wirelake.pipeline.newsroom import Newsroom, story
from tests.wirelake.quay import contents, frozen, new_lake, run_of

from wirelake import pipeline
from wirelake.config import Batch, Mode, Run
from wirelake.errors import ConfigError, FetchError
from wirelake.lake.exchanges import read_index
from wirelake.lake.reading import read_days
from wirelake.lake.streams import read
from wirelake.pipeline import Captured
from wirelake.storage import LocalStore, Store

DAY = date(2026, 3, 2)
MORNING = datetime(2026, 3, 2, 11, tzinfo=UTC)
MIDNIGHT = datetime(2026, 3, 3, 0, 0, 5, tzinfo=UTC)
BATCH = Batch("newsroom", DAY)


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return new_lake(tmp_path / "lake")


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return tmp_path / "sources"


@pytest.fixture
def wire(sources: Path) -> Iterator[Newsroom]:
    with Newsroom(DAY) as wire:
        wire.write_source(sources)
        yield wire


def poll(store: Store, at: datetime) -> Captured:
    """One poll, and the build where it found something."""
    run = Run.new(BATCH, "poll")
    captured = pipeline.fetch_batch(run, store=store, clock=frozen(at))
    if not captured.nothing and not captured.closed:
        pipeline.build_batch(run, store=store, clock=frozen(at))
    return captured


def headlines(store: Store) -> list[str]:
    return sorted(read(lake=store.uri, columns=["headline"])["headline"].to_pylist())


def runs(store: Store) -> list[dict[str, object]]:
    rows = read_days(store, "runs", DAY, DAY, source="newsroom").to_pylist()
    return sorted(rows, key=lambda row: str(row["started_at"]))


def test_polls_take_what_is_new_and_the_daily_run_closes_the_day(store: Store, wire: Newsroom) -> None:
    wire.publish(1)
    wire.publish(2)
    assert poll(store, MORNING).new == 3  # the feed and two pages
    stood = contents(store, "raw", "articles", "history", "runs")
    assert poll(store, MORNING + timedelta(minutes=15)).closed == "nothing new"
    assert contents(store, "raw", "articles", "history", "runs") == stood
    wire.publish(3)
    poll(store, MORNING + timedelta(minutes=30))
    assert [wire.asked[f"/news/{number}"] for number in (1, 2, 3)] == [1, 1, 1]
    assert len(headlines(store)) == 3
    closed = pipeline.fetch_batch(run_of(BATCH, "run"), store=store, clock=frozen(MIDNIGHT))
    assert closed.closed == "closed as it stood: 3 articles, nothing new"
    assert [run["mode"] for run in runs(store)] == ["poll", "poll", "run"]
    assert runs(store)[-1]["articles"] == 3


def test_a_poll_whose_build_failed_is_made_good_by_the_next(store: Store, wire: Newsroom) -> None:
    wire.publish(1)
    pipeline.fetch_batch(run_of(BATCH, "poll"), store=store, clock=frozen(MORNING))  # and dies
    assert poll(store, MORNING + timedelta(minutes=15)).closed == ""
    assert len(headlines(store)) == 1


def test_the_daily_run_takes_what_came_after_the_last_poll(store: Store, wire: Newsroom) -> None:
    wire.publish(1)
    poll(store, MORNING)
    wire.publish(2)
    captured = pipeline.fetch_batch(run_of(BATCH, "run"), store=store, clock=frozen(MIDNIGHT))
    assert not captured.closed
    assert pipeline.build_batch(run_of(BATCH, "run"), store=store, clock=frozen(MIDNIGHT)).articles == 2


def test_an_unchanged_feed_costs_its_host_an_empty_answer(store: Store, wire: Newsroom) -> None:
    wire.publish(1)
    for number in range(3):
        poll(store, MORNING + timedelta(minutes=15 * number))
    assert wire.spared["/feed.xml"] == 2


def test_a_changed_entry_is_fetched_again_and_back_again_is_a_third_version(
    store: Store, wire: Newsroom
) -> None:
    wire.publish(1)
    first = wire.items[1], wire.pages[1]
    poll(store, MORNING)
    wire.items[1], wire.pages[1] = "Crane 1 turns blue in the old harbour", "It is blue now, said the office."
    poll(store, MORNING + timedelta(minutes=15))
    assert headlines(store) == ["Crane 1 turns blue in the old harbour"]
    wire.items[1], wire.pages[1] = first
    poll(store, MORNING + timedelta(minutes=30))
    assert headlines(store) == [first[0]]
    shown = read_days(store, "history", DAY, DAY, source="newsroom").to_pylist()
    versions = [row["version"] for row in sorted(shown, key=lambda row: row["first_seen_at"])]
    assert len(versions) == 3
    assert versions[0] == versions[2] != versions[1]


def test_a_feed_that_rolled_over_is_a_gap_that_both_runs_report(store: Store, wire: Newsroom) -> None:
    wire.publish(1)
    wire.publish(2)
    poll(store, MORNING)
    wire.items.clear()
    wire.publish(8)
    wire.publish(9)
    poll(store, MORNING + timedelta(hours=5))
    assert "feed.xml" in str(runs(store)[-1]["summary"])
    closed = pipeline.fetch_batch(run_of(BATCH, "run"), store=store, clock=frozen(MIDNIGHT)).closed
    assert re.search(r"incomplete: the feed .* may have lost entries", closed)


def test_rechecks_find_a_silent_edit_and_spare_what_stands(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    wire.write_source(sources, "recheck_hours: [1, 6]\n")
    wire.publish(1)
    wire.publish(2)
    poll(store, MORNING)
    poll(store, MORNING + timedelta(minutes=45))
    assert wire.asked["/news/1"] == 1
    del wire.items[2]  # rolled off the feed: it is looked at all the same
    poll(store, MORNING + timedelta(minutes=61))
    poll(store, MORNING + timedelta(minutes=76))
    assert (wire.asked["/news/1"], wire.spared["/news/1"]) == (2, 1)
    assert (wire.asked["/news/2"], wire.spared["/news/2"]) == (2, 1)
    wire.pages[1] = "Crane number 1 was in fact never painted by anybody."
    poll(store, MORNING + timedelta(hours=6, minutes=1))
    shown = read_days(store, "history", DAY, DAY, source="newsroom").to_pylist()
    assert len([row for row in shown if row["article_id"].startswith("newsroom:")]) == 3


def test_a_network_that_goes_is_waited_for_and_nothing_is_lost(store: Store, wire: Newsroom) -> None:
    for number in range(40):
        wire.publish(number)
    wire.dies_after = 12
    with pytest.raises(FetchError, match=r"waiting for 127\.0\.0\.1:\d+ \(\d+ links\)"):
        pipeline.fetch_batch(run_of(BATCH, "run"), last_try=False, store=store, clock=frozen(MORNING))
    had = {row["url"] for row in read_index(store, BATCH) if row["failure"] is None}
    assert 12 <= len(had) < 40
    wire.start()
    captured = pipeline.fetch_batch(run_of(BATCH, "run"), last_try=False, store=store, clock=frozen(MORNING))
    written = pipeline.build_batch(run_of(BATCH, "run"), store=store, clock=frozen(MORNING))
    assert (captured.total, written.articles, written.rejected) == (41, 40, 0)
    assert "waited for 127.0.0.1" in written.summary
    assert max(count for path, count in wire.asked.items() if path.startswith("/news/")) == 1


def test_on_the_last_try_what_a_dead_host_holds_is_rejected_by_name(store: Store, wire: Newsroom) -> None:
    for number in range(20):
        wire.publish(number)
    wire.dies_after = 5
    pipeline.fetch_batch(run_of(BATCH, "run"), last_try=True, store=store, clock=frozen(MORNING))
    written = pipeline.build_batch(run_of(BATCH, "run"), accept=True, store=store, clock=frozen(MORNING))
    assert written.articles + written.rejected == 20
    reasons = read(lake=store.uri, table="rejected", columns=["reason"])["reason"].to_pylist()
    assert set(reasons) <= {"connect", "host_down", "truncated"}


def test_refetch_asks_again_for_what_is_held(store: Store, wire: Newsroom) -> None:
    wire.publish(1)
    for _ in range(2):
        pipeline.fetch_batch(run_of(BATCH, "run"), store=store, clock=frozen(MORNING))
    assert wire.asked["/news/1"] == 1
    pipeline.fetch_batch(run_of(BATCH, "run"), refetch=True, store=store, clock=frozen(MORNING))
    assert (wire.asked["/news/1"], wire.spared["/news/1"]) == (2, 1)


def test_dead_discovery_is_an_error_and_no_empty_day(store: Store, wire: Newsroom) -> None:
    wire.stop()
    with pytest.raises(FetchError, match=r"feed\.xml"):
        pipeline.fetch_batch(run_of(BATCH, "run"), store=store, clock=frozen(MORNING))


def test_a_feed_that_was_refused_is_asked_again_by_the_next_poll(
    store: Store, wire: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.publish(1)
    with monkeypatch.context() as patch:  # a login page, for once
        patch.setattr(wire, "answer", lambda _: b"<html><body>Log in</body></html>")
        with pytest.raises(FetchError, match="neither RSS"):
            poll(store, MORNING)
    assert poll(store, MORNING + timedelta(minutes=15)).new == 2
    assert len(headlines(store)) == 1


@pytest.mark.parametrize(("mode", "later"), [("poll", timedelta(hours=3)), ("run", timedelta(hours=13))])
def test_what_a_capture_broke_off_left_is_asked_although_the_feed_did_not_change(
    store: Store, wire: Newsroom, mode: Mode, later: timedelta
) -> None:
    for number in range(30):
        wire.publish(number)
    wire.dies_after = 8
    with pytest.raises(FetchError, match="waiting for"):
        pipeline.fetch_batch(Run.new(BATCH, "poll"), last_try=False, store=store, clock=frozen(MORNING))
    wire.start()  # and nobody retries
    pipeline.fetch_batch(Run.new(BATCH, mode), store=store, clock=frozen(MORNING + later))
    had = {row["url"] for row in read_index(store, BATCH) if row["kind"] == "article" and not row["failure"]}
    assert len(had) == 30
    assert max(count for path, count in wire.asked.items() if path.startswith("/news/")) == 1
    if mode == "poll":  # the poll that broke off was followed by one that did not
        pipeline.fetch_batch(Run.new(BATCH, mode), store=store, clock=frozen(MORNING + later))
        assert wire.spared["/feed.xml"] == 1


def test_a_capture_that_broke_off_is_gone_on_with_by_another_run(store: Store, wire: Newsroom) -> None:
    for number in range(30):
        wire.publish(number)
    wire.dies_after = 8
    with pytest.raises(FetchError, match="waiting for"):
        pipeline.fetch_batch(Run.new(BATCH), last_try=False, store=store, clock=frozen(MORNING))
    wire.start()
    run, soon = Run.new(BATCH), frozen(MORNING + timedelta(hours=1))
    assert pipeline.fetch_batch(run, store=store, clock=soon).total == 31
    assert (wire.asked["/feed.xml"], wire.spared["/feed.xml"]) == (1, 0)  # it stood in raw/
    assert len({one.path[-40:-19] for one in store.objects("raw") if one.path.endswith(".gz")}) == 1
    assert pipeline.build_batch(run, store=store, clock=soon).articles == 30
    pipeline.fetch_batch(Run.new(BATCH), store=store, clock=soon)  # the next one begins for itself
    assert wire.spared["/feed.xml"] == 1


def test_what_broke_off_is_not_forgotten_over_a_poll_that_reached_nothing(
    store: Store, wire: Newsroom
) -> None:
    for number in range(30):
        wire.publish(number)
    wire.dies_after = 8
    with pytest.raises(FetchError, match="waiting for"):
        pipeline.fetch_batch(Run.new(BATCH, "poll"), last_try=False, store=store, clock=frozen(MORNING))
    for hours in (3, 4):
        with pytest.raises(FetchError, match=r"feed\.xml"):
            poll(store, MORNING + timedelta(hours=hours))
    wire.start()
    poll(store, MORNING + timedelta(hours=5))
    assert len(headlines(store)) == 30


def test_a_day_on_which_nothing_changed_is_skipped_and_not_empty(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    wire.write_source(sources, "recheck_hours: [24]\n")
    wire.publish(1)
    poll(store, MORNING)
    next_day = Batch("newsroom", DAY + timedelta(days=1))
    later = frozen(MORNING + timedelta(hours=25))
    assert pipeline.fetch_batch(run_of(next_day, "run"), store=store, clock=later).nothing
    assert wire.spared["/news/1"] == 1


def test_a_late_poll_does_not_undo_the_daily_run(store: Store, wire: Newsroom) -> None:
    wire.publish(1)
    pipeline.fetch_batch(run_of(BATCH, "poll"), store=store, clock=frozen(MORNING))
    pipeline.extract_batch(run_of(BATCH, "poll"), store=store, clock=frozen(MORNING))
    pipeline.validate_batch(run_of(BATCH, "poll"), store=store, clock=frozen(MORNING))
    wire.publish(2)
    pipeline.fetch_batch(run_of(BATCH, "run"), store=store, clock=frozen(MIDNIGHT))
    pipeline.build_batch(run_of(BATCH, "run"), store=store, clock=frozen(MIDNIGHT))
    late = pipeline.write_batch(run_of(BATCH, "poll"), store=store, clock=frozen(MIDNIGHT))
    assert (len(headlines(store)), late.published_dates) == (2, ())
    assert "a later run has built the day" in late.summary


def discover_drops(sources: Path) -> None:
    """The newsroom has a drop folder beside its feed."""
    path = sources / "newsroom.yaml"
    drop = "discover:\n  - kind: drop_folder\n    prefix: drop/newsroom/{day}"
    path.write_text(path.read_text().replace("discover:", drop), encoding="utf-8")


def test_a_file_that_changed_since_its_capture_broke_off_is_read_again(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    discover_drops(sources)
    names = [f"drop/newsroom/{DAY}/{name}.html" for name in ("a", "b")]
    for number, name in enumerate(names):
        store.write(name, story("A", DAY, f"Text {number}."))
    for number in range(40):
        wire.publish(number)
    wire.dies_after = 12
    with pytest.raises(FetchError):
        pipeline.fetch_batch(run_of(BATCH, "run"), last_try=False, store=store, clock=frozen(MORNING))
    wire.start()
    store.write(names[0], story("A", DAY, "Text anew."))
    pipeline.fetch_batch(run_of(BATCH, "run"), store=store, clock=frozen(MORNING + timedelta(minutes=15)))
    found = [row["url"][-6:] for row in read_index(store, BATCH) if row["url"].startswith("drop:")]
    assert sorted(found) == ["a.html", "a.html", "b.html"]


def test_a_file_that_stays_in_a_polled_drop_folder_is_no_news(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    discover_drops(sources)
    wire.publish(1)
    names = [f"drop/newsroom/{DAY}/{name}.html" for name in ("a", "b")]
    store.write(names[0], story("A", DAY, "Dropped by hand."))
    poll(store, MORNING)
    stood = contents(store, "raw")
    assert poll(store, MORNING + timedelta(minutes=15)).closed == "nothing new"
    assert contents(store, "raw") == stood
    store.write(names[1], story("B", DAY, "Dropped later."))
    poll(store, MORNING + timedelta(minutes=30))
    assert len(headlines(store)) == 3


def test_a_host_that_stays_down_is_no_news_to_the_next_poll(store: Store, wire: Newsroom) -> None:
    for number in range(20):
        wire.publish(number)
    wire.items[99] = "A page of a host that is not there"
    wire.dead = 99
    first = pipeline.fetch_batch(run_of(BATCH, "poll"), store=store, clock=frozen(MORNING))
    pipeline.build_batch(run_of(BATCH, "poll"), store=store, clock=frozen(MORNING))
    assert first.new == 22
    run, later = Run.new(BATCH, "poll"), frozen(MORNING + timedelta(minutes=15))
    again = pipeline.fetch_batch(run, last_try=False, store=store, clock=later)
    assert (again.new, again.closed) == (0, "nothing new")


def test_a_capture_that_failed_for_good_stands_in_runs(store: Store, wire: Newsroom) -> None:
    wire.stop()
    with pytest.raises(FetchError):
        pipeline.fetch_batch(run_of(BATCH, "run"), last_try=False, store=store, clock=frozen(MORNING))
    assert runs(store) == []
    with pytest.raises(FetchError):
        pipeline.fetch_batch(run_of(BATCH, "run"), store=store, clock=frozen(MORNING))
    (row,) = runs(store)
    assert (row["status"], str(row["summary"])[:24]) == ("failed", "not captured (network): ")


def test_a_source_whose_feed_is_not_there_fails_at_once_and_says_what_to_mend(
    store: Store, wire: Newsroom, sources: Path
) -> None:
    written = (sources / "newsroom.yaml").read_text()
    assert wire.url in written
    (sources / "newsroom.yaml").write_text(written.replace("/feed.xml", "/feeds.xml"))
    with pytest.raises(ConfigError, match=r"newsroom\.yaml: discover\[0\]\.url: .*/feeds\.xml answers 404"):
        pipeline.fetch_batch(run_of(BATCH, "run"), last_try=False, store=store, clock=frozen(MORNING))
    (row,) = runs(store)
    assert (row["status"], row["failure"], row["listed"]) == ("failed", "source", 0)


def test_a_run_says_what_discovery_saw(store: Store, wire: Newsroom) -> None:
    wire.publish(1)
    poll(store, MORNING)
    wire.publish(2)
    del wire.pages[2]
    run = Run.new(BATCH, "run")
    pipeline.fetch_batch(run, store=store, clock=frozen(MIDNIGHT))
    pipeline.build_batch(run, store=store, clock=frozen(MIDNIGHT))
    row = runs(store)[-1]
    told = [row[name] for name in ("listed", "matched", "of_day", "known", "asked", "received")]
    assert told == [2, 2, 2, 1, 1, 0]
    assert row["failure"] is None


def test_a_network_that_is_gone_is_the_kind_of_failure(store: Store, wire: Newsroom) -> None:
    wire.stop()
    with pytest.raises(FetchError):
        pipeline.fetch_batch(run_of(BATCH, "run"), store=store, clock=frozen(MORNING))
    assert runs(store)[-1]["failure"] == "network"
    assert runs(store)[-1]["failures_by_class"] == [("robots_unreachable", 1)]


def test_an_empty_feed_is_a_mistake_of_a_new_source_and_a_quiet_day_of_an_old_one(
    store: Store, wire: Newsroom
) -> None:
    with pytest.raises(ConfigError, match="holds no link"):
        poll(store, MORNING)
    wire.publish(1)
    poll(store, MORNING)
    wire.items.clear()
    later = MORNING + timedelta(days=40)  # beyond what the seen-index holds
    run = run_of(Batch("newsroom", later.date()), "run")
    assert pipeline.fetch_batch(run, store=store, clock=frozen(later)).reach.startswith("0 links")
