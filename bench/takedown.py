"""What a takedown of many articles costs: one id against a hundred, a thousand, ten thousand.

    python bench/takedown.py FOLDER [--days 60] [--pages 200] [--ids 1 100 1000] [--singly]

FOLDER takes a lake of so many days and pages of an invented wire, about 100 MB, which is built once and takes
some minutes; each takedown is of a copy of it, with the bytes at once. The ids are spread evenly over days.
Prints seconds, the calls of the store, and both as multiples of those of the first. ``--singly`` takes them
down one after another instead.
"""

import argparse
import os
import shutil
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.store_calls import counted, total

import wirelake
from wirelake import obligations, pipeline
from wirelake.archive import archive
from wirelake.config import Batch, Run
from wirelake.lake.marker import begin
from wirelake.records import Kind, Link, RawArticle
from wirelake.storage import LocalStore, Store

FIRST = date(2026, 1, 5)
LINES = 12
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
    """Print a line a takedown."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--pages", type=int, default=200, help="a day")
    parser.add_argument("--ids", type=int, nargs="+", default=[1, 100, 1_000])
    parser.add_argument("--singly", action="store_true", help="one after another")
    asked = parser.parse_args()
    sources, whole = asked.folder / "sources", asked.folder / f"lake-{asked.days}-{asked.pages}"
    sources.mkdir(parents=True, exist_ok=True)
    (sources / "tideway.yaml").write_text(YAML, encoding="utf-8")
    os.environ["WIRELAKE_SOURCES"] = str(sources)
    if not whole.exists():
        fill(whole, asked.days, asked.pages)
    first: tuple[float, int] | None = None
    for count in asked.ids:
        copy = asked.folder / "copy"
        shutil.copytree(whole, copy)
        try:
            seconds, calls = measured(LocalStore(copy), count, singly=asked.singly)
        finally:
            shutil.rmtree(copy)
        first = first or (seconds, calls)
        times = f"{seconds / first[0]:.1f} times the seconds, {calls / first[1]:.1f} times the calls"
        print(f"{count:6} ids: {seconds:7.1f} s, {calls:8} calls of the store; {times}", flush=True)


def fill(place: Path, days: int, pages: int) -> None:
    """Capture and build the days beside their place, and move them there once they are whole."""
    half = place.with_suffix(".half")
    shutil.rmtree(half, ignore_errors=True)
    store = LocalStore(half)
    begin(store)
    for back in range(days):
        batch = Batch("tideway", FIRST + timedelta(days=back))
        at = datetime.combine(batch.day, datetime.min.time(), UTC) + timedelta(hours=12)
        numbers = range(back * pages, (back + 1) * pages)
        archive(store, batch, [received(n, batch.day, at) for n in numbers], f"{at:%Y%m%dT%H%M%SZ}-00000000")
        pipeline.build_batch(Run.new(batch, "replay"), store=store, clock=partial(_same, at))
    half.rename(place)


def _same(at: datetime) -> datetime:
    return at


def received(number: int, day: date, at: datetime) -> RawArticle:
    """A page of some 2,500 characters, unlike the others."""
    lines = "\n\n".join(
        f"Pilot {number * LINES + n} of tideway {number} said that sluice {number * 7 + n} will be opened "
        f"by night, as lock {number * LINES + n} stays shut until the dredger {n}-{number} has come. "
        for n in range(LINES)
    )
    stamp = f"TIDEWAY{day:%d%m%Y}000001000001ID{1_000_000 + number}"
    body = f"Sluice {number} of the tideway opens\n\n{lines}\n\n{stamp}"
    link = Link(url=f"https://tideway.example/{number}", origin="feed")
    return RawArticle(
        link=link,
        kind=Kind.ARTICLE,
        fetched_at=at,
        body=body.encode(),
        status=200,
        headers=(("Content-Type", "text/plain; charset=utf-8"),),
        final_url=link.url,
    )


def measured(store: Store, count: int, *, singly: bool) -> tuple[float, int]:
    """Seconds and calls of the store for the takedown of so many ids."""
    ids = wirelake.read("articles", lake=store.uri, columns=["article_id"])["article_id"].to_pylist()
    wanted = sorted(ids)[:: max(1, len(ids) // count)][:count]
    plan = obligations.plan(wanted, "measured", store=store)
    calls: Counter[str] = Counter()
    with counted(store, calls):
        began = time.monotonic()
        if singly:
            for target in plan.targets:
                obligations.take_down(target.article_id, plan.reason, erase=True, store=store)
        else:
            ids_ = [target.article_id for target in plan.targets]
            obligations.take_down_all(ids_, plan.reason, erase=True, store=store)
        seconds = time.monotonic() - began
    left = wirelake.read("articles", lake=store.uri, columns=["article_id"])
    done = [one.erased_at for one in obligations.manifests("tideway", store=store)]
    if len(left) != len(ids) - len(wanted) or len(done) != len(wanted) or not all(done):
        raise SystemExit(
            f"{len(left)} of {len(ids)} articles stand, {len(done)} manifests: not what was asked"
        )
    return seconds, total(calls)


if __name__ == "__main__":
    main()
