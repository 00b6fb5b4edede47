"""The ``wirelake`` command: the same functions as the Dags, without Airflow.

Exit codes: 0 done; 1 something failed, a retry may help or not as it says; 2 a wrong argument or a wrong
YAML; 3 the gate closed on a day; 4 nothing was captured for a day; 5 ``diff`` found rows that would change.
"""

import json
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from wirelake import __version__, config, pipeline
from wirelake.config import Batch
from wirelake.console import (
    DiffReport,
    decisions,
    err,
    out,
    plain,
    print_learned,
    progress,
    say_wrong,
    show_record,
    show_versions,
)
from wirelake.console.days import CHANGES, FAILED, GATE_CLOSED, WRONG, each_day, end, print_rejected, worse
from wirelake.errors import ConfigError, MissingError, WirelakeError

app = typer.Typer(
    help="Turn news wires into a data lake that people can trust.",
    epilog="The lake is WIRELAKE_LAKE (a folder or s3://bucket/prefix; ./lake by default), the sources are "
    "the YAML files of WIRELAKE_SOURCES. Exit codes: 0 done, 1 failed, 2 wrong argument or YAML, 3 a gate "
    "closed, 4 nothing captured, 5 diff found rows that would change.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
Source = Annotated[str, typer.Argument(help="a source's name, as in `wirelake sources`")]
Day = Annotated[str, typer.Argument(help="capture day, such as 2025-12-07, in the source's time zone")]
To = Annotated[str | None, typer.Option("--to", help="last capture day, included; DAY alone by default")]
Accept = Annotated[bool, typer.Option("--accept", help="publish although the gate is closed")]
Refetch = Annotated[
    bool, typer.Option("--refetch", help="ask again, conditionally, for pages that raw/ holds already")
]


@app.callback(invoke_without_command=True)
def wirelake(
    version: Annotated[bool, typer.Option("--version", help="print the version and stop")] = False,
) -> None:
    if version:
        out.print(__version__)
        raise typer.Exit


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
        except ConfigError as error:
            wrong += 1
            out.print(f"[red]wrong[/red]  {escape(str(error))}")
    for complaint in pipeline.pool_complaints() if pools else ():
        wrong += 1
        out.print(f"[red]wrong[/red]  {escape(complaint)}")
    if wrong:
        raise typer.Exit(WRONG)


@app.command()
def run(source: Source, day: Day, to: To = None, accept: Accept = False, refetch: Refetch = False) -> None:
    """Capture and build days without Airflow; says what arrived, what was rejected and why."""

    def one(batch: Batch) -> int:
        with progress(batch) as step:
            captured = pipeline.fetch_batch(
                batch, refetch=refetch, connection=_connection(source), progress=step
            )
            if captured.nothing:
                raise MissingError(f"{batch}: nothing captured: {captured.reach}")
            summary = captured.closed
            if not summary:
                written = pipeline.build_batch(batch, accept=accept, progress=step)
                summary = f"{captured.new} new of {captured.total} exchanges in raw/; {written.summary}"
        out.print(f"{batch}: {escape(summary)}")
        return 0

    end(each_day(source, day, to, one, then=print_rejected))


@app.command()
def replay(source: Source, day: Day, to: To = None, accept: Accept = False) -> None:
    """Build days again from raw/ alone, without network: after a rule or a YAML changed."""

    def one(batch: Batch) -> int:
        with progress(batch) as step:
            written = pipeline.build_batch(batch, mode="replay", accept=accept, progress=step)
        out.print(f"{batch}: {escape(written.summary)}")
        return 0

    end(each_day(source, day, to, one, then=print_rejected))


@app.command()
def diff(
    source: Source,
    day: Day,
    to: To = None,
    accept: Accept = False,
    field: Annotated[
        str | None, typer.Option("--field", help="this column alone, every change whole")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="examples of each kind")] = pipeline.EXAMPLES,
    as_json: Annotated[
        bool, typer.Option("--json", help="a JSON object a line: each day, then articles/")
    ] = False,
) -> None:
    """What a replay of these days would change, by today's rules and YAML. Writes nothing into the lake.

    Exit code 0: no row would change, but for the version of the rules, which stands in every row.

    5: rows would change. 3: the gate would close on a day. 4: raw/ holds nothing for a day; no other changes.
    """
    column = pipeline.checked_column(field) if field else None
    report = DiffReport(limit=limit, column=column, as_json=as_json)
    with pipeline.beside() as overlay:

        def one(batch: Batch) -> int:
            with progress(batch) as step:
                found = pipeline.diff_batch(
                    batch, overlay, accept=accept, limit=limit, column=column, progress=step
                )
            report.add(found)
            return GATE_CLOSED if found.closed else 0 if found.is_same else CHANGES

        code = each_day(source, day, to, one)
        if report.days and code != FAILED:
            articles = pipeline.diff_articles(source, overlay, limit=limit, column=column)
            report.close(articles)
            code = worse(code, CHANGES if articles.changes else 0)
        elif report.days:
            say_wrong("the days after it and articles/ were not compared")
    end(code)


@app.command()
def learn(
    source: Source,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="from this capture day on; all by default")
    ] = None,
    min_articles: Annotated[
        int | None,
        typer.Option(
            "--min-articles", metavar="N", help="articles that a paragraph must stand on; 8 by default"
        ),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="update <source>.learned.yaml beside the source's YAML")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """Learn from history/ which paragraphs are furniture, and show why others are not.

    Without --write nothing changes. Review what it writes: an entry with refused: true stays in the text
    and is never proposed again. Then commit the file, and replay the days that should lose the others.
    """
    with progress(source) as step:
        learned = pipeline.learn_source(source, since=since, min_articles=min_articles, progress=step)
    if as_json:
        print(json.dumps(pipeline.learned_json(learned), ensure_ascii=False, indent=2))  # noqa: T201
    else:
        print_learned(pipeline.learned_json(learned))
    if write:
        pipeline.write_learned(learned)
        counts = f"{len(learned.proposals)} proposed, {learned.new} of them new"
        err.print(f"wrote {escape(str(learned.path))}: {counts}")


@app.command()
def preview(
    path_or_url: Annotated[str, typer.Argument(help="a file, or a page's address")],
    source: Annotated[str, typer.Option("--source", help="the source whose facts and rules apply")],
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object")] = False,
) -> None:
    """The record that would be made of a file or page, and why. Writes nothing."""
    facts = config.load_named(source)
    raw = pipeline.raw_of(path_or_url, facts, _connection(source))
    records = pipeline.preview(facts, raw)
    if as_json:
        print(json.dumps(records[0], ensure_ascii=False, indent=2, default=plain))  # noqa: T201
        return
    for record in records:
        show_record(record)


@app.command()
def show(article_id: Annotated[str, typer.Argument(help="such as menafn:1110448168")]) -> None:
    """One article of the lake, with its versions and its evidence."""
    from wirelake.lake.events import read_events
    from wirelake.lake.reading import read_days
    from wirelake.lake.versions import versions

    source = article_id.partition(":")[0]
    if not config.NAME.fullmatch(source):
        raise ConfigError(f"no article's id: {article_id!r}; write it as menafn:1110448168")
    store = pipeline.lake()
    rows = read_days(store, "history", None, None, source=source, article_id=article_id).to_pylist()
    if not rows:
        raise MissingError(f"no article {article_id!r} in {store.uri}; rejected/ may say why")
    current = read_days(store, "articles", None, None, source=source, article_id=article_id).to_pylist()
    (sights,) = versions(rows, read_events(store, source))
    timeline = [sight.as_row() for sight in sights]
    show_versions(article_id, timeline, current[0]["version_seq"] if current else None)
    show_record(timeline[-1])


app.add_typer(decisions.app)


def _files() -> dict[str, Path]:
    """The sources' files; that there is none is a mistake, and no silence."""
    files = config.source_files()
    if not files:
        where = os.pathsep.join(map(str, config.source_folders()))
        raise ConfigError(f"no source's YAML in {where}: is WIRELAKE_SOURCES right?")
    return files


def _connection(source: str) -> str | None:
    """The wire's credentials, where Airflow would look for them as well."""
    name = config.load_named(source).fetch.connection
    if name is None:
        return None
    variable = f"AIRFLOW_CONN_{name.upper()}"
    if variable not in os.environ:
        raise ConfigError(
            f"{source}: fetch.connection: {name!r}: set {variable} to the connection's URI or JSON"
        )
    return os.environ[variable]


def _latest_runs() -> dict[str, tuple[str, str]]:
    from wirelake.lake.reading import read_days

    runs = read_days(pipeline.lake(), "runs", None, None).to_pylist()
    runs.sort(key=lambda row: row["started_at"])
    return {row["source"]: (str(row["capture_date"]), f"{row['status']}: {row['summary']}") for row in runs}


def main() -> None:
    """Run the command; an error of ours is one line, never a traceback."""
    try:
        app()
    except ConfigError as error:
        say_wrong(str(error))
        sys.exit(WRONG)
    except WirelakeError as error:
        say_wrong(str(error))
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
