"""CPU time of extraction beside trafilatura's, what a second core brings, and memory over many pages.

    python bench/extraction_speed.py CORPUS [--rounds 3] [--pages 10000]

ours: a page's bytes to a clean article with all metadata and rules, as the pipeline does it; trafilatura:
``bare_extraction(with_metadata=True)`` of the decoded page. Both take each page in turn. Cores and memory are
measured with the pipeline's own bounded processes.
"""

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path

import psutil
from trafilatura import bare_extraction

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.extraction import SOURCE, evaluator, received

from wirelake.bounded.pool import Bounded
from wirelake.bounded.reading import cleaned
from wirelake.records import RawArticle


def ratios(pages: list[tuple[str, str]], raws: list[RawArticle], rounds: int) -> list[float]:
    """trafilatura's CPU time over ours, a round each."""
    found = []
    for number in range(rounds + 1):
        mine = its = 0.0
        for (html, url), raw in zip(pages, raws, strict=True):
            start = time.process_time()
            cleaned(SOURCE, raw)
            between = time.process_time()
            bare_extraction(html, url=url, with_metadata=True)
            mine, its = mine + between - start, its + time.process_time() - between
        if number:  # the first round warms up
            found.append(its / mine)
            a_page = (1000 * one / len(pages) for one in (mine, its))
            print("ours {:.1f} ms, trafilatura {:.1f} ms a page".format(*a_page), flush=True)
    return found


def seconds(raws: list[RawArticle], workers: int) -> float:
    """Wall time of the pages by so many bounded processes, already started."""
    with Bounded(workers) as bounded:
        list(bounded.map(partial(cleaned, SOURCE), raws[:50]))
        before = time.monotonic()
        for _ in bounded.map(partial(cleaned, SOURCE), raws):
            pass
        return time.monotonic() - before


def memory(raws: list[RawArticle], count: int) -> Iterator[tuple[int, float, float]]:
    """After each thousand pages: their number, MiB of this process, and of the largest of its processes."""
    me, largest = psutil.Process(), 0.0
    with Bounded() as bounded:
        done = bounded.map(partial(cleaned, SOURCE), islice(cycle(raws), count))
        for number, _ in enumerate(done, start=1):
            if number % 100 == 0:
                sizes = [one.memory_info().rss for one in me.children(recursive=True)]
                largest = max(largest, max(sizes, default=0) / 2**20)
            if number % 1000 == 0:
                yield number, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, largest
                largest = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=10_000, help="for memory; the corpus is repeated")
    asked = parser.parse_args()
    measures = evaluator(asked.corpus)
    gold = measures.load_gold(asked.corpus, None, {"body"})
    pages = [(measures.load_html(asked.corpus, one["id"]), one["url"]) for one in gold]
    raws = [received(html, url) for html, url in pages]
    found = ratios(pages, raws, asked.rounds)
    print("\n| | min | median | max |\n|---|---|---|---|")
    print(f"| trafilatura / ours | {min(found):.2f} | {statistics.median(found):.2f} | {max(found):.2f} |")
    gains = []
    for _ in range(asked.rounds):
        one, two = seconds(raws, 1), seconds(raws, 2)
        gains.append(one / two)
        print(f"one process {len(raws) / one:.0f} pages/s, two {len(raws) / two:.0f}", flush=True)
    print(
        f"two of {os.cpu_count()} cores / one: {min(gains):.2f}, {statistics.median(gains):.2f} in the middle"
    )
    print("\n| pages | MiB here, at most so far | largest process of the last thousand, MiB |\n|---|---|---|")
    for number, here, there in memory(raws, asked.pages):
        print(f"| {number} | {here:.0f} | {there:.0f} |", flush=True)


if __name__ == "__main__":
    main()
