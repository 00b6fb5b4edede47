"""The commands about sources: which there are, whether they are right, what their history teaches."""

import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from wirelake import config, pipeline
from wirelake.batches.lakes import lake, utc_now
from wirelake.commands.arguments import AsJson, Source, connection_of, inbox_connection_of, known_sources
from wirelake.commands.days import NOTHING, WRONG, end
from wirelake.console import (
    err,
    out,
    print_json,
    print_learned,
    progress,
    say_wrong,
    show_search,
)
from wirelake.console.tables import Cell, print_rows
from wirelake.errors import ConfigError

app = typer.Typer()
WRONG_WORD = "wrong"
COLOURS = {"right": "green", WRONG_WORD: "red", "ended": "yellow"}
COLUMNS: dict[str, Cell] = {
    "source": "source",
    "title": "title",
    "schedule": lambda row: f"daily, {row['timezone']}" + (f"; poll {row['poll']}" if row["poll"] else ""),
    "enabled": lambda row: "yes" if row["enabled"] else "no",
    "last run": lambda row: row["last_capture_date"] or "never",
    "what came of it": lambda row: (
        f"{row['last_status']}: {row['last_summary']}" if row["last_status"] else ""
    ),
}


@app.command()
def sources(as_json: AsJson = False) -> None:
    """The sources, with schedule and last run."""
    rows, wrong = [], False
    runs = _latest_runs()
    for name, path in _files().items():
        try:
            source = config.load_source(path)
        except ConfigError as error:
            say_wrong(str(error))
            wrong = True
            continue
        last = runs.get(name, {})
        rows.append(
            {
                "source": name,
                "title": source.title,
                "timezone": source.timezone,
                "poll": source.poll,
                "enabled": source.enabled,
                "file": str(path),
                **{f"last_{column}": last.get(column) for column in ("capture_date", "status", "summary")},
            }
        )
    print_rows(rows, COLUMNS, as_json=as_json)
    end(WRONG if wrong else 0)


@app.command()
def check(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SOURCE", help="names of sources; all by default", autocompletion=known_sources
        ),
    ] = None,
    pools: Annotated[
        bool, typer.Option("--pools", help="ask Airflow as well whether every pool of the Dags is there")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Check the YAML of sources, without network; with --pools also Airflow's pools."""
    checked = [asdict(config.checked(name, utc_now())) for name in names or _files()]
    checked += [{"source": None, "outcome": WRONG_WORD, "told": one} for one in _of_pools(asked=pools)]
    if as_json:
        print_json(checked, indent=2)
    for one in checked if not as_json else ():
        shown = f"{one['source']}: {one['told']}" if one["outcome"] == "right" else one["told"]
        for line in shown.splitlines():  # a mistake each
            out.print(f"[{COLOURS[one['outcome']]}]{one['outcome']}[/]  {escape(line)}", highlight=False)
    end(WRONG if any(one["outcome"] == WRONG_WORD for one in checked) else 0)


def _of_pools(*, asked: bool) -> list[str]:
    return pipeline.pool_complaints() if asked else []


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
    as_json: AsJson = False,
) -> None:
    """What discovery finds for a day, and why not more. Fetches the lists alone, and writes nothing.

    Ends with 2 where the YAML cannot be right, with 4 where nothing was found.
    """
    facts = config.load_named(source)
    wanted = config.parse_day(day) if day else None
    told = pipeline.search(
        facts,
        wanted,
        store=lake(),
        connection=connection_of(source),
        inbox_connection=inbox_connection_of(source),
    )
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
    as_json: AsJson = False,
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


def _latest_runs() -> dict[str, dict[str, Any]]:
    from wirelake.lake.last_runs import last_runs

    try:
        return last_runs(lake())
    except ConfigError as error:  # before there is a lake, one asks which sources there are
        say_wrong(str(error), "yellow")
        return {}
