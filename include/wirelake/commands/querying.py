"""The commands that ask the lake: its tables in SQL, and which of its texts are the same."""

import sys
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from wirelake import config, upkeep
from wirelake.commands.arguments import AsJson, known_sources
from wirelake.commands.days import FAILED
from wirelake.console.stories import show_stories
from wirelake.console.terminal import err, out, progress
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


@app.command()
def stories(
    day: Annotated[
        str | None, typer.Option("--day", metavar="DAY", help="published day; the newest by default")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source", help="stories that an article of this source is in", autocompletion=known_sources
        ),
    ] = None,
    build: Annotated[
        tuple[str, str] | None,
        typer.Option("--build", metavar="FROM TO", help="build these published days, and show nothing"),
    ] = None,
    limit: Annotated[
        int,
        typer.Option("--limit", metavar="N", min=1, max=10_000, help="stories to show, the largest first"),
    ] = 20,
    as_json: AsJson = False,
) -> None:
    """Which articles are the same news text, whole or within a longer one, across sources.

    Builds what is missing of the day and of the six before it, and shows the stories of which an article came
    on that day and that have another. With --json all of them, each with its articles. docs/stories.md.
    """
    from wirelake.batches.lakes import lake
    from wirelake.stories import WINDOW
    from wirelake.upkeep.story_days import newest_day, stories_of

    if build and (day or source):
        raise ConfigError("stories: --build FROM TO stands alone: it shows nothing")
    store = lake()
    if build:
        first, last = map(config.parse_day, build)
        with progress("stories") as step:
            built = upkeep.build_stories(first, last, store=store, progress=step)
        err.print(f"{len(built)} days built, of {first} to {last}")
        return
    name = config.load_named(source).name if source else None
    shown = config.parse_day(day) if day else newest_day(store)
    if shown is not None:
        with progress("stories") as step:
            upkeep.build_stories(shown - timedelta(WINDOW - 1), shown, store=store, progress=step)
    found = stories_of(store, shown, name) if shown else []
    show_stories(found, shown, limit, as_json=as_json)
