"""Pages per CPU-second of our fetcher, of bare requests and of Scrapy, politeness off, in one run.

    python bench/fetch.py FOLDER [--pages 3000] [--rounds 5] [--lanes 30] [--scrapy-python PYTHON]

Every client is a process of its own; they take turns, round by round. All keep connections alive, ask as many
hosts at once, and keep the bytes as received: bare requests by ``raw.read(decode_content=False)`` in as
many threads, Scrapy with its decompression off. Ours also paces, checks every address and watches every
deadline. CPU is user and system time of the client's process alone; the hosts are another.
"""

import argparse
import json
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.simulator import simulated

HOSTS = 60


def urls(port: int, pages: int) -> list[str]:
    """So many pages, spread over the hosts in turn."""
    return [f"http://127.0.0.{n % HOSTS + 1}:{port}/page/{n}" for n in range(pages)]


class Meter:
    """Wall and CPU seconds of this process, from start to stop."""

    def start(self) -> None:
        self._wall, self._cpu = time.monotonic(), time.process_time()

    def stop(self) -> None:
        self.wall, self.cpu = time.monotonic() - self._wall, time.process_time() - self._cpu


def ours(port: int, pages: int, lanes: int, meter: Meter) -> int:
    """Our Fetcher and lanes with all their checks, but without a pace."""
    from wirelake.config import FetchFacts, RightsFacts
    from wirelake.fetch import Fetcher
    from wirelake.fetch.pacing.lanes import fetch_all
    from wirelake.fetch.pacing.pace import Pace
    from wirelake.records import Link

    facts = FetchFacts(ports=(port,), allow_loopback=True, lanes=lanes)
    asked = [(Link(url=url, origin="feed"), None) for url in urls(port, pages)]
    with Fetcher(facts, contact="bench", rights=RightsFacts(), pace=Pace(float("inf"))) as fetcher:
        meter.start()
        done = sum(raw.failure is None and bool(raw.body) for raw in fetch_all(fetcher, asked, lanes=lanes))
        meter.stop()
    return done


def bare(port: int, pages: int, lanes: int, meter: Meter) -> int:
    """As little as requests can do: a session a thread, and the body as received."""
    import requests

    asked, done = urls(port, pages), []

    def work(hosts: range) -> None:
        with requests.Session() as session:
            session.trust_env = False
            for host in hosts:
                for url in asked[host::HOSTS]:
                    with session.get(url, stream=True, timeout=30) as answer:
                        done.append(bool(answer.raw.read(decode_content=False)))

    threads = [threading.Thread(target=work, args=(range(n, HOSTS, lanes),)) for n in range(lanes)]
    meter.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    meter.stop()
    return sum(done)


def scrapy(port: int, pages: int, lanes: int, meter: Meter) -> int:
    """Scrapy as it comes, with what it does beside fetching switched off."""
    framework: Any = import_module("scrapy")  # of the bench extra: not there where types are checked
    crawler: Any = import_module("scrapy.crawler")
    done = []

    class Pages(framework.Spider):  # type: ignore[misc]
        name = "pages"

        async def start(self):  # type: ignore[no-untyped-def]
            meter.start()
            for url in urls(port, pages):
                yield framework.Request(url, dont_filter=True)

        def parse(self, response, **_):  # type: ignore[no-untyped-def]
            done.append(bool(response.body))

        def closed(self, _):  # type: ignore[no-untyped-def]
            meter.stop()

    settings = {
        "CONCURRENT_REQUESTS": lanes,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,
        "COMPRESSION_ENABLED": False,
        "DEFAULT_REQUEST_HEADERS": {"Accept-Encoding": "gzip"},
        "COOKIES_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
    }
    process = crawler.CrawlerProcess(settings)
    process.crawl(Pages)
    process.start()
    return sum(done)


CLIENTS: dict[str, Callable[[int, int, int, Meter], int]] = {"ours": ours, "requests": bare, "scrapy": scrapy}


def measure(name: str, port: int, pages: int, lanes: int) -> None:
    """Run one client and print what it used as JSON; its code is loaded and warm by then."""
    meter = Meter()
    if name != "scrapy":  # its reactor runs once in a process; its meter starts with its spider
        CLIENTS[name](port, HOSTS, lanes, meter)
    done = CLIENTS[name](port, pages, lanes, meter)
    print(json.dumps({"done": done, "wall": meter.wall, "cpu": meter.cpu}))


def run(python: str, name: str, port: int, asked: argparse.Namespace) -> tuple[float, float]:
    """Pages per CPU-second and per second of one client, in a process of its own."""
    command = [python, __file__, "--client", name, "--port", str(port)]
    command += ["--pages", str(asked.pages), "--lanes", str(asked.lanes)]
    answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=600)
    seen = json.loads(answer.stdout.splitlines()[-1])
    if seen["done"] != asked.pages:
        raise SystemExit(f"{name} fetched {seen['done']} of {asked.pages} pages")
    return seen["done"] / seen["cpu"], seen["done"] / seen["wall"]


def compare(asked: argparse.Namespace) -> None:
    """All clients in turn, so many rounds, and the table."""
    if subprocess.run([asked.scrapy_python, "-c", "import scrapy"], stderr=subprocess.DEVNULL).returncode:
        raise SystemExit(
            f"{asked.scrapy_python} has no Scrapy: install wirelake[bench], or name another Python"
        )
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in CLIENTS}
    for number in range(asked.rounds):
        # Hosts of a round's own: none inherits the connections and the log of the last.
        with simulated(asked.folder / "requests.log", latency=asked.latency) as hosts:
            for name in CLIENTS:
                python = asked.scrapy_python if name == "scrapy" else sys.executable
                found[name].append(run(python, name, hosts.port, asked))
        print(f"round {number + 1}: " + ", ".join(f"{n} {found[n][-1][0]:.0f}" for n in CLIENTS), flush=True)
    print("\n| client | pages per CPU-second: min | median | max | pages/s, median |\n|---|---|---|---|---|")
    for name, rounds in found.items():
        rates = [rate for rate, _ in rounds]
        pages = statistics.median(speed for _, speed in rounds)
        print(
            f"| {name} | {min(rates):.0f} | {statistics.median(rates):.0f} | {max(rates):.0f} | {pages:.0f} |"
        )
    print("\n| ratio, round by round | min | median | max | goal |\n|---|---|---|---|---|")
    for other, goal in (("requests", 0.6), ("scrapy", 1.0)):
        ratios = [mine / its for (mine, _), (its, _) in zip(found["ours"], found[other], strict=True)]
        row = f"{min(ratios):.2f} | {statistics.median(ratios):.2f} | {max(ratios):.2f}"
        print(f"| ours / {other} | {row} | {goal:.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?", help="for the hosts' log")
    parser.add_argument("--pages", type=int, default=3000, help="a client and a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--lanes", type=int, default=30, help="hosts asked at once")
    parser.add_argument("--latency", type=float, default=0.05, help="of every answer, in seconds")
    parser.add_argument("--scrapy-python", default=sys.executable, help="a Python that has Scrapy")
    parser.add_argument("--client", choices=CLIENTS, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.client:
        measure(asked.client, asked.port, asked.pages, asked.lanes)
    elif asked.folder is None:
        parser.error("name a folder for the hosts' log")
    else:
        asked.folder.mkdir(parents=True, exist_ok=True)
        compare(asked)


if __name__ == "__main__":
    main()
