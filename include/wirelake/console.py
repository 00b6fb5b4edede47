"""How the command shows things: tables, progress, one article with its evidence."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from wirelake.config import Batch

PIPED_WIDTH = 160  # columns, where the output is no terminal
SHOWN_REJECTIONS = 50
SHOWN_APART = frozenset(
    {"removed", "candidates", "date_candidates", "verdict", "paragraphs", "extracted_text", "body_text"}
    | {"rights", "http"}
)
out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)
if not out.is_terminal:
    out.width = PIPED_WIDTH


def say_wrong(text: str, colour: str = "red") -> None:
    """One line to standard error."""
    err.print(f"[{colour}]{escape(text)}[/{colour}]")


def print_rejections(rows: list[dict[str, Any]]) -> None:
    """Rows of rejected/ as a table."""
    if not rows:
        return
    table = Table("rejected because", "what", "evidence")
    for row in rows[:SHOWN_REJECTIONS]:
        what = row["headline"] or row["url"] or row["raw_ref"]
        table.add_row(", ".join(row["reasons"]), escape(what), escape(row["detail"][:200]))
    out.print(table)
    if len(rows) > SHOWN_REJECTIONS:
        out.print(f"… and {len(rows) - SHOWN_REJECTIONS} more in rejected/")


@contextmanager
def progress(batch: Batch) -> Iterator[Callable[[str, int, int], None]]:
    """A bar per stage on standard error, where that is a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def step(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(f"{batch} {stage}", total=total)
            bar.update(tasks[stage], completed=done)

        yield step


def show_record(record: dict[str, Any]) -> None:
    """One article: its fields, its text, its candidates, what was removed, and the verdict."""
    fields = Table("field", "value", show_header=False, box=None)
    for name, value in record.items():
        if name not in SHOWN_APART and value not in (None, "", (), [], False):
            fields.add_row(f"[bold]{name}[/bold]", escape(_brief(value)))
    out.print(fields)
    if record.get("body_text"):
        out.print(f"\n{escape(record['body_text'])}\n")
    _print_rows("candidates", record["candidates"], ("field", "value", "origin", "weight", "refused"))
    _print_rows(
        "date candidates", record["date_candidates"], ("value", "origin", "precision", "weight", "refused")
    )
    _print_rows("removed", record["removed"], ("rule", "kind", "text"))
    if verdict := record.get("verdict"):
        colour = "red" if verdict["reasons"] else "green"
        said = ", ".join((*verdict["reasons"], *verdict["flags"])) or "no complaint"
        out.print(f"[{colour}]{verdict['outcome']}[/{colour}]: {said}. {escape(verdict['detail'])}")


def _print_rows(title: str, rows: Iterable[dict[str, Any]], names: tuple[str, ...]) -> None:
    rows = list(rows)
    if rows:
        table = Table(*names, title=title, title_justify="left")
        for row in rows:
            table.add_row(*(escape(_brief(row[name])) for name in names))
        out.print(table)


def _brief(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    text = json.dumps(value, ensure_ascii=False, default=plain) if not isinstance(value, str) else value
    return text if len(text) <= 200 else f"{text[:199]}…"


def plain(value: Any) -> str:
    """A value that JSON lacks, as text."""
    return value.isoformat() if isinstance(value, datetime | date) else str(value)
