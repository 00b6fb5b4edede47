"""The commands about the lake itself: to begin one, and to bring an older one up to this version."""

from typing import Annotated

import typer
from rich.markup import escape

from wirelake import config
from wirelake.commands.days import CHANGES, end
from wirelake.console import out, progress
from wirelake.errors import ConfigError
from wirelake.storage import open_store

app = typer.Typer()


@app.command()
def init(
    buckets: Annotated[
        int | None, typer.Option("--buckets", help="in how many files a published date of articles/ stands")
    ] = None,
) -> None:
    """Begin a new lake at WIRELAKE_LAKE. Where one stands already nothing changes."""
    from wirelake.lake.marker import BUCKETS, begin

    store = open_store(config.lake_uri())
    begun = begin(store, BUCKETS if buckets is None else buckets)
    out.print(f"{escape(store.uri)}: {'a new lake' if begun else 'a lake already'}")


def begin_lake() -> None:
    """Begin the new lake that was asked for.

    Raises:
        ConfigError: one stands there already, of this version or an earlier one.
    """
    from wirelake.lake.marker import BUCKETS, begin

    store = open_store(config.lake_uri())
    if not begin(store, BUCKETS):
        raise ConfigError(f"{store.uri}: a lake stands here already: leave out --new-lake")


@app.command()
def migrate(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="say what would be done; change nothing")
    ] = False,
    buckets: Annotated[
        int | None,
        typer.Option("--buckets", help="bring each published date of articles/ to so many files"),
    ] = None,
) -> None:
    """Bring the lake at WIRELAKE_LAKE up to this version of wirelake.

    It may be interrupted at any moment, and repeated. Exit code 0: done, or nothing to do; with --dry-run 5
    where something is.
    """
    from wirelake.migrate import migrate as changed
    from wirelake.migrate import plan

    store = open_store(config.lake_uri())
    due = plan(store, buckets)
    for step, objects in due:
        out.print(f"{step.name}: {escape(step.meaning)}; {len(objects)} objects, {escape(objects[0])} first")
    if not due:
        out.print(f"{escape(store.uri)}: nothing to do")
    elif dry_run:
        end(CHANGES)
    else:
        with progress(store.uri) as shown:
            count = changed(store, shown, buckets)
        out.print(f"{escape(store.uri)}: {count} objects changed")
