"""The commands about alarms: what is open, to tell people of it, and to silence a source."""

import os
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.markup import escape

from wirelake import alarms as watching
from wirelake import config
from wirelake.batches.lakes import lake
from wirelake.commands.arguments import Source
from wirelake.commands.days import ALARMS, FAILED, end
from wirelake.console import out
from wirelake.legible import one_line

app = typer.Typer()


@app.command()
def alarms(
    notify: Annotated[
        bool,
        typer.Option("--notify", help="send what people have not heard (WIRELAKE_NOTIFY), and keep that"),
    ] = False,
) -> None:
    """What is wrong now: an alarm a line, with what to do. Writes nothing without --notify.

    With --notify also meant for a timer outside of Airflow, which tells of a scheduler that stands still;
    WIRELAKE_HEARTBEAT is an address that is asked after each such round.

    Exit code 6: alarms are open that nobody has silenced; 1: --notify, and the lake cannot be read.
    """
    found = watching.watch(watching.sender_of(_connection)) if notify else watching.open_alarms()
    for one in found.open:
        silent = f" [silenced until {one.silent}]" if one.silent else ""
        about = f" ({one.alarm.about})" if one.alarm.about else ""
        told = (
            f"{one.source.name}: {one.source.severity}: {one.alarm.check}{about}{silent}: {one.alarm.message}"
        )
        out.print(escape(one_line(told)))
        out.print(escape(f"  {one_line(one.alarm.cure)}"))
    out.print(escape(found.summary))
    if found.lost:
        end(FAILED)
    if notify:
        watching.heartbeat()
    end(ALARMS if any(one.silent is None for one in found.open) else 0)


@app.command()
def silence(
    source: Source,
    until: Annotated[str, typer.Option("--until", help="the last day of it, in the source's time zone")],
    reason: Annotated[str, typer.Option("--reason", help="why, for those who come after you")] = "",
) -> None:
    """Let nobody hear of this source's alarms up to that day, included; a day that is over ends a silence."""
    named = config.load_named(source)
    day, now = config.parse_day(until), datetime.now(UTC)
    watching.silence(lake(), named.name, day, now, one_line(reason))
    over = day < now.astimezone(named.zone).date()
    out.print(f"{named.name}: {'no longer silent' if over else f'silent until {day}, included'}")


def _connection(name: str) -> str | None:
    """The connection where Airflow would look for it as well."""
    return os.environ.get(f"AIRFLOW_CONN_{name.upper()}")
