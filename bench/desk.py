"""How long the wire desk takes to make its page Today, and what it asks of the store.

    python bench/desk.py FOLDER [--sources 500] [--days 365] [--requests 40] [--s3]

FOLDER takes a lake of so many sources and days, as runs leave their counts, and the sources' YAML files. One
source has 31 days of articles, the last of them with 3,000 and with 10,000 rejections. A page is asked for
through the desk's own app, with a stand-in for Airflow's auth; Airflow's own check of a user comes to it. The
first request finds nothing in the process's memory. At the end all pages are asked for in turn, 500 views,
and what the process has grown by is printed. With ``--s3`` the lake is made on an S3 server on
loopback, which ends with it.
"""

import argparse
import os
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.store_calls import counted, total
from plugins.wire_desk import security
from tests.plugins.articles import PAGE
from tests.plugins.desk_client import Rights, desk_of
from tests.plugins.rows import put_rejections, put_run
from tests.wirelake.quay import frozen, run_of, version
from tests.wirelake.s3_server import BUCKET, S3Server

from wirelake import pipeline
from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.counts import DayCounts, Month
from wirelake.lake.marker import begin
from wirelake.lake.streams import read
from wirelake.storage import Store, open_store
from wirelake.write import write_articles, write_history

YAML = """title: The wire of harbour {number}
description: An invented wire.
homepage: https://harbour-{number}.example/
contact: https://harbour-{number}.example/desk
language: en
discover:
  - kind: drop_folder
    prefix: drop/{number}/{{day}}
"""
RICH = "harbour_001"
MANY, FEW, REJECTED = 3_000, 100, 10_000
GROWTH = 500
VIEWS = {
    "Today, first page": "/",
    "Today, last page": "/?page=10",
    "Today, a search": "/?q=harbour_01",
    "Today, 90 days": "/?days=90",
    "A day of 3,000 articles, first page": f"/sources/{RICH}/{{day}}",
    "A day of 3,000 articles, page 50": f"/sources/{RICH}/{{day}}?page=50",
    "10,000 rejections, page 90": f"/sources/{RICH}/{{day}}?rejected=90",
    "An article": f"/articles/{RICH}/{{article}}",
    "A source": f"/sources/{RICH}/about",
    "Obligations": "/obligations",
    "Find, a word": f"/find?source={RICH}&q=painted",
    "Find, an id": "/find?q={article}",
}


def main() -> None:
    """Make the lake, then measure."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--sources", type=int, default=500)
    asked.add_argument("--days", type=int, default=365)
    asked.add_argument("--requests", type=int, default=40)
    asked.add_argument("--s3", action="store_true")
    options = asked.parse_args()
    names = [f"harbour_{number:03d}" for number in range(options.sources)]
    os.environ["WIRELAKE_SOURCES"] = str(write_yaml(options.folder / "sources", names))
    place = on_s3(options.folder) if options.s3 else nullcontext(str(options.folder / "lake"))
    with place as uri:
        store = open_store(uri)
        if not store.folders("history"):
            begin(store)
            fill(store, names, options.days)
            enrich(store)
        measure(store, names, options.requests)


@contextmanager
def on_s3(folder: Path) -> Iterator[str]:
    """The address of a lake that is not there yet, in a bucket on loopback."""
    with TemporaryDirectory(dir=folder) as served:
        server = S3Server(Path(served))
        try:
            os.environ |= server.environment
            yield f"s3://{BUCKET}/lake"
        finally:
            server.stop()


def write_yaml(folder: Path, names: list[str]) -> Path:
    """A YAML a source."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(names):
        (folder / f"{name}.yaml").write_text(YAML.format(number=number), encoding="utf-8")
    return folder


def fill(store: Store, names: list[str], days: int) -> None:
    """The counts of all days up to yesterday."""
    dice = random.Random(4)  # noqa: S311
    last = last_day()
    for name in names:
        usual = dice.choice((8, 40, 300, 4000))
        months: dict[str, dict[date, DayCounts]] = {}
        for one in counts(dice, usual, [last - timedelta(days=back) for back in range(days)]):
            months.setdefault(f"{one.day:%Y-%m}", {})[one.day] = one
        for month, found in months.items():
            data = Month(days=dict(sorted(found.items()))).model_dump_json(exclude_defaults=True)
            store.write(layout.source_counts(month, name), data.encode())


def counts(dice: random.Random, usual: int, days: list[date]) -> Iterator[DayCounts]:
    """What days of a source may come to."""
    for day in days:
        if dice.random() < 0.01:
            continue
        began = datetime.combine(day + timedelta(days=1), datetime.min.time(), UTC) + timedelta(minutes=5)
        closed = dice.random() < 0.01
        yield DayCounts(
            day=day,
            run_id=f"{began:%Y%m%dT%H%M%SZ}-0a1b2c3d",
            status="failed" if closed else "success",
            failure="gate" if closed else None,
            began=began,
            ended=began + timedelta(minutes=2),
            articles=int(usual * dice.uniform(0.6, 1.4)),
            rejected=int(usual * dice.uniform(0, 0.1)),
            captured=usual,
            newest_at=began - timedelta(minutes=dice.randrange(600)),
            latency=dice.uniform(60, 4000),
        )


def read_page(store: Store, batch: Batch) -> None:
    """The one article of this day, by the whole pipeline."""
    store.write(f"drop/1/{batch.day}/page.html", PAGE.format(title="Quay opens").encode())
    clock = frozen(datetime.combine(batch.day, datetime.min.time(), UTC) + timedelta(hours=12))
    for task in (pipeline.fetch_batch, pipeline.extract_batch, pipeline.validate_batch, pipeline.write_batch):
        task(run_of(batch, "run" if task is pipeline.fetch_batch else "replay"), store=store, clock=clock)


def last_day() -> date:
    """Yesterday, the last that has counts."""
    return datetime.now(UTC).date() - timedelta(days=1)


def enrich(store: Store) -> None:
    """The rich source's articles of a month, rejections of its last day, and a page that was read before."""
    read_page(store, Batch(RICH, last_day() - timedelta(days=31)))
    for back in range(30, -1, -1):
        batch = Batch(RICH, last_day() - timedelta(days=back))
        lines = [
            version(
                number,
                batch.day,
                batch=batch,
                article_id=f"{RICH}:{batch.day}-{number}",
                body_text=" ".join([f"Crane number {number} was painted green."] * 60),
                rule_hits=("menafn/legal_disclaimer",),
            )
            for number in range(FEW if back else MANY)
        ]
        write_history(store, batch, articles_table(lines))
        write_articles(store, batch, datetime.now(UTC))
    reasons = {"body_missing": REJECTED // 2, "http_404": REJECTED // 2}
    put_rejections(store, batch, reasons)
    put_run(store, batch, articles=MANY, reasons=reasons)


def measure(store: Store, names: list[str], requests: int) -> None:
    """Print a row a view."""
    rights = Rights(reads={*names}, triggers=set())
    calls: Counter[str] = Counter()
    print("| view | first s | median ms | p95 ms | CPU ms | store calls | KB of HTML |")
    print("|---|---|---|---|---|---|---|")
    patches = pytest.MonkeyPatch.context()
    with patches as patch, desk_of(store.uri, rights, patch) as client, counted(store, calls):
        patch.setattr(security, "open_store", lambda _uri: store)
        day = last_day() - timedelta(days=31)
        (article,) = read("history", start=day, end=day, source=RICH, lake=store.uri)[
            "article_id"
        ].to_pylist()
        filled = {"day": last_day(), "article": article}
        addresses = {name: address.format(**filled) for name, address in VIEWS.items()}
        for name, address in addresses.items():
            taken, cpu = [], time.process_time()
            for number in range(requests + 1):
                before = total(calls)
                began = time.perf_counter()
                answer = client.get(address)
                taken.append(time.perf_counter() - began)
                answer.raise_for_status()
                asked = total(calls) - before if number else 0
                cpu = cpu if number else time.process_time()
            cpu = (time.process_time() - cpu) / requests
            first, later = taken[0], sorted(taken[1:])
            p95 = quantiles(later, n=20)[-1]
            told = f"{first:.2f} | {1000 * median(later):.0f} | {1000 * p95:.0f} | {1000 * cpu:.0f}"
            print(f"| {name} | {told} | {asked} | {len(answer.content) / 1000:.0f} |")
        before = memory()
        for number in range(GROWTH):
            client.get([*addresses.values()][number % len(addresses)]).raise_for_status()
        print(f"\n{GROWTH} views of all pages in turn: {before} MiB before, {memory()} MiB after")


def memory() -> int:
    """MiB that the process holds now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() >> 20


if __name__ == "__main__":
    main()
