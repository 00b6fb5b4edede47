"""The command that writes the lake's tables as views of a DuckDB file."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from wirelake.console.terminal import err, out

app = typer.Typer()


@app.command()
def catalog(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="such as lake.duckdb; SQL where it ends with .sql"),
    ],
    replace: Annotated[bool, typer.Option("--replace", help="in the place of what stands there")] = False,
) -> None:
    """Write a DuckDB file whose views are the lake's tables, for any tool that opens DuckDB.

    The views read the lake's files where they are. On S3 whoever opens it needs DuckDB's extension httpfs
    and a secret; both are printed.
    """
    from wirelake.config import lake_uri
    from wirelake.lake.marker import open_lake
    from wirelake.lake.sql import TABLES
    from wirelake.lake.sql.catalog import REMOTE, write_catalog

    store = open_lake(lake_uri())
    names = write_catalog(store, file, replace=replace)
    err.print(escape(f"{file}: {', '.join(names)}, of {store.uri}"))
    left = ", ".join(name for name in TABLES if name not in names)
    err.print(escape(f"not in it: {left}: they are computed, or have no file yet: wirelake sql"))
    if "://" in store.uri:
        err.print("On S3 each session needs, before the first query:")
        out.print(escape("".join(f"{one};\n" for one in REMOTE)), end="")
