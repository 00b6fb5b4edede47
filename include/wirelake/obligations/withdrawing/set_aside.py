"""Rows that a takedown took out of history/ and rejected/: kept until they are erased or restored.

They stand where no reader looks, an object a day and table. A build of the day renews them, so that a restore
gives what the build would have given.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa

from wirelake.batches.staging import packed, unpacked
from wirelake.config import Batch
from wirelake.lake import layout
from wirelake.lake.decisions.events import name_of
from wirelake.lake.decisions.manifests import Manifest
from wirelake.lake.decisions.tombstones import TAKEN_DOWN, withdrawn
from wirelake.lake.schema import HISTORY, REJECTED
from wirelake.obligations.places import addresses
from wirelake.storage import Store
from wirelake.write import amend_history, change_rejected

SCHEMAS = {"history": HISTORY, "rejected": REJECTED}
QUOTES = ("headline", "body_excerpt")
TOLD = ("article_id", "signals", "reason", "url", *QUOTES)


@dataclass(slots=True)
class Withdrawing:
    """A change of the day's table that takes articles out of it and sets their rows aside, each by itself.

    ``held`` are those of which the table held something when it was changed last.
    """

    store: Store
    manifests: Sequence[Manifest]
    day: date
    table: str
    held: list[Manifest] = field(default_factory=list)

    def __call__(self, rows: pa.Table) -> pa.Table:
        self.held = []
        for manifest, mine in _each(rows, self.manifests, self.table):
            _keep(self.store, manifest, self.day, self.table, mine)
            self.held.append(manifest)
        return _without(rows, self.manifests, self.day, self.table)


def renew(store: Store, batch: Batch, manifests: list[Manifest], tables: dict[str, pa.Table]) -> None:
    """Set aside what these tables of the batch, built anew, hold of articles that are taken down."""

    seen = [one for one in manifests if any(sight.capture_date == batch.day for sight in one.sights)]
    for table, rows in tables.items():
        held = {manifest.article_id: mine for manifest, mine in _each(rows, seen, table)}
        for manifest in seen:
            if manifest.article_id in held:
                _keep(store, manifest, batch.day, table, held[manifest.article_id])
            else:
                store.delete(_path(manifest, batch.day, table))


def kept(store: Store, manifest: Manifest, day: date, table: str) -> pa.Table:
    """The day's rows of the article that were set aside."""
    stood = store.read(_path(manifest, day, table))
    schema = SCHEMAS[table]
    return unpacked(stood[0], _path(manifest, day, table), schema) if stood else schema.empty_table()


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


def _each(rows: pa.Table, manifests: Sequence[Manifest], table: str) -> Iterator[tuple[Manifest, pa.Table]]:
    """What the withdrawal would change of these rows, article by article, as it stands."""
    told = rows.select([name for name in TOLD if name in rows.schema.names]).to_pylist()
    by_id, by_url = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
    for place, row in enumerate(told):
        if table == "history":
            is_live = TAKEN_DOWN not in (row["signals"] or ())
        else:
            is_live = row["reason"] != TAKEN_DOWN
            if is_live and row["url"] and any(row[name] is not None for name in QUOTES):
                by_url[row["url"]].append(place)
        if is_live and row["article_id"]:
            by_id[row["article_id"]].append(place)
    for manifest in manifests:
        places = {*by_id.get(manifest.article_id, ())}
        for url in addresses(manifest):
            places.update(by_url.get(url, ()))
        if places:
            yield manifest, rows.take(pa.array(sorted(places), pa.int64()))


def _without(rows: pa.Table, manifests: Sequence[Manifest], day: date, table: str) -> pa.Table:
    if table == "history":
        return withdrawn(rows, REJECTED.empty_table(), day, manifests)[0]
    return withdrawn(HISTORY.empty_table(), rows, day, manifests)[1]


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
