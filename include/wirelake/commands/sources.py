"""The commands about sources: which there are, whether they are right, what their history teaches."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from wirelake import config, pipeline
from wirelake.batches.lakes import lake, utc_now
from wirelake.commands.arguments import Source, connection_of
from wirelake.commands.days import NOTHING, WRONG
from wirelake.console import (
    err,
    out,
    print_json,
    print_learned,
    progress,
    say_wrong,
    show_search,
)
from wirelake.errors import ConfigError

app = typer.Typer()


@app.command()
def sources() -> None:
    """The sources, with schedule and last run."""
    table = Table("source", "title", "schedule", "enabled", "last run", "what came of it")
    wrong = False
    runs = _latest_runs()
    for name, path in _files().items():
        try:
            source = config.load_source(path)
        except ConfigError as error:
            say_wrong(str(error))
            wrong = True
            continue
        day, summary = runs.get(name, ("never", ""))
        table.add_row(
            name,
            escape(source.title),
            f"daily, {source.timezone}" + (f"; poll {source.poll}" if source.poll else ""),
            "yes" if source.enabled else "no",
            day,
            escape(summary),
        )
    out.print(table)
    if wrong:
        raise typer.Exit(WRONG)


@app.command()
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]…", help="all by default")] = None,
    pools: Annotated[
        bool, typer.Option("--pools", help="ask Airflow as well whether every pool of the Dags is there")
    ] = False,
) -> None:
    """Check the YAML of sources, without network; with --pools also Airflow's pools."""
    files = _files()
    wrong = 0
    for name in names or files:
        try:
            source = config.load_named(name)
            found = "; ".join(part.describe() for part in source.discover)
            out.print(f"[green]right[/green]  {name}: {escape(found)}")
            if source.licence_ends and source.licence_ends <= utc_now():
                out.print(
                    f"[yellow]ended[/yellow]  {name}: licence_until: {source.licence_until}: its articles "
                    "are withdrawn; where the licence was extended, write its new end and replay its days"
                )
        except ConfigError as error:
            wrong += 1
            out.print(f"[red]wrong[/red]  {escape(str(error))}")
    for complaint in pipeline.pool_complaints() if pools else ():
        wrong += 1
        out.print(f"[red]wrong[/red]  {escape(complaint)}")
    if wrong:
        raise typer.Exit(WRONG)


@app.command()
def discover(
    source: Source,
    day: Annotated[
        str | None,
        typer.Argument(
            help="capture day, such as 2025-12-07, in the source's time zone; the open day by default"
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="links of each kind that are shown")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """What discovery finds for a day, and why not more. Fetches the lists alone, and writes nothing.

    Ends with 2 where the YAML cannot be right, with 4 where nothing was found.
    """
    facts = config.load_named(source)
    wanted = config.parse_day(day) if day else None
    told = pipeline.search(facts, wanted, store=lake(), connection=connection_of(source))
    if as_json:
        print_json(pipeline.search_json(told), indent=2)
    else:
        show_search(pipeline.search_json(told), limit)
    if told.mistakes or not told.links:
        raise typer.Exit(WRONG if told.mistakes else NOTHING)


@app.command()
def learn(
    source: Source,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="from this capture day on; all by default")
    ] = None,
    min_articles: Annotated[
        int | None,
        typer.Option(
            "--min-articles",
            metavar="N",
            help="articles that must have a paragraph, or a layout; 8 by default",
        ),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="update <source>.learned.yaml beside the source's YAML")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Learn which paragraphs of history/ are furniture, and where pages of raw/ hold their article.

    Without --write nothing changes. Review what it writes: an entry with refused: true is not applied and
    never proposed again. Then commit the file; diff shows what it would change, and a replay changes it.
    """
    with progress(source) as step:
        learned = pipeline.learn_source(source, since=since, min_articles=min_articles, progress=step)
    if as_json:
        print_json(pipeline.learned_json(learned), indent=2)
    else:
        print_learned(pipeline.learned_json(learned))
    if write:
        pipeline.write_learned(learned)
        counts = f"{len(learned.proposals)} proposed, {learned.new} of them new"
        err.print(f"wrote {escape(str(learned.path))}: {counts}; {len(learned.layouts)} layouts")


def _files() -> dict[str, Path]:
    """The sources' files; that there is none is a mistake, and no silence."""
    files = config.source_files()
    if not files:
        where = os.pathsep.join(map(str, config.source_folders()))
        raise ConfigError(f"no source's YAML in {where}: is WIRELAKE_SOURCES right?")
    return files


def _latest_runs() -> dict[str, tuple[str, str]]:
    from wirelake.lake.last_runs import last_runs

    try:
        found = last_runs(lake())
    except ConfigError as error:  # before there is a lake, one asks which sources there are
        say_wrong(str(error), "yellow")
        return {}
    return {
        name: (str(row["capture_date"]), f"{row['status']}: {row['summary']}") for name, row in found.items()
    }
