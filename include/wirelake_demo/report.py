"""What the demo's week has left in the lake, asked of the Parquet files by DuckDB."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

SHOWN_CHARACTERS = 900

ARTICLES = """
    SELECT published_date, source, count(*) AS articles
    FROM read_parquet($lake || '/articles/*/*.parquet', hive_partitioning = true)
    WHERE list_contains($sources, source)
    GROUP BY ALL ORDER BY ALL
"""
REJECTIONS = """
    SELECT source, reason, count(*) AS rejected, any_value(detail) AS detail
    FROM read_parquet($lake || '/rejected/*/*/*.parquet', hive_partitioning = true)
    WHERE list_contains($sources, source)
    GROUP BY source, reason ORDER BY source, rejected DESC, reason
"""
# The article from which the most different rules took something, and of those the shortest.
CLEANED = """
    SELECT headline, source, extracted_text, removed, body_text
    FROM read_parquet($lake || '/history/*/*/*.parquet', hive_partitioning = true)
    WHERE list_contains($sources, source) AND len(removed) > 0 AND length(extracted_text) < 2500
    ORDER BY len(list_distinct([r.rule FOR r IN removed])) DESC, length(extracted_text), article_id
    LIMIT 1
"""


def show(lake: Path, sources: Sequence[str], console: Console) -> None:
    """Print what stands in the lake of these sources."""
    with duckdb.connect() as connection:
        given = {"lake": str(lake), "sources": list(sources)}
        if any(lake.glob("articles/*/*.parquet")):  # DuckDB calls it an error where no file is
            console.print(_by_day(connection.execute(ARTICLES, given).fetchall(), sources))
        if any(lake.glob("rejected/*/*/*.parquet")):
            console.print()
            console.print(_rejections(connection.execute(REJECTIONS, given).fetchall()))
        if any(lake.glob("history/*/*/*.parquet")):
            cleaned = connection.execute(CLEANED, given).fetchone()
            if cleaned is not None:
                _show_cleaned(cleaned, console)


def _by_day(rows: list[tuple[date, str, int]], sources: Sequence[str]) -> Table:
    counts = {(day, source): number for day, source, number in rows}
    table = Table(
        title="Articles by the UTC date of their publication", title_justify="left", show_footer=True
    )
    table.add_column("day", footer="all")
    for source in [*sources, "all"]:
        total = sum(number for (_, of), number in counts.items() if source in (of, "all"))
        table.add_column(source, justify="right", footer=str(total))
    for day in sorted({day for day, _ in counts}):
        numbers = [counts.get((day, source), 0) for source in sources]
        table.add_row(str(day), *map(str, numbers), str(sum(numbers)))
    return table


def _rejections(rows: list[tuple[str, str, int, str]]) -> Table:
    table = Table(title="Kept out, and why", title_justify="left", expand=True)
    for name in ("source", "reason"):
        table.add_column(name, no_wrap=True)
    table.add_column("articles", justify="right", no_wrap=True)
    table.add_column("for example", overflow="ellipsis", no_wrap=True, ratio=1)
    for source, reason, number, detail in rows:
        table.add_row(source, reason, str(number), _line(detail))
    return table


def _show_cleaned(row: tuple[Any, ...], console: Console) -> None:
    """The text as extracted, with what was removed in colour; the text in the lake; the removed."""
    headline, source, extracted, removed, body = row
    before = Text(extracted)
    for part in removed:
        before.stylize("red strike" if part["kind"] == "strip" else "yellow", part["start"], part["end"])
    console.print(f"\nOne article of {source}, before and after cleaning: [bold]{escape(headline)}[/]")
    console.print(
        Panel(_shortened(before), title="before (red: noise, yellow: became a field)", title_align="left")
    )
    console.print(Panel(_shortened(Text(body)), title="after", title_align="left"))
    table = Table(title="What was removed, and by which rule", title_justify="left", expand=True)
    for name in ("rule", "it was"):
        table.add_column(name, no_wrap=True)
    table.add_column("text", overflow="ellipsis", no_wrap=True, ratio=1)
    for part in removed:
        was = "noise" if part["kind"] == "strip" else "a field"
        table.add_row(part["rule"], was, _line(part["text"]))
    console.print()
    console.print(table)


def _shortened(text: Text) -> Text:
    if len(text) <= SHOWN_CHARACTERS:
        return text
    return Text.assemble(text[: SHOWN_CHARACTERS // 2], "\n […]\n", text[-SHOWN_CHARACTERS // 2 :])


def _line(text: str) -> Text:
    """On one line, and whatever stands in brackets taken as it is."""
    return Text(" ".join(text.split()))
