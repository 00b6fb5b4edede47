"""The commands that say what became of an article, what was rejected, and how the runs went."""

from typing import Annotated

import typer

from wirelake import config, inquiry
from wirelake.commands.arguments import AsJson, SourceOrAll, known_sources
from wirelake.commands.days import NOTHING, end
from wirelake.console import print_json
from wirelake.console.answers import show_answer
from wirelake.console.refusals import show_refusals
from wirelake.console.runs import show_runs
from wirelake.errors import ConfigError

app = typer.Typer()


@app.command()
def why(
    named: Annotated[
        str, typer.Argument(metavar="ARTICLE_ID|URL|RAW_REF", help="an id, an address, or a record of raw/")
    ],
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            help="of an address; by default those of its site, or all",
            autocompletion=known_sources,
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


@app.command()
def rejected(
    source: SourceOrAll = None,
    day: Annotated[str | None, typer.Option("--day", metavar="DAY", help="this capture day alone")] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="from this capture day on; by default the newest seven"),
    ] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="REASON", help="such as body_missing, first or not")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="rejections that are shown, the newest first")
    ] = 50,
    as_json: AsJson = False,
) -> None:
    """What was kept out and why, by day, source and reason, with the commands that try those days again.

    What never came has the class of its failure as its reason; docs/lake.md explains each. With --json a list
    of all rejections, whatever --limit says.
    """
    from wirelake.lake.marker import open_lake

    if day and since:
        raise ConfigError("name --day or --since, not both")
    named = day or since
    first = config.parse_day(named) if named else None
    found = inquiry.find_refusals(
        open_lake(config.lake_uri()),
        source=config.load_named(source).name if source else None,
        first=first,
        last=first if day else None,
        reason=reason,
    )
    show_refusals(found, limit, as_json=as_json)


@app.command()
def runs(
    source: SourceOrAll = None,
    day: Annotated[str | None, typer.Option("--day", metavar="DAY", help="this capture day alone")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=10_000, help="runs to show")] = 20,
    as_json: AsJson = False,
) -> None:
    """The runs that began last: what their lists held, what arrived, what was rejected, and how they ended.

    With --json every column of runs/.
    """
    from wirelake.lake.last_runs import newest_runs
    from wirelake.lake.marker import open_lake

    name = config.load_named(source).name if source else None
    store = open_lake(config.lake_uri())
    found = newest_runs(store, limit, source=name, day=config.parse_day(day) if day else None)
    show_runs(found, as_json=as_json)
