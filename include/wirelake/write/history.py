"""history/ and rejected/: each batch's object replaced whole.

The touched set is stored before history is replaced, so a writer that dies is completed by the next one
(``lake.pending``).
"""

from collections.abc import Callable, Iterable

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.config import Batch
from wirelake.lake import layout, pending
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.pending import Touched
from wirelake.lake.reading import parse_parquet
from wirelake.lake.schema import HISTORY, REJECTED
from wirelake.storage import Store
from wirelake.write.objects import parquet, put

SEEN_ORDER = [("article_id", "ascending"), ("first_seen_at", "ascending"), ("version", "ascending")]
REJECTED_ORDER = [("reason", "ascending"), ("raw_ref", "ascending"), ("article_id", "ascending")]
Change = Callable[[pa.Table], pa.Table]


def write_rejected(store: Store, batch: Batch, rejected: pa.Table) -> None:
    """Replace the batch's rejected/ whole."""
    change_rejected(store, batch, lambda _: rejected)


@again_after_conflict
def change_rejected(store: Store, batch: Batch, change: Change) -> None:
    """Replace the batch's rejected/ by what ``change`` makes of it."""
    path = layout.rejected(batch)
    stood = store.read(path)
    rejected = change(parse_parquet(stood[0], path, schema=REJECTED) if stood else REJECTED.empty_table())
    put(store, path, stood, parquet(rejected, REJECTED_ORDER) if len(rejected) else None)


@again_after_conflict
def write_history(store: Store, batch: Batch, history: pa.Table) -> None:
    """Announce what will be touched, then replace the batch's history/ whole.

    Raises:
        ConflictError: other writers were faster, many times over.
    """
    path = layout.history(batch)
    stood = store.read(path)
    old = parse_parquet(stood[0], path, columns=["article_id", "published_date"]) if stood else None
    data = parquet(history, SEEN_ORDER) if len(history) else None
    pending.announce(store, batch, _touched([history, *([old] if old else [])]), data)
    put(store, path, stood, data)


@again_after_conflict
def change_history(store: Store, batch: Batch, change: Change) -> None:
    """Replace the batch's history/ by what ``change`` makes of it, where that touches nothing in articles/.

    What another writer puts there meanwhile stays, and what it announced is announced of the new one.
    """
    path = layout.history(batch)
    stood = store.read(path)
    if stood is None:
        return
    history = change(parse_parquet(stood[0], path, schema=HISTORY))
    data = parquet(history, SEEN_ORDER) if len(history) else None
    if data != stood[0]:
        pending.announce(store, batch, {}, data)
        put(store, path, stood, data)


@again_after_conflict
def touch(store: Store, batch: Batch, article_ids: Iterable[str]) -> None:
    """Have these articles of the batch settled by the next ``write_articles``, though its history/ stays."""
    path, wanted = layout.history(batch), set(article_ids)
    stood = store.read(path)
    if stood is None:
        return
    rows = parse_parquet(stood[0], path, columns=["article_id", "published_date"])
    mine = rows.filter(pc.is_in(rows["article_id"], value_set=pa.array(sorted(wanted), pa.string())))
    pending.add(store, batch, _touched([mine]), stood[0])


def _touched(tables: Iterable[pa.Table]) -> Touched:
    touched: Touched = {}
    for table in tables:
        for id_, day in zip(
            table["article_id"].to_pylist(), table["published_date"].to_pylist(), strict=True
        ):
            touched.setdefault(id_, set()).update([day] if day else [])  # a control record has no day
    return touched
