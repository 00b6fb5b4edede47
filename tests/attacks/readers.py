"""Readers of a lake that others write: each reads articles/ again and again, and compares it with before.

No article moves to another published day meanwhile, so what docs/lake.md allows is little: a foreign engine
may fail where a file is replaced under it, and reads once more.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pyarrow.dataset as ds
from pyarrow.fs import S3FileSystem
from tests.attacks.deliveries import Deliveries, issue_of, number_of
from tests.attacks.report import Faults
from tests.attacks.stage import Stage

from wirelake.lake.streams import read

SECONDS = 120.0  # that a reader may need for its last look
PAUSE = 0.1  # between two looks, so that the writers get their share
LOOKS = 3  # of a foreign engine, before it is one that cannot read
COLUMNS = ["article_id", "body_text"]
Rows = Iterable[dict[str, Any]]
Look = Callable[[str], Rows]


def by_wirelake(lake: str) -> Rows:
    return list(read(lake=lake, columns=COLUMNS).to_pylist())


def by_pyarrow(lake: str) -> Rows:
    place, filesystem = f"{lake}/articles", None
    if lake.startswith("s3:"):
        endpoint = urlsplit(os.environ["AWS_ENDPOINT_URL"])
        place = place.removeprefix("s3://")
        filesystem = S3FileSystem(
            access_key=os.environ["AWS_ACCESS_KEY_ID"],
            secret_key=os.environ["AWS_SECRET_ACCESS_KEY"],
            endpoint_override=endpoint.netloc,
            scheme=endpoint.scheme,
            region="us-east-1",
        )
    files = ds.dataset(place, format="parquet", partitioning="hive", filesystem=filesystem)
    return list(files.to_table(columns=COLUMNS).to_pylist())


def by_duckdb(lake: str) -> Rows:
    with duckdb.connect() as connection:
        asked = f"SELECT article_id, body_text FROM read_parquet('{lake}/articles/*/*.parquet')"  # noqa: S608 (our folder)
        return [dict(zip(COLUMNS, row, strict=True)) for row in connection.sql(asked).fetchall()]


OURS: Look = by_wirelake
FOREIGN: tuple[Look, ...] = (by_pyarrow, by_duckdb)


@dataclass(slots=True)
class Watch:
    """What one reader sees, and what is wrong about it.

    ``gone`` are the articles whose takedown has ended; ``sent.killed`` also those whose has begun.
    """

    look: Look
    stage: Stage
    sent: Deliveries
    gone: set[int]
    faults: Faults = field(default_factory=Faults)
    tried: Counter[str] = field(default_factory=Counter)
    seen: dict[int, int] = field(default_factory=dict)

    def until(self, over: Event) -> None:
        """Read, until it is over."""
        for kind in ("crashed", "twice", "missing", "went back", "came back"):
            self._note(kind, ())
        while not over.wait(PAUSE):
            gone = set(self.gone)
            rows = self._read()
            if rows is not None:
                self._compare(rows, gone)

    def _read(self) -> Rows | None:
        for _ in range(1 if self.look is OURS else LOOKS):
            try:
                rows = self.look(self.stage.uri)
                self.tried[f"reads {self.look.__name__.replace('_', ' ')}"] += 1
                return rows
            except Exception as error:
                self.tried[f"errors {self.look.__name__.replace('_', ' ')}"] += 1
                last = error
        self._note("crashed", [repr(last)])
        return None

    def _compare(self, rows: Rows, gone: set[int]) -> None:
        count = Counter(number_of(row["article_id"]) for row in rows)
        shown = {number_of(row["article_id"]): issue_of(row["body_text"]) for row in rows}
        stood = self.seen.keys() - self.sent.killed
        self._note("twice", (number for number, times in count.items() if times > 1))
        self._note("missing", sorted(stood - shown.keys()))
        back = sorted(n for n in stood & shown.keys() if shown[n] < self.seen[n])
        self._note("went back", (f"{n}: from {self.seen[n]} to {shown[n]}" for n in back))
        self._note("came back", sorted(gone & shown.keys()))
        self.seen = shown

    def _note(self, kind: str, those: Iterable[object]) -> None:
        self.faults.note(f"{kind} for a reader", (f"{self.look.__name__}: {one}" for one in those))


@contextmanager
def reading(stage: Stage, sent: Deliveries, gone: set[int]) -> Iterator[list[Watch]]:
    """Our reader and foreign ones read as long as it lasts, in a thread each."""
    looks = (OURS, *FOREIGN) if not stage.uri.startswith("s3:") else (OURS, by_pyarrow)
    watches, over = [Watch(look, stage, sent, gone) for look in looks], Event()
    threads = [Thread(target=watch.until, args=(over,)) for watch in watches]
    for thread in threads:
        thread.start()
    try:
        yield watches
    finally:
        over.set()
        for thread in threads:
            thread.join(SECONDS)
