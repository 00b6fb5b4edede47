"""Draws how costs grow, from the tables of bench/README.md, into docs/growth.svg.

    python bench/plots.py

It measures nothing: the commands above the tables do. ``before`` is the build that read all of history/.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot

ROOT = Path(__file__).parent.parent
GROWTH, BUCKETS = "bench/growth.py", "bench/buckets.py"
NOW, BEFORE = "#1f6f8b", "#b5523b"
Table = list[dict[str, str]]


def table_of(text: str, command: str, column: str) -> Table:
    """The first table below the heading that names the command, of those that have this column.

    A cell that is left empty in the first column says what the row above says.
    """
    section = next(part for part in text.split("\n## ") if command in part.partition("\n")[0])
    for block in section.split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        if len(rows) > 1 and column in rows[0]:
            return _filled(rows[0], rows[2:])
    raise SystemExit(f"bench/README.md: no table with the column {column!r} below {command}")


def _filled(head: list[str], rows: list[list[str]]) -> Table:
    names = [name if name not in head[:at] else f"before: {name}" for at, name in enumerate(head)]
    found: Table = []
    for row in rows:
        first = row[0] or found[-1][names[0]]
        found.append(dict(zip(names, [first, *row[1:]], strict=True)))
    return found


def points(rows: Table, x: str, y: str) -> tuple[list[float], list[float]]:
    """The numbers of two columns, where both have one."""
    pairs = [(_number(row[x]), _number(row[y])) for row in rows]
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    return [one for one, _ in both], [other for _, other in both]


def _number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", ""))
    except ValueError:
        return None


def line(axes: Any, rows: Table, x: str, y: str, *, label: str, colour: str, style: str = "-") -> None:
    """One curve, with a mark at each measured point."""
    axes.plot(*points(rows, x, y), style, marker="o", markersize=4, color=colour, label=label)


def titled(axes: Any, title: str, x: str, y: str) -> None:
    axes.set_title(title, fontsize=10, loc="left")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    axes.legend(frameon=False, fontsize=8)


def with_age(figure: Any, rows: Table) -> None:
    """CPU, bytes and calls by the days of history/, of two deeds, before and now."""
    measures = (("CPU s", "CPU seconds"), ("MB read", "MB read"), ("calls", "calls of the store"))
    for row, deed in enumerate(("a day", "`show`")):
        mine = [one for one in rows if one["deed"] == deed]
        for column, (name, unit) in enumerate(measures):
            axes = figure[row][column]
            line(axes, mine, "days", f"before: {name}", label="before", colour=BEFORE, style="--")
            line(axes, mine, "days", name, label="now", colour=NOW)
            what = "write a day of 1,000" if row == 0 else "show one article"
            titled(axes, what, "days of history", unit)


def with_takedowns(axes: Any, rows: Table) -> None:
    """A build by the takedowns of the past."""
    x = "past takedowns"
    line(axes, rows, x, next(name for name in rows[0] if name.startswith("CPU")), label="now", colour=NOW)
    titled(axes, "build a day of 100 pages", x, "CPU seconds")


def with_buckets(figure: Sequence[Any], rows: Table) -> None:
    """What 200 sources of one published date put, and how long one of eight waits."""
    for row in rows:
        row["buckets"] = row["buckets"].split()[0].rstrip(",")
    line(figure[0], rows, "buckets", "×", label="bytes put, as multiples of the table", colour=NOW)
    line(
        figure[1],
        rows,
        "buckets",
        "before: ×",
        label="slowest writer, as medians",
        colour=NOW,
    )
    for axes in figure:
        titled(axes, "200 sources on one date", "buckets", "×")
        axes.set_xscale("log", base=2)
        axes.set_xticks([1, 16, 32, 64], ["1", "16", "32", "64"])


def main() -> None:
    """Draw."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    text = (ROOT / "bench/README.md").read_text(encoding="utf-8")
    mpl.rcParams |= {
        "svg.hashsalt": "growth",
        "svg.fonttype": "none",
        "font.size": 9,
    }  # the same bytes each time
    drawn, figure = pyplot.subplots(3, 3, figsize=(11, 9), layout="constrained")
    with_age(figure, table_of(text, GROWTH, "deed"))
    with_takedowns(figure[2][0], table_of(text, GROWTH, "past takedowns"))
    with_buckets(figure[2][1:], table_of(text, BUCKETS, "buckets"))
    drawn.savefig(ROOT / "docs/growth.svg", metadata={"Date": None})
    print("docs/growth.svg")


if __name__ == "__main__":
    main()
