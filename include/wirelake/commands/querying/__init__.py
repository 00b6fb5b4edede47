"""The commands that ask the lake: its tables in SQL, what changed, which of its texts are the same,
what is cited."""

import typer

from wirelake.commands.querying import catalog, changes, exports, freezes, sql, stories

app = typer.Typer()
for group in (sql, catalog, changes, stories, freezes, exports):
    app.add_typer(group.app)
