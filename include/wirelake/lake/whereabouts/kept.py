"""What is kept of the days that were summed up: a few small objects a source, which nothing relies on.

``whereabouts/source=S/<kind>-recent.entries`` has the entries that were made lately,
``<kind>-<year>.entries`` those of the capture days of a year: of a thousand days four or five objects. An
entry is a path, its ETag and the sorted hashes of what its object holds; there is no text in it. Before its
bytes stands their SHA-256: what is damaged, or of another version of wirelake, counts as nothing.
"""

import hashlib
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.errors import ConflictError, PermanentError, StorageError
from wirelake.lake import layout
from wirelake.storage import ABSENT, Store

RECENT = "recent"
MOST = 32  # recent entries; then they go to their years
DIGEST = 32  # bytes of a SHA-256
FORMAT = 1
ENTRIES = pa.schema(
    [
        pa.field("path", pa.string(), nullable=False),
        pa.field("etag", pa.string(), nullable=False),
        pa.field("keys", pa.list_(pa.uint64()), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True)
class Kind:
    """Something to sum days up by. ``told`` makes what a day may be asked for of these columns of its rows;
    ``version`` is another wherever it makes something else of the same rows."""

    table: str
    version: int | str
    columns: tuple[str, ...]
    told: Callable[[pa.Table], Iterable[str]]
    name: str = ""  # where a table has several

    @property
    def stem(self) -> str:
        return self.name or self.table


@dataclass(frozen=True, slots=True)
class Entry:
    """An object's ETag, and the sorted hashes of what it holds."""

    etag: str
    keys: pa.Array


@dataclass(slots=True)
class Kept:
    """The entries of a source's days. ``fresh`` are the paths of those that count, with the part's name."""

    kind: Kind
    source: str
    parts: dict[str, pa.Table]
    etags: dict[str, str]
    fresh: dict[str, str] = field(default_factory=dict)

    def holding(self, keys: pa.Array) -> set[str]:
        """The paths of fresh entries that hold one of the keys."""
        found = set()
        for name, part in self.parts.items():
            column = part["keys"].combine_chunks()
            hit = pc.is_in(column.flatten(), value_set=keys)
            if pc.any(hit).as_py():
                places = pc.unique(pc.list_parent_indices(column).filter(hit))
                hits = part["path"].take(places).to_pylist()
                found |= {path for path in hits if self.fresh.get(path) == name}
        return found

    def renew(self, store: Store, new: Mapping[str, Entry]) -> None:
        """Keep these too, where no other process has written meanwhile: then theirs stand."""
        recent = self._of(RECENT, [path for path, name in self.fresh.items() if name == RECENT])
        recent = {path: entry for path, entry in recent.items() if path not in new} | dict(new)
        # A store that takes no writes from us, or is full, is no reason to fail: nothing relies on this.
        with suppress(ConflictError, StorageError, PermanentError):
            if len(recent) > MOST:
                self._fold(store, recent)
                recent = {}
            self._put(store, RECENT, recent)

    def _fold(self, store: Store, entries: Mapping[str, Entry]) -> None:
        """The entries into their years: first there, so that a death between leaves them twice, not never."""
        years: dict[str, dict[str, Entry]] = defaultdict(dict)
        for path, entry in entries.items():
            years[year_of(path)][path] = entry
        for year, mine in years.items():
            stay = [path for path, name in self.fresh.items() if name == year and path not in mine]
            self._put(store, year, self._of(year, stay) | mine)

    def _of(self, name: str, paths: list[str]) -> dict[str, Entry]:
        part = self.parts.get(name)
        if part is None or not paths:
            return {}
        wanted = set(paths)
        rows = zip(part["path"].to_pylist(), part["etag"].to_pylist(), part["keys"], strict=True)
        return {path: Entry(etag, keys.values) for path, etag, keys in rows if path in wanted}

    def _put(self, store: Store, name: str, entries: Mapping[str, Entry]) -> None:
        data = packed(self.kind, entries)
        store.write(_place(self.source, self.kind, name), data, if_etag=self.etags.get(name, ABSENT))


def load(store: Store, kind: Kind, source: str, state: Mapping[str, str]) -> Kept:
    """What is kept of the objects in ``state``: path → ETag."""
    kept = Kept(kind, source, {}, {})
    years = sorted({year_of(path) for path in state})
    for name in (*years, RECENT) if state else ():
        answer = _read(store, _place(source, kind, name))
        if answer is None:
            continue
        kept.etags[name] = answer[1]
        part = unpacked(kind, answer[0])
        if part is not None:
            kept.parts[name] = part
            told = zip(part["path"].to_pylist(), part["etag"].to_pylist(), strict=True)
            kept.fresh |= {path: name for path, etag in told if state.get(path) == etag}
    return kept


def _read(store: Store, path: str) -> tuple[bytes, str] | None:
    with suppress(StorageError, PermanentError):  # what matters is read by others, who say so
        return store.read(path)
    return None


def hashed(told: Iterable[str]) -> pa.Array:
    """64 bits of each, sorted."""
    hashes = {hashlib.blake2b(one.encode(), digest_size=8).digest() for one in told}
    return pa.array(sorted(int.from_bytes(one) for one in hashes), pa.uint64())


def year_of(path: str) -> str:
    """The year of the capture day in the object's path."""
    year = path.partition("capture_date=")[2][:4]
    return year if year.isdecimal() else "other"


def packed(kind: Kind, entries: Mapping[str, Entry]) -> bytes:
    """The entries as an object."""
    paths = sorted(entries)
    lists = [entries[path].keys for path in paths]
    offsets = [0]
    for one in lists:
        offsets.append(offsets[-1] + len(one))
    keys = pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), pa.concat_arrays(lists) if lists else pa.array([], pa.uint64())
    )
    etags = pa.array([entries[path].etag for path in paths], pa.string())
    schema = ENTRIES.with_metadata({"of": _made_by(kind)})
    table = pa.Table.from_arrays([pa.array(paths, pa.string()), etags, keys], schema=schema)
    sink = io.BytesIO()
    with pa.ipc.new_file(sink, schema) as writer:
        writer.write_table(table)
    data = sink.getvalue()
    return hashlib.sha256(data).digest() + data


def unpacked(kind: Kind, data: bytes) -> pa.Table | None:
    """The entries of an object; None where it is damaged, or of another version."""
    if hashlib.sha256(data[DIGEST:]).digest() != data[:DIGEST]:
        return None
    try:
        with pa.ipc.open_file(pa.BufferReader(memoryview(data)[DIGEST:])) as reader:
            table = reader.read_all()
    except (pa.ArrowException, OSError, ValueError):
        return None
    is_ours = table.schema.equals(ENTRIES) and (table.schema.metadata or {}).get(b"of") == _made_by(kind)
    return table if is_ours else None


def _made_by(kind: Kind) -> bytes:
    return f"{FORMAT} {kind.stem} {kind.version}".encode()


def _place(source: str, kind: Kind, name: str) -> str:
    return layout.whereabouts(source, f"{kind.stem}-{name}")
