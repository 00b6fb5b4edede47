"""Real pages, from a drop folder to the lake: the seed to the letter, and the corpus without a loss.

Both lie beside the checkout and are no part of the project; without them these tests skip.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

import wirelake
from wirelake import pipeline
from wirelake.config import Batch, Run
from wirelake.lake.exchanges import outcomes, read_index
from wirelake.lake.marker import begin
from wirelake.records import Outcome
from wirelake.storage import Store, open_store

SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "seed" / "menafn-1110448168.txt"
CORPUS = SHARED / "corpus" / "pages"
CAPTURED = date(2025, 12, 8)
STAMP = "MENAFN07122025000045017640ID1110448168"
CLOCK = "Tuesday, 02 January 2024 12:17 GMT"
YAML = """
title: Corpus
description: Real pages that others collected.
homepage: https://corpus.example/
contact: the tests
identity: [url]
discover:
  - kind: drop_folder
    prefix: drop/corpus/{day}
rights:
  reservation: record  # they are read for research
"""


def drop(lake: Path, batch: Batch, files: list[Path]) -> None:
    folder = lake / "drop" / batch.source / str(batch.day)
    folder.mkdir(parents=True)
    for file in files:
        copyfile(file, folder / f"{file.parent.name}-{file.name}")


def run(lake: Path, batch: Batch) -> Store:
    """Capture and build."""
    store = open_store(str(lake))
    begin(store)
    run = Run.new(batch)
    pipeline.fetch_batch(run, store=store)
    pipeline.build_batch(run, store=store, accept=True)
    return store


@pytest.mark.skipif(not SEED.is_file(), reason="the seed is not beside this checkout")
def test_the_seed_becomes_the_record_that_is_known_of_it(tmp_path: Path) -> None:
    batch = Batch("menafn", CAPTURED)
    drop(tmp_path, batch, [SEED])
    run(tmp_path, batch)
    (shown,) = wirelake.read(lake=str(tmp_path)).to_pylist()
    (row,) = wirelake.read("history", lake=str(tmp_path)).to_pylist()
    assert row["article_id"] == shown["article_id"] == "menafn:1110448168"
    assert shown["headline"] == "Russia launches air strikes on Ukraine amid US-backed peace talks"
    _is_the_text(shown["body_text"], SEED.read_text(encoding="utf-8"))
    assert shown["published_date"] == row["published_date"] == date(2025, 12, 7)
    assert shown["published_at"] is None
    assert (shown["published_precision"], row["date_source"]) == ("day", "wire_stamp")
    assert (shown["wire_id"], shown["provider"], shown["credit_line"]) == (STAMP, "MENAFN", "MENAFN")
    clocks = [one for one in row["date_candidates"] if one["origin"] == "page_clock"]
    assert [(one["value"][:10], one["raw"], one["refused"]) for one in clocks] == [
        ("2024-01-02", CLOCK, "page_clock_above_headline")
    ]
    removed = "\n".join(one["text"] for one in row["removed"])
    for noise in (CLOCK, STAMP, "Legal Disclaimer:", "kindly contact the provider above", "Search"):
        assert noise in removed
        assert noise not in shown["body_text"]


def _is_the_text(body: str, page: str) -> None:
    paragraphs = body.split("\n")
    assert len(paragraphs) == 8
    assert paragraphs[0].startswith("Russia launched fresh air strikes")
    assert paragraphs[-1].endswith("genuine cessation of hostilities.")
    assert all(paragraph in page for paragraph in paragraphs)
    assert not any(noise in body for noise in ("MENAFN", "Disclaimer", "Search", "GMT"))


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Store, Batch]:
    """A lake after one run over every page of the corpus."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real pages is not beside this checkout")
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "sources").mkdir()
    (folder / "sources" / "corpus.yaml").write_text(YAML, encoding="utf-8")
    batch = Batch("corpus", date(2026, 11, 2))
    drop(folder / "lake", batch, sorted(CORPUS.glob("*/*.html.gz")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WIRELAKE_SOURCES", str(folder / "sources"))
        store = run(folder / "lake", batch)
    return folder / "lake", store, batch


def test_every_page_is_accounted_for(corpus: tuple[Path, Store, Batch]) -> None:
    _, store, batch = corpus
    captured = {f"{batch}#{row['record_id']}" for row in read_index(store, batch)}
    ended = outcomes(store, batch)
    assert len(captured) == len(list(CORPUS.glob("*/*.html.gz")))
    assert set(ended) == captured
    assert Counter(ended.values())[Outcome.ARTICLE] > 0.8 * len(captured)
    assert Outcome.NOT_CONTENT not in ended.values()


def test_pages_are_rejected_for_what_they_lack(corpus: tuple[Path, Store, Batch]) -> None:
    rejected: list[dict[str, Any]] = wirelake.read("rejected", lake=str(corpus[0])).to_pylist()
    assert {row["stage"] for row in rejected} <= {"validate"}  # every page could be read
    assert {row["reason"] for row in rejected} <= {"published_at_missing", "body_missing", "headline_missing"}
    assert all(row["detail"] for row in rejected)


def test_rows_of_real_pages_keep_the_promises_of_the_schema(corpus: tuple[Path, Store, Batch]) -> None:
    rows = wirelake.read("history", lake=str(corpus[0])).to_pylist()
    for row in rows:
        assert row["published_precision"] == "day" or row["published_at"] is not None
        if row["published_at"]:
            assert row["published_at"].date() == row["published_date"]
        assert row["headline"] == " ".join(row["headline"].split())
        assert [one["text"] for one in row["paragraphs"]] == row["body_text"].split("\n")
        assert row["headline"] not in row["body_text"].split("\n")[:2]
