"""What the feed tells of each thing that can happen to an article, and when it says that it does not know."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.lake.changes.copies import Copy, shown
from tests.wirelake.obligations.test_model import EMBARGO, Deliver, build, sent
from tests.wirelake.pipeline.test_growth import counted
from tests.wirelake.quay import BATCH, NOON, clear, contents, frozen, new_lake, version, write_sources
from tests.wirelake.write.publishing import publish

import wirelake
from wirelake import obligations, upkeep
from wirelake.config import Batch
from wirelake.errors import ConfigError, ResyncError
from wirelake.lake import layout
from wirelake.lake.changes import cursors, feed
from wirelake.records import GONE
from wirelake.storage import Store
from wirelake.upkeep import Scope
from wirelake.write import rebuild_day
from wirelake.write.telling import Telling

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))


@pytest.fixture
def lake(tmp_path: Path) -> Store:
    """Three articles of one day."""
    store = new_lake(tmp_path / "lake")
    build(store, FIRST_DAY, 0, NOON)
    return store


FIRST_DAY = [sent(Deliver(n, 1, "usable", 0), NOON) for n in (1, 2, 3)]


def told(store: Store, copy: Copy) -> dict[str, str]:
    """The kinds of what is new to the copy, which then is articles/."""
    found = dict(copy.poll())
    assert copy.rows == shown(store)
    return {id_.partition(":")[2]: kind for id_, kind in found.items()}


def later(lake: Store, *articles: Any, hours: int = 1) -> None:
    build(lake, list(articles), 1, NOON + hours * HOUR)


def test_what_may_be_read(lake: Store) -> None:
    copy = Copy(lake)
    assert told(lake, copy) == {"1": "new", "2": "new", "3": "new"}
    corrected = replace(sent(Deliver(2, 2, "usable", 1), NOON + HOUR), is_correction=True)
    moved = replace(FIRST_DAY[2], version="2", published_date=BATCH.day + timedelta(days=1))
    later(lake, sent(Deliver(1, 2, "usable", 1), NOON + HOUR), corrected, moved)
    assert told(lake, copy) == {"1": "update", "2": "correction", "3": "update"}
    last = wirelake.changes(lake=lake.uri).changes.to_pylist()[-1]
    assert (str(last["previous_date"]), str(last["published_date"])) == ("2026-03-02", "2026-03-03")


def test_what_our_rules_read_otherwise(lake: Store) -> None:
    copy = Copy(lake)
    told(lake, copy)
    again = [replace(one, credit_line="By the quay's own desk") for one in FIRST_DAY]
    build(lake, again, 0, NOON + HOUR)
    assert told(lake, copy) == dict.fromkeys("123", "recleaned")


def test_embargoes(lake: Store) -> None:
    copy = Copy(lake)
    told(lake, copy)
    ahead = [sent(Deliver(n, 1, "embargoed", 1), NOON) for n in (4, 5)]
    later(lake, *ahead, sent(Deliver(1, 2, "embargoed", 1), NOON + HOUR))
    assert told(lake, copy) == {"1": "removed"}
    obligations.release("quay:4", "it is out", store=lake, clock=frozen(NOON + 2 * HOUR))
    assert told(lake, copy) == {"4": "embargo_ended"}
    build(lake, FIRST_DAY, 0, NOON + HOUR + EMBARGO)
    assert told(lake, copy) == {"1": "embargo_ended", "5": "embargo_ended"}


def test_what_may_not_be_read_any_more(lake: Store) -> None:
    copy = Copy(lake)
    told(lake, copy)
    obligations.take_down("quay:1", "by order", store=lake, clock=frozen(NOON + HOUR))
    assert told(lake, copy) == {"1": "takedown"}
    gone = replace(
        sent(Deliver(3, 2, "withheld", 1), NOON + 2 * HOUR), signals=(GONE,), record_kind="control"
    )
    second = [sent(Deliver(2, 2, "canceled", 1), NOON + 2 * HOUR), gone]
    later(lake, *second, hours=2)
    assert told(lake, copy) == {"2": "kill", "3": "gone"}
    obligations.restore("quay:1", "another was meant", store=lake, clock=frozen(NOON + 3 * HOUR))
    assert told(lake, copy) == {"1": "restored"}
    later(lake, *second, held := sent(Deliver(1, 2, "withheld", 1), NOON + 4 * HOUR), hours=4)
    assert told(lake, copy) == {"1": "removed"}
    later(lake, *second, held, sent(Deliver(1, 3, "usable", 1), NOON + 5 * HOUR), hours=5)
    assert told(lake, copy) == {"1": "new"}


def test_no_text_stands_in_the_feed(lake: Store) -> None:
    build(lake, [sent(Deliver(1, 2, "usable", 1), NOON + HOUR)], 1, NOON + HOUR)
    written = b"".join(contents(lake, "changes", "pending").values())
    for row in wirelake.read("history", lake=lake.uri).to_pylist():
        assert row["headline"].encode() not in written
        assert row["body_text"].encode() not in written


@pytest.mark.both_stores
def test_what_changes_nothing_tells_nothing_and_asks_no_more(store: Store) -> None:
    asked: list[int] = []
    entries: list[int] = []
    build(store, FIRST_DAY, 0, NOON)
    for day in range(2):
        with counted(store) as calls:
            build(store, FIRST_DAY, 0, NOON + (day + 1) * HOUR)
        asked.append(calls["all"])
        entries.append(len(store.objects("changes")))
    assert entries == [1, 1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Telling, "look", lambda *_: None)
        patch.setattr(Telling, "tell", lambda *_: None)
        with counted(store) as calls:
            build(store, FIRST_DAY, 0, NOON + 3 * HOUR)
    assert asked == [calls["all"]] * 2


def test_what_changes_something_asks_five_times_more(lake: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    for number in range(2, 5):
        if number == 4:
            monkeypatch.setattr(Telling, "look", lambda *_: None)
        with counted(lake) as calls:
            publish(lake, BATCH, sent(Deliver(1, number, "usable", 1), NOON + HOUR))
        asked.append(calls["all"])
    # Two lists, what is announced, the entry, letting go; a folder looks whether the entry stands.
    assert asked[1] - asked[2] == 5 + 1


def test_whoever_is_overtaken_starts_anew(lake: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another writer kills the article while a first one is about to tell of its new version."""
    copy, append = Copy(lake), feed.append
    met: list[object] = []
    told(lake, copy)

    def overtaken(*args: Any, **options: Any) -> None:
        if not met:
            met.append(args)
            obligations.take_down("quay:1", "by order", store=lake, clock=frozen(NOON + HOUR))
        append(*args, **options)

    monkeypatch.setattr(feed, "append", overtaken)
    later(lake, sent(Deliver(1, 2, "usable", 1), NOON + HOUR), sent(Deliver(4, 1, "usable", 1), NOON))
    assert met
    copy.poll()
    assert copy.rows == shown(lake)
    assert copy.rows.keys() == {"quay:2", "quay:3", "quay:4"}
    assert lake.objects("pending") == []


def test_a_feed_that_began_late_is_no_copy(lake: Store) -> None:
    """A lake of an earlier wirelake: rows, and no feed."""
    clear(lake, "changes")
    assert wirelake.changes(lake=lake.uri).cursor == ""
    later(lake, sent(Deliver(4, 1, "usable", 1), NOON + HOUR))
    copy = Copy(lake)
    assert told(lake, copy) == {}
    assert copy.resyncs == 1
    later(lake, sent(Deliver(4, 2, "usable", 1), NOON + 2 * HOUR))
    assert told(lake, copy) == {"4": "update"}
    assert copy.resyncs == 1


def test_a_new_source_is_told_to_who_follows_already(lake: Store, tmp_path: Path) -> None:
    copy = Copy(lake)
    told(lake, copy)
    write_sources(tmp_path / "sources", "quay", "pier")
    pier = Batch("pier", BATCH.day)
    publish(lake, pier, version(9, batch=pier))
    assert told(lake, copy) == {"9": "new"}
    with pytest.raises(ConfigError, match="source"):
        wirelake.changes(source="../quay", lake=lake.uri)
    assert len(wirelake.changes(source="pier", lake=lake.uri).changes) == 1


def numbered(lake: Store) -> list[int]:
    return feed.numbers(lake, "quay")


@pytest.mark.parametrize("damage", ["gone", "cut", "of another number"])
def test_a_lost_entry_is_a_resync_and_never_a_change_left_out(lake: Store, damage: str) -> None:
    copy, reader = Copy(lake), Copy(lake)
    told(lake, copy)
    for hour in (1, 2):
        later(lake, sent(Deliver(1, 1 + hour, "usable", 1), NOON + hour * HOUR), hours=hour)
    told(lake, reader)
    path = layout.changes("quay", numbered(lake)[1])
    answer = lake.read(path)
    assert answer
    lake.delete(path)
    if damage == "cut":
        lake.write(path, answer[0][:-20])
    if damage == "of another number":
        other = lake.read(layout.changes("quay", numbered(lake)[0]))
        assert other
        lake.write(path, other[0])
    assert told(lake, copy) == {}
    assert copy.resyncs == 1
    assert told(lake, reader) == {}  # who has read past it is not concerned
    assert reader.resyncs == 0
    assert len(wirelake.sql("FROM changes", lake=lake.uri)) == 4


def test_a_repaired_entry_gives_its_number_to_no_other(lake: Store) -> None:
    copy, late = Copy(lake), Copy(lake)
    told(lake, late)
    later(lake, sent(Deliver(1, 2, "usable", 1), NOON + HOUR))
    told(lake, copy)
    path = layout.changes("quay", numbered(lake)[-1])
    lake.write(path, b"{}")
    found = upkeep.inspect(Scope(source="quay"), store=lake)
    assert [one.path for one in found.faults] == [path]
    upkeep.repair(found, store=lake, clock=frozen(NOON + 2 * HOUR))
    assert upkeep.inspect(Scope(source="quay"), store=lake).faults == []
    later(lake, sent(Deliver(1, 3, "usable", 1), NOON + 3 * HOUR), hours=3)
    assert told(lake, copy) == {"1": "update"}  # it had taken in the entry before it was damaged
    told(lake, late)
    assert (copy.resyncs, late.resyncs) == (0, 1)


def test_a_feed_that_somebody_deleted_begins_anew(lake: Store) -> None:
    copy = Copy(lake)
    told(lake, copy)
    clear(lake, "changes")
    assert told(lake, copy) == {}
    assert copy.resyncs == 1
    later(lake, sent(Deliver(1, 2, "usable", 1), NOON + HOUR))
    told(lake, copy)
    later(lake, sent(Deliver(1, 3, "usable", 1), NOON + 2 * HOUR))
    assert told(lake, copy) == {"1": "update"}


def test_a_damaged_announcement_has_the_feed_begin_anew(lake: Store) -> None:
    copy = Copy(lake)
    told(lake, copy)
    lake.write(layout.announced_changes("quay", "of-a-dead-one"), b"\0")
    build(lake, FIRST_DAY, 0, NOON + HOUR)
    told(lake, copy)
    assert copy.resyncs == 1
    assert lake.objects("pending") == []


@pytest.mark.parametrize("way", ["the next write", "repair"])
def test_a_damaged_day_of_articles_is_a_resync(lake: Store, way: str) -> None:
    """What it showed is not known: the writer that made it again may have taken something out."""
    copy = Copy(lake)
    told(lake, copy)
    lake.write(layout.articles(BATCH.day), b"no Parquet at all")
    if way == "repair":
        rebuild_day(lake, BATCH.day, NOON + HOUR)
    obligations.take_down("quay:1", "by order", store=lake, clock=frozen(NOON + 2 * HOUR))
    told(lake, copy)
    assert copy.resyncs == 1
    assert copy.rows.keys() == {"quay:2", "quay:3"}


def test_old_entries_are_swept_and_the_last_one_stays(lake: Store) -> None:
    copy, late = Copy(lake), Copy(lake)
    told(lake, late)
    for hour in (1, 2):
        later(lake, sent(Deliver(1, 1 + hour, "usable", 1), NOON + hour * HOUR), hours=hour)
    told(lake, copy)
    assert upkeep.sweep(store=lake, now=NOON + feed.KEPT).changes == 1
    assert told(lake, late) == {"1": "update"}  # it stands after what was swept, and lost nothing
    swept = upkeep.sweep(store=lake, now=NOON + 2 * feed.KEPT)
    assert swept.changes == 1
    assert "1 entries of changes" in str(swept)
    assert told(lake, copy) == {}
    assert copy.resyncs == late.resyncs == 0
    with pytest.raises(ResyncError, match="before its first entry"):
        wirelake.changes(lake=lake.uri)
    later(lake, sent(Deliver(1, 4, "usable", 1), NOON + 3 * HOUR), hours=3)
    assert told(lake, copy) == {"1": "update"}


@pytest.mark.parametrize(
    "text", ["quay", "quay:", "quay:0", "../x:1", "quay:1,quay:2", "quay:1,", "Quay:1", "quay:" + "9" * 16]
)
def test_what_is_no_cursor(text: str) -> None:
    with pytest.raises(ConfigError, match="cursor"):
        cursors.parse(text)


def test_a_cursor_of_many_sources() -> None:
    assert cursors.parse("pier:2,quay:10") == {"pier": 2, "quay": 10}
    assert cursors.stated({"quay": 10, "pier": 2}) == "pier:2,quay:10"
    assert cursors.parse("") == {}
