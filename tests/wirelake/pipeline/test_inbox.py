"""An agency's files: taken once, of the day of their receipt, only when whole, and then put away."""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.inboxes import Inbox, InFolder, place, write_source
from tests.wirelake.pipeline.test_polls import counted
from tests.wirelake.quay import contents, new_lake, page, run_of

from wirelake import archive, pipeline
from wirelake.config import Batch, Mode, Run, load_source
from wirelake.errors import ConfigError, FetchError
from wirelake.fetch import open_inbox
from wirelake.inquiry import why
from wirelake.lake.exchanges import ledger, read_index
from wirelake.lake.reading import read_days
from wirelake.pipeline.discovery.delivery import Delivery
from wirelake.storage import LocalStore, Store

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NEXT = NOON + timedelta(days=1)
PLACES = ("folder", "s3", "sftp")


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return new_lake(tmp_path / "lake")


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return tmp_path / "sources"


@pytest.fixture(params=PLACES)
def inbox(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Inbox]:
    """The inbox in each place."""
    with place(request.param, request, tmp_path) as found:
        yield found


@pytest.fixture
def folder(tmp_path: Path) -> InFolder:
    """The inbox in a folder, whose times a test may set."""
    return InFolder(tmp_path / "agency")


def fetch(
    store: Store, inbox: Inbox, now: datetime | None = None, day: date | None = None, mode: Mode = "run"
) -> pipeline.Captured:
    """A run of that day; without one, of the day by now."""
    now = now or datetime.now(UTC)
    run = Run.new(Batch("quay", day or now.date()), mode)
    return pipeline.fetch_batch(run, inbox_connection=inbox.connection, store=store, clock=lambda: now)


def taken(store: Store, day: date | None = None) -> list[str]:
    """The files that raw/ holds of that day, by name, each as often as it was taken."""
    rows = read_index(store, Batch("quay", day or datetime.now(UTC).date()))
    return sorted(row["url"].rpartition("/")[2] for row in rows if row["failure"] is None)


def told(store: Store, day: date, column: str = "gaps") -> Any:
    """What the newest run of the day says."""
    rows = read_days(store, "runs", day, day, source="quay").to_pylist()
    return max(rows, key=lambda row: row["started_at"])[column]


def test_files_are_taken_once_and_become_articles(inbox: Inbox, store: LocalStore, sources: Path) -> None:
    write_source(sources, inbox, "settle: 0s")
    for number in (1, 2):
        inbox.put(f"{number}.txt", page(number))
    now = datetime.now(UTC)
    run = Run.new(Batch("quay", now.date()))
    asked: dict[str, Any] = {"store": store, "clock": lambda: now}
    assert pipeline.fetch_batch(run, inbox_connection=inbox.connection, **asked).new == 2
    pipeline.build_batch(run, **asked)
    rows = read_days(store, "history", now.date(), now.date(), source="quay").to_pylist()
    assert sorted(row["headline"] for row in rows) == ["Crane 1 turns green", "Crane 2 turns green"]
    assert {str(one) for one in ledger(store, run.batch).values()} == {"article"}
    inbox.put("3.txt", page(3))
    fetch(store, inbox, now + timedelta(minutes=5))
    assert taken(store) == ["1.txt", "2.txt", "3.txt"]
    assert inbox.names() == ["1.txt", "2.txt", "3.txt"]  # left, as nothing else is said


@pytest.mark.parametrize("after", ["move", "delete"])
def test_what_raw_holds_is_put_away(inbox: Inbox, store: LocalStore, sources: Path, after: str) -> None:
    lines = ["after: delete"] if after == "delete" else ["after: move", "move_to: taken/{day}"]
    write_source(sources, inbox, *lines, "done: '{name}.ok'")
    for name in ("1.txt", "1.txt.ok", "2.txt"):
        inbox.put(name, page(1))
    day = datetime.now(UTC).date()
    fetch(store, inbox)
    assert taken(store) == ["1.txt"]
    assert inbox.names() == ["2.txt"]
    assert inbox.names(f"taken/{day}") == (["1.txt", "1.txt.ok"] if after == "move" else [])
    inbox.put("2.txt.ok", b"")
    fetch(store, inbox)
    assert taken(store) == ["1.txt", "2.txt"]
    assert inbox.names() == []


def test_a_secret_stands_in_no_object_and_no_log(
    inbox: Inbox, store: LocalStore, sources: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    write_source(sources, inbox, "settle: 0s", "after: delete")
    inbox.put("1.txt", page(1))
    fetch(store, inbox)
    objects = contents(store, "raw", "runs", "staging", "pending", "kept")
    assert len(objects) > 2
    for secret in inbox.secrets:
        assert not [path for path, data in objects.items() if secret.encode() in data]
        assert secret not in caplog.text


def test_an_inbox_that_cannot_be_had_fails_the_run_and_the_next_one_takes_all(
    store: LocalStore, sources: Path, folder: InFolder
) -> None:
    write_source(sources, folder, "settle: 0s")
    away = folder.folder.rename(folder.folder.with_name("away"))
    with pytest.raises(FetchError, match=r"agency: connect: cannot list it: No such file"):
        fetch(store, folder, NOON)
    away.rename(folder.folder)
    folder.put("1.txt", page(1), NOON)
    fetch(store, folder, NOON)
    assert taken(store, DAY) == ["1.txt"]


def test_the_day_is_that_of_receipt_in_the_sources_zone(
    store: LocalStore, sources: Path, folder: InFolder
) -> None:
    write_source(sources, folder, "settle: 0s", more="timezone: Asia/Kuwait\n")
    folder.put("before.txt", page(1), datetime(2026, 3, 1, 20, 59, tzinfo=UTC))
    folder.put("of.txt", page(2), datetime(2026, 3, 1, 21, 0, tzinfo=UTC))
    folder.put("after.txt", page(3), datetime(2026, 3, 2, 21, 0, tzinfo=UTC))
    later = NOON + timedelta(days=30)
    fetch(store, folder, later, DAY)
    assert taken(store, DAY) == ["of.txt"]
    fetch(store, folder, later, DAY - timedelta(days=1))
    assert taken(store, DAY - timedelta(days=1)) == ["before.txt"]


def test_what_came_too_late_for_its_day_is_taken_by_the_next_one(
    store: LocalStore, sources: Path, folder: InFolder
) -> None:
    write_source(sources, folder, "settle: 0s", more='poll: "*/15 * * * *"\n')
    midnight = datetime(2026, 3, 3, tzinfo=UTC)
    folder.put("1.txt", page(1), midnight - timedelta(minutes=2))
    fetch(store, folder, midnight + timedelta(seconds=2), midnight.date(), "poll")
    assert taken(store, midnight.date()) == []  # its own day's run is still to come
    run = Run.new(Batch("quay", DAY))
    asked: dict[str, Any] = {"store": store, "clock": lambda: midnight + timedelta(seconds=5)}
    pipeline.fetch_batch(run, **asked)
    pipeline.build_batch(run, **asked)
    assert taken(store, DAY) == ["1.txt"]
    folder.put("2.txt", page(2), midnight - timedelta(minutes=1))  # by a clock that is slow
    folder.put("3.txt", page(3), midnight - timedelta(days=40))  # with the time that it had elsewhere
    fetch(store, folder, midnight + timedelta(minutes=15), midnight.date(), "poll")
    assert taken(store, midnight.date()) == ["2.txt", "3.txt"]
    fetch(store, folder, midnight + timedelta(minutes=30), midnight.date(), "poll")
    fetch(store, folder, midnight + timedelta(days=1, hours=1), midnight.date())
    assert taken(store, midnight.date()) == ["2.txt", "3.txt"]
    fetch(store, folder, midnight + timedelta(days=1, hours=1), DAY)
    assert taken(store, DAY) == ["1.txt"]


def test_what_was_taken_long_ago_is_known(store: LocalStore, sources: Path, folder: InFolder) -> None:
    write_source(sources, folder, "settle: 0s")
    folder.put("1.txt", page(1), NOON)
    fetch(store, folder, NOON)
    later = NOON + timedelta(days=100)
    folder.put("2.txt", page(2), later)
    fetch(store, folder, later)
    assert taken(store, later.date()) == ["2.txt"]


def test_a_time_to_come_is_taken_today(store: LocalStore, sources: Path, folder: InFolder) -> None:
    write_source(sources, folder, "settle: 0s")
    folder.put("1.txt", page(1), NOON + timedelta(days=4000))
    fetch(store, folder, NOON)
    assert taken(store, DAY) == ["1.txt"]


def test_a_file_that_changed_is_taken_again(store: LocalStore, sources: Path, folder: InFolder) -> None:
    write_source(sources, folder, "settle: 0s")
    folder.put("1.txt", page(1), NOON)
    fetch(store, folder, NOON)
    folder.put("1.txt", page(1, text="It was blue."), NOON + timedelta(minutes=1))
    fetch(store, folder, NOON + timedelta(minutes=2))
    fetch(store, folder, NOON + timedelta(minutes=3))
    assert taken(store, DAY) == ["1.txt", "1.txt"]


def test_a_file_that_grows_is_left_to_the_next_look(
    store: LocalStore, sources: Path, folder: InFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_source(sources, folder, "settle: 30s", "after: delete")
    paused: list[float] = []

    def grow(seconds: float) -> None:
        paused.append(seconds)
        folder.put("2.txt", page(2) + b" more", NOON)

    folder.put("1.txt", page(1), NOON)
    folder.put("2.txt", page(2), NOON)
    monkeypatch.setattr("wirelake.discover.inbox.sleep", grow)
    captured = fetch(store, folder, NOON)
    assert paused == [30.0]
    assert taken(store, DAY) == ["1.txt"]
    assert folder.names() == ["2.txt"]
    assert "2.txt is passed over: not finished" in captured.reach


def test_a_file_replaced_after_it_was_read_stays(
    store: LocalStore, sources: Path, folder: InFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_source(sources, folder, "settle: 0s", "after: delete")
    folder.put("1.txt", page(1), NOON)
    archiving = archive.archive

    def then_another(*args: Any, **options: Any) -> int:
        found = archiving(*args, **options)
        folder.put("1.txt", page(1, text="A new version."), NOON + timedelta(seconds=9))
        return found

    with monkeypatch.context() as patched:
        patched.setattr("wirelake.archive.archive", then_another)
        fetch(store, folder, NOON)
    assert folder.names() == ["1.txt"]
    fetch(store, folder, NOON + timedelta(minutes=1))
    assert taken(store, DAY) == ["1.txt", "1.txt"]
    assert folder.names() == []


def test_what_else_lies_there_is_named(store: LocalStore, sources: Path, folder: InFolder) -> None:
    write_source(sources, folder, "settle: 0s", r"match: '\.txt$'", "after: move", "move_to: taken")
    for name in ("1.txt", "2.jpg", "3.xml", ".hidden", "4.txt.filepart", "line\nend.txt"):
        folder.put(name, page(1), NOON)
    (folder.folder / "more").mkdir()
    (folder.folder / "taken").mkdir()
    (folder.folder / "link.txt").symlink_to("/etc/passwd")
    os.mkfifo(folder.folder / "pipe.txt")
    for name in ("more", "link.txt", "pipe.txt"):
        os.utime(folder.folder / name, (NOON.timestamp(), NOON.timestamp()), follow_symlinks=False)
    run = Run.new(Batch("quay", DAY))
    pipeline.fetch_batch(run, store=store, clock=lambda: NOON)
    pipeline.build_batch(run, store=store, clock=lambda: NOON)
    assert taken(store, DAY) == ["1.txt", "line%0Aend.txt"]
    assert {one["name"]: one["reason"] for one in told(store, DAY, "passed_over")} == {
        "2.jpg": "picture",
        "3.xml": "not_matched",
        ".hidden": "hidden",
        "4.txt.filepart": "unfinished",
        "more": "not_a_file",
        "link.txt": "not_a_file",
        "pipe.txt": "not_a_file",
    }
    gaps = "\n".join(told(store, DAY))
    for words in ("link.txt is passed over: a symbolic link", "more is passed over: a folder"):
        assert words in gaps


def test_a_file_that_is_too_large_fails_by_name(
    store: LocalStore, sources: Path, folder: InFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_source(sources, folder, "settle: 0s", "after: delete")
    monkeypatch.setattr("wirelake.fetch.drop.MAX_DROPPED_BYTES", 1_000)
    folder.put("1.txt", b"x" * 1_001, NOON)
    fetch(store, folder, NOON)
    assert [row["failure"] for row in read_index(store, Batch("quay", DAY))] == ["too_large"]
    assert folder.names() == ["1.txt"]


def test_an_inbox_in_the_lake_is_refused(store: LocalStore, sources: Path, tmp_path: Path) -> None:
    write_source(sources, InFolder(tmp_path / "lake" / "in"))
    with pytest.raises(ConfigError, match=r"quay\.yaml: discover\[0\]\.url: .* in one place with the lake"):
        pipeline.fetch_batch(run_of(Batch("quay", DAY), "run"), store=store, clock=lambda: NOON)


def test_a_place_that_breaks_off_is_tried_again_and_nothing_is_lost(
    store: LocalStore, sources: Path, folder: InFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_source(sources, folder, "settle: 0s", "after: delete")
    for number in range(5):
        folder.put(f"{number}.txt", page(number), NOON)
    read = Delivery.read
    calls = iter(range(100))

    def breaking(self: Any, *args: Any) -> Any:
        if next(calls) == 3:
            self.broken = FetchError("the line broke")
        return read(self, *args)

    with monkeypatch.context() as patched:
        patched.setattr(Delivery, "read", breaking)
        with pytest.raises(FetchError, match="the line broke"):
            pipeline.fetch_batch(
                run_of(Batch("quay", DAY), "run"), store=store, clock=lambda: NOON, last_try=False
            )
    assert len(taken(store, DAY)) == 3
    fetch(store, folder, NOON + timedelta(minutes=1))
    assert len(taken(store, DAY)) == 5
    assert folder.names() == []


def test_a_poll_without_news_costs_little(store: LocalStore, sources: Path, folder: InFolder) -> None:
    write_source(sources, folder, "settle: 0s", more='poll: "*/15 * * * *"\n')
    for number in range(200):
        folder.put(f"{number}.txt", page(number), NOON)
    run = Run.new(Batch("quay", DAY), "poll")
    pipeline.fetch_batch(run, store=store, clock=lambda: NOON)
    pipeline.build_batch(run, store=store, clock=lambda: NOON)
    with counted(store) as calls:
        fetch(store, folder, NOON + timedelta(minutes=15), DAY, "poll")
    assert sum(calls.values()) < 60, calls


def test_a_file_that_nobody_took_is_looked_for_in_the_inbox(
    store: LocalStore, sources: Path, folder: InFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_source(sources, folder)
    monkeypatch.setenv("WIRELAKE_LAKE", store.uri)
    answer = why(f"drop:quay/{DAY}/1.txt", store=store)
    assert answer.next == (f"wirelake discover quay {DAY}",)
    assert folder.url in answer.told


def test_a_day_past_takes_only_its_own_and_nothing_that_a_later_day_took(
    store: LocalStore, sources: Path, folder: InFolder
) -> None:
    write_source(sources, folder, "settle: 0s")
    folder.put("1.txt", page(1), NOON)
    later = NOON + timedelta(days=5)
    fetch(store, folder, later)
    assert taken(store, later.date()) == ["1.txt"]
    assert fetch(store, folder, later, DAY).nothing


def test_discovery_lists_and_takes_nothing(inbox: Inbox, store: LocalStore, sources: Path) -> None:
    path = write_source(sources, inbox, "settle: 0s", "after: delete")
    inbox.put("1.txt", page(1))
    found = pipeline.search(load_source(path), None, store=store, inbox_connection=inbox.connection)
    assert [link.url.rpartition("/")[2] for link in found.links] == ["1.txt"]
    assert inbox.names() == ["1.txt"]
    assert contents(store, "raw", "runs") == {}


def test_a_file_that_another_replaced_is_neither_read_nor_put_away(
    inbox: Inbox, store: LocalStore, sources: Path
) -> None:
    source = load_source(write_source(sources, inbox))
    inbox.put("1.txt", b"one", NOON)
    opened = open_inbox(source, inbox.connection, store)
    assert opened is not None
    with closing(opened) as place:
        (listed,) = place.look()
        inbox.put("1.txt", b"another", NEXT)
        assert place.read(listed) is None
        assert not place.put_away(listed, None)
        assert not place.put_away(listed, "taken")
        (listed,) = place.look()
        assert place.read(listed) == b"another"
        assert place.put_away(listed, "taken")
        assert place.read(listed) is None
        assert not place.put_away(listed, "taken")
    assert inbox.names() == []
    assert inbox.names("taken") == ["1.txt"]
