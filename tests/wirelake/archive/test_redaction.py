"""A taken-down article leaves raw/: its records, what lists it, and nothing else."""

import gzip
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.wirelake.archive.takedown import (
    FEED,
    ITEM,
    LATER,
    QUOTING,
    SITEMAP,
    assert_sound,
    fill,
    fill_with_everything,
    kill_of,
    listing,
    members,
    plain,
    redact,
    shown,
)
from tests.wirelake.quay import BATCH, DAY, NOON, capture, clear, contents, page, received

from wirelake import archive
from wirelake.archive import read_batch, read_row
from wirelake.bounded.pool import Bounded
from wirelake.config import Batch
from wirelake.errors import ParseError
from wirelake.lake.exchanges import read_index
from wirelake.records import Kind
from wirelake.storage import LocalStore, Store
from wirelake.warc import record_at


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate", "chunked"])
def test_what_was_packed_stands_unpacked_and_says_so(store: Store, coding: str) -> None:
    feed = FEED.format(items="".join(ITEM.format(n=n) for n in (1, 2, 3))).encode()
    body = {"chunked": feed, "deflate": zlib.compress(feed)}.get(coding) or packed(coding, feed)
    name = "Transfer-Encoding" if coding == "chunked" else "Content-Encoding"
    headers = (("Content-Type", "application/rss+xml"), (name, coding), ("Content-Length", str(len(body))))
    capture(store, BATCH, [listing("feed", body, Kind.FEED, *headers), received(2, page(2))])
    redact(store, BATCH, kill_of(store, 2))
    row = next(row for row in read_index(store, BATCH) if row["kind"] == "feed")
    raw = read_row(store, BATCH, row)
    assert raw.failure is None
    assert raw.body == FEED.format(items="\n".join(ITEM.format(n=n) for n in (1, 3))).encode()
    assert raw.headers == (("Content-Type", "application/rss+xml"), ("Content-Length", str(len(raw.body))))
    assert (row["payload_sha256"], row["redacted_sha256"]) == (sha256(body), sha256(raw.body))
    assert_sound(store)


def test_of_a_json_feed_the_item_goes(store: Store) -> None:
    items = [{"id": n, "url": page_url(n), "title": f"Crane {n} turns green"} for n in (1, 2, 3)]
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    body = json.dumps(feed).encode()
    headers = (("Content-Type", "application/feed+json"),)
    capture(store, BATCH, [listing("feed", body, Kind.FEED, *headers), received(2, page(2))])
    redact(store, BATCH, kill_of(store, 2))
    row = next(row for row in read_index(store, BATCH) if row["kind"] == "feed")
    left = json.loads(read_row(store, BATCH, row).body)
    assert [one["id"] for one in left["items"]] == [1, 3]
    assert_sound(store)


def page_url(number: int) -> str:
    return received(number).link.url


def packed(coding: str, data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, {"br": "brotli"}.get(coding, coding)) as stream:
        stream.write(data)
    return bytes(sink.getvalue())


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_records_are_judged_in_bounded_processes_and_what_outgrows_them_by_a_search(store: Store) -> None:
    kill = fill_with_everything(store)
    names = {"feed", "map.xml.gz", "news", "2"}
    with Bounded(workers=2) as bounded:
        found = redact(store, BATCH, kill, each=bounded.map)
    assert {one.whole for one in found.redacted} == {True, False}
    rows = [row for row in read_index(store, BATCH) if row["redacted_sha256"]]
    assert {row["url"].rpartition("/")[2] for row in rows} == names
    clear(store, "raw")
    kill = fill_with_everything(store)
    found = redact(store, BATCH, kill, each=refused)
    assert [one.whole for one in found.redacted] == [True] * 3  # the sitemap's short title is no sentence
    assert len(found.quotes) == 1
    assert_sound(store)


def refused(_: Any, asked: Iterable[Any]) -> Iterator[ParseError]:
    return (ParseError("cpu_limit", "it takes too long") for _ in asked)


def test_a_page_leaves_raw_and_the_rest_stays_byte_for_byte(store: Store) -> None:
    fill(store)
    kill = kill_of(store, 2)
    stood, index = members(store), {row["record_id"]: row for row in read_index(store, BATCH)}
    others = [raw for raw in read_batch(store, BATCH) if raw.link.url[-1] != "2"]
    found = redact(store, BATCH, kill)
    (one,) = found.redacted
    assert one.whole
    assert {one.raw_ref} == kill.refs
    assert (one.path_before[-13:], one.path_after[-16:]) == ("-0001.warc.gz", "-0001.r1.warc.gz")
    row = index[one.raw_ref.partition("#")[2]]
    assert one.digest_before == row["payload_sha256"]
    assert b"Crane 2" not in plain(store)
    assert b"number 2" not in plain(store)
    assert_sound(store)
    now = members(store)
    assert [id_ for id_ in now if now[id_] != stood[id_]] == [row["record_id"]]
    assert list(read_batch(store, BATCH)) == others
    assert redact(store, BATCH, kill) == found
    assert members(store) == now


def test_the_record_keeps_its_head_and_the_digests_of_what_was_received(store: Store) -> None:
    body = gzip.compress(page(1), mtime=0)
    headers = (
        ("Content-Type", "text/plain"),
        ("Content-Encoding", "gzip"),
        ("X-Title", "Crane 1 turns green"),
    )
    capture(store, BATCH, [received(1, body, headers=headers)])
    (before,) = read_index(store, BATCH)
    old = record_at(io.BytesIO(contents(store, "raw")[before["warc_file"]]), 0)
    redact(store, BATCH, kill_of(store, 1))
    (row,) = read_index(store, BATCH)
    new = record_at(io.BytesIO(contents(store, "raw")[row["warc_file"]]), 0)
    for name in ("WARC-Record-ID", "WARC-Date", "WARC-Type", "WARC-Target-URI"):
        assert new.header(name) == old.header(name)
    for name in ("Payload", "Block"):
        assert new.header(f"WARC-Wirelake-Original-{name}-Digest") == old.header(f"WARC-{name}-Digest")
    assert new.http_headers == (("Content-Type", "text/plain"), ("Content-Length", "0"))
    assert (new.status, new.payload) == (200, b"")
    assert "by order" in str(new.header("WARC-Wirelake-Redaction"))
    changed = {name for name in row if row[name] != before[name]}
    assert changed == {"redacted_sha256", "warc_file", "length"}
    assert row["redacted_sha256"] != row["payload_sha256"]
    raw = read_row(store, BATCH, row)
    assert (raw.failure, raw.body) == ("taken_down", b"")
    assert capture(store, BATCH, [received(1, body, headers=headers, at=LATER)], LATER) == 0
    assert list(read_batch(store, BATCH)) == []
    assert_sound(store)


def test_what_lists_the_article_stays_without_its_words(store: Store) -> None:
    kill = fill_with_everything(store)
    stood = members(store)
    found = redact(store, BATCH, kill)
    rows = read_index(store, BATCH)
    by_url = {row["url"].rpartition("/")[2]: row for row in rows if row["record_type"] != "revisit"}
    changed = {name for name, row in by_url.items() if row["redacted_sha256"]}
    assert changed == {"feed", "map.xml.gz", "news", "2"}
    assert [one.whole for one in found.redacted].count(True) == 1
    (quote,) = found.quotes
    assert quote.raw_ref.endswith(by_url["5"]["record_id"])
    assert quote.sentences == 1
    bodies = {name: read_row(store, BATCH, row).body.decode() for name, row in by_url.items() if name != "4"}
    assert bodies["feed"] == FEED.format(items="\n".join(ITEM.format(n=n) for n in (1, 3)))
    assert bodies["map.xml.gz"] == SITEMAP.replace("Crane 2 turns green\n", "[removed]")
    assert "crane-2-turns-green" in bodies["news"]
    assert bodies["news"].count("[removed]") == 3
    assert "Crane 1 turns green" in bodies["news"]
    assert bodies["5"].encode() == QUOTING
    assert [row["link_title"] for row in rows] == [None] * len(rows)
    kept = {row["record_id"] for row in rows if not row["redacted_sha256"]}
    assert {id_: member for id_, member in members(store).items() if id_ in kept} == {
        id_: member for id_, member in stood.items() if id_ in kept
    }
    assert_sound(store)
    assert redact(store, BATCH, kill) == found


def test_a_revisit_leads_to_the_record_of_another_day(store: Store) -> None:
    capture(store, BATCH, [received(2, page(2))])
    (first,) = read_index(store, BATCH)
    sight = archive.seen(store, BATCH.source, BATCH.day)["https://quay.example/2"]
    nxt = Batch("quay", DAY + timedelta(days=1))
    at = NOON + timedelta(days=1)
    capture(store, nxt, [received(2, b"", status=304, unchanged=sight.seen, at=at)], at)
    (row,) = read_index(store, nxt)
    own, held = f"{nxt}#{row['record_id']}", f"{BATCH}#{first['record_id']}"
    assert archive.holders(store, [own]) == {own: held}
    kill = replace(kill_of(store, 2), refs=frozenset({own, held}))
    assert [one.whole for batch in (BATCH, nxt) for one in redact(store, batch, kill).redacted] == [True]
    assert read_row(store, nxt, row).failure == "taken_down"
    assert list(read_batch(store, nxt)) == []


def test_a_record_that_is_damaged_goes_whole(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    fill(store)
    kill = kill_of(store, 2)
    row = next(row for row in read_index(store, BATCH) if row["url"].endswith("/2"))
    data = bytearray(contents(store, "raw")[row["warc_file"]])
    data[row["offset"] + row["length"] // 2] ^= 0xFF
    store.write(row["warc_file"], bytes(data))
    redact(store, BATCH, kill)
    assert set(shown(store)) == {"1", "3", "4"}
    assert_sound(store)
