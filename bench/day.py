"""A day of the demo wire by the command's own functions: articles per second and peak memory, by stage.

    python bench/day.py FOLDER [--sizes 1000,10000]

FOLDER takes the lakes (about 100 MB). Each stage runs in a process of its own, as under Airflow, so its
peak memory is its own. The wire is served on loopback by another process.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

SOURCE, DAY = "demo_gulf", "2026-03-02"
STAGES = ("fetch", "extract", "validate", "write")


def stage(name: str) -> None:
    """Run one stage and print its seconds, CPU seconds and peak memory in MiB as JSON."""
    from wirelake import pipeline
    from wirelake.config import Batch

    batch = Batch.parse(f"{SOURCE}/{DAY}")
    started = time.monotonic()
    getattr(pipeline, f"{name}_batch")(batch)
    wall = time.monotonic() - started
    used = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(
        json.dumps(
            {
                "wall": wall,
                "cpu": used.ru_utime + used.ru_stime + children.ru_utime + children.ru_stime,
                "mib": max(used.ru_maxrss, children.ru_maxrss) / 1024,
            }
        )
    )


def day(folder: Path, articles: int) -> None:
    """Serve a day of that many articles, run the four stages and print a table."""
    from wirelake.lake.marker import begin
    from wirelake.storage import open_store
    from wirelake_demo.wire import write_sources

    lake = folder / f"lake-{articles}-{datetime.now(UTC):%H%M%S}"
    with serving(articles) as url:
        write_sources(folder / "sources", url)
        begin(open_store(str(lake)))
        settings = os.environ | {"WIRELAKE_LAKE": str(lake), "WIRELAKE_SOURCES": str(folder / "sources")}
        print(f"\n{articles} articles listed\n\n| stage | seconds | articles/s | CPU seconds | peak MiB |")
        print("|---|---|---|---|---|")
        total = 0.0
        for name in STAGES:
            answer = subprocess.run(
                [sys.executable, __file__, "--stage", name],
                env=settings,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            )
            seen = json.loads(answer.stdout.splitlines()[-1])
            total += seen["wall"]
            rate = articles / seen["wall"]
            print(f"| {name} | {seen['wall']:.1f} | {rate:.0f} | {seen['cpu']:.1f} | {seen['mib']:.0f} |")
        print(f"| all | {total:.1f} | {articles / total:.0f} | | |")


class serving:  # noqa: N801  reads as a verb: with serving(1000) as url
    """The demo wire in a process of its own."""

    def __init__(self, articles: int) -> None:
        self._command = [
            *(sys.executable, "-m", "wirelake_demo.wire"),
            *("--port", "0", "--articles", str(articles)),
        ]

    def __enter__(self) -> str:
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        for line in self._process.stdout or ():
            if "http://" in line:
                return "http://" + line.split("http://")[1].split()[0].rstrip("/.")
        raise SystemExit("the demo wire did not start")

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(10)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.stage:
        stage(asked.stage)
    elif asked.folder is None:
        parser.error("name a folder for the lakes")
    else:
        asked.folder.mkdir(parents=True, exist_ok=True)
        for size in asked.sizes.split(","):
            day(asked.folder, int(size))


if __name__ == "__main__":
    main()
