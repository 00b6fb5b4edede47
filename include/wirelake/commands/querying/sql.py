"""The command that asks the lake's tables in SQL."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from wirelake.commands.days import FAILED
from wirelake.console.terminal import err, out
from wirelake.errors import ConfigError, PermanentError

app = typer.Typer()


class Form(StrEnum):
    """How an answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


@app.command(name="sql")
def ask_sql(
    query: Annotated[
        str | None,
        typer.Argument(help="in DuckDB's SQL; - reads it from standard input; without, the tables are named"),
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option("--format", help="table by default, or what the name of --output ends with"),
    ] = None,
    output: Annotated[Path | None, typer.Option(help="write the answer there, not to the terminal")] = None,
) -> None:
    """Ask the lake's tables in SQL.

    `wirelake sql "SELECT source, count(*) FROM articles GROUP BY ALL"`. Instants are UTC. json is an object a
    line. The query sees the lake's tables alone, and changes nothing.
    """
    from wirelake.console.rows import show_tables, write
    from wirelake.lake.sql import TABLES, ask

    if query is None:
        show_tables(TABLES)
        return
    asked = sys.stdin.read() if query == "-" else query
    chosen = _form(form, output)
    with ask(asked) as answer:
        try:
            count = write(answer, chosen, output)
        except BrokenPipeError:  # whoever reads standard output has enough, such as head
            raise typer.Exit(FAILED) from None
        except OSError as error:
            where = f"--output {output}" if output else "standard output"
            raise PermanentError(f"{where}: {error.strerror or error}") from error
    if output:
        err.print(escape(f"{count:,} rows: {output}"))
    elif chosen is Form.TABLE:
        out.print(f"{count:,} rows")


def _form(form: Form | None, output: Path | None) -> Form:
    ending = output.suffix.lower().removeprefix(".") if output else ""
    found = form or {"csv": Form.CSV, "json": Form.JSON, "jsonl": Form.JSON, "parquet": Form.PARQUET}.get(
        ending, Form.TABLE
    )
    if found is Form.PARQUET and not output:
        raise ConfigError("--format parquet: name the file with --output, such as --output answer.parquet")
    if found is Form.TABLE and output:
        raise ConfigError(f"--output {output}: end it with .csv, .json or .parquet, or say --format")
    return found
