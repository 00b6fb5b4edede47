"""A wire's three days, in every shape in which a lake holds an article; number 2 is to be taken down."""

import gzip
import json
from datetime import datetime, timedelta
from functools import cache
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from tests.wirelake.quay import (
    BATCH,
    DAY,
    NOON,
    capture,
    contents,
    frozen,
    page,
    received,
    run_of,
    write_sources,
)

from wirelake import obligations, pipeline
from wirelake.batches import staging
from wirelake.config import Batch, Run
from wirelake.lake.exchanges import read_index
from wirelake.records import Kind, Link, RawArticle
from wirelake.storage import LocalStore, Store

KILLED = "quay:1000002"
NEXT, THIRD = (Batch("quay", DAY + timedelta(days=n)) for n in (1, 2))
PIER = Batch("pier", DAY)
LATE = NOON + timedelta(days=3)
BASINS = ("none", "Aldergate", "Brackwater", "Coldharbour", "Dunmere", "Eastquay", "Fennings")
FIRST = "The harbour master of Brackwater left her office after the audit."
SECOND = "Nobody at Brackwater would say where the seven missing anchors went."
CORRECTED = "Her deputy at Brackwater has denied that any anchor was ever missing."
TITLE = "Crane 2 turns green"
WORDS = (FIRST, SECOND, CORRECTED, TITLE)
LEARNED = """
furniture:
  - shape: "read all of our news from the quay"
    articles: 9
    examples:
      - text: "{first}"
        raw_ref: {ref}
      - text: "Read all of our news from the quay"
        raw_ref: quay/2026-03-01#<urn:uuid:00000000-0000-0000-0000-000000000000>
"""


def text(number: int) -> str:
    """What the article of that number says."""
    basin = BASINS[number] if number < len(BASINS) else f"Holm {number}"
    if basin == "Brackwater":
        return f"{FIRST} {SECOND}"
    return f"The berths of {basin} were dredged by night. A second barge is awaited in {basin} next week."


def news(number: int, said: str = "", published: Any = DAY) -> bytes:
    return page(number, published, said or text(number))


def sent(number: int, body: bytes | None = None, at: datetime = NOON, **fields: Any) -> RawArticle:
    titled = Link(url=f"https://quay.example/{number}", origin="feed", title=f"Crane {number} turns green")
    fields = {"link": titled} | fields
    return received(number, news(number) if body is None else body, at=at, **fields)


def listing(kind: Kind, at: datetime = NOON) -> RawArticle:
    """A feed with texts, packed, or a page of links."""
    if kind is Kind.FEED:
        items = "".join(
            f"<item><title>Crane {n} turns green</title><link>https://quay.example/{n}</link>"
            f"<description>&lt;p&gt;{escape(text(n))}&lt;/p&gt;</description></item>"
            for n in (1, 2, 3)
        )
        body = f'<rss version="2.0"><channel><title>Quay</title>{items}</channel></rss>'.encode()
        headers = [("Content-Type", "application/rss+xml"), ("Content-Encoding", "gzip")]
        name, body = "feed", gzip.compress(body, mtime=0)
    else:
        name, headers = "news", [("Content-Type", "text/html; charset=utf-8")]
        links = "".join(
            f'<p><a href="/{n}" title="Crane {n} turns green">Crane {n} turns green</a> '
            f"<b>{text(n).partition('.')[0]}</b>.</p>"
            for n in (1, 2)
        )
        body = f"<html><body>{links}</body></html>".encode()
    link = Link(url=f"https://quay.example/{name}", origin="source")
    return received(0, body, at=at, link=link, kind=kind, headers=tuple(headers))


def replay(store: Store, *batches: Batch, at: datetime = LATE) -> None:
    for batch in batches:
        pipeline.build_batch(Run.new(batch, "replay"), store=store, clock=frozen(at))


def write_wires(folder: Path, erase_after_days: int = 0) -> None:
    """quay and pier; quay's learned file has not learned yet."""
    write_sources(folder, "quay", "pier", more=f"erase_after_days: {erase_after_days}\n")


def fill(store: Store, sources: Path) -> None:
    """Two days that are built, one that is half built, another wire on the same days, a learned file."""
    objects, learned = _filled()
    for path, data in objects.items():
        store.write(path, data)
    (sources / "quay.learned.yaml").write_bytes(learned)


@cache
def _filled() -> tuple[dict[str, bytes], bytes]:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        sources, store = Path(folder, "sources"), LocalStore(Path(folder, "lake"))
        write_wires(sources)
        patch.setenv("WIRELAKE_SOURCES", str(sources))
        receive(store, sources)
        replay(store, BATCH, NEXT, PIER)
        leave_half_built(store)
        return contents(store, ""), (sources / "quay.learned.yaml").read_bytes()


def receive(store: Store, sources: Path) -> None:
    """The captures of two days, and what was learned."""
    store.write(f"drop/quay/{DAY}/two.txt", news(2))
    pipeline.fetch_batch(run_of(BATCH, "run"), store=store, clock=frozen(NOON))
    capture(store, BATCH, [listing(Kind.FEED), listing(Kind.LINK_PAGE), *(sent(n) for n in (1, 2, 3))])
    at = NOON + timedelta(days=1)
    corrected = news(2, f"{FIRST} {CORRECTED}")
    capture(store, NEXT, [listing(Kind.FEED, at), sent(2, corrected, at), sent(4, at=at)], at)
    capture(store, PIER, [received(1, page(1))])
    ref = next(f"{BATCH}#{row['record_id']}" for row in read_index(store, BATCH) if row["url"].endswith("/2"))
    (sources / "quay.learned.yaml").write_text(LEARNED.format(first=FIRST, ref=ref), encoding="utf-8")


def leave_half_built(store: Store) -> None:
    """The third day shows the article once more; its writer has yet to come."""
    at = NOON + timedelta(days=2)
    capture(store, THIRD, [sent(2, news(2, f"{SECOND} {CORRECTED}"), at), sent(5, at=at)], at)
    pipeline.extract_batch(run_of(THIRD), store=store, clock=frozen(LATE))
    pipeline.validate_batch(run_of(THIRD), store=store, clock=frozen(LATE))


def take_down(store: Store, article_id: str = KILLED, at: datetime = LATE, **options: Any) -> Any:
    """By command, with its bytes."""
    options = {"erase": True} | options
    return obligations.take_down(article_id, "by order", store=store, clock=frozen(at), **options)


def with_advisory(store: Store, batch: Batch, at: datetime, **names: str) -> None:
    """Leave for the batch's writer a message that kills what goes by these names."""
    passed = staging.get(store, run_of(batch), "passed")
    (row, *_) = passed.to_pylist()
    row |= {
        "article_id": f"{batch.source}:advisory",
        "raw_ref": f"{batch}#<urn:uuid:{9:036}>",
        "record_kind": "control",
        "signals": ["kill"],
        "refers_to": [{"role": role, "value": value} for role, value in names.items()],
        "headline": "ADVISORY",
        "body_text": "Editors: please take it down.",
        "extracted_text": "",
        "paragraphs": [],
        "removed": [],
        "alt_ids": [],
        "wire_id": None,
        "url": None,
        "canonical_url": None,
        "first_seen_at": at,
        "published_date": None,
    }
    told = type(passed).from_pylist([*passed.to_pylist(), row], schema=passed.schema)
    staging.put(store, run_of(batch), "passed", told)


def wire_item(number: int, status: str = "usable", version: str = "1") -> dict[str, Any]:
    """An item of ninjs; one that is canceled brings no text."""
    told = {"headline": f"Crane {number} turns green", "body_text": text(number)}
    return {
        "uri": f"urn:quay:{number}",
        "version": version,
        "type": "text",
        "pubstatus": status,
        "versioncreated": f"{DAY}T10:00:00Z",
        **(told if status == "usable" else {}),
    }


def drop(store: Store, batch: Batch, name: str, *items: dict[str, Any]) -> None:
    data = json.dumps({"items": list(items)} if len(items) > 1 else items[0]).encode()
    store.write(f"drop/{batch.source}/{batch.day}/{name}.json", data)


def run(store: Store, batch: Batch, at: datetime) -> pipeline.Written:
    """Capture and build."""
    run = Run.new(batch)
    pipeline.fetch_batch(run, store=store, clock=frozen(at))
    return pipeline.build_batch(run, store=store, clock=frozen(at))
