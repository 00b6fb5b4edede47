"""What reading a whole lake costs: CPU and peak memory of streams, and of the same tables in memory.

    python bench/reading.py FOLDER [--days 100 1000] [--articles 1000] [--code PATH]

FOLDER takes a lake a size, of one invented wire with so many articles of 2 to 4 KB a day (5 MB a day; a
thousand days take some minutes, once). Each deed is a process of its own: streams of ``versions``, of
``articles`` as of an instant and as they stand, of ``history``; the tables in memory of the smallest lake
alone. Prints a line each. ``--code`` is a checkout of another wirelake, whose tables are read too.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

DEEDS: dict[str, dict[str, Any]] = {
    "versions": {"table": "versions"},
    "articles, as of an instant": {"as_of": "2030-01-01T00:00:00Z"},
    "articles": {},
    "history": {"table": "history"},
}


def main() -> None:
    """Print a table of the deeds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--days", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--articles", type=int, default=1000, help="a day")
    parser.add_argument("--code", type=Path, help="a checkout of another wirelake")
    parser.add_argument("--deed", choices=tuple(DEEDS), help=argparse.SUPPRESS)
    parser.add_argument("--form", choices=("stream", "table"), help=argparse.SUPPRESS)
    parser.add_argument("--lake", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.deed:
        print(json.dumps(measured(asked.lake, asked.deed, asked.form)))
        return
    print("| read | as | rows | CPU s | peak MiB |\n|---|---|---|---|---|")
    for days in sorted(asked.days):
        lake = filled(asked.folder, days, asked.articles)
        for deed in DEEDS:
            line(lake, deed, "stream")
            if days == min(asked.days):
                line(lake, deed, "table")
                if asked.code:
                    line(lake, deed, "table", asked.code)


def filled(folder: Path, days: int, articles: int) -> Path:
    """The lake of so many days, made where it does not stand."""
    from bench.growth import fill

    from wirelake.storage import open_store

    place = folder / f"reading-{days}-{articles}"
    if not place.exists():
        half = place.with_suffix(".half")
        fill(open_store(str(half)), days, articles)
        half.rename(place)
    return place


def line(lake: Path, deed: str, form: str, code: Path | None = None) -> None:
    """Read it in a process of its own, and print what that cost."""
    source = code / "include" if code else Path(__file__).parent.parent / "include"
    asked = [sys.executable, __file__, str(lake), "--deed", deed, "--form", form, "--lake", str(lake)]
    told = subprocess.run(
        asked, env={**os.environ, "PYTHONPATH": str(source)}, capture_output=True, text=True, check=True
    )  # our own arguments
    seen = json.loads(told.stdout)
    who = f"{form} by {code}" if code else form
    print(f"| {deed} | {who} | {seen['rows']:,} | {seen['cpu']:.1f} | {seen['mib']:,.0f} |", flush=True)


def measured(lake: str, deed: str, form: str) -> dict[str, float]:
    """Rows, CPU seconds and peak memory."""
    import wirelake

    if form == "table":
        rows = len(wirelake.read(**DEEDS[deed], lake=lake))
    else:
        rows = sum(len(batch) for batch in wirelake.stream(**DEEDS[deed], lake=lake))
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {"rows": rows, "cpu": used.ru_utime + used.ru_stime, "mib": used.ru_maxrss / 1024}


if __name__ == "__main__":
    main()
