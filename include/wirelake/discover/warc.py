"""WARC files that another archive made, such as CC-NEWS, or our own: their pages are articles already."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from wirelake.addresses import address
from wirelake.config import WarcFiles, filled_in
from wirelake.discover.search import MAX_LINKS, Search, matches
from wirelake.records import Kind, Link, RawArticle
from wirelake.storage import Stored
from wirelake.warc import Record, records

HTML = frozenset({"text/html", "application/xhtml+xml"})
PACKED = ("", ".gz", ".zst", ".lz4", ".bz2")
ENDINGS = tuple(f".{kind}{packed}" for kind in ("warc", "arc") for packed in PACKED)
# They belong to the connection or to its credentials, not to the article.
NOT_KEPT = frozenset({"set-cookie", "set-cookie2", "transfer-encoding", "connection", "keep-alive"})
MAX_TOLD = 20  # words on damage, of one file


def look(search: Search, part: WarcFiles) -> tuple[Link, ...]:
    """Put the day's records behind those found; they are read as they are taken, and no link is fetched."""
    search.account(Link(url=filled_in(part.prefix, search.day), origin="warc"), 0, 0, 0)
    search.found.records = chain(search.found.records, _articles(search, part))
    return ()


def _articles(search: Search, part: WarcFiles) -> Iterator[RawArticle]:
    count = 0
    for stored in _files(search, part):
        with search.store.local_copy(stored.path) as local, local.open("rb") as file:
            told = 0
            for record in records(file, max_bytes=2 * search.source.fetch.max_bytes):
                if record.damage:
                    told += 1
                    _tell(search, stored, told, record)
                elif article := _article(search, part, record):
                    if count == MAX_LINKS:
                        search.found.lost.append(
                            f"{stored.path}: a day takes {MAX_LINKS} articles, and no more"
                        )
                        return
                    count += 1
                    yield article


def _files(search: Search, part: WarcFiles) -> Iterator[Stored]:
    folder = filled_in(part.prefix, search.day)
    for stored in search.store.objects(folder):
        name = stored.path.rpartition("/")[2]
        if name.lower().endswith(ENDINGS):
            yield stored
        elif not name.startswith("."):
            search.found.lost.append(f"{stored.path}: not the name of a WARC file, so it is not read")


def _tell(search: Search, stored: Stored, told: int, record: Record) -> None:
    if told <= MAX_TOLD:
        search.found.lost.append(f"{stored.path} at {record.offset}: {record.damage}")
    elif told == MAX_TOLD + 1:
        search.found.lost.append(f"{stored.path}: and more damage than that")


def _article(search: Search, part: WarcFiles, record: Record) -> RawArticle | None:
    """The record as a raw article; None unless it is a page that was there."""
    url = address(record.url or "", search.source.drop_query)
    if url is None or not matches(part.link_pattern, url):
        return None
    headers = tuple((name, value) for name, value in record.http_headers if name.lower() not in NOT_KEPT)
    raw = RawArticle(
        link=Link(url=url, origin="warc"),
        kind=Kind.ARTICLE,
        fetched_at=search.now,
        body=record.body,
        status=200,
        headers=headers,
        final_url=url,
        ip=record.header("WARC-IP-Address"),
    )
    if record.type == "resource":
        stated = record.header("content-type") or ""
        raw = replace(raw, headers=(("Content-Type", stated),))
    elif record.type != "response" or record.status != 200:
        return None
    media_type = (raw.header("content-type") or "text/html").partition(";")[0].strip().lower()
    return raw if media_type in HTML else None
