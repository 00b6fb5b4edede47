"""history/ and rejected/: each batch's object replaced whole.

The touched set is stored before history is replaced, so a writer that dies is completed by the next one
(``lake.pending``). A damaged object does not stop the build that makes it again: it is set aside.
"""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.config import Batch
from wirelake.errors import ConflictError, DamagedError
from wirelake.lake import aside, layout, pending
from wirelake.lake.built import Built, carry_over, note_built, raw_version
from wirelake.lake.conflicts import again_after_conflict
from wirelake.lake.files import days_of, parse_parquet
from wirelake.lake.pending import Touched
from wirelake.lake.reading import picked, read_days
from wirelake.lake.schema import HISTORY, REJECTED
from wirelake.storage import Store
from wirelake.write.keys import keyed
from wirelake.write.objects import put, successor
from wirelake.write.standing import Standing, standing
from wirelake.write.unsettled import unsettled

SEEN_ORDER = [("article_id", "ascending"), ("first_seen_at", "ascending"), ("version", "ascending")]
REJECTED_ORDER = [("reason", "ascending"), ("raw_ref", "ascending"), ("article_id", "ascending")]
PLACES = ["article_id", "published_date"]
Change = Callable[[pa.Table], pa.Table]
Plan = Callable[[str, bytes, bytes | None], None]  # path, what stands there, and what will


def _unplanned(path: str, before: bytes, after: bytes | None) -> None:
    """Nobody asked to be told."""


@again_after_conflict
def write_rejected(store: Store, batch: Batch, rejected: pa.Table, read: str | None = None) -> bool:
    """Replace the batch's rejected/ whole; False, and nothing written, where raw/ is not what was ``read``.

    Args:
        read: the raw_version of what the table was made from; None: whatever stands in raw/.
    """
    path = layout.rejected(batch)
    stood = standing(store, path, schema=REJECTED)
    if read is not None and raw_version(store, batch) != read:
        return False
    put(store, path, stood, successor(stood, rejected, REJECTED_ORDER))
    return True


@again_after_conflict
def change_rejected(store: Store, batch: Batch, change: Change, plan: Plan = _unplanned) -> None:
    """Replace the batch's rejected/ by what ``change`` makes of it; ``plan`` is told before.

    Raises:
        DamagedError: it cannot be read, and is left as it is.
    """
    path = layout.rejected(batch)
    stood = _whole(store, path, REJECTED)
    data = successor(stood, change(_rows(stood, REJECTED)), REJECTED_ORDER)
    if data is not None and stood.etag and data != stood.data:
        plan(path, stood.data, data)
    put(store, path, stood, data)


@again_after_conflict
def write_history(
    store: Store, batch: Batch, history: pa.Table, built: Built | None = None, *, is_sparing: bool = False
) -> bool:
    """Announce what will be touched, replace the batch's history/ whole, and state what it rests on.

    False, and nothing written, where raw/ holds other captures by now than those: a build of more may stand,
    and is never replaced by one of less. Without ``built`` what history/ rests on is unknown from now on.

    Args:
        is_sparing: articles of which nothing has changed (``unsettled``) are not touched.

    Raises:
        ConflictError: other writers were faster, many times over.
    """
    path, history = layout.history(batch), keyed(history)
    stood = standing(store, path, columns=PLACES)
    # Looked at after that read: who builds from more puts theirs later still, and then ours is refused.
    if built and raw_version(store, batch) != built.raw_version:
        return False
    old = [stood.rows] if stood.rows is not None else []
    only = unsettled(store, batch, stood, history, built) if built and is_sparing else None
    data = _announce_and_put(store, batch, stood, history, old, only)
    if built:
        note_built(store, batch, built, data)
    return True


@again_after_conflict
def amend_history(store: Store, batch: Batch, change: Change, read: str | None = None) -> bool:
    """Announce what will be touched, then replace the batch's history/ by what ``change`` makes of it.

    Args:
        read: as of ``write_rejected``.

    Raises:
        ConflictError: other writers were faster, many times over.
    """
    path = layout.history(batch)
    stood = _whole(store, path, HISTORY)
    if read is not None and raw_version(store, batch) != read:
        return False
    old = _rows(stood, HISTORY)
    data = _announce_and_put(store, batch, stood, keyed(change(old)), [old])
    if stood.etag:
        carry_over(store, batch, stood.data, data)
    return True


def _whole(store: Store, path: str, schema: pa.Schema) -> Standing:
    answer = store.read(path)
    if answer is None:
        return Standing()
    return Standing(answer[1], answer[0], parse_parquet(answer[0], path, schema=schema))


def _rows(stood: Standing, schema: pa.Schema) -> pa.Table:
    return schema.empty_table() if stood.rows is None else stood.rows


def _announce_and_put(
    store: Store,
    batch: Batch,
    stood: Standing,
    history: pa.Table,
    old: list[pa.Table],
    only: Collection[str] | None = None,
) -> bytes | None:
    path = layout.history(batch)
    touched = _touched([history, *old])
    if only is not None:
        touched = {id_: days for id_, days in touched.items() if id_ in only}
    if stood.is_damaged or (not stood.etag and aside.was_set_aside(store, path)):
        touched = pending.merged([touched, _shown(store, batch)])
    data = successor(stood, history, SEEN_ORDER)
    _announce(store, batch, touched, data)
    put(store, path, stood, data)
    return data


@again_after_conflict
def change_history(store: Store, batch: Batch, change: Change, plan: Plan = _unplanned) -> None:
    """Replace the batch's history/ by what ``change`` makes of it, where that touches nothing in articles/;
    ``plan`` is told before.

    What another writer puts there meanwhile stays, and what it announced is announced of the new one.

    Raises:
        DamagedError: it cannot be read, and is left as it is.
    """
    path = layout.history(batch)
    answer = store.read(path)
    if answer is None:
        return
    stood = Standing(answer[1], answer[0], parse_parquet(answer[0], path, schema=HISTORY))
    data = successor(stood, keyed(change(_rows(stood, HISTORY))), SEEN_ORDER)
    if data != stood.data:
        plan(path, stood.data, data)
        _announce(store, batch, {}, data)
        put(store, path, stood, data)
        carry_over(store, batch, stood.data, data)


def touch(store: Store, batch: Batch, article_ids: Iterable[str] = (), *, at: Touched | None = None) -> None:
    """Have these articles of the batch settled by the next ``write_articles``, though its history/ stays; and
    those that are said to stand ``at`` published dates, though history/ knows of them no more.
    """
    ids = pa.array(sorted(article_ids), pa.string())
    _touch(store, batch, ids, at or {}, [])


@again_after_conflict
def _touch(store: Store, batch: Batch, ids: pa.Array, at: Touched, stood: list[bytes]) -> None:
    """``stood`` are the histories that we had the set wait for, and that were replaced before it was put: no
    writer brings them again."""
    path = layout.history(batch)
    answer = store.read(path)
    if answer is None:
        return
    rows = parse_parquet(answer[0], path, columns=PLACES)
    mine = rows.filter(pc.is_in(rows["article_id"], value_set=ids))
    try:
        touched = pending.merged([_touched([mine]), at])
        pending.add(store, batch, touched, answer[0], instead_of=stood)
    except DamagedError as error:
        aside.move_aside(store, error)
        touch_all(store, batch)
    if store.etag(path) != answer[1]:
        stood.append(answer[0])
        raise ConflictError(f"{path} changed while articles of it were touched")


@again_after_conflict
def touch_all(store: Store, batch: Batch) -> None:
    """Have every article of the batch settled anew: what its touched set said is not known any more."""
    path = layout.history(batch)
    answer = store.read(path)
    rows = [parse_parquet(answer[0], path, columns=PLACES)] if answer else []
    touched = pending.merged([_touched(rows), _shown(store, batch)])
    pending.announce(store, batch, touched, answer[0] if answer else None)


def _announce(store: Store, batch: Batch, touched: Touched, data: bytes | None) -> None:
    try:
        pending.announce(store, batch, touched, data)
    except DamagedError as error:
        aside.move_aside(store, error)
        pending.announce(store, batch, pending.merged([touched, _shown(store, batch)]), data)


def _shown(store: Store, batch: Batch) -> Touched:
    """What articles/ shows of the batch; whoever touches a damaged day of it makes it again whole."""
    wanted = picked("articles", [*PLACES, "raw_ref"])
    found = []
    for day in days_of(store, "articles"):
        with suppress(DamagedError):
            rows = read_days(store, "articles", day, day, source=batch.source, wanted=wanted)
            found.append(rows.filter(pc.starts_with(rows["raw_ref"], f"{batch}#")))
    return _touched(found)


def _touched(tables: Iterable[pa.Table]) -> Touched:
    touched: Touched = {}
    for table in tables:
        for id_, day in zip(
            table["article_id"].to_pylist(), table["published_date"].to_pylist(), strict=True
        ):
            touched.setdefault(id_, set()).update([day] if day else [])  # a control record has no day
    return touched
