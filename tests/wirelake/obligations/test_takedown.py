"""A killed article leaves the whole lake and stays away: by command, by its status, by an advisory."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.wirelake.diff.rehearsing import rehearsed
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.obligations.proof import assert_gone, manifest
from tests.wirelake.obligations.quaynews import (
    KILLED,
    LATE,
    NEXT,
    PIER,
    THIRD,
    TITLE,
    WORDS,
    drop,
    fill,
    leave_half_built,
    receive,
    replay,
    run,
    sent,
    take_down,
    text,
    wire_item,
    with_advisory,
)
from tests.wirelake.quay import BATCH, DAY, NOON, built, capture, clear, contents, frozen, run_of

from wirelake import obligations, pipeline
from wirelake.batches import staging
from wirelake.batches.journal import Journal
from wirelake.lake.built import raw_version
from wirelake.lake.streams import read
from wirelake.storage import Store

pytestmark = pytest.mark.usefixtures("sources")


def ids(store: Store) -> list[str]:
    """What may be read now."""
    return sorted(read(lake=store.uri, columns=["article_id"])["article_id"].to_pylist())


def kinds(places: list[str]) -> set[str]:
    """In which tables and kinds of record something was found."""
    return {
        f"raw {one.partition('#')[2].partition(' ')[0]}"
        if one.startswith("raw/") and "#" in one
        else one.partition("/")[0]
        for one in places
    }


EVERYWHERE = {"articles", "history", "drop", "staging", "raw", "raw response", "raw resource"}


def lasting(places: list[str]) -> list[str]:
    """Those but for what only saves time, of which a takedown leaves nothing."""
    return [one for one in places if not one.startswith("kept/")]


class TestByCommand:
    def test_all_that_holds_it_is_freed_and_the_rest_stays(self, store: Store, sources: Path) -> None:
        fill(store, sources)
        before = holding(store, *WORDS, folders=(sources,))
        assert kinds(before) >= EVERYWHERE
        assert any(one.endswith("quay.learned.yaml") for one in before)
        others = {n: lasting(holding(store, text(n))) for n in (1, 3, 4, 5)}
        told = take_down(store)
        assert_gone(store, sources)
        assert {n: sorted(map(moved, lasting(holding(store, text(n))))) for n in others} == {
            n: sorted(map(moved, found)) for n, found in others.items()
        }
        assert ids(store) == ["pier:1000001", "quay:1000001", "quay:1000003", "quay:1000004"]
        assert told.done_at == LATE
        assert [one.capture_date for one in told.sights] == [DAY, NEXT.day, THIRD.day]
        assert {one.path.partition("/")[0] for one in told.objects} == {"raw", "history", "drop"}
        (row,) = read("runs", lake=store.uri, source="quay", start=LATE.date()).to_pylist()
        assert (row["mode"], row["removed"], row["published_dates"]) == ("takedown", 1, [DAY])

    def test_the_writer_that_comes_after_has_nothing_of_it(self, store: Store, sources: Path) -> None:
        fill(store, sources)
        take_down(store)
        told = pipeline.write_batch(run_of(THIRD), store=store, clock=frozen(LATE))
        assert "quay:1000002" not in ids(store)
        assert "quay:1000005" in ids(store)
        assert told.published_dates == (DAY,)
        assert_gone(store, sources)
        assert staging.tables(store, "quay") == []

    def test_a_rebuild_gives_the_same_bytes_and_diff_finds_nothing(self, store: Store, sources: Path) -> None:
        fill(store, sources)
        take_down(store)
        pipeline.write_batch(run_of(THIRD), store=store, clock=frozen(LATE))
        stood = built(store)
        days, articles = rehearsed(store, BATCH, NEXT, THIRD)
        assert [one.is_same for one in days] == [True] * 3
        assert articles.changes == []
        clear(store, "history", "rejected", "articles", "staging", "pending")
        replay(store, THIRD, BATCH, PIER, NEXT, at=LATE + timedelta(days=9))
        assert built(store) == stood
        assert_gone(store, sources)
        raw = contents(store, "raw")
        take_down(store)
        assert built(store) == stood
        assert {path: data for path, data in contents(store, "raw").items() if path.endswith(".gz")} == {
            path: data for path, data in raw.items() if path.endswith(".gz")
        }

    def test_one_that_nobody_has_seen_is_rejected_when_it_comes(self, store: Store, sources: Path) -> None:
        told = take_down(store, at=NOON - timedelta(days=1), in_advance=True)
        assert (told.sights, told.objects, told.done_at is None) == ((), (), False)
        receive(store, sources)
        replay(store, BATCH, NEXT, PIER)
        leave_half_built(store)
        assert KILLED not in ids(store)
        rejected = read("rejected", lake=store.uri, source="quay").to_pylist()
        assert [(row["article_id"], row["reason"], row["headline"]) for row in rejected] == [
            (KILLED, "taken_down", None)
        ] * 2
        pipeline.write_batch(run_of(THIRD), store=store, clock=frozen(LATE))
        assert_gone(store, sources)
        stood = built(store)
        take_down(store)
        assert built(store) == stood
        clear(store, "history", "rejected", "articles")
        replay(store, NEXT, THIRD, BATCH, PIER)
        assert built(store) == stood


def moved(where: str) -> str:
    """A place, whatever number of redaction its file has by now."""
    return where.replace(".r1.", ".").replace(".r2.", ".")


class TestByTheWire:
    @pytest.fixture(autouse=True)
    def by_guid(self, sources: Path) -> None:
        path = sources / "quay.yaml"
        path.write_text(path.read_text().replace("[wire, url]", "[guid, wire, url]"))

    def test_a_canceled_item_takes_down_all_versions(self, store: Store) -> None:
        drop(store, BATCH, "first", *(wire_item(n) for n in (1, 2, 3)))
        run(store, BATCH, NOON)
        (killed,) = (
            id_
            for id_, head in read(lake=store.uri, columns=["article_id", "headline"]).to_pandas().values
            if head == TITLE
        )
        assert kinds(holding(store, *WORDS)) == {"articles", "history", "drop", "raw resource", "kept"}
        drop(store, NEXT, "kill", wire_item(2, "canceled", "2"))
        told = run(store, NEXT, NOON + timedelta(days=1))
        assert told.published_dates == (DAY,)
        assert f"taken down: {killed}" in told.summary
        assert len(ids(store)) == 2
        assert holding(store, *WORDS) == []
        mine = manifest(store, killed)
        assert (mine.cause, mine.at) == ("canceled", NOON + timedelta(days=1))
        assert obligations.verify(mine, store=store).is_proven
        assert len(holding(store, text(3))) > 2
        stood = built(store)
        clear(store, "history", "rejected", "articles")
        replay(store, BATCH, NEXT)
        assert built(store) == stood
        run(store, NEXT, NOON + timedelta(days=1, hours=1))
        assert built(store) == stood

    def test_two_that_share_a_payload_leave_one_after_the_other(self, store: Store) -> None:
        drop(store, BATCH, "all", *(wire_item(n) for n in (1, 2, 3, 4)))
        run(store, BATCH, NOON)
        by_title = {
            head: id_
            for id_, head in read(lake=store.uri, columns=["article_id", "headline"]).to_pandas().values
        }
        for number in (2, 3):
            told = take_down(store, by_title[f"Crane {number} turns green"])
            assert holding(store, text(number), f"Crane {number} turns green") == []
            assert obligations.verify(told, store=store).is_proven
        assert sorted(ids(store)) == sorted(by_title[f"Crane {n} turns green"] for n in (1, 4))
        raw = holding(store, text(1))
        assert [one for one in raw if one.startswith("raw/")] == [
            one for one in holding(store, text(4)) if one.startswith("raw/")
        ]
        stood = built(store)
        clear(store, "history", "rejected", "articles")
        replay(store, BATCH)
        assert built(store) == stood

    def test_an_advisory_kills_what_it_names(self, store: Store, sources: Path) -> None:
        path = sources / "quay.yaml"
        path.write_text(path.read_text().replace("[guid, wire, url]", "[wire, url]"))
        fill(store, sources)
        with_advisory(store, THIRD, NOON + timedelta(days=2), wire="1000002")
        told = pipeline.write_batch(run_of(THIRD), store=store, clock=frozen(LATE))
        assert f"taken down: {KILLED}" in told.summary
        assert_gone(store, sources)
        assert manifest(store).cause == "advisory"
        assert ids(store) == ["pier:1000001", *(f"quay:100000{n}" for n in (1, 3, 4, 5))]

    def test_an_advisory_that_has_killed_does_not_wait_when_its_day_is_built_anew(
        self, store: Store, sources: Path
    ) -> None:
        path = sources / "quay.yaml"
        path.write_text(path.read_text().replace("[guid, wire, url]", "[wire, url]"))
        fill(store, sources)
        passed = staging.get(store, run_of(THIRD), "passed")
        for _ in range(2):
            staging.put(store, run_of(THIRD), "passed", passed)
            staging.put(store, run_of(THIRD), "rejected", staging.rejections_table([]))
            with_advisory(store, THIRD, NOON + timedelta(days=2), headline=TITLE)
            journal = Journal.begin(store, run_of(THIRD), "again", frozen(LATE))
            journal.facts |= {"raw_version": raw_version(store, THIRD), "ruleset_version": ""}
            journal.save()
            pipeline.write_batch(run_of(THIRD), store=store, clock=frozen(LATE))
            assert KILLED not in ids(store)
            assert obligations.open_advisories("quay", store=store) == []
        # The advisory's own row tells whom it killed; nothing else does, the review list least of all.
        (left,) = holding(store, *WORDS, folders=(sources,))
        assert left.endswith(": refers_to of quay:advisory")

    def test_an_advisory_that_names_nobody_waits_until_what_it_names_comes(
        self, store: Store, sources: Path
    ) -> None:
        path = sources / "quay.yaml"
        path.write_text(path.read_text().replace("[guid, wire, url]", "[wire, url]"))
        capture(store, NEXT, [sent(4, at=NOON + timedelta(days=1))], NOON + timedelta(days=1))
        pipeline.extract_batch(run_of(NEXT), store=store, clock=frozen(LATE))
        pipeline.validate_batch(run_of(NEXT), store=store, clock=frozen(LATE))
        with_advisory(store, NEXT, NOON + timedelta(days=1), wire="1000002")
        told = pipeline.write_batch(run_of(NEXT), store=store, clock=frozen(LATE))
        assert "to be reviewed" in told.summary
        (open_,) = obligations.open_advisories("quay", store=store)
        capture(store, BATCH, [sent(n) for n in (1, 2)])
        replay(store, BATCH)
        assert KILLED not in ids(store)
        assert obligations.open_advisories("quay", store=store) == []
        assert_gone(store, sources)
        assert manifest(store).raw_ref == open_.raw_ref
