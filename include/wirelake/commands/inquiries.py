"""The commands that say what became of an article, what was rejected, and how the runs went."""

from typing import Annotated

import typer

from wirelake import config, inquiry
from wirelake.commands.arguments import AsJson
from wirelake.commands.days import NOTHING, end
from wirelake.console import print_json
from wirelake.console.answers import show_answer

app = typer.Typer()


@app.command()
def why(
    named: Annotated[
        str, typer.Argument(metavar="ARTICLE_ID|URL|RAW_REF", help="an id, an address, or a record of raw/")
    ],
    source: Annotated[
        str | None,
        typer.Option(
            "--source", metavar="SOURCE", help="of an address; by default those of its site, or all"
        ),
    ] = None,
    day: Annotated[
        str | None, typer.Option("--day", metavar="DAY", help="look at this capture day of raw/ alone")
    ] = None,
    days: Annotated[
        int,
        typer.Option("--days", metavar="N", min=1, help="newest capture days of raw/ to look through"),
    ] = 60,
    as_json: AsJson = False,
) -> None:
    """Where an article is, or why it is not there, by which evidence, and what to do next. Writes nothing.

    Exit code 0: it may be read now. 4: it may not, or nobody knows it; the answer says why.
    """
    from wirelake.lake.marker import open_lake

    store = open_lake(config.lake_uri())
    found = inquiry.why(
        named, store=store, source=source, day=config.parse_day(day) if day else None, days=days
    )
    if as_json:
        print_json(found.as_row(), indent=2)
    else:
        show_answer(found)
    end(0 if found.is_readable else NOTHING)
