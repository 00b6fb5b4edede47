"""Capture many links of sixty unequal hosts, then ask the hosts' own log whether we were polite.

    python bench/links.py FOLDER [--sizes 2000,20000] [--rate 25] [--lanes 30]

A quarter of the links is one host's; a thirtieth leads to everything a server can do wrong, and one more host
is down. Checks, and exits 1 where one fails: no host above its rate in any window, no host starved, every
link answered once and as its route should be, and peak memory the same for all sizes. Every capture is a
process of its own, and so are the hosts. FOLDER takes the log and the lakes (75 KB a link).
"""

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.simulator import Request, simulated
from bench.simulator.answers import CRAWL_DELAY, UNHURRIED

from wirelake.archive import archive, captured, new_run_id
from wirelake.config import Batch, FetchFacts
from wirelake.fetch import Fetcher
from wirelake.fetch.pacing.lanes import fetch_all
from wirelake.records import Link, RawArticle
from wirelake.storage import open_store

HOSTS = 60
DOWN = 61  # nobody listens there
TIMEOUT = 2.0
LONGEST_WAIT = 60.0  # of a host that has links left, between two of its requests
# Of a thousand links so many take this route; the rest are pages. And what should become of them.
TROUBLE = {
    "drip": (1, {"timeout"}),
    "drip_head": (1, {"timeout"}),
    "slow": (1, {"timeout"}),
    "reset": (2, {"truncated", "connect"}),
    "hang_up": (2, {"connect"}),
    "bomb": (3, {"too_large"}),
    "loop": (2, {"too_many_redirects"}),
    "inward": (2, {"refused_address"}),
    "short": (2, {"truncated"}),
    "no_number": (2, {"fetched", "protocol"}),
    "charset": (2, {"fetched"}),
    "moved": (3, {"fetched"}),
    "missing": (3, {"http_404"}),
    "forbidden": (2, {"http_403"}),
    "broken": (1, {"http_500"}),
    "busy": (1, {"http_429"}),
    "image": (2, {"media_type"}),
    "private": (2, {"blocked_by_robots"}),
}
FINE = {"page": {"fetched"}, "down": {"robots_unreachable", "host_down"}}


def links(port: int, size: int) -> list[str]:
    """The addresses: a quarter on the first host, the rest shared by chance, and twenty where nobody is."""
    chance = random.Random(size)  # noqa: S311
    names = list(TROUBLE)
    weights = [share for share, _ in TROUBLE.values()]
    found = []
    for number in range(size - 20):
        host = 1 if number % 4 == 0 else chance.randrange(2, HOSTS + 1)
        route = chance.choices(["page", *names], [1000 - sum(weights), *weights])[0]
        found.append(f"http://127.0.0.{host}:{port}/{route}/{number}")
    return found + [f"http://127.0.0.{DOWN}:{port}/down/{number}" for number in range(20)]


def route(url: str) -> str:
    return url.split("/")[3]


def capture(asked: argparse.Namespace) -> None:
    """One capture in this process; prints what became of the links, and the peak memory, as JSON."""
    urls = links(asked.port, asked.capture)
    facts = FetchFacts(
        requests_per_second=asked.rate,
        timeout_seconds=TIMEOUT,
        lanes=asked.lanes,
        ports=(asked.port,),
        allow_loopback=True,
    )
    answers: Counter[str] = Counter()
    ends: Counter[tuple[str, str]] = Counter()

    def tallied(exchanges: Iterator[RawArticle]) -> Iterator[RawArticle]:
        for raw in exchanges:
            answers[raw.link.url] += 1
            ends[route(raw.link.url), raw.failure or "fetched"] += 1
            yield raw

    store, run_id = open_store(str(asked.folder / "lake")), new_run_id(datetime.now(UTC))
    batch = Batch(f"links_{asked.capture}", datetime.now(UTC).date())
    started = time.monotonic()
    with Fetcher(facts, contact="bench") as fetcher:
        asking = [(Link(url=url, origin="feed"), None) for url in urls]
        answered = tallied(fetch_all(fetcher, asking, lanes=facts.lanes))
        archive(store, batch, answered, run_id, spool=store.spool(batch.source))
    used, seconds = resource.getrusage(resource.RUSAGE_SELF), time.monotonic() - started
    seen = {
        "seconds": seconds,
        "cpu": used.ru_utime + used.ru_stime,
        "mib": used.ru_maxrss / 1024,
        "once": answers == Counter(urls) and len(captured(store, batch, run_id)) == len(urls),
        "ends": [[*end, count] for end, count in sorted(ends.items())],
    }
    print(json.dumps(seen))


def ahead(times: list[float], rate: float) -> tuple[float, int]:
    """By how many seconds a burst was ahead of the rate, over all windows; the most starts in a second."""
    lead, floor = 0.0, float("inf")
    for number, at in enumerate(times):
        slack = number / rate - at
        floor = min(floor, slack)
        lead = max(lead, slack - floor)
    most = max(bisect_left(times, at + 1) - number for number, at in enumerate(times))
    return lead, most


def politeness(requests: list[Request], rate: float) -> bool:
    """Print how often each host was asked, and how long it waited; whether all was as promised."""
    by_host: dict[str, list[float]] = defaultdict(list)
    for request in requests:
        by_host[request.host].append(request.at)
    begin, fine = requests[0].at, len(by_host) == HOSTS
    rows, waits = [], []
    for host, times in by_host.items():
        allowed = min(rate, 1 / CRAWL_DELAY) if host == UNHURRIED else rate
        lead, most = ahead(times, allowed)
        rows.append((most - allowed, lead, host, most, allowed))
        waits.append(max(b - a for a, b in zip([begin, *times], times, strict=False)))
        # One more than the rate is the fence's last post: starts at 0.00, 0.02 … and 1.00.
        fine = fine and most <= allowed + 1 and lead < 1 / allowed
    _, _, host, most, allowed = max(rows)
    print(f"* starts in any one second: {most} at most, by {host}, whose rate is {allowed:.0f}")
    print(f"* ahead of its rate, in any window: {max(row[1] for row in rows) * 1000:.1f} ms at most")
    spread = f"{min(waits):.1f} s, median {statistics.median(waits):.1f} s, max {max(waits):.1f} s"
    print(f"* longest wait of a host between two requests, over {len(waits)} hosts: min {spread}")
    return fine and max(waits) <= LONGEST_WAIT


def ended(seen: list[tuple[str, str, int]]) -> bool:
    """Print what became of the links, by route; whether each ended as its route should."""
    wanted = FINE | {name: ends for name, (_, ends) in TROUBLE.items()}
    print("\n| route | became | links |\n|---|---|---|")
    fine = True
    for name, end, count in seen:
        right = end in wanted[name]
        fine = fine and right
        print(f"| {name} | {end}{'' if right else ' — NOT EXPECTED'} | {count} |")
    return fine


def run(asked: argparse.Namespace, size: int) -> tuple[bool, float]:
    """Capture so many links and check; whether all was well, and the peak memory in MiB."""
    log = asked.folder / f"requests-{size}.log"
    with simulated(log, hosts=HOSTS, latency=0.02) as hosts:
        command = [sys.executable, __file__, str(asked.folder), "--capture", str(size)]
        command += ["--port", str(hosts.port), "--rate", str(asked.rate), "--lanes", str(asked.lanes)]
        answer = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=1700)
        requests = hosts.requests()
    seen = json.loads(answer.stdout.splitlines()[-1])
    print(f"\n{size} links: {seen['seconds']:.0f} s, {seen['cpu']:.0f} CPU seconds, {seen['mib']:.0f} MiB\n")
    print(f"* every link answered and archived once: {'yes' if seen['once'] else 'NO'}")
    polite = politeness(requests, asked.rate)
    print(f"* rates and waits as promised: {'yes' if polite else 'NO'}")
    return ended(seen["ends"]) and polite and seen["once"], seen["mib"]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="2000,20000")
    parser.add_argument("--rate", type=float, default=25, help="requests a second to one host")
    parser.add_argument("--lanes", type=int, default=30, help="hosts asked at once")
    parser.add_argument("--capture", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.capture:
        capture(asked)
        return 0
    results = [run(asked, int(size)) for size in asked.sizes.split(",")]
    peaks = [mib for _, mib in results]
    print(f"\npeak memory: {' → '.join(f'{mib:.0f}' for mib in peaks)} MiB")
    return 0 if all(fine for fine, _ in results) and max(peaks) < min(peaks) * 1.25 else 1


if __name__ == "__main__":
    sys.exit(main())
