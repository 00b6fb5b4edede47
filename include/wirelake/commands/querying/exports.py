"""The command that exports a freeze for those who train or publish."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from wirelake import upkeep
from wirelake.commands.arguments import known_sources
from wirelake.commands.days import NOTHING
from wirelake.console.terminal import err, out, print_json, progress, say_wrong
from wirelake.errors import ConfigError, MissingError

AT_ONCE = timedelta(days=3_000)  # of stories: an article of 1994 is no mistyped year here
app = typer.Typer()


class ExportForm(StrEnum):
    """How the rows are written."""

    PARQUET = "parquet"
    JSONL = "jsonl"


@app.command()
def export(
    name: Annotated[str, typer.Argument(help="a freeze's name, as in `wirelake freezes`")],
    output: Annotated[
        Path, typer.Option(metavar="FOLDER", help="the folder to make; it is there when it is whole")
    ],
    form: Annotated[ExportForm, typer.Option("--format", help="parquet or jsonl")] = ExportForm.PARQUET,
    licensed: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SOURCE",
            help="a licence of yours allows what its publishers reserve or refuse; may be repeated",
            autocompletion=known_sources,
        ),
    ] = None,
    open_only: Annotated[
        bool, typer.Option("--open-only", help="leave out what nobody said anything of, too")
    ] = False,
    keep_copies: Annotated[
        bool, typer.Option("--keep-copies", help="all articles of a story, not the earliest alone")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="in the place of what stands there")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="what was exported and left out, as JSON")] = False,
) -> None:
    """Export the articles of a freeze: data files, a dataset card (README.md), Croissant metadata.

    The folder is one that Hugging Face datasets load. Left out, and counted by why, is what does not stand
    any more, what its publisher reserves, what terms or a licence refuse, and all but one article of a
    story. Each row has its source, licence and address. The lake notes the export, so a takedown lists it.
    docs/citing.md.

    Exit code 4: no freeze is named so.
    """
    from wirelake.batches.lakes import lake
    from wirelake.console.citations import as_text
    from wirelake.exporting.choosing import WHY, Filters
    from wirelake.exporting.export import Wish
    from wirelake.exporting.export import export as make
    from wirelake.lake.freezes import frozen

    store = lake()
    try:
        freeze = frozen.read(store, name)
    except MissingError as error:
        say_wrong(str(error))
        raise typer.Exit(NOTHING) from None
    head = freeze.head
    if unknown := sorted({*(licensed or ())} - {*head.sources}):
        raise ConfigError(f"--licensed {unknown[0]}: the freeze has rows of {', '.join(head.sources)}")
    filters = Filters(licensed=frozenset(licensed or ()), open_only=open_only, keep_copies=keep_copies)
    first = head.first_day if not keep_copies else None
    while first and head.last_day and first <= head.last_day:
        last = min(first + AT_ONCE, head.last_day)
        with progress(name) as step:
            upkeep.build_stories(first, last, store=store, progress=step)
        first = last + timedelta(days=1)
    wish = Wish(
        freeze=freeze,
        place=output,
        form=form.value,
        filters=filters,
        cited=as_text(head),
        replace=replace,
    )
    done = make(store, wish, datetime.now(UTC))
    if as_json:
        told = done.head.model_dump(mode="json", exclude={"files"})
        print_json(
            told | {"left_out": dict(done.choice.left_out), "rights": dict(done.choice.rights)}, indent=2
        )
        return
    out.print(escape(f"{output}: {done.head.rows:,} articles; sha256:{done.head.digest}"))
    if unknown_rights := done.choice.rights["unknown"]:
        err.print(
            f"of {unknown_rights:,} of them nobody says whether they may be mined: that is no permission"
        )
    for why, count in done.choice.left_out.items():
        err.print(escape(f"left out: {count:,} {why}: {WHY[why]}"))
