"""What verify says of a takedown is worth something, and what was learned from its text is unlearned."""

import gzip
import io
import json
import os
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.wirelake.obligations.proof import assert_gone, manifest
from tests.wirelake.obligations.quaynews import (
    CORRECTED,
    FIRST,
    KILLED,
    LATE,
    NEXT,
    SECOND,
    THIRD,
    fill,
    take_down,
    with_advisory,
)
from tests.wirelake.quay import BATCH, contents, frozen, run_of

from wirelake import obligations, pipeline
from wirelake.config import load_named
from wirelake.lake import kept, layout
from wirelake.lake.exchanges import read_index
from wirelake.lake.kept import indexes
from wirelake.lake.marker import begin
from wirelake.lake.schema import INDEX
from wirelake.obligations.proof.on_this_host import OTHER_HOSTS
from wirelake.storage import LocalStore, Store

pytestmark = pytest.mark.usefixtures("sources")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A folder: what is proven here is the search, not the store."""
    monkeypatch.setenv("WIRELAKE_LAKE", str(tmp_path / "lake"))
    begin(LocalStore(tmp_path / "lake"))
    return LocalStore(tmp_path / "lake")


class TestProof:
    """What verify says is worth something: it finds what the test puts back."""

    @pytest.fixture
    def done(self, store: Store, sources: Path) -> dict[str, dict[str, bytes]]:
        """The tables as they stood before the takedown."""
        fill(store, sources)
        tables = ("raw", "history", "staging", "drop", "articles", "kept")
        stood = {table: contents(store, table) for table in tables}
        stood["sources"] = {"quay.learned.yaml": (sources / "quay.learned.yaml").read_bytes()}
        take_down(store)
        assert_gone(store, sources)
        return stood

    def found(self, store: Store) -> list[str]:
        found = obligations.verify(manifest(store), store=store)
        assert not found.is_proven
        return found.left

    def test_a_warc_from_before(self, store: Store, done: dict[str, dict[str, bytes]]) -> None:
        for path, data in done["raw"].items():
            if path.endswith(".warc.gz"):
                store.write(path, data)
        assert len([one for one in self.found(store) if ".warc.gz#" in one]) == 7

    def test_a_cell_of_history(self, store: Store, done: dict[str, dict[str, bytes]]) -> None:
        path = layout.history(NEXT)
        table = pq.read_table(io.BytesIO(done["history"][path]), partitioning=None)
        kept = table.filter(pa.compute.not_equal(table["article_id"], KILLED))
        note = [{"role": "x", "text": f"Eds: {CORRECTED}", "publishable": False}]
        rows = [{**row, "ed_notes": note, "article_id": KILLED} for row in kept.to_pylist()]
        sink = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(rows, schema=kept.schema), sink)
        store.write(path, sink.getvalue())
        assert [one.partition(" ")[0] for one in self.found(store)] == ["history"]

    @pytest.mark.usefixtures("done")
    def test_a_feed_record(self, store: Store) -> None:
        item = f"<rss><channel><item><title>&lt;i&gt;{SECOND}&lt;/i&gt;</title></item></channel></rss>"
        head = (
            "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: "
            f"2026-03-02T12:00:00Z\r\nContent-Type: application/rss+xml\r\nContent-Length: {len(item)}"
        )
        record = f"{head}\r\n\r\n{item}\r\n\r\n".encode()
        store.write(f"{layout.raw(BATCH)}/20260302T120000Z-0a0a0a0a-0001.warc.gz", gzip.compress(record))
        assert len(self.found(store)) == 1

    def test_the_learned_file(self, store: Store, sources: Path, done: dict[str, dict[str, bytes]]) -> None:
        (sources / "quay.learned.yaml").write_bytes(done["sources"]["quay.learned.yaml"])
        assert [one.partition(" ")[0] for one in self.found(store)] == ["learned"]

    @pytest.mark.usefixtures("done")
    def test_the_drop_folder(self, store: Store) -> None:
        store.write(f"drop/quay/{NEXT.day}/again.txt", f"Once more: {FIRST}".encode())
        assert self.found(store) == [f"drop/quay/{NEXT.day}/again.txt"]

    def test_staging_and_articles(self, store: Store, done: dict[str, dict[str, bytes]]) -> None:
        for table in ("staging", "articles"):
            for path, data in done[table].items():
                store.write(path, data)
        assert {one.partition(" ")[0] for one in self.found(store)} == {"staging", "articles"}

    def test_records_that_are_kept(self, store: Store, done: dict[str, dict[str, bytes]]) -> None:
        assert contents(store, "kept/source=quay") == {}
        quays = {path: data for path, data in done["kept"].items() if "source=quay" in path}
        assert len(quays) == 3
        for path, data in quays.items():
            store.write(path, data)
        assert {*self.found(store)} == {*quays}
        take_down(store)
        assert_gone(store, Path(os.environ["WIRELAKE_SOURCES"]))

    @pytest.mark.usefixtures("done")
    def test_titles_in_indexes_that_are_kept(self, store: Store) -> None:
        path = f"{layout.raw(BATCH)}/20260302T120000Z-0a0a0a0a-0001.index.parquet"
        row = read_index(store, BATCH)[0] | {"link_title": FIRST}
        rows = pa.Table.from_pylist([row], schema=INDEX)
        stood = kept.opened(store, BATCH, indexes.NAME)
        kept.put(store, stood, indexes.folded({path: ("etag", rows)}))
        assert self.found(store) == [layout.kept(BATCH, indexes.NAME)]

    @pytest.mark.parametrize(
        "kind", ["a copy of a WARC", "a half-written table", "rows between tasks", "what is kept"]
    )
    def test_a_temporary_file_of_a_dead_process(
        self, store: Store, done: dict[str, dict[str, bytes]], kind: str
    ) -> None:
        table, ending = {
            "a copy of a WARC": ("raw", ".warc.gz"),
            "a half-written table": ("history", f"{NEXT.day}/source=quay/history.parquet"),
            "rows between tasks": ("staging", "passed.arrow"),
            "what is kept": ("kept", "extracts.arrow"),
        }[kind]
        data = next(
            data for path, data in done[table].items() if path.endswith(ending) and "source=quay" in path
        )
        lies = _lying(store, "host-1-dead", data)
        assert {one.partition(",")[0] for one in self.found(store)} == {str(lies)}
        take_down(store)
        assert not lies.exists()
        assert_gone(store, Path(os.environ["WIRELAKE_SOURCES"]))

    @pytest.mark.usefixtures("done")
    def test_what_a_living_process_writes_is_told(self, store: Store) -> None:
        with store.temporary.folder() as folder:
            (folder / "half").write_bytes(b"half of a")
            found = obligations.verify(manifest(store), store=store)
            assert found.is_proven
            assert [str(folder / "half") in one for one in found.unreached] == [True, False]
            (folder / "half").write_bytes(FIRST.encode())
            assert [one.partition(",")[0] for one in self.found(store)] == [str(folder / "half")]
        assert obligations.verify(manifest(store), store=store).unreached == [OTHER_HOSTS]

    def test_a_spool_that_a_dead_capture_left(self, store: Store, done: dict[str, dict[str, bytes]]) -> None:
        quays = (one for one in done["raw"].items() if "source=quay" in one[0])
        data = b"".join(data for path, data in quays if path.endswith(".warc.gz"))
        spool = store.spool(f"quay/{THIRD.day}")
        (spool / "20260304T120000Z-0a0a0a0a.0001.warc.gz").write_bytes(data)
        (spool / "20260304T120000Z-0a0a0a0a.0001.jsonl").write_text(json.dumps({"link_title": FIRST}))
        found = {Path(one.partition(",")[0]).suffix for one in self.found(store)}
        assert found == {".gz", ".jsonl"}


def _lying(store: Store, owner: str, data: bytes) -> Path:
    folder = store.temporary.top / owner
    folder.mkdir(parents=True)
    path = folder / "copy"
    path.write_bytes(data)
    return path


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
            patch.setattr("wirelake.config.learned_file.tempfile", SimpleNamespace(mkstemp=refused))
            told = take_down(store)
        assert "cannot be written" in told.unreached[0]
        assert (sources / "quay.learned.yaml").read_bytes() == stood
        found = obligations.verify(told, store=store)
        assert [one.partition(" ")[0] for one in found.left] == ["learned"]
        assert take_down(store).unreached == ()
        assert_gone(store, sources)

    def test_a_run_that_finds_it_unwritable_says_so_in_its_log(
        self,
        store: Store,
        sources: Path,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        fill(store, sources)
        with_advisory(store, THIRD, LATE, wire=KILLED.partition(":")[2])

        def refused(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("wirelake.config.learned_file.tempfile", SimpleNamespace(mkstemp=refused))
        pipeline.write_batch(run_of(THIRD), store=store, clock=frozen(LATE))
        assert f"{KILLED} is taken down, but: learned examples quote the text" in caplog.text
