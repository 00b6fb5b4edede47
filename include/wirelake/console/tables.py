"""Rows as a table for people, or as JSON for scripts: the one way of every command that prints a table.

For scripts a command prints one JSON list with an object a row, every field under its own name and whole; an
empty list where there is no row. A command that prints one thing prints one object.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from rich.markup import escape
from rich.table import Table

from wirelake.console.terminal import out, plain, print_json
from wirelake.legible import one_line

Row = Mapping[str, Any]
Cell = str | Callable[[Row], Any]  # a field's name, or what makes the cell's text of the row


def print_rows(
    rows: Iterable[Row], columns: Mapping[str, Cell], *, as_json: bool, empty: str = "", title: str = ""
) -> None:
    """Print the rows; for people alone: ``columns``, heading → cell, and ``empty``."""
    rows = list(rows)
    if as_json:
        print_json(rows, indent=2)
        return
    if not rows:
        if empty:
            out.print(escape(empty))
        return
    table = Table(title=escape(title) or None, title_justify="left")
    for heading in columns:
        table.add_column(heading, overflow="fold")  # an address that is cut short leads nowhere
    for row in rows:
        table.add_row(*(_text(cell, row) for cell in columns.values()))
    out.print(table)


def _text(cell: Cell, row: Row) -> str:
    value = row[cell] if isinstance(cell, str) else cell(row)
    if value is None:
        return ""
    return escape(one_line(value if isinstance(value, str) else plain(value)))
