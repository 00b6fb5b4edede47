"""How a backfill gets on: a bar per source, or on no terminal a line now and then."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

LINE_SECONDS = 5.0
WORDS = {"success": "succeeded", "running": "running", "queued": "queued", "failed": "failed"}
States = dict[str, Counter[str]]  # by Dag, how many runs stand in which state


@contextmanager
def bars(dags: Sequence[str], runs: int, console: Console) -> Iterator[Callable[[States], None]]:
    """Gives a function that shows the states of the Dags; each has so many ``runs``."""
    columns = (
        TextColumn("  {task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[states]}"),
        TimeElapsedColumn(),
    )
    began = due = time.monotonic()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        rows = {dag: progress.add_task(dag, total=runs, states="") for dag in dags}

        def show(states: States) -> None:
            nonlocal due
            for dag, found in states.items():
                progress.update(rows[dag], completed=ended(found), states=_words(found))
            total = sum(states.values(), Counter())
            if not console.is_terminal and (time.monotonic() >= due or ended(total) == runs * len(dags)):
                due = time.monotonic() + LINE_SECONDS
                console.print(f"  {time.monotonic() - began:4.0f} s  {_words(total)}")

        yield show


def ended(states: Counter[str]) -> int:
    """How many of the runs have ended, well or not."""
    return states["success"] + states["failed"]


def _words(states: Counter[str]) -> str:
    return ", ".join(f"{states[state]} {word}" for state, word in WORDS.items() if states[state])
