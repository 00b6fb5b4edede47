"""Damage in raw/ takes no row out of the lake that was read from good bytes once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.wirelake.quay import BATCH, NOON, built, capture, contents, frozen, page, received, write_sources

from wirelake import pipeline
from wirelake.config import Run
from wirelake.lake.exchanges import outcomes, read_index
from wirelake.lake.streams import read
from wirelake.obligations import take_down
from wirelake.pipeline import Written
from wirelake.records import Outcome
from wirelake.storage import Store

LATER = NOON + timedelta(hours=2)
COUNT = 4


@pytest.fixture(autouse=True)
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    yield


def build(store: Store) -> Written:
    return pipeline.build_batch(Run.new(BATCH, "replay"), store=store, clock=frozen(LATER))


def objects(store: Store, ending: str) -> list[str]:
    return [one.path for one in store.objects("raw") if one.path.endswith(ending)]


def flip(store: Store) -> None:
    """One bit of the record of article 2."""
    (path,) = objects(store, ".warc.gz")
    data = bytearray(contents(store, "raw")[path])
    data[read_index(store, BATCH)[2]["offset"] + 60] ^= 4
    store.write(path, bytes(data))


def cut(store: Store) -> None:
    """All from article 2 on."""
    (path,) = objects(store, ".warc.gz")
    store.write(path, contents(store, "raw")[path][: read_index(store, BATCH)[2]["offset"] + 9])


def lose(store: Store) -> None:
    (path,) = objects(store, ".warc.gz")
    store.delete(path)


def lose_index(store: Store) -> None:
    """That of the first of two segments."""
    capture(store, BATCH, [received(9, page(9))], LATER)
    first, _ = objects(store, ".index.parquet")
    store.delete(first)


DAMAGE: dict[Callable[[Store], None], set[int]] = {
    flip: {2},
    cut: {2, 3},
    lose: {0, 1, 2, 3},
    lose_index: {0, 1, 2, 3},
}


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_what_stood_stays_flagged_and_is_told_until_raw_is_whole_again(
    store: Store, damage: Callable[[Store], None]
) -> None:
    capture(store, BATCH, [received(n, page(n)) for n in range(COUNT)])
    build(store)
    whole, stood = contents(store, "raw"), rows(store)
    before = built(store)
    damage(store)
    numbers = DAMAGE[damage]
    for _ in range(2):  # and whoever builds again finds the same
        told = build(store)
        now = rows(store)
        assert {id_: unflagged(now[id_]) for id_ in stood} == {id_: unflagged(stood[id_]) for id_ in stood}
        assert {id_ for id_, row in now.items() if "raw_damaged" in row["quality_flags"]} == ids(numbers)
        assert set(stood) <= set(read("articles", lake=store.uri)["article_id"].to_pylist())
        assert f"{len(numbers)} rows stay as they stood: wirelake verify quay 2026-03-02" in told.summary
        runs = [row for row in read("runs", lake=store.uri).to_pylist() if row["gaps"]]
        assert {dict(run["warnings_by_flag"])["raw_damaged"] for run in runs} == {len(numbers)}
        assert not read("rejected", lake=store.uri).num_rows
    for path, data in whole.items():
        store.write(path, data)
    if damage is not lose_index:
        assert "damaged" not in build(store).summary
        assert built(store) == before


def test_where_nothing_stood_the_damage_is_a_rejection(store: Store) -> None:
    capture(store, BATCH, [received(n, page(n)) for n in range(COUNT)])
    flip(store)
    assert "nothing of them stood" in build(store).summary
    (row,) = read("rejected", lake=store.uri).to_pylist()
    assert (row["reason"], row["url"]) == ("raw_damaged", "https://quay.example/2")


def test_a_version_between_two_equal_ones_keeps_them_apart(store: Store) -> None:
    texts = ["The crane is green today.", "The crane is red today.", "The crane is green today."]
    for hour, text in enumerate(texts):
        at = NOON + timedelta(hours=hour)
        capture(store, BATCH, [received(2, page(2, text=text), at=at)], at)
    build(store)
    (shown,) = read("articles", lake=store.uri)["body_text"].to_pylist()
    second = read_index(store, BATCH)[1]["warc_file"]
    store.delete(second)
    build(store)
    assert [row["body_text"] for row in in_order(store)] == texts
    assert read("articles", lake=store.uri)["body_text"].to_pylist() == [shown] == [texts[2]]


def test_the_first_of_equal_versions_is_lost_and_the_others_stay_with_it(store: Store) -> None:
    for hour in range(3):
        at = NOON + timedelta(hours=hour)
        body = page(2) + b"\n" * hour  # other bytes, the same version
        capture(store, BATCH, [received(2, body, at=at)], at)
    build(store)
    (stood,) = in_order(store)
    assert len(stood["duplicate_refs"]) == 2
    store.delete(read_index(store, BATCH)[0]["warc_file"])
    build(store)
    (kept,) = in_order(store)
    assert unflagged(kept) == unflagged(stood)
    assert sorted(outcomes(store, BATCH).values()) == sorted(
        [Outcome.ARTICLE, Outcome.DUPLICATE, Outcome.DUPLICATE]
    )


def test_a_takedown_takes_what_was_kept(store: Store) -> None:
    capture(store, BATCH, [received(n, page(n)) for n in range(COUNT)])
    build(store)
    flip(store)
    build(store)
    (article_id,) = ids({2})
    take_down(article_id, "a court said so", erase=True, store=store, clock=frozen(LATER))
    for _ in range(2):
        row = rows(store)[article_id]
        assert (row["record_kind"], row["body_text"], row["signals"]) == ("control", "", ["taken_down"])
        assert article_id not in read("articles", lake=store.uri)["article_id"].to_pylist()
        build(store)


def rows(store: Store) -> dict[str, dict[str, Any]]:
    return {row["article_id"]: row for row in read("history", lake=store.uri).to_pylist()}


def in_order(store: Store) -> list[dict[str, Any]]:
    return sorted(read("history", lake=store.uri).to_pylist(), key=lambda row: row["first_seen_at"])


def unflagged(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"quality_flags": [flag for flag in row["quality_flags"] if flag != "raw_damaged"]}


def ids(numbers: set[int]) -> set[str]:
    return {f"quay:{1_000_000 + n}" for n in numbers}
