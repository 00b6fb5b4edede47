"""The invented wires of these tests, QUAYWIRE and its like, and what a test looks at in the lake they fill.

A page is plain text: headline, text, and a stamp that states its day and number, so it costs nothing to read.
"""

import hashlib
import io
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from wirelake.archive import archive
from wirelake.config import Batch, Mode, Run
from wirelake.lake.marker import begin
from wirelake.records import Article, Kind, Link, RawArticle
from wirelake.storage import LocalStore, Store

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BATCH = Batch("quay", DAY)
BUILT = ("history", "rejected", "articles")
YAML = """
title: {name} wire
description: An invented wire of the tests.
homepage: https://{name}.example/
contact: https://{name}.example/desk
identity: [wire, url]
language: en
discover:
  - kind: drop_folder
    prefix: drop/{name}/{{day}}
"""


def write_sources(folder: Path, *names: str, more: str = "") -> None:
    """The wires' YAML files, with ``more`` lines at their end."""
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.yaml").write_text(YAML.format(name=name) + more, encoding="utf-8")


def page(number: int, published: date | None = DAY, text: str = "") -> bytes:
    """The page of one article; without a day it has no stamp, and so no date at all."""
    stamp = f"\n\nQUAY{published:%d%m%Y}000001000001ID{1_000_000 + number}" if published else ""
    body = text or f"Crane number {number} was painted green. Nobody saw it happen."
    return f"Crane {number} turns green\n\n{body}{stamp}\n".encode()


def received(number: int, body: bytes | None = None, *, at: datetime = NOON, **fields: Any) -> RawArticle:
    """What the wire's address of that number answered; without a body, whatever ``fields`` say."""
    given: dict[str, Any] = {
        "link": Link(url=f"https://quay.example/{number}", origin="feed"),
        "kind": Kind.ARTICLE,
        "fetched_at": at,
    }
    if body is not None:
        headers = (("Content-Type", "text/plain; charset=utf-8"),)
        given |= {"body": body, "status": 200, "headers": headers, "final_url": given["link"].url}
    return RawArticle(**(given | fields))


def failed(number: int, failure: str = "timeout", *, at: datetime = NOON) -> RawArticle:
    """An address of the wire that did not answer."""
    return received(number, at=at, failure=failure, failure_detail=f"{failure} at {number}")


def capture(store: Store, batch: Batch, exchanges: Iterable[RawArticle], at: datetime = NOON) -> int:
    """Put one capture into raw/."""
    exchanges = list(exchanges)
    tag = hashlib.sha256(repr(exchanges).encode()).hexdigest()[:8]
    return archive(store, batch, exchanges, f"{at:%Y%m%dT%H%M%SZ}-{tag}")


def run_of(batch: Batch, mode: Mode = "replay") -> Run:
    """One and the same run of a batch, for tests that call its tasks one by one."""
    return Run.named(batch, mode, "of the tests")


def frozen(at: datetime = NOON) -> Callable[[], datetime]:
    """A clock that stands."""
    return lambda: at


def version(number: int, published: date | None = DAY, *, batch: Batch = BATCH, **fields: Any) -> Article:
    """A version as clean and validate leave it."""
    text = fields.setdefault("body_text", f"Crane number {number} was painted green.")
    digest = hashlib.sha256(text.encode()).hexdigest()
    given: dict[str, Any] = {
        "source": batch.source,
        "article_id": f"{batch.source}:{number}",
        "version": digest[:16],
        "raw_ref": f"{batch}#<urn:uuid:{number:036}>",
        "raw_sha256": digest,
        "content_sha256": digest,
        "source_format": "text",
        "first_seen_at": datetime(batch.day.year, batch.day.month, batch.day.day, 12, tzinfo=UTC),
        "headline": f"Crane {number} turns green",
        "word_count": 5,
        "published_date": published,
        "published_precision": "day",
        "version_created": None,
    }
    return Article(**(given | fields))


def built(store: Store) -> dict[str, bytes]:
    """Path → bytes of every object of history/, rejected/ and articles/."""
    return contents(store, *BUILT)


def new_lake(place: Path) -> LocalStore:
    """A new lake without rows in this folder."""
    store = LocalStore(place)
    begin(store)
    return store


def contents(store: Store, *tables: str) -> dict[str, bytes]:
    """Path → bytes of every object of these tables, but for tables that have lost their last row."""
    found = {}
    for table in tables:
        for stored in store.objects(table):
            answer = store.read(stored.path)
            assert answer is not None, stored.path
            if not is_emptied(stored.path, answer[0]):
                found[stored.path] = answer[0]
    return found


def is_emptied(path: str, data: bytes) -> bool:
    """A table that has no row any more; it stays for readers who have listed it."""
    if not path.startswith(BUILT):
        return False
    try:
        return bool(pq.read_metadata(io.BytesIO(data)).num_rows == 0)
    except pa.ArrowInvalid:  # damaged by a test
        return False


def clear(store: Store, *tables: str) -> None:
    """Remove every object of these tables."""
    for table in tables:
        for stored in store.objects(table):
            store.delete(stored.path)
