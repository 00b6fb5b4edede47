"""The commands that build days: run, replay, and what a replay would change."""

from typing import Annotated

import typer
from rich.markup import escape

from wirelake import diff as comparison
from wirelake import pipeline
from wirelake.commands.arguments import (
    Accept,
    AnyDay,
    Day,
    NewLake,
    Refetch,
    Source,
    To,
    connection_of,
    inbox_connection_of,
)
from wirelake.commands.days import CHANGES, FAILED, GATE_CLOSED, each_day, end, print_rejected, worse
from wirelake.commands.marking import begin_lake
from wirelake.config import Batch, Run
from wirelake.console import DiffReport, out, progress, say_wrong
from wirelake.errors import MissingError
from wirelake.legible import one_line

app = typer.Typer()


@app.command()
def run(
    source: Source,
    day: Day,
    to: To = None,
    accept: Accept = False,
    refetch: Refetch = False,
    any_day: AnyDay = False,
    new_lake: NewLake = False,
) -> None:
    """Capture and build days without Airflow; says what arrived, what was rejected and why."""
    if new_lake:
        begin_lake()

    def one(batch: Batch) -> int:
        run = Run.new(batch)
        with progress(batch) as step:
            captured = pipeline.fetch_batch(
                run,
                refetch=refetch,
                any_day=any_day,
                connection=connection_of(source),
                inbox_connection=inbox_connection_of(source),
                progress=step,
            )
            if captured.nothing:
                raise MissingError(f"{batch}: nothing captured: {captured.reach}")
            summary = captured.closed
            if not summary:
                written = pipeline.build_batch(run, accept=accept, progress=step)
                summary = f"{captured.new} new of {captured.total} exchanges in raw/; {written.summary}"
        out.print(f"{batch}: {escape(one_line(summary))}")
        return 0

    end(each_day(source, day, to, one, then=print_rejected))


@app.command()
def replay(source: Source, day: Day, to: To = None, accept: Accept = False) -> None:
    """Build days again from raw/ alone, without network: after a rule or a YAML changed."""

    def one(batch: Batch) -> int:
        with progress(batch) as step:
            written = pipeline.build_batch(Run.new(batch, "replay"), accept=accept, progress=step)
        out.print(f"{batch}: {escape(one_line(written.summary))}")
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
    limit: Annotated[int, typer.Option("--limit", min=0, help="examples of each kind")] = comparison.EXAMPLES,
    as_json: Annotated[
        bool, typer.Option("--json", help="a JSON object a line: each day, then articles/")
    ] = False,
) -> None:
    """What a replay of these days would change, by today's rules and YAML. Writes nothing into the lake.

    Exit code 0: no row would change, but for the version of the rules, which stands in every row.

    5: rows would change. 3: the gate would close on a day. 4: raw/ holds nothing for a day; no other changes.
    """
    column = comparison.checked_column(field) if field else None
    report = DiffReport(limit=limit, column=column, as_json=as_json)
    with comparison.beside() as overlay:

        def one(batch: Batch) -> int:
            with progress(batch) as step:
                found = comparison.diff_batch(
                    batch, overlay, accept=accept, limit=limit, column=column, progress=step
                )
            report.add(found)
            return GATE_CLOSED if found.closed else 0 if found.is_same else CHANGES

        code = each_day(source, day, to, one)
        if report.days and code != FAILED:
            articles = comparison.diff_articles(source, overlay, limit=limit, column=column)
            report.close(articles)
            code = worse(code, CHANGES if articles.changes else 0)
        elif report.days:
            say_wrong("the days after it and articles/ were not compared")
    end(code)
