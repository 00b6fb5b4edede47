"""docs/schema.md: every table's columns with type and meaning."""

import pyarrow as pa

from wirelake.lake.freezes.columns import FREEZE_COLUMNS
from wirelake.lake.schema import words
from wirelake.lake.schema.articles import VERSION_COLUMNS
from wirelake.lake.schema.changes import CHANGE_COLUMNS
from wirelake.lake.schema.index import INDEX_COLUMNS
from wirelake.lake.schema.items import MEDIA_COLUMNS, PACKAGE_COLUMNS
from wirelake.lake.schema.rejected import REJECTION_COLUMNS
from wirelake.lake.schema.runs import RUN_COLUMNS
from wirelake.lake.schema.sources import SOURCE_COLUMNS
from wirelake.lake.schema.tables import FLAT_COLUMNS, HISTORY_COLUMNS

TABLES = {
    "articles": ("published_date", FLAT_COLUMNS),
    "history": ("capture_date, source", HISTORY_COLUMNS),
    "versions (computed by wirelake.read)": ("history's, and these", VERSION_COLUMNS),
    "media (computed by wirelake.read)": ("computed too: published_date, source", MEDIA_COLUMNS),
    "packages (computed by wirelake.read)": ("computed too: published_date, source", PACKAGE_COLUMNS),
    "rejected": ("capture_date, source", REJECTION_COLUMNS),
    "runs": ("capture_date, source", RUN_COLUMNS),
    "sources": ("source", SOURCE_COLUMNS),
    "freezes": ("name", FREEZE_COLUMNS),
    "changes (read from JSON lines)": ("source; the entry's number is its name", CHANGE_COLUMNS),
    "raw (the index)": ("source, capture_date", INDEX_COLUMNS),
}
HEAD = "# Columns\n\nBy `make docs` from `wirelake.lake.schema`. Instants are UTC; **bold** is never null.\n"


def markdown() -> str:
    """The page as Markdown."""
    parts = [HEAD]
    for name, (path, columns) in TABLES.items():
        parts.append(f"\n## {name}\n\nIn the path: {path}.\n\n| column | type | meaning |\n|---|---|---|\n")
        for one in columns:
            shown = f"**{one.name}**" if one.required else one.name
            parts.append(f"| {shown} | {_shown(one.type)} | {one.meaning} |\n")
    return "".join([*parts, words.markdown()])


def _shown(type_: pa.DataType) -> str:
    if pa.types.is_list(type_):
        return f"list of {_shown(type_.value_type)}"
    if pa.types.is_struct(type_):
        return "{" + ", ".join(field.name for field in type_) + "}"
    if pa.types.is_map(type_):
        return f"map of {type_.key_type} to {type_.item_type}"
    return str(type_).replace("timestamp[us, tz=UTC]", "timestamp")
