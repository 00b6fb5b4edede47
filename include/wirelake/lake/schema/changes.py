"""The columns of changes, which are read from the feeds: JSON lines, not Parquet."""

import pyarrow as pa

from wirelake.lake.schema.columns import INSTANT, Column, column
from wirelake.lake.schema.tables import arrow

CHANGE_COLUMNS: tuple[Column, ...] = (
    column("source", pa.string(), "the wire service that we read", "!"),
    column("number", pa.int64(), "of the entry: the changes of one settle have one number", "!"),
    column("changed_at", INSTANT, "when the writer that told it began to settle", "!"),
    column("article_id", pa.string(), "as in articles/", "!"),
    column(
        "kind",
        pa.string(),
        "new, correction, update, embargo_ended, restored or recleaned: it may be read now; "
        "kill, takedown, gone or removed: it may not be read any more",
        "!",
    ),
    column("digest", pa.string(), "a hash of its row of articles/; null where it may not be read any more"),
    column("version", pa.string(), "its version in articles/"),
    column("published_date", pa.date32(), "the published date at which it stands"),
    column("updated_at", INSTANT, "as in articles/"),
    column("previous_digest", pa.string(), "the digest that the feed told before; null where it stood not"),
    column("previous_date", pa.date32(), "the published date at which it stood"),
)
CHANGES = arrow(CHANGE_COLUMNS)
