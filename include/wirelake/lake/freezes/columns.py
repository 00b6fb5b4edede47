"""The columns of a freeze: ids and digests, and no word of a text."""

import pyarrow as pa

from wirelake.lake.schema.columns import Column, column

FREEZE_COLUMNS: tuple[Column, ...] = (
    column("row_id", pa.string(), "the row of history/", "!"),
    column("article_id", pa.string(), "as in history/", "!"),
    column("source", pa.string(), "the wire service that we read", "!"),
    column("version", pa.string(), "as in history/", "!"),
    column("record_kind", pa.string(), "as in history/: article, media, package or control"),
    column("capture_date", pa.date32(), "the capture day under which the row stands", "!"),
    column("published_date", pa.date32(), "as in history/"),
    column("digest", pa.string(), "a hash of what the row says to a reader", "!"),
    column("ruleset_version", pa.string(), "hash of the cleaning rules and the source's facts", ""),
    column("readable", pa.bool_(), "articles/ showed this very row when it was frozen", "!"),
)
