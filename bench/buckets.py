"""What buckets of articles/ cost and spare: many sources on one published day, and a scan of a year.

    python bench/buckets.py FOLDER [--buckets 1 16 64] [--sources 200] [--articles 100] [--writers 8]
        [--days 365] [--a-day 500] [--rounds 3] [--parts bytes writers scan s3]

``bytes``: so many invented sources write so many articles of 2 to 4 KB each of one published day, one after
another; what is put under articles/, and how often over the table is that. ``writers``: the same by so many
processes at once, each with its part of the sources; how long each write waits, and how many are given up.
``scan``: a year of days of --a-day articles of 100 sources, all bytes the same, read whole for a word in its
texts and for one column, by pyarrow and by DuckDB; ``s3``: the same on an S3 server on loopback, by pyarrow
and by ``wirelake.sql``. Multiples are those of the first number of buckets.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from pyarrow.fs import FileSystem, LocalFileSystem, S3FileSystem

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.wirelake.s3_server import BUCKET, S3Server

from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.errors import ConflictError
from wirelake.lake.buckets import Buckets
from wirelake.lake.marker import begin
from wirelake.lake.sql import sql
from wirelake.lake.versions import current
from wirelake.records import Article
from wirelake.storage import Store, open_store
from wirelake.write import acknowledge, parquet, write_articles, write_history
from wirelake.write.days import ORDER, flat

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PARTS = ("bytes", "writers", "scan", "s3")
YEARS_SOURCES = 100
WORD = "% sluice %"


def main() -> None:
    """Print a table a part."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--buckets", type=int, nargs="+", default=[1, 16, 64])
    parser.add_argument("--sources", type=int, default=200)
    parser.add_argument("--articles", type=int, default=100, help="of a source, on one published day")
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--a-day", type=int, default=500, help="articles of all sources")
    parser.add_argument("--rounds", type=int, default=3, help="of a scan: the fastest counts")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--lake", help=argparse.SUPPRESS)
    parser.add_argument("--writer", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.lake:
        write_as_one_of(asked)
        return
    asked.folder.mkdir(parents=True, exist_ok=True)
    parts = {"bytes": put, "writers": at_once, "scan": scan, "s3": scan_on_s3}
    for part in asked.parts:
        parts[part](asked)


def put(asked: argparse.Namespace) -> None:
    """What is put under articles/ by one writer."""
    print("| buckets | MB put | MB stand | × | s |\n|---|---|---|---|---|", flush=True)
    for buckets in asked.buckets:
        store = new_lake(asked.folder / f"put-{buckets}", buckets)
        written = 0
        write = store.write

        def counted(path: str, data: Any, *, write: Callable[..., None] = write, **options: Any) -> None:
            nonlocal written
            write(path, data, **options)
            written += len(data) if path.startswith("articles/") else 0

        with patch.object(store, "write", counted):
            took = sum(timed(partial(publish, store, n, asked.articles)) for n in range(asked.sources))
        stands = sum(one.size for one in store.objects("articles"))
        told = f"{written / 1e6:.0f} | {stands / 1e6:.1f} | {written / stands:.2f} | {took:.0f}"
        print(f"| {buckets} | {told} |", flush=True)
        shutil.rmtree(store.uri)


def at_once(asked: argparse.Namespace) -> None:
    """So many processes, which begin together."""
    print("\n| buckets | writes | given up | median s | slowest s | × | s in all |", flush=True)
    print("|---|---|---|---|---|---|---|", flush=True)
    for buckets in asked.buckets:
        store = new_lake(asked.folder / f"at-once-{buckets}", buckets)
        command = [sys.executable, __file__, str(asked.folder), "--lake", store.uri]
        command += ["--sources", str(asked.sources), "--articles", str(asked.articles)]
        command += ["--writers", str(asked.writers)]
        with ExitStack() as running:
            writers = [
                running.enter_context(
                    subprocess.Popen(
                        [*command, "--writer", str(n)],
                        stdin=subprocess.PIPE,
                        stdout=subprocess.PIPE,
                        text=True,
                    )
                )
                for n in range(asked.writers)
            ]
            for one in writers:
                one.stdout.readline()  # type: ignore[union-attr]  # its articles are at hand
            started = time.monotonic()
            answers = [json.loads(answer) for answer in told_by(writers)]
            took = time.monotonic() - started
        waits = [seconds for answer in answers for seconds in answer["seconds"]]
        lost = sum(answer["lost"] for answer in answers)
        median, slowest = statistics.median(waits), max(waits)
        told = f"{len(waits)} | {lost} | {median:.2f} | {slowest:.2f} | {slowest / median:.1f} | {took:.0f}"
        print(f"| {buckets} | {told} |", flush=True)
        shutil.rmtree(store.uri)


def told_by(writers: list[subprocess.Popen[str]]) -> list[str]:
    """What they print, once all have begun."""
    with ThreadPoolExecutor(len(writers)) as pool:
        return list(pool.map(lambda one: one.communicate("go\n")[0], writers))


def write_as_one_of(asked: argparse.Namespace) -> None:
    """The sources of one of the processes; prints how long each write took, and how many were given up."""
    store = open_store(asked.lake)
    mine = range(asked.writer, asked.sources, asked.writers)
    tables = {number: rows_of(number, asked.articles) for number in mine}
    print("ready", flush=True)
    sys.stdin.readline()
    seconds, lost = [], 0
    for number, rows in tables.items():
        try:
            seconds.append(timed(partial(publish, store, number, rows=rows)))
        except ConflictError:
            lost += 1
    print(json.dumps({"seconds": seconds, "lost": lost}))


def publish(store: Store, number: int, articles: int = 0, *, rows: pa.Table | None = None) -> None:
    """What the task write does with history/ and articles/."""
    batch = Batch(name_of(number), DAY)
    write_history(store, batch, rows_of(number, articles) if rows is None else rows)
    acknowledge(store, write_articles(store, batch, NOON))


def scan(asked: argparse.Namespace) -> None:
    """A year in a folder, by pyarrow and DuckDB as anyone has them."""
    print("\n| reader | reads | buckets | files | s | × |\n|---|---|---|---|---|---|", flush=True)
    first: dict[str, float] = {}
    for buckets in asked.buckets:
        store = new_lake(asked.folder / f"year-{buckets}", buckets)
        local, root = LocalFileSystem(), f"{store.uri}/articles"
        files = fill_year(local, root, asked, buckets)
        readers: dict[str, Callable[[], object]] = {
            "pyarrow, a word": partial(in_arrow, local, root, "body_text"),
            "pyarrow, a column": partial(in_arrow, local, root, "source"),
            "DuckDB, a word": partial(ask_duckdb, root, f"body_text LIKE '{WORD}'"),
            "DuckDB, a column": partial(ask_duckdb, root, "source <> ''"),
        }
        told(readers, buckets, files, first, asked.rounds)
        shutil.rmtree(store.uri)


def scan_on_s3(asked: argparse.Namespace) -> None:
    """A year on S3, by pyarrow and by wirelake's own queries."""
    place = asked.folder / "s3"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    server = S3Server(place)
    os.environ.update(server.environment)
    first: dict[str, float] = {}
    try:
        print("\n| reader on S3 | reads | buckets | files | s | × |\n|---|---|---|---|---|---|", flush=True)
        for buckets in asked.buckets:
            store = open_store(f"s3://{BUCKET}/year-{buckets}")
            begin(store, buckets)
            endpoint = server.environment["AWS_ENDPOINT_URL"]
            system = S3FileSystem(endpoint_override=endpoint, region="us-east-1")
            root = f"{BUCKET}/year-{buckets}/articles"
            files = fill_year(system, root, asked, buckets)
            query = f"SELECT count(*) FROM articles WHERE body_text LIKE '{WORD}'"  # noqa: S608  ours
            readers: dict[str, Callable[[], object]] = {
                "pyarrow, a word": partial(in_arrow, system, root, "body_text"),
                "DuckDB (wirelake.sql), a word": partial(sql, query, lake=store.uri),
            }
            told(readers, buckets, files, first, asked.rounds)
    finally:
        server.stop()
        shutil.rmtree(place, ignore_errors=True)


def told(
    readers: dict[str, Callable[[], object]], buckets: int, files: int, first: dict[str, float], rounds: int
) -> None:
    for name, do in readers.items():
        took = min(timed(do) for _ in range(rounds))
        reader, _, reads = name.partition(", ")
        times = took / first.setdefault(name, took)
        print(f"| {reader} | {reads} | {buckets} | {files} | {took:.2f} | {times:.2f} |", flush=True)


def in_arrow(system: FileSystem, root: str, column: str) -> object:
    """How many rows hold the word, or have a value."""
    found = ds.dataset(root, filesystem=system, format="parquet", partitioning="hive")
    word = pc.match_substring(pc.field("body_text"), WORD.strip("%"))
    return found.count_rows(filter=word) if column == "body_text" else found.to_table([column]).num_rows


def ask_duckdb(root: str, condition: str) -> object:
    files = f"'{root}/*/*.parquet', hive_partitioning = true"
    with duckdb.connect() as connection:
        asked = f"SELECT count(*) FROM read_parquet({files}) WHERE {condition}"  # noqa: S608  ours
        return connection.execute(asked).fetchall()


def fill_year(system: FileSystem, root: str, asked: argparse.Namespace, buckets: int) -> int:
    """The same day again and again, in its files; how many there are."""
    by_place: dict[str, list[dict[str, Any]]] = {}
    for number in range(YEARS_SOURCES):
        place = Buckets(buckets).place(DAY, name_of(number))
        by_place.setdefault(place, []).extend(gold(number, max(1, asked.a_day // YEARS_SOURCES)))
    files = {path.rpartition("/")[2]: parquet(flat(rows), ORDER) for path, rows in by_place.items()}

    def fill(number: int) -> None:
        folder = f"{root}/published_date={DAY + timedelta(days=number)}"
        system.create_dir(folder)
        for name, data in files.items():
            with system.open_output_stream(f"{folder}/{name}") as file:
                file.write(data)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fill, range(asked.days)))
    count: int = len(files) * asked.days
    return count


def gold(number: int, articles: int) -> list[dict[str, Any]]:
    """A source's rows of articles/."""
    history = rows_of(number, articles).to_pylist()
    rows = current([{**row, "capture_date": DAY} for row in history], NOON)
    return [{**row, "source": name_of(number)} for row in rows]


def rows_of(number: int, articles: int) -> Any:
    return articles_table(list(versions(number, articles)))


def versions(number: int, count: int) -> Iterator[Article]:
    """A source's articles of the day, of 2 to 4 KB."""
    chosen = random.Random(number)  # noqa: S311  the same each time
    name = name_of(number)
    for one in range(count):
        text = " ".join(chosen.choices(words(), k=chosen.randint(280, 560)))
        digest = f"{number * 10_000 + one:064x}"
        yield replace(
            blank(),
            source=name,
            article_id=f"{name}:{one}",
            version=digest,
            raw_ref=f"{name}/{DAY}#<urn:uuid:{one:036}>",
            raw_sha256=digest,
            content_sha256=digest,
            headline=f"Sluice {one} of {name} opens",
            url=f"https://{name.replace('_', '-')}.example/{one}",
            body_text=text,
            word_count=len(text.split()),
        )


@cache
def blank() -> Article:
    return Article(
        source="",
        article_id="",
        version="",
        raw_ref="",
        raw_sha256="",
        content_sha256="",
        source_format="text",
        first_seen_at=NOON,
        published_date=DAY,
        published_precision="day",
        version_created=None,
    )


@cache
def words() -> list[str]:
    chosen = random.Random(0)  # noqa: S311
    letters = "abcdefghijklmnopqrstuvwxyz"
    made = ["".join(chosen.choices(letters, k=chosen.randint(2, 11))) for _ in range(20_000)]
    return [*made, "sluice"]


def name_of(number: int) -> str:
    return f"tideway_{number:03}"


def new_lake(place: Path, buckets: int) -> Store:
    shutil.rmtree(place, ignore_errors=True)
    store = open_store(str(place))
    begin(store, buckets)
    return store


def timed(do: Callable[[], object]) -> float:
    started = time.monotonic()
    do()
    return time.monotonic() - started


if __name__ == "__main__":
    main()
