"""The command that says what changed in articles/, for whoever keeps a copy."""

import os
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from wirelake.commands.arguments import known_sources
from wirelake.commands.days import FAILED
from wirelake.console.terminal import print_json
from wirelake.errors import ConfigError, ResyncError

RESYNC = 7
app = typer.Typer()


class ChangeForm(StrEnum):
    """How a change is written."""

    NDJSON = "ndjson"
    NINJS = "ninjs"
    OPENSEARCH = "opensearch"


@app.command()
def changes(
    consumer: Annotated[
        str | None, typer.Option(metavar="NAME", help="whose acknowledged cursor to go on from")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="of this source alone", autocompletion=known_sources)
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="CURSOR", help="go on from there instead")] = None,
    form: Annotated[
        ChangeForm, typer.Option("--format", help="ndjson: the changes; ninjs, opensearch: with the records")
    ] = ChangeForm.NDJSON,
    output: Annotated[Path | None, typer.Option(help="write there, and print the cursor alone")] = None,
    ack: Annotated[
        str | None, typer.Option(metavar="CURSOR", help="the consumer has taken in all up to there")
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="go on with what changes from now on")] = False,
    every: Annotated[float, typer.Option(metavar="SECONDS", help="with --follow, between two looks")] = 10.0,
) -> None:
    """Say what changed in articles/, a JSON line a change; the last line is {"cursor": …}.

    Take the lines in, then acknowledge: `wirelake changes --consumer NAME --ack CURSOR`. What is not
    acknowledged comes again the next time. docs/changes.md has the kinds, and recipes.

    Exit code 7: resync; the one line says which sources' articles have to be read anew, and the cursor after.
    """
    from wirelake.config import lake_uri
    from wirelake.console.deliveries.answers import answers
    from wirelake.console.deliveries.answers import write as write_changes
    from wirelake.lake.changes import consumers, cursors
    from wirelake.lake.marker import open_lake

    _check(consumer=consumer, ack=ack, since=since, form=form, output=output, follow=follow, every=every)
    store = open_lake(lake_uri())
    if ack is not None and consumer is not None:
        moved = consumers.acknowledge(store, consumer, cursors.parse(ack), datetime.now(UTC))
        print_json({"cursor": cursors.stated(moved)})
        return
    begun = cursors.parse(since) if since is not None else {}
    if consumer is not None and since is None:
        begun = consumers.acknowledged(store, consumer)
    try:
        for found, cursor in answers(store, begun, source, form, every if follow else None):
            write_changes(found, cursor, output)
    except ResyncError as error:
        print_json({"resync": error.sources, "cursor": error.cursor})
        raise typer.Exit(RESYNC) from None
    except BrokenPipeError:  # whoever reads standard output has enough; nothing is acknowledged
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(FAILED) from None


def _check(
    *,
    consumer: str | None,
    ack: str | None,
    since: str | None,
    form: ChangeForm,
    output: Path | None,
    follow: bool,
    every: float,
) -> None:
    if ack is not None and (consumer is None or not ack):
        raise ConfigError(
            "--ack: name the consumer, and the cursor that it was given: --consumer desk --ack …"
        )
    if ack is not None and (since is not None or follow or output):
        raise ConfigError("--ack: it only acknowledges; ask for changes by another command")
    if form is ChangeForm.OPENSEARCH and not output:
        raise ConfigError("--format opensearch: name the file with --output; standard output has the cursor")
    if output and follow:
        raise ConfigError("--output: it is one file; leave out --follow")
    if not 0.1 <= every <= 86_400:
        raise ConfigError(f"--every {every}: write 0.1 to 86400 seconds")
