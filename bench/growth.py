"""What a write costs in an old lake: CPU, bytes and calls of the store with so many days of history/.

    python bench/growth.py FOLDER [--days 10 100 300 1000] [--articles 1000] [--takedowns 1000] [--s3 s3://B/P]

FOLDER takes a lake a size, of one invented wire with so many articles of 2 to 4 KB a day (5 MB a day; a
thousand days take some minutes, once). Each is brought up to date and then measured: the write of the next
day, a write of 5 articles, ``show`` and a takedown of one article, each in a process of its own, and a build
of 100 pages without and with that many takedowns of long ago. Prints a line each, with multiples of those of
the first lake. ``--s3`` has the lakes in a bucket that AWS_* name, and uses FOLDER for sources alone.
"""

import argparse
import contextlib
import io
import json
import os
import random
import resource
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.store_calls import counted, total

from wirelake import obligations, pipeline
from wirelake.archive import archive
from wirelake.batches.staging import articles_table
from wirelake.config import Batch, Run
from wirelake.lake import layout
from wirelake.lake.decisions.events import Cause, Event, What, record
from wirelake.lake.decisions.manifests import Manifest, Sight, update
from wirelake.lake.marker import begin
from wirelake.lake.schema import ARTICLES
from wirelake.lake.versions import current
from wirelake.records import Article, Kind, Link, RawArticle
from wirelake.storage import Store, open_store
from wirelake.write import acknowledge, parquet, write_articles, write_history

SOURCE = "tideway"
FIRST = date(2024, 1, 5)
DEEDS = ("day", "five", "show", "takedown")
SEEN_AGAIN = 50  # articles of a day that the day before showed too
YAML = """
title: Tideway wire
description: An invented wire of the benchmarks.
homepage: https://tideway.example/
contact: https://tideway.example/desk
identity: [wire, url]
language: en
discover:
  - kind: drop_folder
    prefix: drop/tideway/{day}
"""


def main() -> None:
    """Print a table of the writes and one of the takedowns."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--days", type=int, nargs="+", default=[10, 100, 300, 1000])
    parser.add_argument("--articles", type=int, default=1000, help="a day")
    parser.add_argument("--takedowns", type=int, default=1000)
    parser.add_argument("--s3", default="", help="a prefix for the lakes")
    parser.add_argument("--deed", choices=(*DEEDS, "build"), help=argparse.SUPPRESS)
    parser.add_argument("--lake", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    (asked.folder / "sources").mkdir(parents=True, exist_ok=True)
    (asked.folder / "sources" / f"{SOURCE}.yaml").write_text(YAML, encoding="utf-8")
    os.environ["WIRELAKE_SOURCES"] = str(asked.folder / "sources")
    os.environ["WIRELAKE_SPOOL"] = str(asked.folder / "spool")
    if asked.deed:
        print(json.dumps(measured(open_store(asked.lake), asked.deed, asked.days[0], asked.articles)))
        return
    top = asked.s3 or str(asked.folder)
    writes(top, asked)
    if asked.takedowns:
        takedowns(top, asked)


def writes(top: str, asked: argparse.Namespace) -> None:
    """The four deeds in a lake of each size."""
    print(
        "| deed | days | CPU s | MB read | calls | CPU × | MB × | calls |\n|---|---|---|---|---|---|---|---|"
    )
    first: dict[str, dict[str, float]] = {}
    for days in asked.days:
        lake = f"{top}/growth-{days}-{asked.articles}-{os.getpid()}"
        fill(open_store(lake), days, asked.articles)
        for deed in DEEDS:
            seen = in_a_process(asked.folder, lake, deed, days, asked.articles)
            one = first.setdefault(deed, seen)
            times = f"{seen['cpu'] / one['cpu']:.2f} | {seen['mb'] / max(one['mb'], 0.01):.2f}"
            more = f"{seen['calls'] - one['calls']:+.0f}"
            print(f"| {deed} | {days} | {told(seen)} | {times} | {more} |", flush=True)
        if not asked.s3:
            shutil.rmtree(lake)


def takedowns(top: str, asked: argparse.Namespace) -> None:
    """A build, with and without takedowns of long ago."""
    print("\n| past takedowns | CPU s | MB read | calls |\n|---|---|---|---|")
    for count in (0, asked.takedowns):
        lake = f"{top}/takedowns-{count}-{os.getpid()}"
        store = open_store(lake)
        begin(store)
        for number in range(count):
            settled_takedown(store, number)
        for day in range(2):  # the first build of all is slow; the second is as every day
            seen = in_a_process(asked.folder, lake, "build", day, 100)
        print(f"| {count} | {told(seen)} |", flush=True)
        if not asked.s3:
            shutil.rmtree(lake)


def told(seen: dict[str, float]) -> str:
    return f"{seen['cpu']:.2f} | {seen['mb']:.1f} | {seen['calls']:.0f}"


def in_a_process(folder: Path, lake: str, deed: str, days: int, articles: int) -> dict[str, float]:
    """What the deed costs, without the imports."""
    command = [sys.executable, __file__, str(folder), "--deed", deed, "--lake", lake]
    command += ["--days", str(days), "--articles", str(articles)]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return found


def measured(store: Store, deed: str, days: int, articles: int) -> dict[str, float]:
    """CPU seconds, MB read and calls of the store."""
    do = prepared(store, deed, days, articles)
    calls: Counter[str] = Counter()
    with counted(store, calls):
        began = used()
        with contextlib.redirect_stdout(io.StringIO()):
            do()
        cpu = used() - began
    read = calls.pop("bytes", 0)
    return {"cpu": cpu, "mb": read / 1e6, "calls": total(calls)}


def prepared(store: Store, deed: str, days: int, articles: int) -> Callable[[], object]:
    """The deed, with what it needs at hand."""
    if deed in ("day", "five"):
        number = days if deed == "day" else days + 1
        rows = articles_table(list(versions(number, articles if deed == "day" else 5, articles)))
        return partial(publish, store, number, rows)
    if deed == "show":
        from wirelake.commands import articles as command

        command.lake = lambda: store  # type: ignore[attr-defined]
        return partial(command.show, f"{SOURCE}:{articles * (days // 2) + 7}")
    if deed == "takedown":
        return partial(
            obligations.take_down, f"{SOURCE}:{articles * (days // 2) + 7}", "measured", store=store
        )
    batch, at = Batch(SOURCE, FIRST + timedelta(days=days)), noon(days)
    numbers = range(days * articles, (days + 1) * articles)
    archive(store, batch, [received(n, batch.day, at) for n in numbers], f"{at:%Y%m%dT%H%M%SZ}-00000000")
    return partial(pipeline.build_batch, Run.new(batch, "replay"), store=store, clock=lambda: at)


def publish(store: Store, day: int, rows: pa.Table) -> None:
    """What the task write does with history/ and articles/."""
    batch = Batch(SOURCE, FIRST + timedelta(days=day))
    write_history(store, batch, rows)
    acknowledge(store, write_articles(store, batch, noon(day)))


def used() -> float:
    """CPU seconds of this process and its ended children."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def fill(store: Store, days: int, articles: int) -> None:
    """So many days, as writes would have left them: the last two by real writes."""
    begin(store)
    history = articles_table(list(versions(0, articles, articles)))
    gold = pa.Table.from_pylist(
        [{**row, "source": SOURCE} for row in current(with_day(history, 0), noon(0))], schema=ARTICLES
    )
    order = [("article_id", "ascending")]
    for day in range(days - 2):
        batch = Batch(SOURCE, FIRST + timedelta(days=day))
        store.write(layout.history(batch), parquet(moved(history, day, articles), order))
        store.write(layout.articles(batch.day), parquet(moved(gold, day, articles), order))
    for day in range(days - 2, days):
        publish(store, day, articles_table(list(versions(day, articles, articles))))


def with_day(history: pa.Table, day: int) -> list[dict[str, Any]]:
    return [{**row, "capture_date": FIRST + timedelta(days=day)} for row in history.to_pylist()]


def moved(table: pa.Table, day: int, articles: int) -> pa.Table:
    """The first day's rows as another day's: other ids, texts and times."""
    numbers = pa.array(range(day * articles, (day + 1) * articles)).cast(pa.string())
    count, batch = len(table), Batch(SOURCE, FIRST + timedelta(days=day))
    at = pa.array([noon(day)] * count, pa.timestamp("us", "UTC"))
    texts = pc.binary_join_element_wise(numbers, table["body_text"].combine_chunks(), " ")
    digests = pa.array([f"{n:064x}" for n in range(day * articles, (day + 1) * articles)])
    new = {
        "article_id": pc.binary_join_element_wise(SOURCE, numbers, ":"),
        "raw_ref": pc.binary_join_element_wise(f"{batch}#<urn:uuid", numbers, ":"),
        "body_text": texts,
        "version": digests,
        "raw_sha256": digests,
        "content_sha256": digests,
        "first_seen_at": at,
        "updated_at": at,
        "published_date": pa.array([batch.day] * count),
    }
    for name, values in new.items():
        place = table.schema.get_field_index(name)
        if place >= 0:
            field = table.schema.field(place)
            table = table.set_column(place, field, values.cast(field.type))
    return table


def versions(day: int, count: int, a_day: int) -> Iterator[Article]:
    """A day's articles, of 2 to 4 KB; some are those that the day before showed."""
    chosen = random.Random(day)  # noqa: S311  the same each time
    words = [
        "".join(chosen.choices("abcdefghijklmnopqrstuvwxyz", k=chosen.randint(2, 11))) for _ in range(20_000)
    ]
    again = min(SEEN_AGAIN, count // 2)
    first = day * a_day - again if day and count >= a_day else day * a_day
    batch = Batch(SOURCE, FIRST + timedelta(days=day))
    for number in range(first, first + count):
        text = " ".join(chosen.choices(words, k=chosen.randint(280, 560)))
        digest = f"{number:064x}"
        yield Article(
            source=SOURCE,
            article_id=f"{SOURCE}:{number}",
            version=digest,
            raw_ref=f"{batch}#<urn:uuid:{number:036}>",
            raw_sha256=digest,
            content_sha256=digest,
            source_format="text",
            first_seen_at=noon(day),
            headline=f"Sluice {number} of the tideway opens",
            url=f"https://tideway.example/{number}",
            body_text=text,
            extracted_text=f"{text} {' '.join(chosen.choices(words, k=40))}",
            word_count=len(text.split()),
            published_date=batch.day,
            published_precision="day",
            version_created=None,
        )


def noon(day: int) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), datetime.min.time(), UTC) + timedelta(hours=12)


def settled_takedown(store: Store, number: int) -> None:
    """A takedown of an article of long ago, at its end."""
    at = noon(0) - timedelta(days=100)
    id_ = f"{SOURCE}:{9_000_000 + number}"
    event = record(
        store,
        Event(
            what=What.TAKEDOWN, article_id=id_, at=at, cause=Cause.OPERATOR, reason="asked for by its desk"
        ),
    )
    sight = Sight(
        capture_date=at.date(),
        raw_ref=f"{SOURCE}/{at.date()}#<urn:uuid:{number:036}>",
        version=f"{number:064x}",
        first_seen_at=at,
        published_date=at.date(),
        url=f"https://tideway.example/{9_000_000 + number}",
        wire_id=str(9_000_000 + number),
    )
    prints = tuple(f"{number * 100 + n:016x}" for n in range(20))
    told = {"sights": (sight,), "prints": prints, "withdrawn_at": at, "erasing_at": at, "erased_at": at}

    def ended(one: Manifest) -> Manifest:
        return one.model_copy(update=told)

    update(store, event, at, ended)


def received(number: int, day: date, at: datetime) -> RawArticle:
    """A page of some 600 characters."""
    lines = "\n\n".join(
        f"Pilot {number} said that sluice {n}-{number} will be opened by night." for n in range(9)
    )
    stamp = f"TIDEWAY{day:%d%m%Y}000001000001ID{1_000_000 + number}"
    link = Link(url=f"https://tideway.example/{number}", origin="feed")
    return RawArticle(
        link=link,
        kind=Kind.ARTICLE,
        fetched_at=at,
        body=f"Sluice {number} of the tideway opens\n\n{lines}\n\n{stamp}".encode(),
        status=200,
        headers=(("Content-Type", "text/plain; charset=utf-8"),),
        final_url=link.url,
    )


if __name__ == "__main__":
    main()
