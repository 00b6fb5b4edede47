"""What only saves time: read of raw/ before, and kept below kept/ so that it need not be read again.

Whoever finds nothing, a damaged object or another version's reads raw/ itself; no row of a build depends on
what lies here. It is an object a batch and kind: an Arrow file of entries, each with its digest.

A takedown deletes all of a source's objects once raw/ is free of a text (``forget``). Whoever is at work
meanwhile may hold the text still, and must not put it back: an object is opened before raw/ is read, where
there is none an empty one is put first, and what was opened alone is replaced. No two have the same bytes.
"""

import hashlib
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

import pyarrow as pa

from wirelake.config import Batch
from wirelake.errors import ConflictError, DamagedError
from wirelake.lake import layout
from wirelake.storage import ABSENT, Store

DAYS = 14  # how far back captures look: of older days nothing is kept
MOST_BYTES = 128 * 1024 * 1024  # of the entries of one object
ALL_BYTES = 512 * 1024 * 1024  # of all objects of a source, as they are stored
ENTRIES = pa.schema([("key", pa.string()), ("data", pa.binary()), ("sha256", pa.string())])


@dataclass(frozen=True, slots=True)
class Kept:
    """An object as it was opened: its ETag, and the entries that are whole, by their keys."""

    path: str
    etag: str
    entries: dict[str, bytes] = field(default_factory=dict)


def is_recent(batch: Batch, today: date) -> bool:
    """Whether something of that batch is kept."""
    return batch.day > today - timedelta(days=DAYS)


def opened(store: Store, batch: Batch, name: str) -> Kept:
    """The batch's object of that kind, put there where there is none: from now on a takedown finds it."""
    path = layout.kept(batch, name)
    while (found := store.read(path)) is None:
        with suppress(ConflictError):
            store.write(path, _packed({}), if_etag=ABSENT)
    return Kept(path, found[1], entries_in(found[0], path))


def looked_at(store: Store, batch: Batch, name: str) -> Kept:
    """As ``opened``, but nothing is put: for those who only read."""
    path = layout.kept(batch, name)
    found = store.read(path)
    return Kept(path, found[1], entries_in(found[0], path)) if found else Kept(path, ABSENT)


def put(store: Store, stood: Kept, entries: Mapping[str, bytes]) -> None:
    """Replace what was opened, if it stands, by these entries, or by as many of the first as fit."""
    room, fitting = MOST_BYTES, {}
    for key, data in entries.items():
        room -= len(data)
        if room < 0:
            break
        fitting[key] = data
    with suppress(ConflictError):  # another build's, or a takedown deleted it
        store.write(stood.path, _packed(fitting), if_etag=stood.etag)


def forget(store: Store, source: str) -> None:
    """Delete all that is kept of the source: after this nobody puts back what was read before."""
    for one in store.objects(layout.kept_of(source)):
        store.delete(one.path)


def sweep(store: Store, source: str, today: date) -> None:
    """Delete what is kept of old days, and of the oldest where all together is too much."""
    room = ALL_BYTES
    oldest = layout.kept_of(source) + f"/capture_date={today - timedelta(days=DAYS)}/~"
    for one in reversed(store.objects(layout.kept_of(source))):  # the newest days first
        room -= one.size
        if room < 0 or one.path <= oldest:
            store.delete(one.path)


def entries_in(data: bytes, path: str) -> dict[str, bytes]:
    """The entries of an object that are whole, by their keys."""
    with suppress(DamagedError):
        table = _table(data, path)
        rows = zip(*(table[name].to_pylist() for name in ENTRIES.names), strict=True)
        return {key: one for key, one, sha256 in rows if _digest(key, one) == sha256}
    return {}


def _table(data: bytes, path: str) -> pa.Table:
    try:
        with pa.ipc.open_file(pa.BufferReader(data)) as reader:
            table = reader.read_all().select(ENTRIES.names).cast(ENTRIES)
            table.validate(full=True)
            return table
    except (pa.ArrowException, KeyError, OSError, ValueError) as error:
        raise DamagedError(path, f"it holds nothing that was kept: {error}") from error


def _packed(entries: Mapping[str, bytes]) -> bytes:
    digests = [_digest(key, data) for key, data in entries.items()]
    rows = pa.table([list(entries), list(entries.values()), digests], schema=ENTRIES)
    rows = rows.replace_schema_metadata({"nonce": secrets.token_hex(16)})
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, rows.schema, options=pa.ipc.IpcWriteOptions(compression="zstd")) as writer:
        writer.write_table(rows)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def _digest(key: str, data: bytes) -> str:
    return hashlib.sha256(f"{key}\n".encode() + data).hexdigest()
