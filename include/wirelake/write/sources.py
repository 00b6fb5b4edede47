"""sources/: of each source one object, to which a row is added when its YAML says something else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa

from wirelake.config import SourceConfig
from wirelake.lake import layout
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.schema.tables import SOURCES
from wirelake.storage import Store
from wirelake.write.objects import parquet, put
from wirelake.write.standing import standing

Row = dict[str, Any]
ORDER = [("since", "ascending")]
AFTER = timedelta(microseconds=1)


@again_after_conflict
def write_source(store: Store, source: SourceConfig, now: datetime) -> bool:
    """Add what the source's YAML says, where the last row says something else; whether it did.

    Of a damaged object the rows are lost, and the facts of now begin it anew.

    Raises:
        ConflictError: other writers were faster, many times over.
    """
    path = layout.sources(source.name)
    stood = standing(store, path, schema=SOURCES)
    rows = stood.rows.to_pylist() if stood.rows is not None else []
    last = max(rows, key=lambda row: row["since"], default=None)
    facts = _facts(source)
    if last and {**last, "since": None} == {**facts, "since": None}:
        return False
    since = max(now.astimezone(UTC), last["since"] + AFTER) if last else now
    table = pa.Table.from_pylist([*rows, facts | {"since": since}], schema=SOURCES)
    return put(store, path, stood, parquet(table, ORDER))


def _facts(source: SourceConfig) -> Row:
    tags = [*([source.language] if source.language else []), *source.expect.languages]
    until = source.licence_until
    return {
        "title": source.title,
        "description": source.description,
        "homepage": source.homepage,
        "country": source.country,
        "kind": source.kind,
        "languages": list(dict.fromkeys(tags)),
        "timezone": source.timezone,
        "owner": source.owner,
        "licence": source.licence,
        "licence_until": until.isoformat() if until else None,
        "terms_url": source.terms_url,
        "collections": list(source.collections),
    }
