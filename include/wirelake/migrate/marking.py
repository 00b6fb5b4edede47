"""The marker states the lake's version: a lake from before the marker gets one, an earlier one is raised.

It is a single object, replaced under the condition that it is still the one that was read.
"""

from wirelake.lake.marker import MARKER, put_marker, read_marker
from wirelake.lake.schema import SCHEMA_VERSION
from wirelake.storage import Store


def due(store: Store) -> list[str]:
    """The marker, where there is none, or one of an earlier version."""
    marker = read_marker(store)
    return [] if marker and marker.schema_version >= SCHEMA_VERSION else [MARKER]


def apply(store: Store, path: str) -> None:
    """Write it."""
    del path  # there is but one
    put_marker(store)
