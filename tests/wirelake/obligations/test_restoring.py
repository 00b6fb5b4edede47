"""Withdrawal and erasure are two acts: until the bytes are gone, one command has the article stand again."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.obligations.quaynews import (
    KILLED,
    LATE,
    NEXT,
    PIER,
    THIRD,
    TITLE,
    WORDS,
    fill,
    replay,
    sent,
    take_down,
    with_advisory,
    write_wires,
)
from tests.wirelake.obligations.test_takedown_deaths import World, numbers
from tests.wirelake.quay import BATCH, NOON, built, capture, clear, contents, frozen, run_of

import wirelake
from wirelake import obligations, pipeline
from wirelake.config import Batch
from wirelake.errors import ConfigError, MissingError
from wirelake.lake.decisions.events import Cause, Event, Events, What, read_events
from wirelake.lake.decisions.manifests import Manifest
from wirelake.storage import Store

ONE = timedelta(days=1)
FOURTH = Batch("quay", THIRD.day + ONE)
WEEK = LATE + 7 * ONE


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sources"
    write_wires(folder, 7)
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    return folder


@pytest.fixture
def whole(store: Store, sources: Path) -> Store:
    """Three days that are built."""
    fill(store, sources)
    pipeline.write_batch(run_of(THIRD), store=store, clock=frozen(LATE))
    return store


def withdraw(store: Store) -> Manifest:
    return take_down(store, erase=False)  # type: ignore[no-any-return]


def restore(store: Store, at: timedelta = ONE) -> Manifest:
    return obligations.restore(KILLED, "it was another crane", store=store, clock=frozen(LATE + at))


def manifest(store: Store) -> Manifest:
    (found,) = obligations.manifests("quay", store=store)
    return found


def seen_by_readers(store: Store) -> list[str]:
    """Where a reader finds words of it: in the tables, by any of our readers too."""
    tables = [
        one for one in holding(store, *WORDS) if one.partition("/")[0] in ("articles", "history", "rejected")
    ]
    for table in ("articles", "history", "versions"):
        for as_of in (NOON + ONE, LATE + ONE):
            rows = wirelake.read(table, as_of=as_of, lake=store.uri).to_pylist()
            tables += [table for row in rows if row["article_id"] == KILLED and row["headline"]]
    return tables


def next_run(store: Store, at: timedelta) -> None:
    """Another day of the source is built."""
    moment = LATE + at
    capture(store, FOURTH, [sent(6, at=moment)], moment)
    replay(store, FOURTH, at=moment)


def test_a_takedown_withdraws_at_once_and_erases_after_its_time(whole: Store, sources: Path) -> None:
    told = withdraw(whole)
    assert (told.withdrawn_at, told.erased_at) == (LATE, None)
    assert seen_by_readers(whole) == []
    assert any(one.startswith("raw/") for one in holding(whole, *WORDS))
    next_run(whole, 6 * ONE)
    assert manifest(whole).erased_at is None
    next_run(whole, 7 * ONE)
    assert (manifest(whole).withdrawn_at, manifest(whole).erased_at) == (LATE, WEEK)
    assert holding(whole, *WORDS, folders=(sources,)) == []
    assert obligations.verify(manifest(whole), store=whole).is_proven
    assert whole.objects("withdrawn") == []
    with pytest.raises(ConfigError, match="nothing can be restored"):
        restore(whole, 8 * ONE)


def test_a_restore_gives_every_table_back_byte_for_byte(whole: Store, sources: Path) -> None:
    capture(whole, NEXT, [sent(2, b"\0\1\2", NOON + ONE)], NOON + ONE)
    replay(whole, NEXT)  # rejected/ says something of its address
    stood, learned = built(whole), (sources / "quay.learned.yaml").read_bytes()
    raw = {path: data for path, data in contents(whole, "raw", "drop").items() if "/source=" in path}
    withdraw(whole)
    assert built(whole) != stood
    told = restore(whole)
    assert built(whole) == stood
    assert (sources / "quay.learned.yaml").read_bytes() == learned
    assert contents(whole, "raw", "drop").items() >= raw.items()
    assert whole.objects("withdrawn") == whole.objects("pending") == []
    assert (told.revoked_at, told.withdrawn_at, told.erased_at) == (LATE + ONE, None, None)
    next_run(whole, 9 * ONE)
    clear(whole, f"history/capture_date={FOURTH.day}")
    replay(whole, BATCH, NEXT, THIRD, PIER)
    assert holding(whole, *WORDS) and KILLED in wirelake.read(lake=whole.uri)["article_id"].to_pylist()
    assert restore(whole, 10 * ONE).revoked_at == LATE + ONE  # repeated, it decides nothing anew


def test_a_rebuild_while_it_is_withdrawn_gives_the_same_and_can_be_restored(whole: Store) -> None:
    stood = built(whole)
    withdraw(whole)
    withdrawn = built(whole)
    clear(whole, "history", "rejected", "articles", "staging", "pending", "withdrawn")
    replay(whole, NEXT, THIRD, BATCH, PIER)
    assert built(whole) == withdrawn
    assert seen_by_readers(whole) == []
    restore(whole)
    assert built(whole) == stood


def test_what_was_captured_while_it_was_withdrawn_stands_after_the_restore(whole: Store) -> None:
    withdraw(whole)
    capture(whole, FOURTH, [sent(2, at=LATE)], LATE + timedelta(hours=1))
    replay(whole, FOURTH, at=LATE + timedelta(hours=1))
    assert seen_by_readers(whole) == []
    restore(whole)
    restored = built(whole)
    replay(whole, BATCH, NEXT, THIRD, FOURTH, PIER, at=LATE + 2 * ONE)
    assert built(whole) == restored
    history = wirelake.read("history", lake=whole.uri, start=FOURTH.day).to_pylist()
    assert [(row["article_id"], row["headline"]) for row in history] == [(KILLED, TITLE)]


def test_a_prose_advisory_that_was_bound_wrongly_is_revoked_by_one_command(
    store: Store, sources: Path
) -> None:
    fill(store, sources)
    pipeline.write_batch(run_of(THIRD), store=store, clock=frozen(LATE))
    capture(store, FOURTH, [sent(6, at=LATE)], LATE)
    for build in ("extract_batch", "validate_batch"):
        getattr(pipeline, build)(run_of(FOURTH), store=store, clock=frozen(LATE))
    with_advisory(store, FOURTH, LATE, wire="1000002")
    stood, before = built(store), wirelake.read(lake=store.uri).to_pylist()
    pipeline.write_batch(run_of(FOURTH), store=store, clock=frozen(LATE))
    assert KILLED not in wirelake.read(lake=store.uri)["article_id"].to_pylist()
    assert manifest(store).cause == "advisory"
    assert any(one.startswith("raw/") for one in holding(store, *WORDS))  # no evidence is destroyed
    restore(store)
    now = built(store)
    assert {path: now[path] for path in stood if "articles" not in path} == {
        path: data for path, data in stood.items() if "articles" not in path
    }
    stands = wirelake.read(lake=store.uri).to_pylist()
    assert [row for row in stands if row["article_id"] != "quay:1000006"] == before
    (waiting,) = obligations.open_advisories("quay", store=store)  # it means another one
    assert waiting.refers_to == (("wire", "1000002"),)
    next_run(store, 9 * ONE)
    assert KILLED in wirelake.read(lake=store.uri)["article_id"].to_pylist()
    assert len(obligations.open_advisories("quay", store=store)) == 1


def test_a_message_is_revoked_whatever_other_rules_read_in_it() -> None:
    kill = Event(
        what=What.TAKEDOWN, article_id=KILLED, at=LATE, cause=Cause.ADVISORY, reason="killed",
        raw_ref=f"{FOURTH}#<urn:uuid:9>", message="quay:advisory 0123456789abcdef",
    )  # fmt: skip
    restored = Event(
        what=What.RESTORE, article_id=KILLED, at=LATE + ONE, cause=Cause.OPERATOR,
        reason="it was another crane", revokes=(kill.name,),
    )  # fmt: skip
    events = Events.of([kill, restored])
    read_again = replace(kill, message="quay:advisory fedcba9876543210")
    assert read_again.name != kill.name
    assert events.is_revoked(kill) and events.is_revoked(read_again)
    assert not events.is_revoked(replace(read_again, raw_ref=f"{FOURTH}#<urn:uuid:8>"))
    assert not events.is_revoked(replace(read_again, article_id="quay:1000001"))
    assert not Events.of([kill]).is_revoked(read_again)


def test_a_later_takedown_takes_down_what_was_restored(whole: Store, sources: Path) -> None:
    withdraw(whole)
    restore(whole)
    told = take_down(whole, at=LATE + 2 * ONE)
    assert (told.at, told.revoked_at, told.erased_at) == (LATE + 2 * ONE, None, LATE + 2 * ONE)
    assert holding(whole, *WORDS, folders=(sources,)) == []


def test_nothing_is_erased_under_a_hold(whole: Store, sources: Path) -> None:
    obligations.hold(KILLED, "the court asks for it", store=whole, clock=frozen(LATE))
    told = take_down(whole)
    assert (told.withdrawn_at, told.erased_at) == (LATE, None)
    assert obligations.erase_at(told, read_events(whole, "quay")) is None
    next_run(whole, 30 * ONE)
    assert seen_by_readers(whole) == []
    assert any(one.startswith("raw/") for one in holding(whole, *WORDS))
    obligations.hold(KILLED, "the court is done", lift=True, store=whole, clock=frozen(LATE + 31 * ONE))
    next_run(whole, 32 * ONE)
    assert holding(whole, *WORDS, folders=(sources,)) == []
    again = obligations.hold(KILLED, "once more", lift=True, store=whole)
    assert again.reason == "the court is done"  # the first one holds


def test_a_restore_that_died_is_completed_by_the_command_or_by_the_next_writer(
    whole: Store, sources: Path
) -> None:
    stood = built(whole)
    capture(whole, FOURTH, [sent(6, at=LATE)], LATE)
    withdraw(whole)
    world = World(whole, sources)
    deaths = 0
    for change in numbers(whole, 7):
        world.restore()
        if not world.dies(lambda: restore(whole), change):
            break
        deaths += 1
        if change % 4 == 1:
            restore_again(whole)
        replay(whole, FOURTH, at=LATE + 2 * ONE)
        if change > 1:
            now = built(whole)
            assert {path: now[path] for path in stood if "articles" not in path} == {
                path: data for path, data in stood.items() if "articles" not in path
            }, change
            assert KILLED in wirelake.read(lake=whole.uri)["article_id"].to_pylist()
            assert whole.objects("withdrawn") == []
    assert deaths > (1 if whole.uri.startswith("s3:") else 4)


def restore_again(store: Store) -> None:
    """By an operator who repeats the command; where it had come far enough, there is nothing left to say."""
    try:
        restore(store)
    except MissingError:
        return


def test_a_death_between_two_steps_of_an_erasure_loses_no_line_of_the_manifest(
    whole: Store, sources: Path
) -> None:
    world = World(whole, sources)
    take_down(whole)
    lines = {one.path for one in manifest(whole).objects}
    assert {one.partition("/")[0] for one in lines} == {"raw", "history", "drop"}
    for change in numbers(whole, 11):
        world.restore()
        if not world.dies(lambda: take_down(whole), change):
            break
        take_down(whole)
        assert {one.path for one in manifest(whole).objects} == lines, change
