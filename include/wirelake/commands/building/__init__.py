"""The commands that build days: here and now, or by a backfill of Airflow's."""

import typer

from wirelake.commands.building import backfills, days

app = typer.Typer()
for group in (days, backfills):
    app.add_typer(group.app)
