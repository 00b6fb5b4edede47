"""What a lake costs a month: its requests, bytes, CPU hours and the rows of Airflow's database.

    python bench/bill.py FOLDER [--sources 10 300 1000] [--articles 40] [--polls 96] [prices]

FOLDER takes a lake. One run of a day, one poll that brings something, one that brings nothing, and a write
beside the articles of other sources are measured here, in one process, imports loaded before; what stands on
a month's bill of so many sources is worked out from these, with what Airflow takes for a task as
``bench/empty_day.py`` measures it. Prices are yours to give: the defaults are an example, in a currency of
your choice. Calls of the store count as a bucket's requests: writes and lists at the dearer price, reads at
the other; what is deleted costs nothing. Sources bring as many articles each, every day.
"""

import argparse
import multiprocessing
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.polls import DAY, MIDNIGHT, YAML, built, serve, used
from bench.store_calls import counted
from tests.wirelake.quay import version

from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.lake.marker import begin
from wirelake.storage import LocalStore
from wirelake.write import write_articles, write_history

DEAR = ("write", "objects", "in_each", "folders", "passed_over")
CHEAP = ("read", "read_range", "etag", "local_copy")
DAYS = 30.4  # of a month
OTHERS = 4000  # articles of other sources on the same published day
MIB = 1 << 20
DAY_RUN, BRINGING, EMPTY = "a run of the day", "a poll that brings 5", "a poll that brings none"
TASKS = {DAY_RUN: (4, 4), BRINGING: (2, 2), EMPTY: (1, 2)}  # that run, and that stand in Airflow's database
PRICES = {
    "put": (0.005, "of 1,000 writes or lists"),
    "get": (0.0004, "of 1,000 reads"),
    "gb": (0.023, "of a GB kept for a month"),
    "cpu": (0.04, "of an hour of one core"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What was measured of one deed."""

    cpu: float
    dear: int
    cheap: int

    def times(self, count: float) -> tuple[float, float, float]:
        return self.cpu * count, self.dear * count, self.cheap * count


def main() -> None:
    """Measure, then print a table of deeds and one of bills."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sources", type=int, nargs="+", default=[10, 300, 1000])
    parser.add_argument("--articles", type=int, default=40, help="that a source brings a day")
    parser.add_argument("--polls", type=int, default=0, help="of a source a day, beside its one run")
    parser.add_argument("--page-kb", type=float, default=42, help="of a page in raw/, compressed")
    parser.add_argument(
        "--task-cpu", type=float, default=0.95, help="CPU seconds that Airflow takes for a task"
    )
    for name, (price, what) in PRICES.items():
        parser.add_argument(f"--{name}", type=float, default=price, help=f"the price {what}")
    asked = parser.parse_args()
    with wire() as (pid, url, published, shown):
        deeds, sizes = measure(asked, pid, url, published, shown)
    print_deeds(deeds)
    print_bills(asked, deeds, sizes)


@contextmanager
def wire() -> Iterator[tuple[int, str, Any, Any]]:
    """The invented wire of ``bench/polls.py``, in a process of its own."""
    port, published, shown = (multiprocessing.Value("i", 0) for _ in range(3))
    process = multiprocessing.Process(target=serve, args=(port, published, shown), daemon=True)
    process.start()
    try:
        while not port.value:
            process.join(0.05)
        yield process.pid or 0, f"http://127.0.0.1:{port.value}", published, shown
    finally:
        process.terminate()
        process.join()


def measure(
    asked: argparse.Namespace, pid: int, url: str, published: Any, shown: Any
) -> tuple[dict[str, Deed], dict[str, float]]:
    """The deeds by name, and the bytes of each table for an article."""
    sources = asked.folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    (sources / "sluice.yaml").write_text(YAML.format(url=url), encoding="utf-8")
    os.environ["WIRELAKE_SOURCES"] = str(sources)
    shutil.rmtree(asked.folder / "lake", ignore_errors=True)
    store = LocalStore(asked.folder / "lake")
    begin(store)
    published.value, shown.value = 2, 1000
    built(store, "run", MIDNIGHT + timedelta(hours=1))  # what it imports and starts is not measured
    deeds: dict[str, Deed] = {}
    published.value = asked.articles
    told = partial(measured, store, pid)
    deeds[DAY_RUN] = told(lambda: built(store, "run", MIDNIGHT + timedelta(hours=2)))
    published.value += 5
    deeds[BRINGING] = told(lambda: built(store, "poll", MIDNIGHT + timedelta(hours=3)))
    deeds[EMPTY] = told(lambda: built(store, "poll", MIDNIGHT + timedelta(hours=4)))
    sizes = {one.name: size(one) / published.value for one in sorted((asked.folder / "lake").iterdir())}
    own, pier = [version(number) for number in range(40)], [version(number) for number in range(OTHERS)]
    deeds["a write of 40"] = told(lambda: settled(store, "quay", own))
    settled(store, "pier", pier)
    changed = [version(number, body_text=f"Crane {number} was painted red.") for number in range(40)]
    deeds[f"the same beside {OTHERS:,} of others"] = told(lambda: settled(store, "quay", changed))
    return deeds, sizes


def settled(store: LocalStore, source: str, articles: list[Any]) -> None:
    """The articles of a source on the one published day, written as a run's last task does."""
    batch = Batch(source, DAY)
    write_history(store, batch, articles_table(articles))
    write_articles(store, batch, MIDNIGHT + timedelta(days=1))


def measured(store: LocalStore, pid: int, work: Callable[[], object]) -> Deed:
    calls: Counter[str] = Counter()
    with counted(store, calls):
        before = used(pid)
        work()
        cpu = used(pid) - before
    return Deed(cpu=cpu, dear=sum(calls[name] for name in DEAR), cheap=sum(calls[name] for name in CHEAP))


def size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())


def print_deeds(deeds: dict[str, Deed]) -> None:
    print("| deed | CPU s | writes and lists | reads |\n|---|---|---|---|")
    for name, one in deeds.items():
        print(f"| {name} | {one.cpu:.2f} | {one.dear} | {one.cheap} |")


def print_bills(asked: argparse.Namespace, deeds: dict[str, Deed], sizes: dict[str, float]) -> None:
    """A column for each number of sources."""
    bills = [bill(asked, count, deeds, sizes) for count in asked.sources]
    print(f"\n| a month of sources | {' | '.join(f'{count:,}' for count in asked.sources)} |")
    print("|---|" + "---|" * len(bills))
    for name in bills[0]:
        print(f"| {name} | {' | '.join(f'{one[name]:,.1f}' for one in bills)} |")


def bill(
    asked: argparse.Namespace, count: int, deeds: dict[str, Deed], sizes: dict[str, float]
) -> dict[str, float]:
    """What stands on the bill of so many sources."""
    bringing = min(asked.polls, -(-asked.articles // 5))
    counts = {DAY_RUN: 1, BRINGING: bringing, EMPTY: asked.polls - bringing}
    runs = {name: count * times * DAYS for name, times in counts.items()}
    each = [deeds[name].times(times) for name, times in runs.items()]
    cpu, dear, cheap = (sum(one) for one in zip(*each, strict=True))
    of_tasks = asked.task_cpu * sum(times * TASKS[name][0] for name, times in runs.items())
    alone, beside = (one.cpu for name, one in deeds.items() if "of 40" in name or "beside" in name)
    writes = count * (1 + bringing) * DAYS
    others = asked.articles * (count - 1) / 2  # that stand in the day's object on average
    cpu += writes * max(0.0, beside - alone) * others / OTHERS
    articles = count * asked.articles * DAYS
    kept = {name: sizes[name] * articles / 1e9 for name in ("articles", "history")}
    kept["raw"] = asked.page_kb * articles / 1e6
    hours = (cpu + of_tasks) / 3600
    bought = dear / 1000 * asked.put + cheap / 1000 * asked.get + hours * asked.cpu
    return {
        "articles, thousands": articles / 1000,
        "writes and lists, thousands": dear / 1000,
        "reads, thousands": cheap / 1000,
        "CPU hours of wirelake": cpu / 3600,
        "CPU hours of Airflow's tasks": of_tasks / 3600,
        **{f"GB of {name}/ more each month": gb for name, gb in kept.items()},
        "task instances, thousands": sum(times * TASKS[name][1] for name, times in runs.items()) / 1000,
        "the bill of the first month": bought + sum(kept.values()) * asked.gb,
    }


if __name__ == "__main__":
    main()
