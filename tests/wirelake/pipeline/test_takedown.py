"""A killed article leaves the whole lake and stays away: by command, by its status, by an advisory."""

import gzip
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.wirelake.pipeline.decoding import holding
from tests.wirelake.pipeline.quaynews import (
    CORRECTED,
    FIRST,
    KILLED,
    LATE,
    NEXT,
    PIER,
    SECOND,
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
    write_wires,
)
from tests.wirelake.pipeline.rehearsing import diff
from tests.wirelake.quay import BATCH, DAY, NOON, built, capture, clear, contents, frozen

from wirelake import pipeline
from wirelake.config import load_named
from wirelake.lake import layout
from wirelake.lake.manifests import Manifest
from wirelake.lake.reading import read
from wirelake.pipeline import staging
from wirelake.storage import Store


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "sources"
    write_wires(folder)
    monkeypatch.setenv("WIRELAKE_SOURCES", str(folder))
    return folder


def ids(store: Store) -> list[str]:
    """What may be read now."""
    return sorted(read(lake=store.uri, columns=["article_id"])["article_id"].to_pylist())


def manifest(store: Store, article_id: str = KILLED) -> Manifest:
    return next(one for one in pipeline.manifests("quay", store=store) if one.article_id == article_id)


def assert_gone(store: Store, *folders: Path) -> None:
    assert holding(store, *WORDS, folders=folders) == []
    found = pipeline.verify(manifest(store), store=store)
    assert (found.left, found.copies, found.is_proven) == ([], [], True)


def kinds(places: list[str]) -> set[str]:
    """In which tables and kinds of record something was found."""
    return {
        f"raw {one.partition('#')[2].partition(' ')[0]}"
        if one.startswith("raw/") and "#" in one
        else one.partition("/")[0]
        for one in places
    }


EVERYWHERE = {"articles", "history", "drop", "staging", "raw", "raw response", "raw resource"}


class TestByCommand:
    def test_all_that_holds_it_is_freed_and_the_rest_stays(self, store: Store, sources: Path) -> None:
        fill(store, sources)
        before = holding(store, *WORDS, folders=(sources,))
        assert kinds(before) >= EVERYWHERE
        assert any(one.endswith("quay.learned.yaml") for one in before)
        others = {n: holding(store, text(n)) for n in (1, 3, 4, 5)}
        told = take_down(store)
        assert_gone(store, sources)
        assert {n: sorted(map(moved, holding(store, text(n)))) for n in others} == {
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
        told = pipeline.write_batch(THIRD, mode="replay", store=store, clock=frozen(LATE))
        assert "quay:1000002" not in ids(store)
        assert "quay:1000005" in ids(store)
        assert told.published_dates == (DAY,)
        assert_gone(store, sources)
        assert staging.tables(store, "quay") == []

    def test_a_rebuild_gives_the_same_bytes_and_diff_finds_nothing(self, store: Store, sources: Path) -> None:
        fill(store, sources)
        take_down(store)
        pipeline.write_batch(THIRD, mode="replay", store=store, clock=frozen(LATE))
        stood = built(store)
        days, articles = diff(store, BATCH, NEXT, THIRD)
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
        told = take_down(store, at=NOON - timedelta(days=1))
        assert (told.sights, told.objects, told.done_at is None) == ((), (), False)
        receive(store, sources)
        replay(store, BATCH, NEXT, PIER)
        leave_half_built(store)
        assert KILLED not in ids(store)
        rejected = read("rejected", lake=store.uri, source="quay").to_pylist()
        assert [(row["article_id"], row["reason"], row["headline"]) for row in rejected] == [
            (KILLED, "taken_down", None)
        ] * 2
        pipeline.write_batch(THIRD, mode="replay", store=store, clock=frozen(LATE))
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

    def test_a_canceled_item_takes_down_all_versions(self, store: Store, sources: Path) -> None:
        drop(store, BATCH, "first", *(wire_item(n) for n in (1, 2, 3)))
        run(store, BATCH, NOON)
        (killed,) = (
            id_
            for id_, head in read(lake=store.uri, columns=["article_id", "headline"]).to_pandas().values
            if head == TITLE
        )
        assert kinds(holding(store, *WORDS)) == {"articles", "history", "drop", "raw resource"}
        drop(store, NEXT, "kill", wire_item(2, "canceled", "2"))
        told = run(store, NEXT, NOON + timedelta(days=1))
        assert told.published_dates == (DAY,)
        assert f"taken down: {killed}" in told.summary
        assert len(ids(store)) == 2
        assert holding(store, *WORDS) == []
        mine = manifest(store, killed)
        assert (mine.cause, mine.at) == ("canceled", NOON + timedelta(days=1))
        assert pipeline.verify(mine, store=store).is_proven
        assert len(holding(store, text(3))) > 2
        stood = built(store)
        clear(store, "history", "rejected", "articles")
        replay(store, BATCH, NEXT)
        assert built(store) == stood
        run(store, NEXT, NOON + timedelta(days=1, hours=1))
        assert built(store) == stood

    def test_two_that_share_a_payload_leave_one_after_the_other(self, store: Store, sources: Path) -> None:
        drop(store, BATCH, "all", *(wire_item(n) for n in (1, 2, 3, 4)))
        run(store, BATCH, NOON)
        by_title = {
            head: id_
            for id_, head in read(lake=store.uri, columns=["article_id", "headline"]).to_pandas().values
        }
        for number in (2, 3):
            told = take_down(store, by_title[f"Crane {number} turns green"])
            assert holding(store, text(number), f"Crane {number} turns green") == []
            assert pipeline.verify(told, store=store).is_proven
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
        self_named = NOON + timedelta(days=2)
        path = sources / "quay.yaml"
        path.write_text(path.read_text().replace("[guid, wire, url]", "[wire, url]"))
        fill(store, sources)
        with_advisory(store, THIRD, self_named, wire="1000002")
        told = pipeline.write_batch(THIRD, mode="replay", store=store, clock=frozen(LATE))
        assert f"taken down: {KILLED}" in told.summary
        assert_gone(store, sources)
        assert manifest(store).cause == "advisory"
        assert ids(store) == [f"quay:100000{n}" for n in (1, 3, 4, 5)] or KILLED not in ids(store)

    def test_an_advisory_that_names_nobody_waits_until_what_it_names_comes(
        self, store: Store, sources: Path
    ) -> None:
        path = sources / "quay.yaml"
        path.write_text(path.read_text().replace("[guid, wire, url]", "[wire, url]"))
        capture(store, NEXT, [sent(4, at=NOON + timedelta(days=1))], NOON + timedelta(days=1))
        pipeline.extract_batch(NEXT, mode="replay", store=store, clock=frozen(LATE))
        pipeline.validate_batch(NEXT, mode="replay", store=store, clock=frozen(LATE))
        with_advisory(store, NEXT, NOON + timedelta(days=1), wire="1000002")
        told = pipeline.write_batch(NEXT, mode="replay", store=store, clock=frozen(LATE))
        assert "to be reviewed" in told.summary
        (open_,) = pipeline.open_advisories("quay", store=store)
        capture(store, BATCH, [sent(n) for n in (1, 2)])
        replay(store, BATCH)
        assert KILLED not in ids(store)
        assert pipeline.open_advisories("quay", store=store) == []
        assert_gone(store, sources)
        assert manifest(store).raw_ref == open_.raw_ref


class TestProof:
    """What verify says is worth something: it finds what the test puts back."""

    PLACES: dict[str, Callable[[Store], None]] = {}

    @pytest.fixture
    def done(self, store: Store, sources: Path) -> dict[str, dict[str, bytes]]:
        """The tables as they stood before the takedown."""
        fill(store, sources)
        stood = {table: contents(store, table) for table in ("raw", "history", "staging", "drop", "articles")}
        stood["sources"] = {"quay.learned.yaml": (sources / "quay.learned.yaml").read_bytes()}
        take_down(store)
        assert_gone(store, sources)
        return stood

    def found(self, store: Store) -> list[str]:
        found = pipeline.verify(manifest(store), store=store)
        assert not found.is_proven
        return found.left

    def test_a_warc_from_before(self, store: Store, done: dict[str, dict[str, bytes]]) -> None:
        for path, data in done["raw"].items():
            if path.endswith(".warc.gz"):
                store.write(path, data)
        assert kinds(self.found(store)) == {"raw <urn:uuid:" + "x"} or len(self.found(store)) >= 5

    def test_a_cell_of_history(self, store: Store, done: dict[str, dict[str, bytes]]) -> None:
        path = layout.history(NEXT)
        table = pq.read_table(io.BytesIO(done["history"][path]), partitioning=None)
        kept = table.filter(pa.compute.not_equal(table["article_id"], KILLED))
        at = kept.schema.get_field_index("ed_notes")
        note = [{"role": "x", "text": f"Eds: {CORRECTED}", "publishable": False}]
        rows = [{**row, "ed_notes": note, "article_id": KILLED} for row in kept.to_pylist()]
        sink = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(rows, schema=kept.schema), sink)
        assert at >= 0
        store.write(path, sink.getvalue())
        assert [one.partition(" ")[0] for one in self.found(store)] == ["history"]

    def test_a_feed_record(self, store: Store, done: dict[str, dict[str, bytes]]) -> None:
        item = f"<rss><channel><item><description>&lt;i&gt;{SECOND}&lt;/i&gt;</description></item></channel></rss>"
        record = (
            b"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
            b"WARC-Date: 2026-03-02T12:00:00Z\r\nContent-Type: application/rss+xml\r\n"
            b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (len(item), item.encode())
        )
        store.write(f"{layout.raw(BATCH)}/20260302T120000Z-0a0a0a0a-0001.warc.gz", gzip.compress(record))
        assert len(self.found(store)) == 1

    def test_the_learned_file(
        self, store: Store, sources: Path, done: dict[str, dict[str, bytes]]
    ) -> None:
        (sources / "quay.learned.yaml").write_bytes(done["sources"]["quay.learned.yaml"])
        assert [one.partition(" ")[0] for one in self.found(store)] == ["learned"]

    def test_the_drop_folder(self, store: Store, done: dict[str, dict[str, bytes]]) -> None:
        store.write(f"drop/quay/{NEXT.day}/again.txt", f"Once more: {FIRST}".encode())
        assert self.found(store) == [f"drop/quay/{NEXT.day}/again.txt"]

    def test_staging_and_articles(self, store: Store, done: dict[str, dict[str, bytes]]) -> None:
        for table in ("staging", "articles"):
            for path, data in done[table].items():
                store.write(path, data)
        assert {one.partition(" ")[0] for one in self.found(store)} == {"staging", "articles"}


class TestLearned:
    def test_examples_that_quote_it_go_and_the_file_stays_valid(self, store: Store, sources: Path) -> None:
        fill(store, sources)
        take_down(store)
        (entry,) = load_named("quay").learned
        assert [one.text for one in entry.examples] == ["Read all of our news from the quay"]
        assert (entry.shape, entry.articles) == ("read all of our news from the quay", 9)

    def test_a_file_that_cannot_be_written_is_told(
        self, store: Store, sources: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fill(store, sources)
        stood = (sources / "quay.learned.yaml").read_bytes()

        def refused(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        with monkeypatch.context() as patch:  # root may write anywhere, so the system refuses it here
            patch.setattr("wirelake.pipeline.learn.tempfile", SimpleNamespace(mkstemp=refused))
            told = take_down(store)
        assert "cannot be written" in told.unreached[0]
        assert (sources / "quay.learned.yaml").read_bytes() == stood
        found = pipeline.verify(told, store=store)
        assert [one.partition(" ")[0] for one in found.left] == ["learned"]
        assert take_down(store).unreached == ()
        assert_gone(store, sources)
