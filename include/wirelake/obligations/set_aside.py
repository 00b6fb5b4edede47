"""Rows that a takedown took out of history/ and rejected/: kept until they are erased or restored.

They stand where no reader looks, an object a day and table. A build of the day renews them, so that a restore
gives what the build would have given.
"""

from collections.abc import Callable
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.batches.staging import packed, unpacked
from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.events import name_of
from wirelake.lake.manifests import Manifest
from wirelake.lake.schema import HISTORY, REJECTED
from wirelake.lake.tombstones import TAKEN_DOWN, withdrawn
from wirelake.storage import Store
from wirelake.write import amend_history, change_rejected

SCHEMAS = {"history": HISTORY, "rejected": REJECTED}
QUOTES = ("headline", "body_excerpt")
Change = Callable[[pa.Table], pa.Table]


def withdrawing(store: Store, manifest: Manifest, day: date, table: str) -> Change:
    """A change of the day's table that takes the article out of it and sets its rows aside."""

    def change(rows: pa.Table) -> pa.Table:
        mine = _mine(rows, manifest, table)
        if len(mine):
            _keep(store, manifest, day, table, mine)
        return _without(rows, manifest, day, table)

    return change


def renew(store: Store, batch: Batch, manifests: list[Manifest], tables: dict[str, pa.Table]) -> None:
    """Set aside what these tables of the batch, built anew, hold of articles that are taken down."""

    seen = [one for one in manifests if any(sight.capture_date == batch.day for sight in one.sights)]
    for manifest in seen:
        for table, rows in tables.items():
            mine = _mine(rows, manifest, table)
            if len(mine):
                _keep(store, manifest, batch.day, table, mine)
            else:
                store.delete(_path(manifest, batch.day, table))


def kept(store: Store, manifest: Manifest, day: date, table: str) -> pa.Table:
    """The day's rows of the article that were set aside."""
    stood = store.read(_path(manifest, day, table))
    return unpacked(stood[0], _path(manifest, day, table)) if stood else SCHEMAS[table].empty_table()


def days(store: Store, manifest: Manifest) -> list[date]:
    """The days of which rows are set aside."""
    names = store.folders(_folder(manifest))
    return [date.fromisoformat(name.partition("=")[2]) for name in names]


def put_back(store: Store, manifest: Manifest, day: date) -> None:
    """The day's rows to where they were, in place of what the withdrawal had left of them."""

    batch = Batch(manifest.source, day)
    amend_history(
        store, batch, lambda rows: _history_with(kept(store, manifest, day, "history"), rows, manifest)
    )
    change_rejected(
        store, batch, lambda rows: _rejected_with(kept(store, manifest, day, "rejected"), rows, manifest)
    )


def forget(store: Store, manifest: Manifest) -> None:
    """They are erased, or stand where they stood."""
    for one in store.objects(_folder(manifest)):
        store.delete(one.path)


def _keep(store: Store, manifest: Manifest, day: date, table: str, rows: pa.Table) -> None:
    path, data = _path(manifest, day, table), packed(rows)
    stood = store.read(path)
    if stood is None or stood[0] != data:
        store.write(path, data)


def _mine(rows: pa.Table, manifest: Manifest, table: str) -> pa.Table:
    """What the withdrawal would change of these rows, as it stands."""
    own = pc.fill_null(pc.equal(rows["article_id"], manifest.article_id), False)
    if table == "history":
        tombs = [TAKEN_DOWN in (signals or ()) for signals in rows["signals"].to_pylist()]
        return rows.filter(pc.and_(own, pc.invert(pa.array(tombs, pa.bool_()))))
    told = pc.or_(pc.is_valid(rows["headline"]), pc.is_valid(rows["body_excerpt"]))
    urls = {one for sight in manifest.sights for one in (sight.url, sight.canonical_url) if one}
    near = pc.and_(told, pc.is_in(rows["url"], value_set=pa.array(sorted(urls), pa.string())))
    live = pc.not_equal(rows["reason"], TAKEN_DOWN)
    return rows.filter(pc.and_(live, pc.or_(own, near)))


def _without(rows: pa.Table, manifest: Manifest, day: date, table: str) -> pa.Table:
    if table == "history":
        return withdrawn(rows, REJECTED.empty_table(), day, [manifest])[0]
    return withdrawn(HISTORY.empty_table(), rows, day, [manifest])[1]


def _history_with(back: pa.Table, rows: pa.Table, manifest: Manifest) -> pa.Table:
    """A day that was built since the restore has the rows already, and no tombstone."""
    told = rows.select(["article_id", "signals"]).to_pylist()
    tombs = [
        one["article_id"] == manifest.article_id and TAKEN_DOWN in (one["signals"] or ()) for one in told
    ]
    lives = any(
        one["article_id"] == manifest.article_id for one, tomb in zip(told, tombs, strict=True) if not tomb
    )
    rows = rows.filter(pa.array([not one for one in tombs], pa.bool_()))
    return rows if lives else pa.concat_tables([rows, back])


def _rejected_with(back: pa.Table, rows: pa.Table, manifest: Manifest) -> pa.Table:
    keys = {(one["raw_ref"], one["reason"]) for one in back.to_pylist()}
    told = rows.to_pylist()
    gone = [
        (one["article_id"] == manifest.article_id and one["reason"] == TAKEN_DOWN)
        or ((one["raw_ref"], one["reason"]) in keys and not any(one[name] for name in QUOTES))
        for one in told
    ]
    stands = {(o["raw_ref"], o["reason"]) for o, is_gone in zip(told, gone, strict=True) if not is_gone}
    wanted = [(one["raw_ref"], one["reason"]) not in stands for one in back.to_pylist()]
    rows = rows.filter(pa.array([not one for one in gone], pa.bool_()))
    return pa.concat_tables([rows, back.filter(pa.array(wanted, pa.bool_()))])


def folder_of(source: str) -> str:
    """Where the source's rows stand, by the names of their articles."""
    return layout.withdrawn_of(source)


def name(manifest: Manifest) -> str:
    """Under which the article's rows stand there."""
    return name_of(manifest.article_id)


def _folder(manifest: Manifest) -> str:
    return f"{folder_of(manifest.source)}/{name(manifest)}"


def _path(manifest: Manifest, day: date, table: str) -> str:
    return layout.withdrawn(Batch(manifest.source, day), name(manifest), table)
