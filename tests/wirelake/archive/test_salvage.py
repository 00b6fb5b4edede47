"""What a capture that was broken off left in the spool, and what the next one makes of it."""

import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.wirelake.quay import BATCH, contents, failed, page, received

from wirelake import archive
from wirelake.errors import StorageError
from wirelake.lake.exchanges import read_index
from wirelake.records import RawArticle
from wirelake.storage import LocalStore, Store

RUN = "20260302T120000Z-0a1b2c3d"
NEXT = "20260302T140000Z-4e5f6a7b"
COUNT = 6
FLIPS = 60
SALVAGE = """
import sys
from pathlib import Path
from wirelake.archive import salvage
from wirelake.config import Batch
from wirelake.storage import open_store
print(salvage(open_store(sys.argv[1]), Batch.parse(sys.argv[2]), Path(sys.argv[3])))
"""


@contextmanager
def failing(store: Store, writes: int) -> Iterator[None]:
    """The store fails once it has done so many writes."""
    left, write = writes, store.write

    def write_or_fail(path: str, data: bytes | Path, *, if_etag: str | None = None) -> None:
        nonlocal left
        if left:
            write(path, data, if_etag=if_etag)
        left -= 1
        if left <= 0:
            raise StorageError("the store is gone")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "write", write_or_fail)
        yield


def leave(store: Store, spool: Path, writes: int = 0) -> None:
    """A capture that the store fails after so many writes, so that its segment stays in the spool."""
    exchanges = [received(n, page(n, text=f"{n} " * 300)) for n in range(COUNT - 1)]
    with failing(store, writes), pytest.raises(StorageError):
        archive.archive(store, BATCH, [*exchanges, failed(COUNT - 1)], RUN, spool=spool)
    assert len(list(spool.iterdir())) == 3


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool"


@pytest.mark.parametrize("writes", [(0,), (1,), (2,), (0, 0), (0, 1), (0, 2), (1, 0), (1, 1)], ids=str)
def test_a_segment_is_published_once_wherever_its_writer_and_its_salvage_ended(
    store: Store, spool: Path, writes: tuple[int, ...]
) -> None:
    leave(store, spool, writes[0])
    for done in writes[1:]:
        with failing(store, done), pytest.raises(StorageError):
            archive.salvage(store, BATCH, spool)
    archive.salvage(store, BATCH, spool)
    names = sorted(path.rpartition("/")[2] for path in contents(store, "raw"))
    assert names == [f"{RUN}-0001.index.parquet", f"{RUN}-0001.warc.gz"]
    assert len(read_index(store, BATCH)) == COUNT
    assert list(spool.iterdir()) == []
    assert archive.salvage(store, BATCH, spool) == 0


def test_the_next_capture_saves_it_first_under_the_run_that_wrote_it(store: Store, spool: Path) -> None:
    leave(store, spool)
    assert archive.archive(store, BATCH, [received(9, page(9)), received(1, page(1))], NEXT, spool=spool) == 2
    assert len(archive.captured(store, BATCH, RUN)) == COUNT
    assert len(archive.captured(store, BATCH, NEXT)) == 2


def test_what_a_run_has_includes_what_it_left(store: Store, spool: Path) -> None:
    leave(store, spool)
    assert archive.captured(store, BATCH, RUN) == {}
    assert len(archive.captured(store, BATCH, RUN, spool=spool)) == COUNT


def test_a_segment_whose_writer_lives_is_left_alone(tmp_path: Path) -> None:
    store, spool = LocalStore(tmp_path / "lake"), tmp_path / "spool"
    saved: list[str] = []

    def exchanges() -> Iterator[RawArticle]:
        yield received(1, page(1))
        saved.append(str(archive.salvage(store, BATCH, spool)))
        command = [sys.executable, "-c", SALVAGE, store.uri, str(BATCH), str(spool)]
        saved.append(
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()
        )
        yield received(2, page(2))

    assert archive.archive(store, BATCH, exchanges(), RUN, spool=spool) == 2
    assert saved == ["0", "0"]
    assert len(read_index(store, BATCH)) == 2


def test_an_open_segment_cut_anywhere_gives_every_whole_record(tmp_path: Path) -> None:
    leave(LocalStore(tmp_path / "lake"), tmp_path / "left")
    (warc,) = (tmp_path / "left").glob("*.warc.gz")
    (journal,) = (tmp_path / "left").glob("*.jsonl")
    data, lines = warc.read_bytes(), journal.read_bytes()
    for number, cut in enumerate(range(0, len(data) + 1, len(data) // 25)):
        store, spool = LocalStore(tmp_path / f"{number}"), tmp_path / f"spool-{number}"
        spool.mkdir()
        (spool / warc.name).write_bytes(data[:cut])
        (spool / journal.name).write_bytes(lines[: len(lines) * cut // len(data)])
        (spool / warc.name.replace(".warc.gz", ".lock")).touch()
        saved = archive.salvage(store, BATCH, spool)
        kept = list(archive.read_batch(store, BATCH))
        assert len(kept) == saved
        assert [raw.failure for raw in kept if raw.failure not in (None, "timeout")] == []
        assert saved >= COUNT * cut // len(data) - 2
    assert saved == COUNT


def test_a_damaged_record_of_an_open_segment_is_left_out_and_the_rest_is_saved(tmp_path: Path) -> None:
    leave(LocalStore(tmp_path / "lake"), tmp_path / "left")
    files = {path.name: path.read_bytes() for path in (tmp_path / "left").iterdir()}
    chance = random.Random(11)  # noqa: S311
    lost = 0
    for number in range(FLIPS):
        store, spool = LocalStore(tmp_path / f"{number}"), tmp_path / f"spool-{number}"
        spool.mkdir()
        for name, data in files.items():
            changed = bytearray(data)
            if name.endswith(".warc.gz"):
                changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
            (spool / name).write_bytes(changed)
        saved = archive.salvage(store, BATCH, spool)
        assert saved in (COUNT, COUNT - 1)
        kept = list(archive.read_batch(store, BATCH))
        assert len(kept) == saved
        assert {raw.failure for raw in kept} <= {None, "timeout"}
        lost += COUNT - saved
    assert lost > FLIPS // 2
