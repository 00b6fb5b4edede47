"""kill -9, anywhere: each file of an inbox lies there or stands in raw/, and in the end is taken once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.inboxes import InFolder, write_source
from tests.wirelake.mortality import SIGKILL, Mortal
from tests.wirelake.quay import new_lake, page, run_of, write_sources

from wirelake.config import Batch
from wirelake.lake.exchanges import read_index
from wirelake.storage import LocalStore

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BATCH = Batch("quay", DAY)
FILES = [f"{number}.txt" for number in range(3)]
MARKS = [f"{name}.ok" for name in FILES]


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    """Its children die; it has run a day of a drop folder, and so has loaded what is slow."""
    folder = tmp_path_factory.mktemp("mortal") / "sources"
    write_sources(folder, "quay")
    process = Mortal("tests.wirelake.pipeline.mortal", WIRELAKE_SOURCES=str(folder))
    yield process
    process.end()


def test_a_file_is_in_the_inbox_or_in_raw_whenever_a_capture_dies(
    mortal: Mortal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "sources"
    monkeypatch.setenv("WIRELAKE_SOURCES", str(sources))
    changes = run(mortal, *prepared(tmp_path / "whole", sources))["changes"]
    assert changes >= 3
    deaths = [{"change": number} for number in range(1, changes + 1)]
    deaths += [{"away": number} for number in range(1, 2 * (len(FILES) + len(MARKS)) + 1)]
    for number, death in enumerate(deaths):
        store, inbox = prepared(tmp_path / str(number), sources)
        assert run(mortal, store, inbox, **death)["status"] == SIGKILL, death
        spooled = [*(tmp_path / str(number)).rglob("*.warc.gz")]
        assert {*inbox.names()} | {*taken(store)} >= {*FILES}, death
        assert spooled or inbox.names(), death
        assert run(mortal, store, inbox)["status"] == 0, death
        assert taken(store) == FILES, death
        assert inbox.names() == [], death
        assert inbox.names("taken") == sorted([*FILES, *MARKS]), death


def prepared(folder: Path, sources: Path) -> tuple[LocalStore, InFolder]:
    """A lake without rows, and an inbox of three whole files."""
    folder.mkdir()
    inbox = InFolder(folder / "agency")
    for number, (name, mark) in enumerate(zip(FILES, MARKS, strict=True)):
        inbox.put(name, page(number), NOON)
        inbox.put(mark, b"", NOON)
    write_source(sources, inbox, "done: '{name}.ok'", "after: move", "move_to: taken")
    return new_lake(folder / "lake"), inbox


def run(
    mortal: Mortal, store: LocalStore, inbox: InFolder, *, change: int = 0, away: int = 0
) -> dict[str, int]:
    """How a child's capture ended."""
    assert inbox.folder.is_dir()
    order: dict[str, Any] = {"run": str(run_of(BATCH, "run")), "tasks": ["fetch"], "now": NOON.isoformat()}
    return mortal.run(lake=store.uri, change=change, away=away, **order)


def taken(store: LocalStore) -> list[str]:
    """The files that raw/ holds."""
    return sorted(row["url"].rpartition("/")[2] for row in read_index(store, BATCH))
