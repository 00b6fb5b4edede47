"""The lake's columns: name, Arrow type, meaning. The one place where they stand.

A file each for the columns of a table; ``tables`` makes the Arrow schemas of them, ``page`` docs/schema.md,
``release`` keeps the record of what was released.
"""

from wirelake.lake.schema.columns import Column
from wirelake.lake.schema.tables import (
    ARTICLES,
    HISTORY,
    INDEX,
    MEDIA,
    PACKAGES,
    REJECTED,
    RUNS,
    VERSIONS,
)
from wirelake.lake.schema.version import METADATA, SCHEMA_VERSION

__all__ = [
    "ARTICLES",
    "HISTORY",
    "INDEX",
    "MEDIA",
    "METADATA",
    "PACKAGES",
    "REJECTED",
    "RUNS",
    "SCHEMA_VERSION",
    "VERSIONS",
    "Column",
]
