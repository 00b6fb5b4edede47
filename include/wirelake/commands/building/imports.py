"""The command that brings an agency's archive into the lake."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from wirelake import config
from wirelake.commands.arguments import Accept, AsJson, NewLake, Source
from wirelake.commands.days import GATE_CLOSED, NOTHING, end
from wirelake.commands.marking import begin_lake
from wirelake.console import out, print_json, progress, say_wrong

if TYPE_CHECKING:
    from wirelake.importing import Imported

app = typer.Typer()
SHOWN = 20


@app.command("import")
def import_(
    source: Source,
    archives: Annotated[
        list[Path],
        typer.Argument(metavar="ARCHIVE...", help="zip, tar, tar.gz, mbox, a folder, a file"),
    ],
    accept: Accept = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="say which days the items state, and stop")
    ] = False,
    new_lake: NewLake = False,
    as_json: AsJson = False,
) -> None:
    """Bring an agency's archive into the lake, each item under the day that it states.

    Broken off at any moment it is begun again by the same command, and goes on.

    Exit code 3: the gate closed on a day. 4: no item was found.
    """
    from wirelake.importing import import_archives

    if new_lake:
        begin_lake()
    name = config.load_named(source).name
    with progress(name) as step:
        done = import_archives(name, archives, accept=accept, dry_run=dry_run, progress=step)
    _say(name, done, is_dry=dry_run, as_json=as_json)
    end(NOTHING if not done.days else GATE_CLOSED if done.closed else 0)


def _say(name: str, done: "Imported", *, is_dry: bool, as_json: bool) -> None:
    count = sum(done.days.values())
    if as_json:
        days = {str(day): found for day, found in sorted(done.days.items())}
        closed = {str(day): why for day, why in done.closed.items()}
        told = {"source": name, "items": count, "new": done.new, "days": days, "closed": closed}
        print_json({**told, "passed_over": dict(done.passed_over), "examples": done.examples})
        return
    span = f"{len(done.days)} days, {min(done.days)} to {max(done.days)}" if done.days else "no day"
    did = "would be imported" if is_dry else f"imported, {done.new:,} new to raw/"
    out.print(f"{name}: {count:,} items {did}: {span}")
    for line in _years(done.days) if is_dry else ():
        out.print(line)
    for why, number in sorted(done.passed_over.items()):
        say_wrong(f"{number:,} passed over: {why}", "yellow")
    for example in done.examples[:SHOWN]:
        out.print(f"  {escape(example)}")
    for day, why in sorted(done.closed.items()):
        say_wrong(f"{day}: {why}")


def _years(days: "Counter[date]") -> list[str]:
    years: Counter[int] = Counter()
    for day, count in days.items():
        years[day.year] += count
    return [f"  {year}: {count:,}" for year, count in sorted(years.items())]
