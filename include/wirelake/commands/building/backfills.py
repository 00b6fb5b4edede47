"""The command that has Airflow backfill a source's days."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.markup import escape

from wirelake import config
from wirelake.batches.lakes import utc_now
from wirelake.commands.arguments import Accept, AnyDay, AsJson, Day, Refetch, Source, To
from wirelake.commands.days import FAILED, end
from wirelake.config import days
from wirelake.console import out, print_json, say_wrong
from wirelake.errors import ConfigError
from wirelake.legible import one_line

app = typer.Typer()
AS_THE_FORM = "none: days without a run; failed: those whose run failed too; completed: every day"


@app.command()
def backfill(
    source: Source,
    day: Day,
    to: To = None,
    reprocess: Annotated[str, typer.Option("--reprocess", help=AS_THE_FORM)] = "none",
    active_runs: Annotated[
        int, typer.Option("--max-active-runs", min=1, max=16, help="runs of the source at a time")
    ] = 2,
    accept: Accept = False,
    refetch: Refetch = False,
    any_day: AnyDay = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say which days would run, and stop")] = False,
    unpause: Annotated[bool, typer.Option("--unpause", help="unpause the source's Dag first")] = False,
    wait: Annotated[
        bool, typer.Option("--wait", help="until all runs have ended; exit 1 if one failed")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Have Airflow backfill these capture days of a source, exactly these, by its REST API.

    Asks the Airflow of WIRELAKE_AIRFLOW_URL, with WIRELAKE_AIRFLOW_TOKEN, or WIRELAKE_AIRFLOW_USER and
    WIRELAKE_AIRFLOW_PASSWORD; else the one that `make up` started. Without --wait it ends once Airflow has
    the runs.
    """
    from wirelake.airflow_api import backfills, which

    if reprocess not in backfills.REPROCESS:
        raise ConfigError(f"--reprocess: {reprocess!r}: write one of {', '.join(backfills.REPROCESS)}")
    said = {"accept": accept, "refetch": refetch, "any_day": any_day}
    asked = backfills.Backfill(
        config.load_named(source).name,
        tuple(days(day, to or day)),
        reprocess,
        active_runs,
        {name: True for name, meant in said.items() if meant},
    )
    client = which.airflow_meant()
    planned = backfills.planned(client, asked, utc_now())
    _say_planned(asked.source, len(asked.days), planned, as_json=as_json)
    if dry_run or not planned:
        return
    if unpause:
        backfills.unpause(client, asked.source)
    elif backfills.is_paused(client, asked.source):
        if wait:
            raise ConfigError(f"{source}: its Dag is paused, so no run would start: say --unpause")
        say_wrong(f"{source}: its Dag is paused: no run starts until it is not; --unpause does it", "yellow")
    begun = backfills.begin(client, asked)
    if wait:
        end(_follow(backfills.follow(client, begun, planned), len(planned), as_json=as_json))


def _say_planned(source: str, meant: int, planned: list[str], *, as_json: bool) -> None:
    left_out = meant - len(planned)
    if as_json:
        print_json({"source": source, "days": planned, "left_out": left_out})
        return
    told = f"{source}: {len(planned)} of {meant} days: {_span(planned)}"
    if left_out:
        told += f"; {left_out} ran already: --reprocess failed or completed runs them again"
    out.print(escape(told))


def _span(planned: list[str]) -> str:
    if not planned:
        return "nothing to run"
    return planned[0] if len(planned) == 1 else f"{min(planned)} to {max(planned)}"


def _follow(runs: Iterable[tuple[str, str, str]], count: int, *, as_json: bool) -> int:
    """Say each day as it ends; the command's exit code."""
    code = 0
    for number, (day, state, note) in enumerate(runs, start=1):
        if state != "success":
            code = FAILED
        if as_json:
            print_json({"day": day, "state": state, "note": note})
            continue
        colour = "green" if state == "success" else "red"
        said = f": {escape(one_line(note))}" if note else ""
        out.print(f"[{colour}]{state}[/]  {day} ({number} of {count}){said}", highlight=False)
    return code
