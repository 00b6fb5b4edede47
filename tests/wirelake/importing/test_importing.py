"""An archive's items stand under their days, once, whatever dies in between."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.importing.archives import zipped
from tests.wirelake.mortality import SIGKILL, Mortal
from tests.wirelake.quay import DAY, NOON, contents, frozen, new_lake, page, write_sources

import wirelake
from wirelake import obligations
from wirelake.config import Batch
from wirelake.errors import ConfigError
from wirelake.importing import import_archives
from wirelake.lake.exchanges import read_index
from wirelake.storage import LocalStore

NOW = NOON + timedelta(days=300)
DAYS = [DAY + timedelta(days=number) for number in range(3)]
BUILT = ("articles", "history", "rejected")


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return tmp_path / "sources"


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    folder = tmp_path_factory.mktemp("mortal") / "sources"
    write_sources(folder, "quay")
    process = Mortal("tests.wirelake.pipeline.mortal", WIRELAKE_SOURCES=str(folder))
    yield process
    process.end()


def archive(folder: Path) -> Path:
    """Items of three days in no order, a picture, a name that leads out, and one item without a day."""
    items = {f"{number}.txt": page(number, DAYS[number % 3]) for number in (5, 0, 4, 2, 1, 3)}
    items |= {"7.jpg": b"\xff\xd8\xff\xe0", "../8.txt": page(8)}
    return zipped(folder / "wire.zip", items)


@pytest.mark.usefixtures("sources")
def test_items_stand_under_the_days_that_they_state(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    path = archive(tmp_path)
    found = import_archives("quay", [path], dry_run=True, store=store, clock=frozen(NOW))
    assert found.days == Counter(dict.fromkeys(DAYS, 2))
    assert not contents(store, "raw", *BUILT)
    assert not list(store.spool("import").iterdir())
    found = import_archives("quay", [path], store=store, clock=frozen(NOW))
    assert (found.new, dict(found.passed_over)) == (6, {"picture": 1, "unsafe_name": 1})
    rows = wirelake.read("history", lake=store.uri).to_pylist()
    assert [(row["capture_date"], row["published_date"]) for row in rows] == [
        (d, d) for d in DAYS for _ in "12"
    ]
    assert {row["first_seen_at"].date() for row in rows} == {NOW.date()}
    runs = wirelake.read("runs", lake=store.uri).to_pylist()
    assert [(row["mode"], row["articles"], row["status"]) for row in runs] == [("import", 2, "success")] * 3
    origins = {row["origin"] for day in DAYS for row in read_index(store, Batch("quay", day))}
    assert origins == {"import"}
    stood = contents(store, "raw", "runs", *BUILT)
    assert import_archives("quay", [path], store=store, clock=frozen(NOW)).new == 0
    assert contents(store, "raw", "runs", *BUILT) == stood


@pytest.mark.usefixtures("sources")
def test_a_file_that_is_not_there_is_said_before_anything_is_taken(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    with pytest.raises(ConfigError, match=r"none\.zip: there is no such file or folder"):
        import_archives("quay", [archive(tmp_path), tmp_path / "none.zip"], store=store, clock=frozen(NOW))
    assert not contents(store, "raw", *BUILT)


@pytest.mark.usefixtures("sources")
def test_a_folder_that_changed_between_two_tries_is_read_anew(tmp_path: Path) -> None:
    store, folder = new_lake(tmp_path / "lake"), tmp_path / "wire/2026"
    folder.mkdir(parents=True)
    for number in (1, 2):
        (folder / f"{number}.txt").write_bytes(page(number, DAYS[number]))
    with pytest.raises(StopAsyncIteration):
        import_archives("quay", [folder.parent], store=store, clock=frozen(NOW), progress=at_the_days)
    (folder / "0.txt").write_bytes(page(0, DAYS[0]))
    found = import_archives("quay", [folder.parent], store=store, clock=frozen(NOW))
    assert found.days == Counter(dict.fromkeys(DAYS, 1))
    rows = wirelake.read("history", lake=store.uri).to_pylist()
    assert all(row["capture_date"] == row["published_date"] for row in rows)


def at_the_days(what: str, *_: int) -> None:
    """Break off once the first day stands."""
    if what == "days":
        raise StopAsyncIteration


@pytest.mark.usefixtures("sources")
def test_what_came_later_in_the_archive_kills(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")

    def item(number: int, day: date, **fields: str) -> bytes:
        said = {"uri": f"urn:quay:{number}", "type": "text", "headline": f"Crane {number} turns green"}
        said |= {"version": "1", "pubStatus": "usable", "versionCreated": f"{day}T09:00:00Z"}
        text = f"Crane {number} of the harbour was painted green on a quiet morning. Nobody saw it happen."
        return json.dumps({**said, "body_text": text, **fields}).encode()

    killed = item(1, DAYS[1], pubStatus="canceled", version="2")
    held = item(3, DAYS[0], embargoed=f"{NOW + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}")
    path = zipped(
        tmp_path / "wire.zip",
        {"1.json": item(1, DAYS[0]), "2.json": item(2, DAYS[0]), "3.json": held, "1-kill.json": killed},
    )
    import_archives("quay", [path], store=store, clock=frozen(NOW))
    assert wirelake.read(lake=store.uri)["headline"].to_pylist() == ["Crane 2 turns green"]


@pytest.mark.usefixtures("sources")
def test_what_was_taken_down_comes_back_by_no_archive(tmp_path: Path) -> None:
    store, items = new_lake(tmp_path / "lake"), {f"{number}.txt": page(number, DAY) for number in (1, 2)}
    import_archives("quay", [zipped(tmp_path / "wire.zip", items)], store=store, clock=frozen(NOW))
    gone, stays = sorted(wirelake.read(lake=store.uri)["article_id"].to_pylist())
    manifest = obligations.take_down(gone, "by order", erase=True, store=store, clock=frozen(NOW))
    again = zipped(tmp_path / "again.zip", items)  # under another name nothing in it is known
    import_archives("quay", [again], store=store, clock=frozen(NOW + timedelta(hours=1)))
    assert wirelake.read(lake=store.uri)["article_id"].to_pylist() == [stays]
    proof = obligations.verify(manifest, store=store)
    assert proof.is_proven, proof.left


@pytest.mark.usefixtures("sources")
def test_an_import_that_is_killed_goes_on(tmp_path: Path, mortal: Mortal) -> None:
    path = archive(tmp_path)
    order: dict[str, Any] = {"tasks": [], "run": "", "now": NOW.isoformat(), "archives": [str(path)]}
    whole = new_lake(tmp_path / "whole")
    changes = mortal.run(**order, lake=whole.uri, change=0)["changes"]
    assert changes > 20
    for change in (changes // 3, 2 * changes // 3):  # in its first day, and between two
        store = new_lake(tmp_path / str(change))
        assert mortal.run(**order, lake=store.uri, change=change)["status"] == SIGKILL
        assert mortal.run(**order, lake=store.uri, change=0)["status"] == 0
        assert readable(store) == readable(whole), change
        for day in DAYS:
            assert len(read_index(store, Batch("quay", day))) == 2, change
        assert not [*(tmp_path / str(change) / ".tmp").rglob("*.items")]


def readable(store: LocalStore) -> list[tuple[str, str, date]]:
    rows = wirelake.read(lake=store.uri).to_pylist()
    return [(row["article_id"], row["body_text"], row["published_date"]) for row in rows]
