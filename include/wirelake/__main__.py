"""The ``wirelake`` command: the same functions as the Dags, without Airflow.

Exit codes: 0 done; 1 something failed, a retry may help or not as it says; 2 a wrong argument or a wrong
YAML; 3 the gate closed on a day; 4 nothing was captured for a day.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from wirelake import __version__, config, pipeline
from wirelake.config import Batch
from wirelake.console import (
    err,
    out,
    plain,
    print_learned,
    print_rejections,
    progress,
    say_wrong,
    show_record,
)
from wirelake.errors import ConfigError, MissingError, QualityError, WirelakeError

FAILED, WRONG, GATE_CLOSED, NOTHING = 1, 2, 3, 4
app = typer.Typer(
    help="Turn news wires into a data lake that people can trust.",
    epilog="The lake is WIRELAKE_LAKE (a folder or s3://bucket/prefix; ./lake by default), the sources are "
    "the YAML files of WIRELAKE_SOURCES. Exit codes: 0 done, 1 failed, 2 wrong argument or YAML, 3 a gate "
    "closed, 4 nothing captured.",
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

    def one(batch: Batch) -> str:
        with progress(batch) as step:
            captured = pipeline.fetch_batch(
                batch, refetch=refetch, connection=_connection(source), progress=step
            )
            if captured.nothing:
                raise MissingError(f"{batch}: nothing captured: {captured.reach}")
            if captured.closed:
                return captured.closed
            written = pipeline.build_batch(batch, accept=accept, progress=step)
        return f"{captured.new} new of {captured.total} exchanges in raw/; {written.summary}"

    _each_day(source, day, to, one)


@app.command()
def replay(source: Source, day: Day, to: To = None, accept: Accept = False) -> None:
    """Build days again from raw/ alone, without network: after a rule or a YAML changed."""

    def one(batch: Batch) -> str:
        with progress(batch) as step:
            return pipeline.build_batch(batch, mode="replay", accept=accept, progress=step).summary

    _each_day(source, day, to, one)


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
    from wirelake.lake.reading import read_days
    from wirelake.resolve import timeline

    source = article_id.partition(":")[0]
    if not config.NAME.fullmatch(source):
        raise ConfigError(f"no article's id: {article_id!r}; write it as menafn:1110448168")
    store = pipeline.lake()
    rows = read_days(store, "history", None, None, source=source, article_id=article_id).to_pylist()
    if not rows:
        raise MissingError(f"no article {article_id!r} in {store.uri}; rejected/ may say why")
    current = read_days(store, "articles", None, None, source=source, article_id=article_id).to_pylist()
    versions = Table("seq", "version", "first seen", "status", "published", "headline", title=article_id)
    for row in timeline(rows):
        mark = " ←" if current and current[0]["version_seq"] == row["version_seq"] else ""
        seen = f"{row['first_seen_at']:%Y-%m-%d %H:%M:%S}Z"
        published = str(row["published_at"] or row["published_date"])
        seq = f"{row['version_seq']}{mark}"
        versions.add_row(seq, row["version"], seen, row["pub_status"], published, escape(row["headline"]))
    out.print(versions)
    out.print("← stands in articles/" if current else "[yellow]No version may be read now.[/yellow]")
    show_record(timeline(rows)[-1])


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


def _each_day(name: str, first: str, last: str | None, one: Callable[[Batch], str]) -> None:
    """Every day of the range, also after one failed; the worst exit code is the command's."""
    from wirelake.lake.reading import read_days

    source = config.load_named(name)
    worst = 0
    for day in config.days(first, last or first):
        batch = Batch(source.name, day)
        try:
            out.print(f"{batch}: {escape(one(batch))}")
        except ConfigError:
            raise
        except QualityError as error:
            worst = max(worst, GATE_CLOSED)
            say_wrong(str(error))
        except MissingError as error:
            worst = worst or NOTHING
            say_wrong(str(error), "yellow")
        except WirelakeError as error:
            worst = FAILED
            say_wrong(str(error))
        rejected = read_days(pipeline.lake(), "rejected", day, day, source=source.name)
        print_rejections(rejected.to_pylist())
        if worst == FAILED:
            break
    if worst:
        raise typer.Exit(worst)


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
