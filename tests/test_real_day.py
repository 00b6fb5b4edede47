"""A day of real wire files through a drop folder, in the order of arrival: all are accounted for."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from tests.wirelake.quay import BATCH, DAY, frozen, new_lake, write_sources

import wirelake
from wirelake import pipeline
from wirelake.batches import staging
from wirelake.config import Run
from wirelake.lake.exchanges import ledger
from wirelake.lake.reading import read_days
from wirelake.records import Outcome

FORMATS = Path(__file__).parents[2] / "shared" / "wire" / "formats"
BEGAN = datetime(2026, 3, 2, 5, tzinfo=UTC)
# What wires push as files: feeds are fetched, and 240 transmissions of one archive say the same thing often.
NOT_PUSHED = ("atom", "rss", "anpa1312-reuters21578")
KINDS = ("article", "media", "package")
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(200)


@pytest.fixture(scope="module")
def files() -> list[Path]:
    manifest = FORMATS / "manifest.jsonl"
    if not manifest.exists():
        pytest.skip("../shared/wire/formats is not there")
    paths = (json.loads(line)["path"] for line in manifest.read_text(encoding="utf-8").splitlines())
    return [FORMATS / path for path in dict.fromkeys(paths) if not path.startswith(NOT_PUSHED)]


def arrivals(files: list[Path]) -> list[dict[str, bytes]]:
    """Two deliveries, file name → bytes: JPEGs beside items, resent and half-written files."""
    named = [(f"{number:03}/{path.name}", path.read_bytes()) for number, path in enumerate(files)]
    half = len(named) // 2
    first, second = dict(named[:half]), dict(named[half:])
    for name, _ in named[::10]:
        (first if name in first else second)[f"{name}.jpg"] = JPEG
    first["beside"] = JPEG  # without a suffix
    first |= {"manifest.json": b'{"files": 3}', "000/list.md5": b"d41d8 *a.xml", "index.html": b"<ul></ul>"}
    late, whole = named[half]
    first[f"{late}.part"] = whole[: len(whole) // 2]  # in the second delivery it is there under its name
    second |= {f"again/{name.replace('/', '-')}": data for name, data in named[:half:20]}
    second["cut.xml"] = named[3][1][:400]
    return [first, second]


def test_every_file_of_a_day_is_accounted_for(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sources(tmp_path / "sources", "quay", more='poll: "0 * * * *"\n')
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    store = new_lake(tmp_path / "lake")
    delivered: set[str] = set()
    for hour, delivery in enumerate(arrivals(files)):
        for name, data in delivery.items():
            store.write(f"drop/quay/{DAY}/{name}", data)
        delivered |= delivery.keys()
        run, clock = Run.new(BATCH, "poll"), frozen(BEGAN + timedelta(hours=hour))
        assert not pipeline.fetch_batch(run, store=store, clock=clock).nothing
        if hour == 0:  # what is half-written in the first delivery has come by the second
            (part,) = [name for name in delivery if name.endswith(".part")]
            assert any(part in gap for gap in (staging.facts_of(store, run) or {})["gaps"])
            store.delete(f"drop/quay/{DAY}/{part}")
    pipeline.build_batch(run, store=store, clock=clock)  # raises where the gate closes
    found = ledger(store, BATCH)
    delivered -= {part}
    assert found.keys() == {quote(name) for name in delivered}
    counts = Counter(found.values())
    assert None not in counts
    assert sum(counts.values()) == len(delivered)
    for outcome in (Outcome.ARTICLE, Outcome.MEDIA, Outcome.PACKAGE, Outcome.DUPLICATE, Outcome.PASSED_OVER):
        assert counts[outcome], outcome
    binaries = {name for name in delivered if name.endswith(".jpg")} | {"beside"}
    passed = {name for name, outcome in found.items() if outcome is Outcome.PASSED_OVER}
    assert {quote(name) for name in binaries} <= passed
    (row,) = read_days(store, "runs", DAY, DAY, source="quay").to_pylist()
    assert "bad_encoding" not in dict(row["rejected_by_reason"])
    columns = ["record_kind", "type", "body_text"]
    history = wirelake.read("history", lake=store.uri, columns=columns).to_pylist()
    kinds = Counter(one["record_kind"] for one in history)
    assert [row["articles"], row["media"], row["packages"]] == [kinds[one] for one in KINDS]
    assert not any(one["body_text"] for one in history if one["record_kind"] in KINDS[1:])
    assert {"picture", "video", "audio"} <= {one["type"] for one in history if one["record_kind"] == "media"}
