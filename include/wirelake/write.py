"""history/, rejected/ and articles/: sorted, deterministic, replaced whole, under compare-and-swap.

The touched articles are recomputed from all of their source's history, never merged into what stands:
merging would resurrect a kill when an old day is replayed. The touched set is stored before history is
replaced and acknowledged last, so a writer that dies is completed by the next one.
"""

import io
import json
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from wirelake.config import Batch
from wirelake.errors import ConflictError
from wirelake.lake import layout
from wirelake.lake.reading import parse_parquet
from wirelake.lake.schema import ARTICLES, RUNS
from wirelake.storage import ABSENT, Store

ROW_GROUP = 1_000
READERS = 8
RESOLVED_BY = [
    *(name for name in ARTICLES.names if name not in ("source", "version_seq", "updated_at")),
    "published_date",
    "record_kind",
    "embargoed_until",
]
ORDER = [("source", "ascending"), ("published_at", "ascending"), ("article_id", "ascending")]
Row = dict[str, Any]
Touched = dict[str, set[date]]
Resolve = Callable[[Iterable[Row], datetime], list[Row]]


@dataclass(kw_only=True)
class Changes:
    """What became of articles/: rows by what happened to them, and the published dates rewritten."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    dates: set[date] = field(default_factory=set)


def parquet(table: pa.Table, order: list[tuple[str, str]]) -> bytes:
    """The table as Parquet, sorted; the same rows give the same bytes."""
    table = table.sort_by(order) if len(table) else table
    sink = io.BytesIO()
    unstated = ("body_text", "extracted_text")  # statistics of long texts are of no use to a reader
    stated = [name for name in table.schema.names if name not in unstated]
    pq.write_table(
        table.replace_schema_metadata(None),
        sink,
        compression="zstd",
        compression_level=3,
        row_group_size=ROW_GROUP,
        write_statistics=[name for name in stated if not pa.types.is_nested(table.schema.field(name).type)],
        write_page_index=True,
        sorting_columns=pq.SortingColumn.from_ordering(table.schema, order),
    )
    return sink.getvalue()


def write_rejected(store: Store, batch: Batch, rejected: pa.Table) -> None:
    """Replace the batch's rejected/ whole."""
    order = [("reason", "ascending"), ("raw_ref", "ascending"), ("article_id", "ascending")]
    _replace(store, layout.rejected(batch), rejected, order)


def write_history(store: Store, batch: Batch, history: pa.Table, run_id: str) -> None:
    """Store what will be touched, then replace the batch's history/ whole."""
    path = layout.history(batch)
    stood = store.read(path)
    old = parse_parquet(stood[0], path, columns=["article_id", "published_date"]) if stood else None
    touched = _touched([history, *([old] if old else [])])
    if touched:
        stored = {id_: sorted(map(str, days)) for id_, days in sorted(touched.items())}
        store.write(f"{layout.pending(batch.source)}/{run_id}.json", json.dumps(stored).encode())
    order = [("article_id", "ascending"), ("first_seen_at", "ascending"), ("version", "ascending")]
    _replace(store, path, history, order)


def write_articles(store: Store, source: str, now: datetime, resolve: Resolve) -> Changes:
    """Bring articles/ up to date for every touched article of the source that is not acknowledged.

    Raises:
        ConflictError: other writers were faster, many times over.
    """
    pending = [stored.path for stored in store.objects(layout.pending(source))]
    touched: Touched = {}
    for path in pending:
        answer = store.read(path)
        for id_, days in json.loads(answer[0] if answer else b"{}").items():
            touched.setdefault(id_, set()).update(map(date.fromisoformat, days))
    changes = Changes()
    if touched:
        before: dict[str, Row] = {}
        after = _settled(store, source, touched, lambda rows: resolve(rows, now), before, changes)
        changes.added = len(after.keys() - before.keys())
        changes.removed = len(before.keys() - after.keys())
        changes.changed = sum(before[id_] != after[id_] for id_ in before.keys() & after.keys())
    for path in pending:
        store.delete(path)
    return changes


def write_run(store: Store, batch: Batch, row: Row) -> None:
    """Add the batch's row to runs/."""
    table = pa.Table.from_pylist([row], schema=RUNS)
    store.write(layout.run(batch, row["run_id"]), parquet(table, [("run_id", "ascending")]))


@retry(
    retry=retry_if_exception_type(ConflictError),
    wait=wait_random_exponential(multiplier=0.05, max=5),
    stop=stop_after_attempt(30),
    reraise=True,
)
def _settled(
    store: Store,
    source: str,
    touched: Touched,
    resolve: Callable[[Iterable[Row]], list[Row]],
    before: dict[str, Row],
    changes: Changes,
) -> dict[str, Row]:
    """Recompute the touched articles and put them in their places; id → row as it stands then.

    Objects are read before history is known to be unchanged, and history is looked at again after the
    last write: whoever replaced it meanwhile makes us start anew.
    """
    state = _history_state(store, source)
    rows = _history_rows(store, state, touched)
    places = {day for days in touched.values() for day in days}
    places |= {row["published_date"] for row in rows if row["published_date"]}
    stood = {day: store.read(layout.articles(day)) for day in sorted(places)}
    if _history_state(store, source) != state:
        raise ConflictError(f"history of {source} changed while it was read")
    after = {row["article_id"]: {**row, "source": source} for row in resolve(rows)}
    tables = {day: _articles_of(answer, day) for day, answer in stood.items()}
    mine = {day: _is_touched(table, source, touched) for day, table in tables.items()}
    for day, table in tables.items():
        for row in table.filter(mine[day]).to_pylist():
            before.setdefault(row["article_id"], {**row, "published_date": day})
    arriving = {row["published_date"] for row in after.values()}
    # An article that changes its day: the new place is written before the old one is cleared.
    for day in sorted(places, key=lambda day: (day not in arriving, day)):
        kept = tables[day].filter(pc.invert(mine[day]))
        new = [row for row in after.values() if row["published_date"] == day]
        if _put_day(store, day, stood[day], pa.concat_tables([kept, _flat(new)])):
            changes.dates.add(day)
    if _history_state(store, source) != state:
        raise ConflictError(f"history of {source} changed while articles were written")
    return {id_: _as_stored(row) for id_, row in after.items()}


def _put_day(store: Store, day: date, stood: tuple[bytes, str] | None, table: pa.Table) -> bool:
    path = layout.articles(day)
    if len(table) == 0:
        if stood:
            store.delete(path, if_etag=stood[1])
        return stood is not None
    data = parquet(table, ORDER)
    if stood and stood[0] == data:
        return False
    store.write(path, data, if_etag=stood[1] if stood else ABSENT)
    return True


def _articles_of(answer: tuple[bytes, str] | None, day: date) -> pa.Table:
    if answer is None:
        return ARTICLES.empty_table()
    return parse_parquet(answer[0], layout.articles(day)).cast(ARTICLES)


def _is_touched(table: pa.Table, source: str, touched: Touched) -> Any:
    ids = pa.array(list(touched), pa.string())
    return pc.and_(pc.equal(table["source"], source), pc.is_in(table["article_id"], value_set=ids))


def _flat(rows: list[Row]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=ARTICLES)


def _as_stored(row: Row) -> Row:
    """The row as it reads back from articles/, with its published date."""
    return {**_flat([row]).to_pylist()[0], "published_date": row["published_date"]}


def _history_state(store: Store, source: str) -> dict[str, str]:
    """Path → ETag of the source's history objects."""
    folder = f"/source={source}/"
    return {one.path: one.etag for one in store.objects(layout.HISTORY) if folder in one.path}


def _history_rows(store: Store, paths: Iterable[str], touched: Touched) -> list[Row]:
    ids = pa.array(list(touched), pa.string())

    def rows_of(path: str) -> list[Row]:
        answer = store.read(path)
        if answer is None:
            raise ConflictError(f"{path} left while it was read")
        table = parse_parquet(answer[0], path, columns=RESOLVED_BY, filters=pc.field("article_id").isin(ids))
        day = date.fromisoformat(path.split("capture_date=")[1][:10])
        return [{**row, "capture_date": day} for row in table.to_pylist()]

    with ThreadPoolExecutor(READERS) as pool:
        return [row for rows in pool.map(rows_of, sorted(paths)) for row in rows]


def _touched(tables: Iterable[pa.Table]) -> Touched:
    touched: Touched = {}
    for table in tables:
        for id_, day in zip(
            table["article_id"].to_pylist(), table["published_date"].to_pylist(), strict=True
        ):
            touched.setdefault(id_, set()).update([day] if day else [])  # a control record has no day
    return touched


def _replace(store: Store, path: str, table: pa.Table, order: list[tuple[str, str]]) -> None:
    stood = store.read(path)
    if len(table) == 0:
        if stood:
            store.delete(path)
        return
    data = parquet(table, order)
    if stood is None or stood[0] != data:  # a re-run that changes nothing writes nothing
        store.write(path, data)
