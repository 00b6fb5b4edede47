"""The lines of what changed, by form.

``ndjson`` has a line a change. The others have the record as it may be read now, once for each article that
changed: what changed again since is told as it stands, and again by the change that is to come.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa

from wirelake.console.deliveries import ninjs
from wirelake.console.terminal import plain
from wirelake.lake.buckets import buckets_of
from wirelake.lake.reading import read_objects
from wirelake.storage import Store

Row = dict[str, Any]
INDEX = "wirelake-articles"  # of OpenSearch
LEFT = ("kill", "takedown", "gone", "removed")


def lines(store: Store, changes: pa.Table, form: str) -> Iterator[str]:
    """The lines of these changes, each without its end."""
    for row in FORMS[form](store, changes.to_pylist()):
        yield json.dumps(row, ensure_ascii=False, default=plain)


def _ndjson(_: Store, rows: list[Row]) -> Iterator[Row]:
    yield from rows


def _ninjs(store: Store, rows: list[Row]) -> Iterator[Row]:
    for change, record in _records(store, rows):
        yield ninjs.item(record) if record else ninjs.canceled(change["article_id"], change["changed_at"])


def _opensearch(store: Store, rows: list[Row]) -> Iterator[Row]:
    """The body of a request to ``_bulk``: an action, and to index the document below it."""
    for change, record in _records(store, rows):
        about = {"_index": INDEX, "_id": change["article_id"]}
        if record:
            yield {"index": about}
            yield {name: value for name, value in record.items() if value is not None}
        else:
            yield {"delete": about}


def _records(store: Store, rows: list[Row]) -> Iterator[tuple[Row, Row | None]]:
    """Each article's last change, with its row of articles/; None where it may not be read any more.

    What is on its way to another published date is left to the change that is to come.
    """
    last = {row["article_id"]: row for row in rows}
    places: dict[tuple[date, str], list[str]] = {}
    for row in last.values():
        if row["kind"] in LEFT:
            yield row, None
        else:
            places.setdefault((row["published_date"], row["source"]), []).append(row["article_id"])
    buckets = buckets_of(store)
    for (day, source), ids in sorted(places.items()):
        found = read_objects(store, "articles", buckets.places([day], source), article_ids=ids)
        records = {record["article_id"]: record for record in found.to_pylist()}
        for id_, record in records.items():
            yield last[id_], record


FORMS: dict[str, Callable[[Store, list[Row]], Iterator[Row]]] = {
    "ndjson": _ndjson,
    "ninjs": _ninjs,
    "opensearch": _opensearch,
}
