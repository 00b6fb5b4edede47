"""What foreign readers see of an article that moves between two published dates while they read.

    python bench/moving.py [SECONDS]

One process moves one article of two back and forth, by new versions; pyarrow, DuckDB, Polars and our own
reader count its rows meanwhile, each opening the lake afresh for every read. Wrong is any number but 1.
"""

import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.compute as pc
import pyarrow.dataset as ds

import wirelake
from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.records import Article
from wirelake.storage import LocalStore
from wirelake.write import acknowledge, write_articles, write_history

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOVES = "quay:1"
SECONDS = 10.0


def main() -> None:
    """Print a line a reader."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    for name, count in READERS.items():
        with tempfile.TemporaryDirectory() as folder:
            stop, moved = multiprocessing.Event(), multiprocessing.Value("i", 0)
            move(LocalStore(Path(folder)), 0)
            writer = multiprocessing.Process(target=keep_moving, args=(folder, stop, moved))
            writer.start()
            answers = read_for(seconds, count, folder)
            stop.set()
            writer.join()
        wrong = {what: n for what, n in sorted(answers.items()) if what != "1"}
        print(f"{name:8} {answers.total():6} reads, {moved.value} moves; wrong: {wrong or 'none'}")


def keep_moving(folder: str, stop: Any, moved: Any) -> None:
    """Until it is told to stop."""
    store = LocalStore(Path(folder))
    while not stop.is_set():
        moved.value += 1
        move(store, moved.value)


def move(store: LocalStore, number: int) -> None:
    """The article's newest version stands on the one day or on the other; nothing else stands there."""
    batch = Batch("quay", DAY)
    write_history(store, batch, articles_table([article(1, DAY + timedelta(days=number % 2))]))
    acknowledge(store, write_articles(store, batch, NOON))


def read_for(seconds: float, count: Callable[[str], int], folder: str) -> Counter[str]:
    """How often which number of rows was read, or which error."""
    answers: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            answers[str(count(folder))] += 1
        except BaseException as error:  # Polars panics by one that is no Exception
            if isinstance(error, KeyboardInterrupt):
                raise
            answers[type(error).__name__] += 1
    return answers


def by_pyarrow(folder: str) -> int:
    table = ds.dataset(f"{folder}/articles", partitioning="hive").to_table(columns=["article_id"])
    return int(pc.sum(pc.equal(table["article_id"], MOVES)).as_py() or 0)


def by_duckdb(folder: str) -> int:
    asked = f"SELECT count(*) FROM read_parquet('{folder}/articles/*/*.parquet') WHERE article_id = '{MOVES}'"  # noqa: S608
    ((found,),) = duckdb.execute(asked).fetchall()
    return int(found)


def by_polars(folder: str) -> int:
    articles = pl.scan_parquet(f"{folder}/articles", hive_partitioning=True)
    return articles.filter(pl.col("article_id") == MOVES).select("article_id").collect().height


def by_wirelake(folder: str) -> int:
    table = wirelake.read("articles", columns=["article_id"], lake=folder)
    return int(pc.sum(pc.equal(table["article_id"], MOVES)).as_py() or 0)


READERS = {"pyarrow": by_pyarrow, "DuckDB": by_duckdb, "Polars": by_polars, "wirelake": by_wirelake}


def article(number: int, published: date) -> Article:
    """A version of it, on that day."""
    return Article(
        source="quay",
        article_id=f"quay:{number}",
        version=f"{published:%Y%m%d}",
        raw_ref=f"quay/{DAY}#<urn:uuid:{number:036}>",
        raw_sha256=f"{number:064x}",
        content_sha256=f"{number:064x}",
        source_format="text",
        first_seen_at=NOON,
        headline=f"Crane {number} turns green",
        body_text="It was painted.",
        word_count=3,
        published_date=published,
        published_precision="day",
    )


if __name__ == "__main__":
    main()
