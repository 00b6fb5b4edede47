"""A process whose children capture an invented wire's links over HTTP, until they are killed.

Their orders name ``links`` to fetch that ``run_id`` has not archived in the lake, with ``spool`` and segments
of so many ``records``.
"""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import obstore.store  # noqa: F401
import requests
from tests.wirelake.mortality import serve
from tests.wirelake.quay import BATCH, NOON, capture, page, received

from wirelake import archive
from wirelake.archive import capture as archiving
from wirelake.records import Kind, Link, RawArticle
from wirelake.storage import LocalStore, open_store


def live(order: dict[str, Any]) -> None:
    """What the child does, as the pipeline will."""
    archiving.SEGMENT_RECORDS = order["records"]
    store = open_store(order["lake"])
    spool = Path(order["spool"])
    have = archive.captured(store, BATCH, order["run_id"], spool=spool)
    links = (link for link in order["links"] if link not in have)
    archive.archive(store, BATCH, fetched(links), order["run_id"], spool=spool)


def fetched(links: Iterator[str]) -> Iterator[RawArticle]:
    with requests.Session() as session:
        session.trust_env = False
        for url in links:
            answer = session.get(url, timeout=30)
            failure = None if answer.ok else f"http_{answer.status_code}"
            yield RawArticle(
                link=Link(url=url, origin="feed"),
                kind=Kind.ARTICLE,
                fetched_at=datetime.now(UTC),
                body=answer.content,
                status=answer.status_code,
                headers=tuple(answer.headers.items()),
                final_url=url,
                failure=failure,
            )


def warm_up() -> None:
    """Archive and read once, so that the children start with all that is slow behind them."""
    with TemporaryDirectory() as folder:
        store = LocalStore(Path(folder))
        capture(store, BATCH, [received(1, page(1))], NOON)
        list(archive.read_batch(store, BATCH))
    gc.freeze()


if __name__ == "__main__":
    warm_up()
    serve(live)
