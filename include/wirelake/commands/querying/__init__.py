"""The commands that ask the lake: its tables in SQL, what changed, which of its texts are the same."""

import typer

from wirelake.commands.querying import catalog, changes, sql, stories

app = typer.Typer()
for group in (sql, catalog, changes, stories):
    app.add_typer(group.app)
