"""What a day of polls costs against one run of that day, and its last poll against an early one.

    python bench/polls.py FOLDER [--polls 96] [--new 5]

FOLDER takes two lakes and is left with them. The wire is invented and served on loopback by a process of its
own: a feed of its newest entries, behind each a page of about 3 KB. All polls are made by one process, by the
functions that the Dags call and a clock that goes by the polls, and so is the one run of that day, at its
end; what they import is loaded before either. CPU seconds are this process's and those of its children.
"""

import argparse
import gc
import multiprocessing
import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psutil

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.store_calls import counted, total

from wirelake import pipeline
from wirelake.config import Batch, Mode, Run
from wirelake.lake.marker import begin
from wirelake.storage import LocalStore, Store

DAY = date(2026, 3, 2)
MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
PARAGRAPHS = 12
SHOWN = 60  # entries that the feed shows to a poll; it shows the one run all
EARLY = 5  # the poll with which the last one is compared
YAML = """
title: Sluice wire
description: An invented wire of the benchmarks.
homepage: https://sluice.example/
contact: https://sluice.example/desk
identity: [url]
language: en
poll: "0 0 1 1 *"
discover:
  - kind: feed
    url: {url}/feed.xml
fetch:
  allow_loopback: true
  requests_per_second: 100
"""


def page(number: int) -> bytes:
    """A page of about 3 KB, unlike the others."""
    text = "".join(
        f"<p>Pilot {number * PARAGRAPHS + n} of sluice {number} said that gate {number * 7 + n} will be "
        f"opened by night, as lock {number * PARAGRAPHS + n} stays shut until the dredger {n}-{number} has "
        "come and the tide has turned.</p>\n"
        for n in range(PARAGRAPHS)
    )
    at = MIDNIGHT + timedelta(minutes=number)
    return (
        f'<html lang="en"><head><title>Sluice {number} of the tideway opens</title>'
        f'<meta property="article:published_time" content="{at.isoformat()}"></head><body>'
        "<nav><a href=/>Home</a> <a href=/ships>Ships</a></nav><article>"
        f"<h1>Sluice {number} of the tideway opens</h1>{text}</article>"
        "<footer>Sluice wire</footer></body></html>"
    ).encode()


def feed(url: str, numbers: range) -> bytes:
    """A feed of these, the newest first."""
    items = "".join(
        f"<item><title>Sluice {n} of the tideway opens</title><link>{url}/news/{n}</link>"
        f"<pubDate>{MIDNIGHT + timedelta(minutes=n):%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for n in reversed(numbers)
    )
    return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()


def serve(port: Any, published: Any, shown: Any) -> None:
    """The wire: so many articles are published, and so many of the newest shown."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            last = published.value
            body = None
            if self.path == "/feed.xml":
                url = f"http://127.0.0.1:{port.value}"
                body = feed(url, range(max(0, last - shown.value), last))
            elif self.path.startswith("/news/") and int(self.path.rpartition("/")[2]) < last:
                body = page(int(self.path.rpartition("/")[2]))
            tag = f'"{hash(body)}"'
            if body is not None and self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.send_header("ETag", tag)
                self.end_headers()
                return
            self.send_response(404 if body is None else 200)
            self.send_header("ETag", tag)
            self.send_header("Content-Type", "text/xml" if self.path == "/feed.xml" else "text/html")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: Any) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    port.value = server.server_address[1]
    server.serve_forever(0.02)


def used(wire: int) -> float:
    """CPU seconds of this process and of all that descend from it, but for the wire's."""
    own = psutil.Process()
    total = float(sum(own.cpu_times()[:4]))
    for process in own.children(recursive=True):
        if process.pid != wire:
            total += sum(process.cpu_times()[:4])
    return total


def built(store: Store, mode: Mode, now: datetime) -> str:
    """One run or poll: its four tasks."""
    run = Run.new(Batch("sluice", DAY), mode)
    captured = pipeline.fetch_batch(run, store=store, clock=lambda: now)
    if captured.nothing or captured.closed:
        return captured.closed or captured.reach
    return pipeline.build_batch(run, store=store, clock=lambda: now).summary


def measured(store: Store, wire: int, work: Callable[[], str]) -> tuple[float, int]:
    """CPU seconds and calls of the store."""
    calls: Counter[str] = Counter()
    with counted(store, calls):
        before = used(wire)
        work()
        return used(wire) - before, total(calls)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--polls", type=int, default=96)
    parser.add_argument("--new", type=int, default=5, help="articles that each poll brings")
    asked = parser.parse_args()
    port, published, shown = (multiprocessing.Value("i", 0) for _ in range(3))
    wire = multiprocessing.Process(target=serve, args=(port, published, shown), daemon=True)
    wire.start()
    try:
        while not port.value:
            wire.join(0.05)
        report(asked, wire.pid or 0, f"http://127.0.0.1:{port.value}", published, shown)
    finally:
        wire.terminate()
        wire.join()


def report(asked: argparse.Namespace, wire: int, url: str, published: Any, shown: Any) -> None:
    """Measure a warm-up, the polls and the one run, and print them."""
    sources = asked.folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    (sources / "sluice.yaml").write_text(YAML.format(url=url), encoding="utf-8")
    os.environ["WIRELAKE_SOURCES"] = str(sources)
    stores = {}
    for name in ("warm", "polls", "run"):
        shutil.rmtree(asked.folder / name, ignore_errors=True)
        stores[name] = LocalStore(asked.folder / name)
        begin(stores[name])
    published.value, shown.value = asked.new, SHOWN
    built(stores["warm"], "poll", MIDNIGHT + timedelta(minutes=15))
    figures = []
    for number in range(1, asked.polls + 1):
        published.value = number * asked.new
        now = MIDNIGHT + timedelta(days=1) * number / (asked.polls + 1)
        figures.append(measured(stores["polls"], wire, partial(built, stores["polls"], "poll", now)))
        print(f"\r{number} polls", end="", file=sys.stderr)
    now += timedelta(seconds=5)
    empty = measured(stores["polls"], wire, partial(built, stores["polls"], "poll", now))
    shown.value = published.value
    gc.collect()
    one = measured(stores["run"], wire, partial(built, stores["run"], "run", now))
    print(file=sys.stderr)
    cpu, calls = (sum(each) for each in zip(*figures, strict=True))
    early, last = figures[min(EARLY, len(figures)) - 1], figures[-1]
    print(f"one run of {published.value} articles: {one[0]:.2f} CPU seconds, {one[1]} calls of the store")
    print(f"{asked.polls} polls of {asked.new}: {cpu:.2f} CPU seconds, {calls} calls")
    print(f"  of the {EARLY}th: {early[0]:.3f}, {early[1]}; of the last: {last[0]:.3f}, {last[1]}")
    print(f"  of an empty one after them: {empty[0]:.3f}, {empty[1]}")
    print(f"all polls: {cpu / one[0]:.1f} times the CPU of the one run, {calls / one[1]:.1f} times its calls")
    of_early = (
        f"{last[0] / early[0]:.2f} times the CPU of the {EARLY}th, {last[1] / early[1]:.2f} times its calls"
    )
    print(f"the last poll: {of_early}")


if __name__ == "__main__":
    main()
