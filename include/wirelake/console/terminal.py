"""Where the command speaks: its two streams, a line about what is wrong, a bar for what is under way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

PIPED_WIDTH = 160  # columns, where the output is no terminal
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)
if not out.is_terminal:
    out.width = PIPED_WIDTH


def say_wrong(text: str, colour: str = "red") -> None:
    """One line to standard error."""
    err.print(f"[{colour}]{escape(text)}[/{colour}]")


@contextmanager
def progress(batch: object) -> Iterator[Callable[[str, int, int], None]]:
    """A bar per stage on standard error, where that is a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def step(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(f"{batch} {stage}", total=total)
            bar.update(tasks[stage], completed=done)

        yield step


def plain(value: Any) -> str:
    """A value that JSON lacks, as text."""
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
