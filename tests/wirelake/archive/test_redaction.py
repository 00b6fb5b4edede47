"""A taken-down article leaves raw/: its records, what lists it, nothing else; killed anywhere, done again."""

import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any

import pyarrow as pa
import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from tests.wirelake.quay import BATCH, DAY, NOON, capture, clear, contents, failed, page, received
from warcio.archiveiterator import ArchiveIterator

from wirelake import archive
from wirelake.archive import Kill, read_batch, read_row, redact
from wirelake.config import Batch
from wirelake.errors import ParseError
from wirelake.extract import extract
from wirelake.lake.exchanges import read_index
from wirelake.pipeline.bounded import Bounded
from wirelake.records import Article, Kind, Link, RawArticle
from wirelake.sentences import Sentences
from wirelake.storage import LocalStore, Store
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


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate", "chunked"])
def test_what_was_packed_stands_unpacked_and_says_so(store: Store, coding: str) -> None:
    feed = FEED.format(items="".join(ITEM.format(n=n) for n in (1, 2, 3))).encode()
    body = {"deflate": zlib.compress, "chunked": bytes}.get(coding, partial(packed, coding))(feed)
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


FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Quay</title><link>https://quay.example/</link>
{items}</channel></rss>"""
ITEM = """<item><title>Crane {n} turns green</title><link>https://quay.example/{n}</link>
<description>&lt;p&gt;Crane number {n} was &lt;b&gt;painted&lt;/b&gt; green.&lt;/p&gt;
&lt;p&gt;Nobody saw it happen.&lt;/p&gt;</description></item>
"""
SITEMAP = """<urlset xmlns:news="n"><url><loc>https://quay.example/2</loc>
<news:news><news:title>Crane 2 turns green
</news:title></news:news></url><url><loc>https://quay.example/1</loc></url></urlset>"""
LINKS = """<html><body><a href="/2/crane-2-turns-green" title="Crane 2 turns green">Crane 2 turns green</a>
<p>Crane number&nbsp;2 was painted green. Nobody saw it happen.</p>
<a href="/1">Crane 1 turns green</a></body></html>"""
QUOTING = page(5, text="It said: Crane number 2 was painted green. Nobody saw it happen. It was not so.")


def listing(name: str, body: bytes, kind: Kind, *headers: tuple[str, str]) -> RawArticle:
    link = Link(url=f"https://quay.example/{name}", origin="source")
    return received(0, body, link=link, kind=kind, headers=headers)


def everything() -> list[RawArticle]:
    """Pages, what lists them in every way, a page that quotes another, a failure."""
    feed = FEED.format(items="".join(ITEM.format(n=n) for n in (1, 2, 3))).encode()
    zipped = (("Content-Encoding", "gzip"), ("Content-Type", "application/xml"))
    titled = Link(url="https://quay.example/2", origin="feed", title="Crane 2 turns green")
    return [
        listing("feed", gzip.compress(feed, mtime=0), Kind.FEED, *zipped),
        listing("map.xml.gz", gzip.compress(SITEMAP.encode(), mtime=0), Kind.SITEMAP),
        listing("news", LINKS.encode(), Kind.LINK_PAGE, ("Content-Type", "text/html")),
        received(1, page(1)),
        received(2, page(2), link=titled),
        received(3, page(3)),
        failed(4),
        received(5, QUOTING),
    ]


def fill_with_everything(store: Store) -> Kill:
    sent = everything()
    capture(store, BATCH, sent[:5])
    capture(store, BATCH, [*sent[5:], replace(sent[4], fetched_at=LATER)], LATER)
    return kill_of(store, 2)


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
        for name in ("read", "write", "objects", "delete", "local_copy"):
            patch.setattr(store, name, deadly(getattr(store, name)))
        yield


def shown(store: Store) -> dict[str, tuple[str | None, bytes]]:
    return {raw.link.url.rpartition("/")[2]: (raw.failure, raw.body) for raw in read_batch(store, BATCH)}


def test_a_kill_at_any_call_of_the_store_leaves_a_whole_lake_and_is_made_good(store: Store) -> None:
    sent = everything()
    kill = fill_with_everything(store)
    before = shown(store)
    after = {name: told for name, told in before.items() if name != "2"}
    finished: dict[str, bytes] = {}
    deaths = 0
    for done in (False, True):
        for calls in range(1, 1000):
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
    assert deaths > 20


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


def test_a_revisit_leads_to_the_record_of_another_day(store: Store) -> None:
    capture(store, BATCH, [received(2, page(2))])
    (first,) = read_index(store, BATCH)
    sight = archive.seen(store, BATCH.source, BATCH.day)["https://quay.example/2"]
    nxt = Batch("quay", DAY + timedelta(days=1))
    at = NOON + timedelta(days=1)
    capture(store, nxt, [received(2, b"", status=304, unchanged=sight.seen, at=at)], at)
    (row,) = read_index(store, nxt)
    refs = archive.holders(store, [f"{nxt}#{row['record_id']}"])
    assert f"{BATCH}#{first['record_id']}" in refs
    kill = replace(kill_of(store, 2), refs=refs)
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
