"""A redaction that dies anywhere, meets another one, a reader or a salvage."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from tests.wirelake.archive.takedown import (
    LATER,
    assert_sound,
    everything,
    fill,
    fill_with_everything,
    kill_of,
    plain,
    redact,
    shown,
)
from tests.wirelake.quay import BATCH, capture, contents, page, received

from wirelake import archive
from wirelake.archive import read_batch, read_row
from wirelake.lake.exchanges import read_index
from wirelake.storage import Store


class DeadError(Exception):
    """The process was killed."""


@contextmanager
def dying(store: Store, calls: int, *, done: bool) -> Iterator[None]:
    """The process dies at that call of the store; ``done``: after the store did what it was asked for."""
    left = calls

    def deadly(call: Callable[..., Any]) -> Callable[..., Any]:
        def dies(*args: Any, **kwargs: Any) -> Any:
            nonlocal left
            left -= 1
            if left < 0 or (left == 0 and not done):
                raise DeadError
            answer = call(*args, **kwargs)
            if left == 0:
                raise DeadError
            return answer

        return dies

    with pytest.MonkeyPatch.context() as patch:
        for name in ("read", "read_range", "etag", "write", "objects", "delete", "local_copy"):
            patch.setattr(store, name, deadly(getattr(store, name)))
        yield


def test_a_kill_at_any_call_of_the_store_leaves_a_whole_lake_and_is_made_good(store: Store) -> None:
    sent = everything()
    kill = fill_with_everything(store)
    before = shown(store)
    after = {name: told for name, told in before.items() if name != "2"}
    finished: dict[str, bytes] = {}
    deaths = 0
    for done in (False, True):
        for calls in range(1, 1000, 3 if store.uri.startswith("s3:") else 1):  # a folder tells as much
            for stored in store.objects("raw"):
                store.delete(stored.path)
            capture(store, BATCH, sent[:5])
            capture(store, BATCH, [*sent[5:], replace(sent[4], fetched_at=LATER)], LATER)
            try:
                with dying(store, calls, done=done):
                    redact(store, BATCH, kill)
                break
            except DeadError:
                deaths += 1
            assert_sound(store)
            assert shown(store) in (before, after)
            redact(store, BATCH, kill)
            assert shown(store) == after
            assert_sound(store)
            stood = contents(store, "raw")
            finished = finished or stood
            assert {path for path in stood if path.endswith(".gz")} == {
                row["warc_file"] for row in read_index(store, BATCH)
            }
            assert {path: data for path, data in stood.items() if path.endswith(".gz")} == {
                path: data for path, data in finished.items() if path.endswith(".gz")
            }
            redact(store, BATCH, kill)
            assert contents(store, "raw") == stood
    assert deaths > (10 if store.uri.startswith("s3:") else 20)


def test_a_reader_that_began_before_reads_on_after(store: Store) -> None:
    fill(store)
    kill = kill_of(store, 2)
    before = shown(store)
    reader = read_batch(store, BATCH)
    first = next(reader)
    redact(store, BATCH, kill)
    late = {raw.link.url.rpartition("/")[2]: (raw.failure, raw.body) for raw in (first, *reader)}
    assert late == before  # it had its file open
    rows = [row for row in read_index(store, BATCH) if row["record_type"] == "response"]
    stale = [
        row | {"warc_file": row["warc_file"].replace(".r1.", "."), "redacted_sha256": None} for row in rows
    ]
    told = [read_row(store, BATCH, row) for row in stale]
    assert [raw.failure for raw in told] == [None, "taken_down", None]
    assert [raw.body for raw in told] == [page(1), b"", page(3)]


def test_a_second_article_of_the_same_warc_and_its_own_number(store: Store) -> None:
    fill(store)
    second = kill_of(store, 3)
    first = redact(store, BATCH, kill_of(store, 2))
    (one,) = redact(store, BATCH, second).redacted
    assert (one.path_before[-16:], one.path_after[-16:]) == ("-0001.r1.warc.gz", "-0001.r2.warc.gz")
    assert set(shown(store)) == {"1", "4"}
    names = {path for path in contents(store, "raw") if path.endswith(".gz")}
    assert names == {row["warc_file"] for row in read_index(store, BATCH)}
    again = redact(
        store, BATCH, replace(second, article_id="quay:2", refs=frozenset({first.redacted[0].raw_ref}))
    )
    assert again.redacted[0].digest_after == first.redacted[0].digest_after
    run = one.path_after.rpartition("/")[2].partition("-0001")[0]
    assert len(archive.captured(store, BATCH, run)) == 4
    assert_sound(store)


def test_a_salvage_that_repeats_a_redacted_segment_brings_nothing_back(store: Store, tmp_path: Path) -> None:
    spool, left = tmp_path / "spool", tmp_path / "left"
    run = "20260302T120000Z-0a1b2c3d"
    with pytest.MonkeyPatch.context() as patch:  # the writer dies once all is published
        patch.setattr("wirelake.archive.segment.remove", lambda _: None)
        archive.archive(store, BATCH, [received(n, page(n)) for n in (1, 2, 3)], run, spool=spool)
    copytree(spool, left)
    kill = kill_of(store, 2)
    redact(store, BATCH, kill)
    stood = contents(store, "raw")
    archive.salvage(store, BATCH, left)
    assert contents(store, "raw") == stood
    assert list(left.iterdir()) == []


def test_a_warc_without_an_index_may_be_under_way_and_is_not_touched(store: Store) -> None:
    fill(store)
    folder = read_index(store, BATCH)[0]["warc_file"].rpartition("/")[0]
    for name in ("20260302T150000Z-11111111-0001.warc.gz", "20260302T150000Z-11111111-0001.r1.warc.gz"):
        store.write(f"{folder}/{name}", b"under way")
    redact(store, BATCH, kill_of(store, 2))
    assert sum(data == b"under way" for data in contents(store, "raw").values()) == 2


def test_an_index_that_another_redaction_replaced_meanwhile_is_read_again(store: Store) -> None:
    fill(store)
    kills = [kill_of(store, 2), kill_of(store, 3)]
    write = store.write
    rival = iter(kills[1:])

    def raced(path: str, data: Any, *, if_etag: str | None = None) -> None:
        if path.endswith(".index.parquet") and (kill := next(rival, None)):
            redact(store, BATCH, kill)
        write(path, data, if_etag=if_etag)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "write", raced)
        redact(store, BATCH, kills[0])
    assert set(shown(store)) == {"1", "4"}
    assert b"Crane 2" not in plain(store)
    assert b"Crane 3" not in plain(store)
    assert_sound(store)
    files = {path for path in contents(store, "raw") if path.endswith(".gz")}
    assert files == {row["warc_file"] for row in read_index(store, BATCH)}


def test_a_warc_that_another_redaction_replaced_as_it_was_opened_is_looked_for_again(store: Store) -> None:
    fill(store)
    kills = [kill_of(store, 2), kill_of(store, 3)]
    etag = store.etag
    rival = iter(kills[1:])

    def raced(path: str) -> str:
        stood = etag(path)
        if path.endswith(".warc.gz") and (kill := next(rival, None)):
            redact(store, BATCH, kill)
        return stood

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "etag", raced)
        redact(store, BATCH, kills[0])
    assert set(shown(store)) == {"1", "4"}
    assert b"Crane 2" not in plain(store)
    assert b"Crane 3" not in plain(store)
    assert_sound(store)
