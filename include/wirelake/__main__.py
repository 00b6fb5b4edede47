"""The ``wirelake`` command: the same functions as the Dags, without Airflow.

Exit codes: 0 done; 1 something failed, a retry may help or not as it says; 2 a wrong argument, a wrong
YAML, or no lake at WIRELAKE_LAKE; 3 the gate closed on a day; 4 what was asked for is not there; 5 ``diff``
found rows that would change, ``migrate --dry-run`` something to do, ``cite --verify`` rows that changed; 6
alarms are open; 7 ``changes`` says resync. docs/commands.md has them in one table.
"""

import os
import sys
from typing import Annotated

import typer

from wirelake import __version__
from wirelake.commands import (
    alarms,
    articles,
    building,
    decisions,
    inquiries,
    lake,
    marking,
    proposing,
    querying,
    sources,
)
from wirelake.commands.days import FAILED, WRONG
from wirelake.commands.wording import reworded
from wirelake.config.settings import apply_settings
from wirelake.console import out, say_wrong
from wirelake.errors import ConfigError, WirelakeError

COMPLETION = "_WIRELAKE_COMPLETE"  # set by a shell that asks what may follow

app = typer.Typer(
    help="Turn news wires into a data lake that people can trust.",
    epilog="The lake is WIRELAKE_LAKE (a folder or s3://bucket/prefix; ./lake by default), the sources are "
    "the YAML files of WIRELAKE_SOURCES; where the environment sets neither, wirelake.toml does. Exit codes: "
    "0 done, 1 failed, 2 wrong argument or YAML, or no lake, 3 a gate closed, 4 not there, or nothing "
    "captured, 5 diff found rows that would change, migrate --dry-run something to do, or cite --verify rows "
    "that changed, 6 alarms are open, 7 changes says resync.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def wirelake(
    version: Annotated[bool, typer.Option("--version", help="print the version and stop")] = False,
) -> None:
    if version:
        out.print(__version__)
        raise typer.Exit


for group in (
    sources, proposing, marking, building, inquiries, articles, querying, decisions, alarms, lake,
):  # fmt: skip
    app.add_typer(group.app)


def main() -> None:
    """Run the command; an error of ours is one line, never a traceback."""
    try:
        differs = apply_settings().differs
        for line in differs if COMPLETION not in os.environ else ():
            say_wrong(line, "yellow")
        reworded(app)(prog_name="wirelake")  # also of `python -m wirelake`
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
