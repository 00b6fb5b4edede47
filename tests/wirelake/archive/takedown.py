"""Takedowns from the lake of the invented wire, and what the tests of redaction look at."""

import gzip
import io
from dataclasses import replace
from datetime import timedelta
from typing import Any

from fastwarc.warc import ArchiveIterator as FastIterator
from tests.wirelake.quay import BATCH, NOON, capture, contents, failed, page, received
from warcio.archiveiterator import ArchiveIterator

from wirelake.archive import Kill, Redaction, read_batch, redacting
from wirelake.archive.rewriting import Each
from wirelake.config import Batch
from wirelake.errors import ParseError
from wirelake.extract import extract
from wirelake.lake.exchanges import read_index
from wirelake.records import Article, Kind, Link, RawArticle
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


def address(article: Article) -> frozenset[str]:
    """The name by which these tests know an article."""
    return frozenset(filter(None, (article.url,)))


def redact(store: Store, batch: Batch, *kills: Kill, each: Each = map) -> Redaction:
    """One batch without these articles."""
    with redacting(store, kills) as redactor:
        return redactor.redact(batch, each=each)


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
        "names": frozenset({url}),
        "known_as": address,
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


def shown(store: Store) -> dict[str, tuple[str | None, bytes]]:
    return {raw.link.url.rpartition("/")[2]: (raw.failure, raw.body) for raw in read_batch(store, BATCH)}
