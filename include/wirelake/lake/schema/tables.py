"""The tables' columns as they stand in their files, and the Arrow schemas of them.

What stands in the path stands there only: ``capture_date`` and ``source``, in articles/ ``published_date``.
"""

import pyarrow as pa

from wirelake.lake.schema.articles import (
    ARTICLE_COLUMNS,
    CHANGED,
    PUBLISHED_DAY,
    UPDATED_AT,
    VERSION_COLUMNS,
    VERSION_SEQ,
)
from wirelake.lake.schema.columns import Column
from wirelake.lake.schema.index import INDEX_COLUMNS
from wirelake.lake.schema.items import MEDIA_COLUMNS, PACKAGE_COLUMNS
from wirelake.lake.schema.rejected import REJECTION_COLUMNS
from wirelake.lake.schema.runs import RUN_COLUMNS
from wirelake.lake.schema.sources import SOURCE_COLUMNS

FLAT_COLUMNS = (
    *(one for one in ARTICLE_COLUMNS if one.flat),
    PUBLISHED_DAY,
    VERSION_SEQ,
    UPDATED_AT,
    CHANGED,
)
HISTORY_COLUMNS = tuple(one for one in ARTICLE_COLUMNS if one.name != "source")


def arrow(columns: tuple[Column, ...]) -> pa.Schema:
    """The Arrow schema of these columns; each field's metadata says what it means."""
    return pa.schema(
        [
            pa.field(one.name, one.type, nullable=not one.required, metadata={"description": one.meaning})
            for one in columns
        ]
    )


ARTICLES = arrow(FLAT_COLUMNS)
HISTORY = arrow(HISTORY_COLUMNS)
VERSIONS = arrow((*HISTORY_COLUMNS, *VERSION_COLUMNS))
MEDIA = arrow(MEDIA_COLUMNS)
PACKAGES = arrow(PACKAGE_COLUMNS)
REJECTED = arrow(REJECTION_COLUMNS)
RUNS = arrow(RUN_COLUMNS)
SOURCES = arrow(SOURCE_COLUMNS)
INDEX = arrow(INDEX_COLUMNS)
