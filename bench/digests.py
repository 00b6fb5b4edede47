"""What digests and page checksums cost on a day of articles: writing and reading, with and without them.

    python bench/digests.py [ARTICLES]

The store is a folder. Prints the CPU's median and the clock's least of interleaved rounds, in milliseconds.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow.parquet as pq

import wirelake
from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.records import Article
from wirelake.storage import LocalStore, digests
from wirelake.write import acknowledge, write_articles, write_history

ROUNDS = 7
Spent = tuple[float, float]
DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WORDS = (
    "the harbour office confirmed on the same morning that a second crane of pier {} will be painted green "
)


def main() -> None:
    """Print a line a measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    table = articles_table([article(n) for n in range(count)])
    times: dict[tuple[str, str], list[Spent]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            for kind, context in KINDS.items():
                store = LocalStore(Path(folder, f"{number}{kind}"))
                with context():
                    times.setdefault(("write", kind), []).append(timed(partial(write, store, table)))
                    for name in ("articles", "history"):
                        look = partial(wirelake.read, name, lake=store.uri)
                        times.setdefault((f"read {name}", kind), []).append(timed(look))
    for name in ("write", "read articles", "read history"):
        cpu = [statistics.median(one[0] for one in times[name, kind]) for kind in KINDS]
        wall = [min(one[1] for one in times[name, kind]) for kind in KINDS]
        told = (
            f"{kind}: {old:7.1f} → {new:7.1f} ms" for kind, (old, new) in {"CPU": cpu, "clock": wall}.items()
        )
        print(f"{name:14}", *told)


def write(store: LocalStore, table: object) -> None:
    """A day's history/ and articles/."""
    batch = Batch("quay", DAY)
    write_history(store, batch, table)
    acknowledge(store, write_articles(store, batch, NOON))


@contextmanager
def without() -> Iterator[None]:
    """No digests, no page checksums written."""
    plain = pq.write_table

    def write_table(*args: Any, **options: Any) -> None:
        plain(*args, **{**options, "write_page_checksum": False})

    with patch.object(digests, "is_kept", lambda _: False), patch.object(pq, "write_table", write_table):
        yield


KINDS: dict[str, Callable[[], AbstractContextManager[None]]] = {"without": without, "with": nullcontext}


def article(number: int) -> Article:
    """An article of some 2,500 characters, unlike the others."""
    text = "\n".join(WORDS.format(f"{number}-{line}-{hash((number, line))}") for line in range(20))
    return Article(
        source="quay",
        article_id=f"quay:{number}",
        version=f"{number:016x}",
        raw_ref=f"quay/{DAY}#<urn:uuid:{number:036}>",
        raw_sha256=f"{number:064x}",
        content_sha256=f"{number:064x}",
        source_format="text",
        first_seen_at=NOON,
        headline=f"Crane {number} turns green",
        extracted_text=text,
        body_text=text,
        word_count=400,
        published_date=DAY,
        published_at=NOON,
        published_precision="instant",
    )


def timed(function: Callable[[], object]) -> Spent:
    """Its milliseconds of CPU and by the clock."""
    started, used = time.perf_counter(), time.process_time()
    function()
    return (time.process_time() - used) * 1_000, (time.perf_counter() - started) * 1_000


if __name__ == "__main__":
    main()
