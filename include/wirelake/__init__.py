"""wirelake turns news wires into a data lake that people can trust.

``wirelake.read(...)`` reads a table of the lake, ``wirelake.stream(...)`` streams one of any size,
``wirelake.sql(...)`` asks the tables in SQL, ``wirelake.changes(...)`` says what changed since; the
``wirelake`` command does the rest.
"""

import zoneinfo
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wirelake.lake.changes.asking import changes
    from wirelake.lake.sql import sql
    from wirelake.lake.streams import read

# Zones by the locked tzdata in every process: a host's own files may be years older, and give other days.
zoneinfo.reset_tzpath(())

__version__ = "0.1.0"
__all__ = ["__version__", "changes", "read", "sql", "stream"]


def __getattr__(name: str) -> Any:
    # Lazily: a Dag file imports this package at parse time, and must not load pyarrow.
    if name in ("read", "stream"):
        from wirelake.lake import streams

        return getattr(streams, name)
    if name == "sql":
        from wirelake.lake.sql import sql

        return sql
    if name == "changes":
        from wirelake.lake.changes.asking import changes

        return changes
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
