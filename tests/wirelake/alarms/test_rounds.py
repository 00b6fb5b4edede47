"""Each alarm is told once when its cause is made and once when it ends, however often somebody looks."""

import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.wirelake.alarms.runs import HOUR, MORNING, ONE, TODAY, Desk, failed, ran, well
from tests.wirelake.quay import NOON, frozen, new_lake, write_sources

from wirelake import alarms
from wirelake.alarms.checks import NAMES
from wirelake.alarms.measuring import COLUMNS
from wirelake.alarms.reading import views
from wirelake.batches.lists import MOVED, QUOTA
from wirelake.config import Batch, load_named
from wirelake.errors import FetchError
from wirelake.lake import layout
from wirelake.lake.schema import HISTORY
from wirelake.storage import LocalStore, Store
from wirelake.write.objects import parquet

YESTERDAY = TODAY - ONE
Make = Callable[[Store], None]


@pytest.fixture(scope="module")
def well_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of a wire whose runs have all been well up to today."""
    place = tmp_path_factory.mktemp("well") / "lake"
    well(new_lake(place))
    return place


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return tmp_path / "sources"


@pytest.fixture
def desk(sources: Path, tmp_path: Path, well_lake: Path) -> Desk:
    assert sources.is_dir()
    shutil.copytree(well_lake, tmp_path / "lake")
    return Desk(LocalStore(tmp_path / "lake"))


def wrote(store: Store, ago: int, words: int) -> None:
    """Leave in history/ of that day what a build leaves, as far as alarms look at it: thirty articles."""
    rows: dict[str, list[Any]] = {"record_kind": ["article"], "word_count": [words], "authors": [[]]}
    rows |= {"description": ["Seen."], "language": ["en"], "published_at": [NOON]}
    table = pa.table({name: some * 30 for name, some in rows.items()})
    store.write(layout.history(Batch("quay", TODAY - ago * ONE)), parquet(table, [("language", "ascending")]))


def shorter(store: Store) -> None:
    for ago in range(1, 20):
        wrote(store, ago, 90 if ago < 3 else 300)


def each(*agos: int, **facts: Any) -> Make:
    """Run those days again, by which these facts are told of them."""

    def make(store: Store) -> None:
        for ago in agos:
            day = TODAY - ago * ONE
            ran(store, day, **{"known": 0, **facts})

    return make


def only(check: str) -> Make:
    """What the cause of that alarm leaves in runs/."""
    nothing = {"articles": 0, "added": 0, "published_dates": []}
    lost = {"articles": 30, "rejected": 20, "rejected_by_reason": [("http_404", 20)]}
    new = {"rejected": 5, "rejected_by_reason": [("paywall", 5)]}
    many = {"failures_by_class": [("timeout", 20)]}
    return {
        "broken": each(1, **failed("source")),
        "access": each(1, failures_by_class=[("http_403", 10)]),
        "lists": each(1, failures_by_class=[("not_a_feed", 1)]),
        "failures": each(1, **many),
        "held_back": each(1, 2, 3, **failed("gate")),
        "quiet": each(*range(1, 12), **nothing),
        "freshness": each(1, 2, 3, published_dates=[TODAY - 20 * ONE]),
        "volume": each(1, 2, articles=2, added=2, warnings_by_flag=[]),
        "rejections": each(1, **lost),
        "new_reason": each(1, **new),
        "shape": each(1, 2, 3, gaps=["feed https://quay.example/feed.xml: HTTP 404"]),
        "drift": shorter,
    }[check]


def test_the_page_of_alarms_lists_every_check() -> None:
    page = (Path(__file__).parents[3] / "docs" / "alarms.md").read_text(encoding="utf-8")
    assert {*re.findall(r"^\| `(\w+)` \|", page, re.M)} >= NAMES


def test_a_lake_that_is_well_tells_nothing(desk: Desk) -> None:
    assert desk.rounds(MORNING, 12) == []
    assert desk.store.objects(layout.ALARMS) == []


# Of the others this file and test_standing.py have tests of their own.
@pytest.mark.parametrize(
    "check", sorted(NAMES - {"schedule", "polling", "store", "kills", "room", "embargo"})
)
def test_each_alarm_is_told_once_and_once_that_it_ended(desk: Desk, check: str) -> None:
    only(check)(desk.store)
    told = desk.rounds(MORNING, 10)
    assert [(one.check, one.is_well) for one in told] == [(check, False)]
    assert told[0].sources == ("quay",)
    assert "What to do: " in told[0].text
    for ago in range(11, 0, -1):
        if check == "drift":
            wrote(desk.store, ago, 300)
        ran(desk.store, TODAY - ago * ONE, at=MORNING + 12 * HOUR + timedelta(minutes=60 - ago))
    assert [(one.check, one.is_well) for one in desk.rounds(MORNING + 14 * HOUR, 9)] == [(check, True)]


@pytest.mark.parametrize(
    ("facts", "check", "word"),
    [
        ({"gaps": [f"{QUOTA}: 12 links are left to the next time"]}, "access", "requests_per_day"),
        (
            {"gaps": [f"{MOVED}https://quay.example/feed redirects to https://quay.example/rss"]},
            "lists",
            "/rss",
        ),
        ({**failed("network"), "failures_by_class": [("not_a_feed", 2)]}, "lists", "wirelake discover quay"),
    ],
)
def test_a_list_that_moved_or_is_none_and_a_quota_are_one_alarm_with_the_cure(
    desk: Desk, facts: dict[str, Any], check: str, word: str
) -> None:
    each(1, **facts)(desk.store)
    (told,) = desk.rounds(MORNING, 4)
    assert told.check == check
    assert word in told.text


def test_a_schedule_that_stands_still_is_the_one_alarm_and_told_each_day(desk: Desk) -> None:
    assert desk.rounds(MORNING, 24) == []
    assert [one.check for one in desk.rounds(MORNING + ONE, 24)] == ["schedule"]
    (again,) = desk.rounds(MORNING + 2 * ONE, 24)
    assert "no run for 2 days: the last was of 2026-03-29" in again.text


def test_a_feed_that_rolled_over_is_told_and_over_with_the_next_day(desk: Desk, sources: Path) -> None:
    write_sources(sources, "quay", more='poll: "*/15 * * * *"\n')
    rolled = "the feed https://quay.example/feed.xml may have lost entries: none of its 20 was there before"
    ran(desk.store, YESTERDAY, at=MORNING - 2 * HOUR, mode="poll", gaps=[rolled])
    ran(desk.store, YESTERDAY, at=MORNING - HOUR, mode="poll")  # the next poll is well: what is lost is lost
    (told,) = desk.rounds(MORNING, 12)
    assert (told.check, told.subject) == ("polling", "wirelake: quay: polling (lost)")
    assert "poll more often than '*/15 * * * *'" in told.text
    ran(desk.store, TODAY)
    assert [(one.check, one.is_well) for one in desk.rounds(MORNING + ONE, 9)] == [("polling", True)]


def test_polls_that_stopped_are_told_where_they_brought_something_before(desk: Desk, sources: Path) -> None:
    write_sources(sources, "quay", more='poll: "*/15 * * * *"\n')
    for ago in range(20, 2, -1):
        for hour in (3, 6, 9):
            day = TODAY - ago * ONE
            at = MORNING - ago * ONE + hour * HOUR
            ran(desk.store, day, at=at, mode="poll")
    told = desk.rounds(MORNING, 12)
    assert [one.subject for one in told] == ["wirelake: quay: polling (stopped)"]
    assert "no poll brought anything on 2026-03-28 and 2026-03-29: usually 3 a day do" in told[0].text
    write_sources(sources, "quay")
    assert desk.open(MORNING) == []


def test_a_cause_that_comes_and_goes_is_two_messages_and_not_twenty(desk: Desk) -> None:
    for number in range(20):
        at = MORNING + number * HOUR / 2
        bad = failed("lake") if number % 2 == 0 else {}
        ran(desk.store, YESTERDAY, at=at - timedelta(minutes=5), **bad)
        desk.round(at)
    assert [one.is_well for one in desk.heard] == [False]  # not yet: it may come again
    desk.rounds(MORNING + 10 * HOUR, 12, 1)
    assert [(one.check, one.is_well) for one in desk.heard] == [("broken", False), ("broken", True)]


def test_one_cause_of_many_sources_is_one_incident(desk: Desk, sources: Path) -> None:
    names = ["pier", "quay", "reef"]
    write_sources(sources, "pier", "reef", "slip")
    for name in ("pier", "reef", "slip"):
        well(desk.store, name=name, days=5)
    for name in names:
        ran(desk.store, YESTERDAY, name=name, at=MORNING - HOUR, **failed("network"))
    (told,) = desk.rounds(MORNING, 3)
    assert sorted(told.sources) == names
    assert told.subject == "wirelake: 3 sources: failures (connect)"
    ran(desk.store, YESTERDAY, name="slip", at=MORNING + 3 * HOUR, **failed("network"))
    assert desk.rounds(MORNING + 4 * HOUR, 12) == []  # it joins
    for name in (*names, "slip"):
        ran(desk.store, TODAY, name=name, **failed("network"))
    (again,) = desk.rounds(MORNING + ONE, 3)
    assert sorted(again.sources) == [*names, "slip"]
    for name in (*names, "slip"):
        ran(desk.store, TODAY, name=name, at=MORNING + ONE + 4 * HOUR)
    (over,) = desk.rounds(MORNING + ONE + 5 * HOUR, 12)
    assert (sorted(over.sources), over.is_well) == ([*names, "slip"], True)


def test_owners_hear_of_their_own(desk: Desk, sources: Path) -> None:
    for name, owner in (("quay", "desk@harbour.example"), ("pier", "")):
        write_sources(sources, name, more=f"owner: {owner}\nseverity: critical\n" if owner else "")
    well(desk.store, name="pier", days=5)
    for name in ("quay", "pier"):
        ran(desk.store, YESTERDAY, name=name, at=MORNING - HOUR, **failed("network"))
    told = {one.sources: (one.owner, one.severity) for one in desk.round(MORNING)}
    assert told == {("quay",): ("desk@harbour.example", "critical"), ("pier",): (None, "warning")}


def test_a_silence_is_kept_and_ends(desk: Desk) -> None:
    only("broken")(desk.store)
    alarms.silence(desk.store, "quay", TODAY, MORNING, "the wire moves house")
    assert desk.rounds(MORNING, 17) == []
    assert desk.open(MORNING) == ["#quay:broken"]
    ran(desk.store, TODAY, **failed("source"))
    assert [one.check for one in desk.rounds(MORNING + ONE, 12)] == ["broken"]
    assert desk.open(MORNING + ONE) == ["quay:broken"]


def test_what_cannot_be_sent_comes_with_the_next_round(desk: Desk) -> None:
    only("broken")(desk.store)

    def refuse(_: object) -> None:
        raise FetchError("no answer")

    with pytest.raises(FetchError):
        alarms.watch(refuse, store=desk.store, clock=frozen(MORNING))
    assert len(desk.round(MORNING + HOUR)) == 1


@pytest.mark.usefixtures("sources")
def test_a_first_night_alarms_nobody(tmp_path: Path) -> None:
    desk = Desk(new_lake(tmp_path / "lake"))
    night = MORNING - 2 * HOUR
    for ago in range(70, 0, -1):  # the first day brought what the list holds; the others know it
        at = night + timedelta(minutes=70 - ago)
        none = {"articles": 0, "added": 0, "known": 900, "published_dates": []}
        facts = {"articles": 900, "added": 900} if ago == 70 else none
        ran(desk.store, TODAY - ago * ONE, at=at, **facts)
    assert desk.rounds(MORNING, 12) == []
    for number in range(6):
        ran(desk.store, TODAY + number * ONE)
        assert desk.round(MORNING + (number + 1) * ONE) == []


@pytest.mark.usefixtures("sources")
def test_a_backfill_of_refused_days_is_one_alarm(tmp_path: Path) -> None:
    desk = Desk(new_lake(tmp_path / "lake"))
    for ago in range(30, 0, -1):
        day = TODAY - ago * ONE
        ran(desk.store, day, at=MORNING - ago * timedelta(minutes=1), **failed("gate"))
    (told,) = desk.rounds(MORNING, 12)
    assert told.check == "held_back"
    assert "30 days, 2026-02-28 to 2026-03-29" in told.text


def test_the_state_is_what_the_names_in_the_lake_say(desk: Desk) -> None:
    only("broken")(desk.store)
    desk.rounds(MORNING, 6)
    names = [one.path.partition("Z-")[2] for one in desk.store.objects(layout.ALARMS)]
    assert names == ["broken-began.json", "broken-told.json"]
    stood = desk.store.objects("")
    assert desk.open(MORNING) == ["quay:broken"]
    assert desk.store.objects("") == stood  # who only looks writes nothing


@pytest.mark.usefixtures("sources")
def test_days_are_read_and_measured_once_and_again_after_another_build(tmp_path: Path) -> None:
    assert set(COLUMNS) <= {*HISTORY.names}
    store, path, facts = new_lake(tmp_path / "lake"), layout.run_days("quay"), [load_named("quay")]
    ran(store, YESTERDAY)
    wrote(store, 1, 300)
    (view,) = views(store, facts, MORNING, keeps=False)
    assert (view.days[0].items, view.days[0].measure, store.read(path)) == (30, None, None)
    (view,) = views(store, facts, MORNING, keeps=True)
    found, stood = view.days[0].measure, store.etag(path)
    assert found
    assert (found.articles, found.words, found.missing["authors"]) == (30, 300, 30)
    (again,) = views(store, facts, MORNING, keeps=True)
    assert (again.days, store.etag(path)) == (view.days, stood)
    wrote(store, 1, 200)
    ran(store, YESTERDAY, at=MORNING)
    (again,) = views(store, facts, MORNING, keeps=True)
    assert again.days[0].measure != found
    store.write(path, b"{")
    (again,) = views(store, facts, MORNING, keeps=False)
    assert again.days[0].items == 30  # what is kept only spares reading
