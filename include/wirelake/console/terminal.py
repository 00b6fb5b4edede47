"""Where the command speaks: its two streams, a line about what is wrong, a bar for what is under way.

Nothing else prints, so what a hostile page says passes one filter on its way to the terminal.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.segment import Segment

from wirelake.legible import in_json, legible, one_line

PIPED_WIDTH = 160  # columns, where the output is no terminal


class Terminal(Console):
    """A console that shows of each text what is legible; the controls of its own stay."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """The segments of whatever is printed, be it a line, a cell of a table or a bar's title."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else legible(text), style, control)


out = Terminal(soft_wrap=True)
err = Terminal(stderr=True, soft_wrap=True)
if not out.is_terminal:
    out.width = PIPED_WIDTH


def say_wrong(text: str, colour: str = "red") -> None:
    """One line to standard error."""
    err.print(f"[{colour}]{escape(one_line(text))}[/{colour}]")


def print_json(value: Any, indent: int | None = None) -> None:
    """The value as JSON to standard output; what a terminal would obey is escaped."""
    print(in_json(json.dumps(value, ensure_ascii=False, indent=indent, default=plain)))  # noqa: T201


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
