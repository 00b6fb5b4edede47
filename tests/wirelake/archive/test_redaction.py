"""A taken-down article leaves raw/: its records, what lists it, nothing else; killed anywhere, done again."""

import gzip
import io
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from fastwarc.warc import ArchiveIterator as FastIterator
from tests.wirelake.quay import BATCH, NOON, capture, contents, failed, page, received
from warcio.archiveiterator import ArchiveIterator

from wirelake.archive import Kill, read_batch, read_row, redact
from wirelake.errors import ParseError
from wirelake.extract import extract
from wirelake.lake.exchanges import read_index
from wirelake.records import Article, RawArticle
from wirelake.sentences import Sentences
from wirelake.storage import Store
from wirelake.warc import record_at, records

LATER = NOON + timedelta(hours=2)


def parse(raw: RawArticle) -> list[Article]:
    """As a build reads a payload."""
    found = extract(raw)
    if not isinstance(found, list):
        raise ParseError(found.reason, found.detail)
    return found


def is_of(url: str, article: Article) -> bool:
    return article.url == url


def kill_of(store: Store, number: int, **fields: Any) -> Kill:
    """The takedown of the page of that number, by the records that showed it."""
    url = f"https://quay.example/{number}"
    mine = [raw for raw in read_batch(store, BATCH) if raw.link.url == url and not raw.failure]
    articles = [article for raw in mine for article in parse(raw)]
    given: dict[str, Any] = {
        "article_id": f"quay:{number}",
        "at": LATER,
        "reason": "by order",
        "refs": frozenset(raw.raw_ref for raw in mine),
        "sentences": Sentences.of(*articles),
        "is_killed": partial(is_of, url),
        "parse": parse,
    }
    return Kill(**(given | fields))


def members(store: Store) -> dict[str, bytes]:
    """record_id → the gzip member that the index leads to."""
    files = contents(store, "raw")
    return {
        row["record_id"]: files[row["warc_file"]][row["offset"] : row["offset"] + row["length"]]
        for row in read_index(store, BATCH)
    }


def plain(store: Store) -> bytes:
    """All that stands in raw/, unpacked."""
    found = b""
    for path, data in contents(store, "raw").items():
        found += gzip.decompress(data) if path.endswith(".gz") else data
    return found + str(read_index(store, BATCH)).encode()


def assert_sound(store: Store) -> None:
    """Every WARC is whole to three readers, and every row leads to its record."""
    files = contents(store, "raw")
    for path, data in files.items():
        if path.endswith(".warc.gz"):
            ours = list(records(io.BytesIO(data)))
            assert [one.damage for one in ours] == [None] * len(ours), path
            count = 0
            for record in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
                record.raw_stream.read()
                count += 1
            assert count == len(list(FastIterator(io.BytesIO(data), verify_digests=True))) == len(ours)
    for row in read_index(store, BATCH):
        record = record_at(io.BytesIO(files[row["warc_file"]]), row["offset"])
        assert (record.damage, record.header("WARC-Record-ID")) == (None, row["record_id"])


def fill(store: Store) -> None:
    """Three pages and a failure; two hours later the pages again, as revisits."""
    sent = [received(n, page(n)) for n in (1, 2, 3)]
    capture(store, BATCH, [*sent, failed(4)])
    capture(store, BATCH, [replace(one, fetched_at=LATER) for one in sent], LATER)


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
