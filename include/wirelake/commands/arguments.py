"""What several commands take: a source, days, and the wire's credentials."""

import os
from typing import Annotated

import typer

from wirelake import config
from wirelake.errors import ConfigError


def known_sources() -> list[str]:
    """The sources' names, which a shell completes."""
    return [*config.source_files()]


Source = Annotated[
    str, typer.Argument(help="a source's name, as in `wirelake sources`", autocompletion=known_sources)
]
SourceOrAll = Annotated[
    str | None,
    typer.Argument(metavar="SOURCE", help="a source's name; all by default", autocompletion=known_sources),
]
Day = Annotated[str, typer.Argument(help="capture day, such as 2025-12-07, in the source's time zone")]
To = Annotated[str | None, typer.Option("--to", help="last capture day, included; DAY alone by default")]
Accept = Annotated[bool, typer.Option("--accept", help="publish although the gate is closed")]
Refetch = Annotated[
    bool, typer.Option("--refetch", help="ask again, conditionally, for pages that raw/ holds already")
]
AnyDay = Annotated[
    bool, typer.Option("--any-day", help="also a day that is to come, or before the source's start")
]
NewLake = Annotated[bool, typer.Option("--new-lake", help="begin a new lake first, as `wirelake init` does")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON for scripts instead of a table")]


def connection_of(source: str) -> str | None:
    """The wire's credentials, where Airflow would look for them as well."""
    return _stated(source, "fetch.connection", config.load_named(source).fetch.connection)


def inbox_connection_of(source: str) -> str | None:
    """The credentials of its inbox, likewise."""
    part = config.load_named(source).inbox
    return _stated(source, "discover: inbox: connection", part.connection if part else None)


def _stated(source: str, field: str, name: str | None) -> str | None:
    if name is None:
        return None
    variable = f"AIRFLOW_CONN_{name.upper()}"
    if variable not in os.environ:
        raise ConfigError(f"{source}: {field}: {name!r}: set {variable} to the connection's URI or JSON")
    return os.environ[variable]
