"""What the lake says beside its runs: late kills, embargoes held for ever, disks; urgent comes hourly."""

import resource
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from tests.wirelake.alarms.runs import Desk, failed, ran
from tests.wirelake.obligations.quaynews import drop, run, wire_item, write_wires
from tests.wirelake.quay import BATCH, NOON, frozen, new_lake

import wirelake
from wirelake import alarms, pipeline
from wirelake.alarms import standing
from wirelake.alarms.checks import NAMES, disks
from wirelake.alarms.checks.disks import GIB
from wirelake.alarms.messages import Message
from wirelake.alarms.view import URGENT, Room
from wirelake.config import Run
from wirelake.lake import layout
from wirelake.lake.decisions.events import Cause, Event, What, record
from wirelake.obligations.falling_due import carry_out

HOUR = timedelta(hours=1)
UNTIL = "2026-03-02T18:00:00+00:00"
Filled = Callable[..., list[str]]


@pytest.fixture(scope="module")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Lakes to which two items came at noon, the second with that embargo; each is made once."""
    folder = tmp_path_factory.mktemp("lakes")

    @cache
    def filled(embargoed: str) -> Path:
        place = Path(tempfile.mkdtemp(dir=folder), "lake")
        store = new_lake(place)
        second = wire_item(2) | ({"embargoed": embargoed} if embargoed else {})
        drop(store, BATCH, "first", wire_item(1), second)
        run(store, BATCH, NOON)
        return place

    return filled


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    write_wires(tmp_path / "sources")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return Desk(new_lake(tmp_path / "lake"))


@pytest.fixture
def filled(desk: Desk, lakes: Callable[[str], Path], tmp_path: Path) -> Filled:
    """Fills the desk's lake; gives the articles that readers see of it."""

    def fill(embargoed: str = "") -> list[str]:
        shutil.copytree(lakes(embargoed), tmp_path / "lake", dirs_exist_ok=True)
        return list(wirelake.read("articles", lake=desk.store.uri)["article_id"].to_pylist())

    return fill


def brief(told: list[Message]) -> list[tuple[str, str, bool]]:
    return [(one.check, one.severity, one.is_well) for one in told]


def test_a_kill_that_readers_do_not_see_is_told_each_hour_until_it_is_carried_out(
    desk: Desk, filled: Filled
) -> None:
    article, _ = filled()
    at = NOON + HOUR
    # What a build leaves that died between its decision and articles/.
    kill = Event(what=What.TAKEDOWN, article_id=article, at=at, cause=Cause.CANCELED, reason="canceled")
    record(desk.store, kill)
    assert desk.round(at + HOUR / 2) == []
    told = desk.rounds(at + HOUR + HOUR / 2, 4, 1)
    assert brief(told) == [("kills", "critical", False)] * 4
    assert f"readers still see {article}: the kill was received at 2026-03-02 13:00 UTC" in told[0].text
    assert f"wirelake takedown {article}" in told[0].text
    assert desk.round(at + 5 * HOUR) == []  # a timer beside the Dag: half an hour after it
    carry_out("quay", store=desk.store, clock=frozen(at + 5 * HOUR))
    assert brief(desk.rounds(at + 6 * HOUR, 9)) == [("kills", "critical", True)]


def test_a_kill_that_was_carried_out_is_no_alarm(desk: Desk, filled: Filled) -> None:
    filled()
    drop(desk.store, BATCH, "second", wire_item(2, "canceled", "2"))
    run(desk.store, BATCH, NOON + HOUR)
    assert len(wirelake.read("articles", lake=desk.store.uri)) == 1
    assert desk.rounds(NOON + 2 * HOUR, 12) == []


def test_a_capture_that_nobody_builds_is_told_until_somebody_does(desk: Desk, filled: Filled) -> None:
    filled()
    drop(desk.store, BATCH, "second", wire_item(2, "canceled", "2"))
    pipeline.fetch_batch(Run.new(BATCH), store=desk.store, clock=frozen(NOON + HOUR))  # and then nothing more
    assert desk.round(NOON + HOUR + HOUR / 2) == []
    told = desk.rounds(NOON + 3 * HOUR, 2, 1)
    assert [(one.severity, one.subject) for one in told] == [
        ("critical", "wirelake: quay: kills (unread)")
    ] * 2
    assert "received until 2026-03-02 13:00 UTC is not built" in told[0].text
    assert "wirelake replay quay 2026-03-02" in told[0].text
    run(desk.store, BATCH, NOON + 5 * HOUR)  # the next one; what the dead one left stays for a while
    assert brief(desk.rounds(NOON + 6 * HOUR, 9)) == [("kills", "critical", True)]


def test_an_embargo_without_an_end_is_told_after_days(desk: Desk, filled: Filled) -> None:
    assert len(filled("until the harbour master speaks")) == 1
    assert desk.rounds(NOON + HOUR, 70, 10) == []
    told = [one for one in desk.rounds(NOON + 74 * HOUR, 2) if one.check == "embargo"]
    assert [one.subject for one in told] == ["wirelake: quay: embargo (endless)"]
    assert "wirelake release quay:" in told[0].text
    at = NOON + 78 * HOUR
    ran(desk.store, at.date(), at=at, **failed("network"))  # which tells nothing of embargoes
    assert "quay:embargo" in desk.open(at + HOUR)


def test_an_embargo_that_is_over_and_holds_is_told_and_one_that_ends_in_time_is_not(
    desk: Desk, filled: Filled
) -> None:
    assert len(filled(UNTIL)) == 1
    end = datetime.fromisoformat(UNTIL)
    assert desk.rounds(NOON, 12, 1) == []
    (told,) = desk.round(end + 7 * HOUR)
    assert (told.subject, told.severity) == ("wirelake: quay: embargo (overdue)", "warning")
    carry_out("quay", store=desk.store, clock=frozen(end + 8 * HOUR))
    assert brief(desk.rounds(end + 9 * HOUR, 9)) == [("embargo", "warning", True)]


def test_an_embargo_of_a_mistyped_year_is_told(desk: Desk, filled: Filled) -> None:
    filled("2062-03-02T18:00:00Z")
    assert [one.subject for one in desk.round(NOON + HOUR)] == ["wirelake: quay: embargo (far)"]


@contextmanager
def no_file_may_grow() -> Iterator[None]:
    """What a full disk answers, of this process alone: every file stays at nothing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_lake_that_cannot_be_written_is_told_each_hour_and_nothing_is_lost(desk: Desk) -> None:
    assert desk.round(NOON + HOUR) == []
    with no_file_may_grow():
        told = desk.rounds(NOON + 2 * HOUR, 3, 1)
    assert brief(told) == [("store", "critical", False)] * 3
    assert "the lake cannot be written: " in told[0].text
    assert sorted(told[0].sources) == ["pier", "quay"]
    assert desk.store.objects(layout.ALARMS) == []
    assert desk.rounds(NOON + 5 * HOUR, 12) == []  # of what nothing could be kept, no "well again" comes


def test_of_a_lake_that_is_gone_people_hear_with_each_round(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIRELAKE_LAKE", str(tmp_path / "unmounted"))
    found = [alarms.watch(desk.heard.append, clock=frozen(NOON + hour * HOUR)) for hour in range(2)]
    assert brief(desk.heard) == [("store", "critical", False)] * 2
    assert "there is no lake here" in desk.heard[0].text
    assert all(one.lost and one.summary.startswith("the lake cannot be read: ") for one in found)


def test_a_disk_that_is_nearly_full_is_one_message_of_all_sources(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.round(NOON + HOUR) == []
    (disk, *_) = standing.rooms(desk.store)
    with monkeypatch.context() as patch:
        patch.setattr(disks, "LEAST", 2 * disk.total)
        (told,) = desk.rounds(NOON + 2 * HOUR, 12)
    assert len(told.sources) == 2
    assert f"nearly full: the lake ({desk.store.uri}) has " in told.text
    assert brief(desk.rounds(NOON + 15 * HOUR, 9)) == [("room", "warning", True)]


@pytest.mark.parametrize(
    ("free", "total", "inodes", "is_short"),
    [
        (100, 2000, 1.0, False),  # much, whatever share it is
        (19, 2000, 1.0, True),
        (3, 40, 1.0, False),
        (1, 40, 1.0, True),
        (3, 100, 1.0, True),
        (50, 100, 0.01, True),
    ],
)
def test_what_is_nearly_full(free: int, total: int, inodes: float, is_short: bool) -> None:
    disk = Room(of="the lake", free=free * GIB, total=total * GIB, inodes=inodes)
    assert disks.is_short(disk) is is_short


def test_what_is_urgent_is_a_check() -> None:
    assert URGENT <= NAMES
