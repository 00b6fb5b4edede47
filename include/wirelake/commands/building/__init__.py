"""The commands that build days: here and now, out of an archive, or by a backfill of Airflow's."""

import typer

from wirelake.commands.building import backfills, days, imports

app = typer.Typer()
for group in (days, imports, backfills):
    app.add_typer(group.app)
